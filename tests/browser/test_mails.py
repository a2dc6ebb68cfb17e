"""Mails as they are drawn: narrow and wide, by day and by night, in every language."""

from itertools import product

import pytest
from playwright.sync_api import Browser

from notifications.composing import compose
from notifications.letters import SPOKEN
from tests.browser.readable import faults, too_wide
from tests.notifications.examples import full

pytestmark = pytest.mark.browser

BUSY = ("delayed", "return_approved", "feedback_request")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (360, "light"), (800, "dark"), (800, "light")])
def test_a_mail_fits_its_reader_and_can_be_read(browser: Browser, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    tab = context.new_page()
    for kind, locale in product(BUSY, SPOKEN):
        tab.set_content(compose(kind, "email", locale, full(kind)).html or "")
        assert not too_wide(tab), (kind, locale)
        if locale == "en":
            of_pages_alone = {"landmark-one-main", "region", "page-has-heading-one", "meta-viewport"}
            assert [found for found in faults(tab) if found[0] not in of_pages_alone] == []
    context.close()
