"""Templates speak one language."""

from pathlib import Path

import pytest

from portal.templating import saying, speaking


@pytest.mark.parametrize(("locale", "said"), [("en", "Order 7"), ("ja", "ご注文 7"), ("ko", "주문 7")])
def test_a_message_is_said_with_its_values(locale: str, said: str) -> None:
    assert saying(locale)("Order %(number)s", number=7) == said


def test_a_message_without_values_may_hold_a_percent_sign() -> None:
    assert saying("en")("100%") == "100%"


def test_templates_of_a_folder_speak_the_language_and_escape_what_they_show(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("{{ _('Order %(number)s', number=number) }}", encoding="utf-8")
    assert speaking("ja", tmp_path).get_template("one.html").render(number="<7>") == "ご注文 &lt;7&gt;"
