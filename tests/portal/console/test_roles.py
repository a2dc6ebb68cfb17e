"""Every page of the console opens for those who may, and for nobody else."""

from itertools import product

import pytest
from flask import Flask
from werkzeug.routing import Rule

from commerce.models import Merchant
from commerce.people import ROLES
from portal.console.roles import LEAST, OPEN, may
from tests.portal.console.staffing import browser, csrf_token, make_user, signed_in


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("console.")]


def calls(app: Flask) -> list[tuple[str, str, str]]:
    """The endpoint, method and address of every page, with something in each blank."""
    found = []
    for rule in rules(app):
        values = {
            name: 1 if "int" in repr(rule._converters[name]).lower() else "x" for name in rule.arguments
        }
        built = rule.build(values, append_unknown=False)
        assert built
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append((rule.endpoint.partition(".")[2], method, built[1]))
    return found


def test_the_table_names_each_page_and_nothing_else(app: Flask) -> None:
    assert {rule.endpoint.partition(".")[2] for rule in rules(app)} == LEAST.keys()


def test_nobody_gets_past_the_gate_without_signing_in(app: Flask) -> None:
    for endpoint, method, path in calls(app):
        if LEAST[endpoint] != OPEN:
            answer = browser(app).open(path, method=method)
            assert answer.status_code == 401, path
            assert 'name="password"' in answer.text


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(
    app: Flask, merchant: Merchant, role: str
) -> None:
    desk = signed_in(app, make_user(merchant, role))
    for endpoint, method, path in calls(app):
        if LEAST[endpoint] == OPEN or endpoint == "sign_out":
            continue
        answer = desk.client.open(path, method=method)
        refused = 403 if not may(role, endpoint) else 400 if method == "POST" else None
        assert (answer.status_code == 403) == (refused == 403), path
        if refused == 400:
            assert answer.status_code == 400, f"{path} took a form without a token"


def test_a_form_of_another_session_is_refused(app: Flask, merchant: Merchant) -> None:
    mine, theirs = (signed_in(app, make_user(merchant, role)) for role in ("owner", "manager"))
    token = csrf_token(theirs.get("/account"))
    mine.get("/account")
    answer = mine.client.post("/console/account/language", data={"csrf_token": token, "locale": "ja"})
    assert answer.status_code == 400


@pytest.mark.parametrize(("one", "other"), list(product(ROLES, ROLES)))
def test_a_higher_role_may_all_that_a_lower_one_may(one: str, other: str) -> None:
    if ROLES.index(one) <= ROLES.index(other):
        assert all(may(one, endpoint) for endpoint in LEAST if may(other, endpoint))


def test_an_endpoint_that_the_table_lacks_opens_for_nobody() -> None:
    assert not any(may(role, "not_listed") for role in ROLES)
