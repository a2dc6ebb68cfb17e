"""Carriers with networks of their own on several continents, and their number formats."""

from tracking.carriers.carrier import Carrier, Format
from tracking.carriers.check_digits import fedex, gs1, gs1_after, remainder_7, ups

CARRIERS = (
    Carrier(
        code="UPS",
        name="UPS",
        aliases=("United Parcel Service", "UPS DAP", "UPS SurePost", "UPS Ground", "UPS Freight"),
        tracking="https://www.ups.com/track?tracknum={}",
        phone="+1 800 742 5877",
    ),
    Carrier(
        code="UPSMailInnovations",
        name="UPS Mail Innovations",
        countries=("US",),
        aliases=("UPSMI", "UPS MI"),
        tracking="https://www.ups.com/track?tracknum={}",
    ),
    Carrier(
        code="FedEx",
        name="FedEx",
        aliases=(
            "Federal Express",
            "FDX",
            "FedEx Default",
            "FedEx Express",
            "FedEx Ground",
            "FedEx Home Delivery",
            "FedEx SmartPost",
            "FedEx Ground Economy",
            "FEDEXSP",
            "FedEx Cross Border",
            "FedEx UK",
        ),
        tracking="https://www.fedex.com/fedextrack/?trknbr={}",
        phone="+1 800 463 3339",
    ),
    Carrier(
        code="DHLExpress",
        name="DHL Express",
        aliases=("DHL", "MyDHL", "DHL Worldwide Express", "DHL Express Worldwide"),
        tracking="https://www.dhl.com/global-en/home/tracking/tracking-express.html?submit=1&tracking-id={}",
        phone="+1 800 225 5345",
    ),
    Carrier(
        code="DHLECS",
        name="DHL eCommerce",
        aliases=(
            "DhlEcs",
            "DHL eCommerce Solutions",
            "DHL Global Mail",
            "DHL eCommerce US",
            "DHL eCommerce America",
            "DHL eCommerce Asia",
        ),
        tracking="https://webtrack.dhlecs.com/orders?trackingNumber={}",
    ),
    Carrier(
        code="AmazonShipping",
        name="Amazon Logistics",
        aliases=("Amazon", "AMZL", "Amazon Logistics US", "Amazon Logistics UK", "Amazon MWS"),
        tracking="https://track.amazon.com/tracking/{}",
    ),
    Carrier(
        code="TNT",
        name="TNT",
        aliases=("TNT Express", "TNT International"),
        tracking="https://www.tnt.com/express/en_us/site/tracking.html?searchType=con&cons={}",
    ),
    Carrier(
        code="Aramex",
        name="Aramex",
        tracking="https://www.aramex.com/us/en/track/results?ShipmentNumber={}",
    ),
    Carrier(
        code="Asendia",
        name="Asendia",
        aliases=("Asendia USA", "AsendiaUsa", "Asendia UK", "Asendia HK"),
        tracking="https://tracking.asendia.com/tracking/{}",
    ),
    Carrier(
        code="LandmarkGlobal",
        name="Landmark Global",
        aliases=("Landmark", "Landmark Global LTN"),
        tracking="https://track.landmarkglobal.com/?search={}",
    ),
    Carrier(
        code="PassportGlobal",
        name="Passport",
        aliases=("Passport Shipping", "Passport Global"),
        tracking="https://track.passportshipping.com/{}",
    ),
    Carrier(code="Maersk", name="Maersk"),
    Carrier(code="ParcelOne", name="Parcel One"),
    Carrier(code="Spring", name="Spring GDS", aliases=("Spring Global Delivery Solutions",)),
)

DHLECS_PREFIXES = r"(?:GM|LX|RX|UV|CN|SG|TH|IN|HK|MY)"

FORMATS = (
    Format("UPS", "1Z", r"1Z([A-Z\d]{15}\d)", ups, 2),
    Format("UPS", "Waybill", r"[AHJKTV](\d{10})", ups, 1),
    Format("UPS", "9 digits", r"\d{9}"),
    Format("UPSMailInnovations", "MI", r"MI\d{6}[A-Z\d]{1,22}", anchor=2),
    Format("FedEx", "Express 12", r"\d{12}", fedex),
    Format("FedEx", "Express 34", r"[0-8]\d{19}(\d{14})", fedex),
    Format("FedEx", "ASTRA 32", r"3\d{15}(\d{12})\d{4}", fedex),
    Format("FedEx", "Ground 15", r"\d{15}", gs1),
    Format("FedEx", "Ground SSCC-18", r"0[0124]\d{16}", gs1, 1),
    Format("FedEx", "Ground 96", r"96\d{5}(\d{15})", gs1, 1),
    Format("FedEx", "Ground GSN 34", r"96\d{18}(\d{14})", fedex, 1),
    Format("FedEx", "Ground Economy 20", r"61\d{18}", gs1_after("92"), 1),
    Format("FedEx", "Ground Economy 22", r"92(?:612|748)\d{17}", gs1, 1),
    Format("FedEx", "Door tag", r"DT\d{12}", anchor=2),
    Format("DHLExpress", "Waybill", r"\d{10,11}", remainder_7),
    Format("DHLExpress", "Piece", r"J[A-Z]{2,3}\d{9,10}"),
    Format("DHLExpress", "Licence plate", r"J?JD\d{18}", anchor=2),
    Format("DHLECS", "Prefixed", DHLECS_PREFIXES + r"(?=(?:[A-Z]{0,9}\d){5})[A-Z\d]{10,39}", anchor=1),
    Format("DHLECS", "14 digits", r"\d{14}"),
    Format("AmazonShipping", "TBA", r"TB[ACM]\d{12}", anchor=2),
    Format("AmazonShipping", "International", r"[ACF]\d{10}", anchor=1),
    Format("TNT", "9 digits", r"\d{9}"),
    Format("LandmarkGlobal", "LTN", r"LTN\d{8}N1", anchor=2),
)
