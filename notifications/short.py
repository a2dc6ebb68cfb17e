"""Text messages: a shop's name, one or two sentences and a link, in as few parts as the language allows.

GSM 03.38 (3GPP TS 23.038, 6.2.1) counts 7 bits a character, 160 to a message; anything outside it turns the whole
message into UCS-2, with 67 characters in each part of several. Characters of the extension table count twice.
"""

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")
GSM_MOST, UCS_MOST = 160, 2 * 67
LONGEST_NAME = 24  # characters of a shop's name
TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\xa0": " "}
)


def text_message(shop: str, sentence: str, link: str) -> str:
    """`Acme: your parcel … https://…`; what is too long loses the end of its sentence, never its link."""
    said = f"{shortened(shop, LONGEST_NAME)}: {sentence}".translate(TYPOGRAPHY)
    most = (GSM_MOST if in_gsm(said + link) else UCS_MOST) - length(link) - 1
    return f"{fitted(said, most)} {link}"


def fitted(text: str, most: int) -> str:
    """The text, cut at a word where it can be, with dots for what is missing."""
    if length(text) <= most:
        return text
    kept = text
    while kept and length(kept) > most - 3:
        kept = kept[:-1]
    at_word = kept.rpartition(" ")[0]
    return f"{at_word if 2 * len(at_word) > len(kept) else kept}..."


def shortened(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 2].rstrip() + ".."


def in_gsm(text: str) -> bool:
    """Whether the text can go in 7 bits a character."""
    return set(text) <= GSM_BASIC | GSM_EXTENDED


def length(text: str) -> int:
    """Septets of a text in GSM 03.38, else UTF-16 code units."""
    if in_gsm(text):
        return len(text) + sum(char in GSM_EXTENDED for char in text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
