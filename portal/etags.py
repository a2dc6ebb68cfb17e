"""Entity tags: whether the browser has what it asks for."""

import re

_TAG = re.compile(r'(?:W/)?("[!#-~\x80-\xff]*")')


def is_named(etag: str, if_none_match: str) -> bool:
    """Whether an `If-None-Match` (empty: none was sent) names an answer by its tag, or any answer by `*`.

    It may list tags, and strong and weak ones are alike (RFC 9110, sections 8.8.3 and 13.1.2).
    """
    if not if_none_match:
        return False
    strong = etag.removeprefix("W/")
    if strong not in if_none_match:
        return if_none_match.strip() == "*"
    return if_none_match == strong or strong in _TAG.findall(if_none_match)
