"""A carrier's link and the fit of a number to a format."""

from tracking.carriers.carrier import Carrier, Format
from tracking.carriers.check_digits import luhn

POST = Carrier(code="Post", name="Post", tracking="https://post.example/track?n={}&lang=en")


def test_a_number_is_escaped_in_the_link() -> None:
    assert POST.link("1Z 9/ä&x={}") == "https://post.example/track?n=1Z%209%2F%C3%A4%26x%3D%7B%7D&lang=en"


def test_a_carrier_without_a_page_has_no_link() -> None:
    assert Carrier(code="Van", name="Man with a van").link("1") is None


def test_a_shape_covers_the_whole_number() -> None:
    assert Format("Post", "P", r"P\d{3}").fits("P123")
    assert not Format("Post", "P", r"P\d{3}").fits("P1234")


def test_digits_of_other_scripts_do_not_fit() -> None:
    assert not Format("Post", "P", r"P\d{3}").fits("P١٢٣")


def test_the_check_sees_the_group_of_the_shape_or_all_of_it() -> None:
    assert Format("Post", "P", r"P(\d{11})", luhn).fits("P79927398713")
    assert Format("Post", "P", r"\d{11}", luhn).fits("79927398713")
    assert not Format("Post", "P", r"\d(\d{11})", luhn).fits("179927398710")
