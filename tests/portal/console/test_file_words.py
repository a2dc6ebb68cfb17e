"""Parts of the merchant's file in words: every key that a form sets has the form's label."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from marshmallow import Schema, fields

from commerce.brand_schema import BrandSchema
from commerce.merchant_schema import LocationSchema, ShippingServiceSchema
from commerce.retention_schema import RetentionSchema
from notifications.rules_schema import NotificationsSchema
from portal.console.file_words import BY_CODE, label, value
from portal.languages import catalogue

SCHEMAS = {
    "brand": BrandSchema,
    "locations": LocationSchema,
    "shipping_services": ShippingServiceSchema,
    "notifications": NotificationsSchema,
    "retention": RetentionSchema,
}
NOT_IN_FORMS = {"address.country", "address.postcode"}


def say(message: str) -> str:
    return message


def keys(schema: type[Schema], start: str = "") -> Iterator[str]:
    for name, field in schema().fields.items():
        key = start + str(field.data_key or name)
        yield key
        if isinstance(field, fields.Nested):
            yield from keys(cast(type[Schema], type(field.schema)), f"{key}.")


@pytest.mark.parametrize("section", sorted(SCHEMAS))
def test_every_key_of_a_form_has_a_label(section: str) -> None:
    for key in keys(SCHEMAS[section]):
        if key not in NOT_IN_FORMS:
            said = label(say, section, f"NJ1.{key}" if section in BY_CODE else key)
            assert said.rpartition(" · ")[2] != key.rpartition(".")[2], key


@pytest.mark.parametrize(
    ("section", "key", "said"),
    [
        ("locations", "NJ1.cutoff", "NJ1 · Cut-off"),
        ("locations", "NJ1", "NJ1"),
        ("locations", "kind", "kind"),
        ("locations", "NJ1.address.city", "NJ1 · Street address, for return labels · Town"),
        ("shipping_services", "ground.from", "ground · Leaves from"),
        ("notifications", "from", "Mails come from"),
        ("notifications", "quiet_hours.from", "Send nothing at night · From"),
        ("notifications", "kinds.delayed.channels", "What is told · Delayed · Channels"),
        (
            "notifications",
            "templates.delayed.email.ja.subject",
            "In your words · Delayed · E-mail · 日本語 · Subject",
        ),
        ("brand", "sentences.late.en", "Your sentence · Late, or without news · English"),
        ("storefront_origins", "storefront_origins", "Shop pages"),
        ("brand", "unheard_of", "unheard_of"),
    ],
)
def test_a_key_reads_as_the_form_does(section: str, key: str, said: str) -> None:
    assert label(say, section, key) == said


@pytest.mark.parametrize(
    ("section", "key", "told", "said"),
    [
        ("locations", "NJ1.working_days", ["mon", "tue"], "Monday, Tuesday"),
        ("locations", "NJ1.kind", "store", "Store"),
        ("locations", "NJ1.takes_returns", True, "yes"),
        ("locations", "NJ1.takes_returns", False, "no"),
        ("locations", "NJ1.handling_days", 0, "0"),
        ("locations", "NJ1.holidays", None, "–"),
        ("locations", "NJ1.address", {"city": "Newark"}, "Town: Newark"),
        ("notifications", "delay.threshold", 0.35, "35%"),
        ("notifications", "delay.threshold", "many", "many"),
        ("notifications", "kinds.delayed.channels", ["email", "sms"], "E-mail, Text message"),
        ("brand", "faq", [{"question": {"en": "Why?"}}], "Question: English: Why?"),
    ],
)
def test_a_value_reads_as_the_form_shows_it(section: str, key: str, told: Any, said: str) -> None:
    assert value(say, section, key, told) == said


def test_both_are_said_in_the_readers_language() -> None:
    korean = catalogue("ko").gettext
    assert label(korean, "locations", "NJ1.working_days") == f"NJ1 · {korean('Working days')}"
    assert value(korean, "locations", "NJ1.working_days", ["mon"]) == korean("Monday")
