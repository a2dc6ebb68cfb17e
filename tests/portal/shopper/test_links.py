"""Only addresses that cannot harm stand in a page."""

import pytest

from portal.shopper.links import mail_address, own_picture, web_address


@pytest.mark.parametrize("url", ["https://carrier.test/t?n=1", "http://x.test/", " https://x.test/a "])
def test_web_addresses_stand(url: str) -> None:
    assert web_address(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "data:text/html,x", "/path", "//x.test", "https:", "http://[", "x"],
)
def test_anything_else_does_not(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["/brand/acme.svg", "data:image/png;base64,AA=="])
def test_pictures_of_our_own_host_stand(url: str) -> None:
    assert own_picture(url) == url


@pytest.mark.parametrize(
    "url",
    [None, "", "https://x.test/a.png", "//x.test/a.png", "/\\x.test/a.png", "data:text/html,x", "a.png"],
)
def test_pictures_of_other_hosts_do_not(url: str | None) -> None:
    assert own_picture(url) is None


def test_a_mail_link_carries_its_subject() -> None:
    assert (
        mail_address("help@acme.test", "Order 1 & 2") == "mailto:help@acme.test?subject=Order%201%20%26%202"
    )
    assert mail_address("help@acme.test") == "mailto:help@acme.test"


@pytest.mark.parametrize("address", [None, "", "not an address"])
def test_what_is_no_address_is_no_link(address: str | None) -> None:
    assert mail_address(address) is None


def test_an_address_cannot_smuggle_header_fields() -> None:
    assert "?" not in (mail_address("a@x.test?bcc=b@x.test") or "")


def test_half_a_character_in_an_address_does_not_break_the_page() -> None:
    assert mail_address("a\ud800@x.test") == "mailto:a%3F@x.test"
