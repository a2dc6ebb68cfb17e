"""What every page of the policy builder begins with: the draft, its faults, and whoever reads."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from portal.console.gate import visit
from portal.console.page import page, speaks
from portal.console.policy.describing import Difference, base_lines, differences, told
from portal.console.policy.sentences import Sayer
from portal.languages import _l
from returns import drafting
from returns.drafting import Draft, DraftChanged
from returns.policy.comparison import compare
from returns.policy.problems import Problem
from returns.policy.validation import validate

STALE = _l(
    "Somebody changed this meanwhile. Nothing of yours is lost: look at what they changed, and save again."
)


def draft() -> Draft:
    """The draft of the shop whose page it is."""
    return drafting.current(visit().merchant.id)


def currency() -> str:
    code: str = visit().merchant.config["currency"]
    return code


def sayer() -> Sayer:
    """Says policies to whoever reads the page."""
    return Sayer(speaks(visit()), currency())


def problems(source: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a policy; one that says nothing takes no returns, which is fine."""
    return validate(dict(source), currency()) if source else []


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What is otherwise, in words."""
    return differences(sayer(), before, after, compare(before, after))


def theirs(refused: DraftChanged) -> list[Difference]:
    """What a colleague changed while this form was open; all there is, where the state that was seen is gone."""
    return changed(refused.then if refused.then is not None else {}, refused.now.source)


def policy_page(template: str, status: int = 200, **values: Any) -> Response:
    """A page of the builder with the words that all of them use."""
    speaker = sayer()
    return page(
        f"policy/{template}",
        status,
        sayer=speaker,
        told=lambda rule: told(speaker, rule),
        base_lines=lambda source: base_lines(speaker, source),
        **values,
    )
