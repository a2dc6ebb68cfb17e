"""Postal operators that are known here by their international S10 numbers alone."""

import unicodedata

from tracking.carriers.carrier import Carrier

OPERATORS = {
    "AD": "Correus Andorra", "AE": "Emirates Post", "AF": "Afghan Post", "AG": "Antigua Postal Services",
    "AI": "Anguilla Postal Service", "AL": "Posta Shqiptare", "AM": "Haypost", "AO": "Correios de Angola",
    "AR": "Correo Argentino", "AW": "Post Aruba", "AX": "Åland Post", "AZ": "Azerpost", "BA": "BH Pošta",
    "BB": "Barbados Postal Service", "BD": "Bangladesh Post", "BF": "La Poste Burkina Faso",
    "BG": "Bulgarian Posts", "BH": "Bahrain Post", "BI": "Poste Burundi", "BJ": "La Poste du Bénin",
    "BM": "Bermuda Post", "BN": "Brunei Postal Services", "BO": "Correos de Bolivia",
    "BS": "Bahamas Postal Service", "BT": "Bhutan Post", "BW": "BotswanaPost", "BY": "Belpochta",
    "BZ": "Belize Postal Service", "CD": "Société Congolaise des Postes", "CF": "Poste Centrafricaine",
    "CG": "Poste du Congo", "CI": "La Poste de Côte d'Ivoire", "CK": "Cook Islands Post",
    "CL": "Correos Chile", "CM": "Campost", "CO": "4-72", "CR": "Correos de Costa Rica",
    "CU": "Correos de Cuba", "CV": "Correios de Cabo Verde", "CW": "Cpost International",
    "CY": "Cyprus Post", "DJ": "La Poste de Djibouti", "DM": "Dominica Post", "DO": "Inposdom",
    "DZ": "Algérie Poste", "EC": "Servicios Postales del Ecuador", "EE": "Omniva Eesti", "EG": "Egypt Post",
    "ER": "Eritrean Postal Service", "ET": "Ethiopost", "FJ": "Post Fiji", "FK": "Falkland Islands Post",
    "FM": "FSM Postal Services", "FO": "Posta Faroe Islands", "GA": "La Poste Gabon",
    "GD": "Grenada Postal Corporation", "GE": "Georgian Post", "GG": "Guernsey Post", "GH": "Ghana Post",
    "GI": "Royal Gibraltar Post", "GL": "Tusass Post", "GM": "Gampost", "GN": "La Poste Guinéenne",
    "GQ": "Correos de Guinea Ecuatorial", "GR": "ELTA Hellenic Post", "GT": "Correos de Guatemala",
    "GW": "Correios da Guiné-Bissau", "GY": "Guyana Post", "HK": "Hongkong Post", "HN": "Honducor",
    "HR": "Hrvatska pošta", "HT": "Poste Haïti", "HU": "Magyar Posta", "ID": "Pos Indonesia",
    "IL": "Israel Post", "IM": "Isle of Man Post", "IN": "India Post", "IQ": "Iraqi Post",
    "IR": "Iran Post", "IS": "Pósturinn", "JE": "Jersey Post", "JM": "Jamaica Post", "JO": "Jordan Post",
    "KE": "Posta Kenya", "KG": "Kyrgyz Post", "KH": "Cambodia Post", "KI": "Kiribati Post",
    "KM": "Société Nationale des Postes Comores", "KN": "St Kitts and Nevis Postal Services",
    "KP": "DPR Korea Post", "KW": "Kuwait Post", "KY": "Cayman Islands Postal Service", "KZ": "Kazpost",
    "LA": "Lao Post", "LB": "LibanPost", "LC": "Saint Lucia Postal Service",
    "LI": "Liechtensteinische Post", "LK": "Sri Lanka Post", "LR": "Liberia Post", "LS": "Lesotho Post",
    "LT": "Lietuvos paštas", "LU": "POST Luxembourg", "LV": "Latvijas Pasts", "LY": "Libya Post",
    "MA": "Poste Maroc", "MC": "La Poste Monaco", "MD": "Poșta Moldovei", "ME": "Pošta Crne Gore",
    "MG": "Paositra Malagasy", "MH": "Marshall Islands Post", "MK": "Makedonska Pošta",
    "ML": "La Poste du Mali", "MM": "Myanma Post", "MN": "Mongol Post", "MO": "CTT Macau",
    "MR": "Mauripost", "MS": "Montserrat Postal Service", "MT": "MaltaPost", "MU": "Mauritius Post",
    "MV": "Maldives Post", "MW": "Malawi Posts", "MX": "Correos de México", "MY": "Pos Malaysia",
    "MZ": "Correios de Moçambique", "NA": "NamPost", "NC": "OPT Nouvelle-Calédonie", "NE": "Niger Poste",
    "NG": "NIPOST", "NI": "Correos de Nicaragua", "NP": "Nepal Post", "NR": "Nauru Post", "OM": "Oman Post",
    "PA": "Correos de Panamá", "PE": "Serpost", "PF": "Fare Rata", "PG": "Post PNG", "PH": "PHLPost",
    "PK": "Pakistan Post", "PS": "Palestine Post", "PW": "Palau Postal Service", "PY": "Correo Paraguayo",
    "QA": "Qatar Post", "RO": "Poșta Română", "RS": "Pošta Srbije", "RU": "Russian Post",
    "RW": "Iposita Rwanda", "SA": "Saudi Post SPL", "SB": "Solomon Post",
    "SC": "Seychelles Postal Services", "SD": "Sudapost", "SG": "SingPost", "SI": "Pošta Slovenije",
    "SK": "Slovenská pošta", "SL": "Salpost", "SM": "Poste San Marino", "SN": "La Poste Sénégal",
    "SO": "Somali Post", "SR": "Surpost", "SS": "South Sudan Post", "ST": "Correios de São Tomé e Príncipe",
    "SV": "Correos de El Salvador", "SY": "Syrian Post", "SZ": "Eswatini Post",
    "TC": "Turks and Caicos Post", "TD": "La Poste du Tchad", "TG": "La Poste du Togo",
    "TH": "Thailand Post", "TJ": "Tajik Post", "TL": "Correios de Timor-Leste", "TM": "Türkmenpoçta",
    "TN": "La Poste Tunisienne", "TO": "Tonga Post", "TR": "PTT", "TT": "TTPost", "TV": "Tuvalu Post",
    "TW": "Chunghwa Post", "TZ": "Posta Tanzania", "UA": "Ukrposhta", "UG": "Posta Uganda",
    "UY": "Correo Uruguayo", "UZ": "O'zbekiston pochtasi", "VA": "Poste Vaticane",
    "VC": "St Vincent Postal Corporation", "VE": "Ipostel", "VG": "BVI Post", "VN": "Vietnam Post",
    "VU": "Vanuatu Post", "WS": "Samoa Post", "XK": "Posta e Kosovës", "YE": "Yemen Post",
    "ZA": "South African Post Office", "ZM": "Zampost", "ZW": "Zimpost",
}

TRACKING = {
    "IL": "https://mypost.israelpost.co.il/itemtrace?itemcode={}",
    "RU": "https://www.pochta.ru/tracking?barcode={}",
    "TH": "https://track.thailandpost.co.th/?trackNumber={}",
    "TR": "https://gonderitakip.ptt.gov.tr/Track/Verify?q={}",
    "UA": "https://track.ukrposhta.ua/tracking_EN.html?barcode={}",
}


def code_of(name: str) -> str:
    """The name in ASCII capitals and small letters, words run together: `Česká pošta` is `CeskaPosta`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return "".join(word[0].upper() + word[1:] for word in words)


CARRIERS = tuple(
    Carrier(
        code=code_of(name), name=name, countries=(country,), s10=(country,), tracking=TRACKING.get(country)
    )
    for country, name in OPERATORS.items()
)
