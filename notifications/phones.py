"""Phone numbers as the networks write them, and the words by which their owners stop and start messages."""

import unicodedata

import phonenumbers

STOP = frozenset(
    {
        *("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke"),  # English
        *("停止", "配信停止", "解除", "中止", "ストップ"),  # Japanese
        *("중지", "수신거부", "그만", "해지"),  # Korean
        *("arret", "stopp", "alto", "parar", "basta", "fine", "stoppen", "abmelden"),  # European languages
    }
)
START = frozenset(
    {
        *("start", "unstop", "yes", "subscribe", "optin"),
        *("開始", "再開", "はい"),
        *("시작", "수신동의", "예"),
        *("oui", "si", "sim", "ja"),
    }
)


def e164(number: str | None, country: str | None) -> str | None:
    """A number as `+14155550123`, read as people of that country (ISO 3166-1 alpha-2) write it; None if none."""
    try:
        parsed = phonenumbers.parse(number or "", country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def word(text: str) -> str:
    """A short answer as it is compared: without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize(
        "NFC", "".join(c for c in plain if c.isalnum() or unicodedata.category(c) == "Mc")
    )


def asks_to_stop(text: str, own: list[str]) -> bool:
    """Whether a message says no more than that it wants none; `own` are the merchant's words besides ours."""
    return word(text) in STOP | {word(each) for each in own}


def asks_to_start(text: str, own: list[str]) -> bool:
    """Whether a message says no more than that it wants them again."""
    return word(text) in START | {word(each) for each in own}
