"""The policy as YAML, as `waypost merchants export` writes it: read, changed, and turned into sentences again."""

from collections.abc import Iterable

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from commerce.merchant_export import as_yaml
from commerce.yaml_source import Source, Unreadable, parse
from portal.console.blueprint import blueprint
from portal.console.gate import visit
from portal.console.page import back, speaks
from portal.console.policy.desk import STALE, draft, policy_page, problems, theirs
from portal.console.policy.words import FAULTS
from portal.languages import _l
from returns import drafting
from returns.drafting import DraftChanged
from returns.policy.reading_order import in_order
from returns.publishing import SECTION

Fault = tuple[int, str, str]
"""A line, the key on it, and what is wrong: a message to be translated, or the reader's own words."""


@blueprint.get("/policy/text")
def policy_text() -> Response:
    """The draft as YAML."""
    found = draft()
    return shown(as_yaml({SECTION: in_order(found.source)}), found.seen)


@blueprint.post("/policy/text")
def save_policy_text() -> AnyResponse:
    """Put what was written in the place of the draft."""
    me, seen = visit().staff, request.form.get("seen", "")
    text = request.form.get("text", "").replace("\r\n", "\n")
    try:
        written = parse(text.encode("utf-8", "replace"))
    except Unreadable as exc:
        return shown(text, seen, 422, [(exc.line, "", framed(_l("This can’t be read (%(why)s)"), str(exc)))])
    if faults := sorted(set(faults_of(written))):
        return shown(text, seen, 422, faults)
    try:
        drafting.save(me.merchant_id, seen, policy_in(written), me.email)
    except DraftChanged as refused:
        return shown(text, refused.now.seen, 409, refused=refused)
    return back("policy_overview", _l("The text is in the draft."))


def policy_in(written: Source) -> dict[str, object]:
    """The policy: the whole document, or what stands under `return_policy`."""
    value = written.value or {}
    inner = value.get(SECTION, value) if isinstance(value, dict) else {}
    return inner if isinstance(inner, dict) else {}


def faults_of(written: Source) -> Iterable[Fault]:
    """Everything wrong with the document, in the order of its lines."""
    for unclear in written.faults:
        yield unclear.line, unclear.pointer, framed(_l("This is not clear (%(why)s)"), unclear.message)
    value = written.value or {}
    if not isinstance(value, dict) or not isinstance(value.get(SECTION, value), dict):
        yield 1, "", FAULTS["wrong_type"]
        return
    start = f"/{SECTION}" if SECTION in value else ""
    for fault in problems(policy_in(written)):
        line = written.line_of(start + fault.pointer)
        yield line, fault.pointer, FAULTS.get(fault.code, fault.message)


def framed(frame: str, why: str) -> str:
    """What the reader of YAML says, in a sentence of the page's language."""
    return speaks(visit()).gettext(frame, why=why)


def shown(
    text: str,
    seen: str,
    status: int = 200,
    faults: list[Fault] | None = None,
    refused: DraftChanged | None = None,
) -> Response:
    return policy_page(
        "text.html",
        status,
        text=text,
        seen=seen,
        faults=faults or [],
        theirs=theirs(refused) if refused else None,
        stale=STALE,
    )
