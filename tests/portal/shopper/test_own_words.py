"""A shop's own words stand where they fit, in the shopper's language or the shop's."""

from dataclasses import replace

import pytest

from commerce.brand_schema import MOMENTS, BrandSchema
from portal.shopper.own_words import OwnWords
from portal.shopper.render import render_tracking
from tests.portal.shopper.gallery import PAGE, in_status
from tracking.statuses import Status

BRAND = BrandSchema().load(
    {
        "sentences": {
            "late": {"en": "We are sorry."},
            "in_transit": {"en": "Hold on.", "ja": "もう少しです。"},
        },
        "faq": [
            {
                "question": {"en": "Not home?"},
                "answer": {"en": "Ask <them>."},
                "shown_for": ["out_for_delivery"],
            },
            {"question": {"en": "Who are you?"}, "answer": {"en": "Acme."}},
        ],
        "slot": {
            "title": {"en": "New socks"},
            "link_url": "https://acme.test/new",
            "link_text": {"en": "See"},
        },
    }
)
OWN = OwnWords(BRAND, "en")


def page(status: str, **changes: object) -> str:
    return render_tracking(replace(in_status(status, **changes), own=OWN), "en").html.decode()  # type: ignore[arg-type]


def test_moments_are_statuses_and_two_of_our_own() -> None:
    assert set(MOMENTS) - set(Status) == {"late", "not_shipped"}


def test_a_sentence_stands_with_the_parcel_it_is_about() -> None:
    assert "Hold on." in page("in_transit")
    assert "Hold on." not in page("delivered")


def test_a_late_parcel_gets_the_sentence_for_late_ones() -> None:
    assert "We are sorry." in page("in_transit", late_days=2)


def test_questions_are_shown_when_they_fit() -> None:
    assert "Not home?" in page("out_for_delivery") and "Ask &lt;them&gt;." in page("out_for_delivery")
    assert "Not home?" not in page("delivered") and "Who are you?" in page("delivered")


def test_the_word_at_the_end_has_its_link() -> None:
    assert '<a href="https://acme.test/new" rel="noreferrer">See</a>' in page("delivered")


@pytest.mark.parametrize(("locale", "said"), [("ja", "もう少しです。"), ("ko", "Hold on.")])
def test_a_language_without_words_gets_the_shops_own(locale: str, said: str) -> None:
    assert OWN.sentence(["in_transit"], locale) == said


def test_a_shop_without_words_has_none() -> None:
    assert "asked" not in render_tracking(PAGE, "en").html.decode().partition("<main")[2]
