"""What shoppers read beside a decision, in the order's locale where there is a text for it."""

from collections.abc import Mapping

Texts = Mapping[str, str]
"""One text per locale; the key is in lower case with hyphens, and empty for a text meant for everyone."""

BUILT_IN: dict[str, Texts] = {
    "window_open": {
        "en": "You can return this until {return_by}.",
        "ja": "{return_by}まで返品できます。",
        "ko": "{return_by}까지 반품할 수 있습니다.",
    },
    "window_closed": {
        "en": "The return window closed on {return_by}.",
        "ja": "返品期限は{return_by}に終了しました。",
        "ko": "반품 기한이 {return_by}에 끝났습니다.",
    },
    "window_not_started": {
        "en": "This can't be returned before it is delivered.",
        "ja": "お届け前のため返品できません。",
        "ko": "배송 완료 전에는 반품할 수 없습니다.",
    },
    "not_delivered": {
        "en": "We have no delivery date for this item yet.",
        "ja": "この商品のお届け日がまだ確認できていません。",
        "ko": "이 상품의 배송 완료일이 아직 확인되지 않았습니다.",
    },
    "rule_allow": {
        "en": "A special rule of the shop applies to this item.",
        "ja": "この商品にはショップの特別な規定が適用されます。",
        "ko": "이 상품에는 상점의 특별 규정이 적용됩니다.",
    },
    "rule_review": {
        "en": "We will look at this request before we approve it.",
        "ja": "承認の前に、ご依頼の内容を確認いたします。",
        "ko": "승인하기 전에 요청 내용을 확인하겠습니다.",
    },
    "rule_deny": {
        "en": "This item can't be returned.",
        "ja": "この商品は返品できません。",
        "ko": "이 상품은 반품할 수 없습니다.",
    },
    "not_shipped": {
        "en": "This item has not been shipped yet, or went back to us undelivered.",
        "ja": "この商品はまだ発送されていないか、お届けできずに当店へ返送されました。",
        "ko": "이 상품은 아직 발송되지 않았거나, 배송되지 못하고 저희에게 반송되었습니다.",
    },
    "cancelled": {
        "en": "This item was cancelled before it was sent.",
        "ja": "この商品は発送前にキャンセルされました。",
        "ko": "이 상품은 발송 전에 취소되었습니다.",
    },
    "already_being_returned": {
        "en": "This item is already being returned.",
        "ja": "この商品は返品手続き中です。",
        "ko": "이 상품은 이미 반품 진행 중입니다.",
    },
    "already_returned": {
        "en": "This item has already been returned.",
        "ja": "この商品はすでに返品済みです。",
        "ko": "이 상품은 이미 반품되었습니다.",
    },
    "no_gift_returns": {
        "en": "This shop neither exchanges this item as a gift nor gives store credit for it.",
        "ja": "ギフトとして受け取られたこの商品は、交換もストアクレジットへの変更もできません。",
        "ko": "선물로 받으신 이 상품은 교환하거나 스토어 크레딧으로 바꿀 수 없습니다.",
    },
    "too_many_units": {
        "en": "Only {returnable} of these can still be returned.",
        "ja": "返品できるのは残り{returnable}点です。",
        "ko": "남은 {returnable}개만 반품할 수 있습니다.",
    },
}


def locale_chain(wanted: str | None, default: str) -> tuple[str, ...]:
    """The locales to try in turn: the order's, its language, the merchant's first, its language, English."""
    chain: list[str] = []
    for locale in (wanted, default, "en"):
        tag = (locale or "").lower().replace("_", "-")
        chain += [tag, tag.partition("-")[0]]
    return tuple(dict.fromkeys(tag for tag in chain if tag))


def texts(message: str | Mapping[str, str]) -> Texts:
    """A policy's message, one text or one per locale, in the form that ``pick`` reads."""
    if isinstance(message, str):
        return {"": message}
    return {locale.lower().replace("_", "-"): text for locale, text in message.items()}


def pick(message: Texts, locales: tuple[str, ...]) -> str:
    """The text of the first locale that has one, else the first text there is."""
    for locale in locales:
        if locale in message:
            return message[locale]
    return next(iter(message.values()))
