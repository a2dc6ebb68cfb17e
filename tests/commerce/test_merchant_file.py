"""A merchant's file is read whole, or refused with every fault and its line."""

from collections.abc import Iterator

import pytest

from commerce import merchant_file
from commerce.merchant_file import WrongFile, read
from tests.commerce.files import LEAST, WHOLE, changed


def faults(content: str) -> list[str]:
    with pytest.raises(WrongFile) as refused:
        read(content.encode())
    return refused.value.lines("acme.yaml")


def test_the_least_file_has_all_defaults() -> None:
    file = read(LEAST.encode())
    assert file.integrations is None
    assert file.config == {
        "slug": "acme",
        "name": "Acme",
        "country": "NO",
        "currency": "NOK",
        "time_zone": "Europe/Oslo",
        "locales": ["en"],
        "brand": {
            "logo_url": None,
            "accent": None,
            "background": None,
            "text": None,
            "radius": 8,
            "font": "system",
            "support_email": None,
            "support_url": None,
            "policy_url": None,
        },
        "storefront_origins": [],
        "locations": [],
        "shipping_services": [],
        "promise": {"confidence": 0.9, "show": "range", "auto_promote": True, "share_lanes": False},
        "tracking": {"stalled_after_days": 4, "page_path": "/acme"},
        "withdrawal": {"days": 14, "return_cost": None, "exceptions": []},
        "retention": {"shoppers": None, "photos": None, "notices": None, "messages": None},
    }


def test_a_whole_file_is_kept_as_written() -> None:
    file = read(WHOLE.encode())
    [location] = file.config["locations"]
    assert location == {
        "code": "NJ1",
        "kind": "warehouse",
        "country": "US",
        "postcode": "07001",
        "time_zone": "America/New_York",
        "working_days": ["mon", "tue", "wed", "thu", "fri"],
        "cutoff": "15:00",
        "handling_days": 1,
        "holidays": "US",
        "closed_on": ["2026-12-24"],
    }
    [service] = file.config["shipping_services"]
    assert service["from"] == ["NJ1"] and service["to"] == ["US", "NO"]
    assert service["transit_days"] == {"min": 1, "max": 5}
    assert file.config["return_policy"] == {"window": {"days": 30}}
    assert file.integrations == {
        "easypost": {"api_key": "EZ-secret-1", "webhook_secret": "hook-secret-2", "api_base": None}
    }


def test_integrations_are_no_part_of_the_config_and_no_secret_shows() -> None:
    file = read(WHOLE.encode())
    assert "integrations" not in file.config
    assert "secret-1" not in repr(file) and "secret-2" not in repr(file)


def test_a_location_without_a_zone_has_the_merchants() -> None:
    file = read((LEAST + "locations: [{code: A, country: NO}]\n").encode())
    [location] = file.config["locations"]
    assert location["time_zone"] == "Europe/Oslo"


@pytest.mark.parametrize("written", ["9:00", '"09:00"', "09:00"])
def test_a_cutoff_may_be_unquoted(written: str) -> None:
    file = read((LEAST + f"locations: [{{code: A, country: NO, cutoff: {written}}}]\n").encode())
    assert file.config["locations"][0]["cutoff"] == "09:00"


@pytest.mark.parametrize(("written", "meant"), [("94103", "94103"), ("08001", "08001"), ('"1"', "1")])
def test_a_postcode_may_be_unquoted(written: str, meant: str) -> None:
    file = read((LEAST + f"locations: [{{code: A, country: US, postcode: {written}}}]\n").encode())
    assert file.config["locations"][0]["postcode"] == meant


@pytest.mark.parametrize("section", ["brand", "locations", "integrations", "notifications", "return_policy"])
def test_a_section_left_blank_is_left_out(section: str) -> None:
    assert read(f"{LEAST}{section}:\n".encode()) == read(LEAST.encode())


WRONG = [
    ("name: Acme Outfitters", "name: ' '", "2: name: Must not be blank."),
    ("slug: acme", "slug: Acme!", "1: slug: Not lower-case"),
    ("slug: acme", "slug: console", "1: slug: This address is taken"),
    ("country: US ", "country: UK ", "3: country: Not an ISO 3166-1"),
    ("currency: USD", "curency: USD", "4: curency: Unknown field."),
    ("currency: USD", "curency: USD", "1: currency: Missing data"),
    ("currency: USD", "currency: DOLLAR", "4: currency: Not an ISO 4217"),
    ("America/New_York", "America/NewYork", "5: time_zone: Not an IANA time zone"),
    ("America/New_York", "../UTC", "5: time_zone: Not an IANA time zone"),
    ("[en, ja, ko]", "[en, fr]", "6: locales[1]: Must be one of: en, ja, ko"),
    ("[en, ja, ko]", "[en, en]", "6: locales[1]: Stands in the list already."),
    ("[en, ja, ko]", "[]", "6: locales: Shorter than minimum length 1"),
    ('accent: "#1f6f5c"', "accent: green", "8: brand.accent: Not a colour"),
    ('accent: "#1f6f5c"', "acent: green", "8: brand.acent: Unknown field."),
    ("help@acme.test", "help", "9: brand.support_email: Not an e-mail address."),
    ("https://acme.test/returns", "javascript:alert(1)", "10: brand.policy_url: Not an http"),
    ("https://shop.acme.test", "https://shop.acme.test/path", "11: storefront_origins[0]: Not an origin"),
    ("kind: warehouse", "kind: castle", "14: locations[0].kind: Must be one of"),
    ("country: US\n    postcode", "postcode", "13: locations[0].country: Missing data"),
    ("[mon, tue, wed, thu, fri]", "[mon, Tuesday]", "17: locations[0].working_days[1]: Not one of mon"),
    ("[mon, tue, wed, thu, fri]", "[]", "17: locations[0].working_days: Shorter"),
    ("cutoff: 15:00", "cutoff: 24:00", "18: locations[0].cutoff: Not a time of day"),
    ("cutoff: 15:00", "cutoff: 900", "18: locations[0].cutoff: Not a time of day"),
    ("handling_days: 1", "handling_days: -1", "19: locations[0].handling_days: Must be greater"),
    ("handling_days: 1", "handling_days: true", "19: locations[0].handling_days: Not a valid integer."),
    ("holidays: US", "holidays: US-XX", "20: locations[0].holidays: Not a holiday calendar"),
    ("holidays: US", "holidays: Narnia", "20: locations[0].holidays: Not a holiday calendar"),
    ("[2026-12-24]", "[2026-02-30]", "21: locations[0].closed_on[0]: Not a date"),
    (
        "    country: US\n",
        "    country: US\n    takes_returns: true\n",
        "16: locations[0].takes_returns: Needs an address to bring them to.",
    ),
    ("from: [NJ1]", "from: [NJ1, LA9]", "27: shipping_services[0].from[1]: No location has this code."),
    ("to: [US, NO]", "to: [US, XX]", "28: shipping_services[0].to[1]: Not an ISO 3166-1"),
    ("{min: 1, max: 5}", "{min: 6, max: 5}", "29: shipping_services[0].transit_days.max: Must not be less"),
    ("{min: 1, max: 5}", "{min: 1}", "29: shipping_services[0].transit_days.max: Missing data"),
    ("carrier_days: [mon, sat]", "carrier_days: mon", "30: shipping_services[0].carrier_days: Not a"),
    ("confidence: 0.9", "confidence: 1", "31: promise.confidence: Must be greater than 0 and less than 1."),
    ("show: range", "show: both", "31: promise.show: Must be one of: range, single."),
    ("stalled_after_days: 4", "stalled_after_days: 0", "32: tracking.stalled_after_days: Must be"),
    ("page_path: /track", "page_path: track me", "32: tracking.page_path: Not a path"),
    ("page_path: /track", "page_path: /v1/acme", "32: tracking.page_path: This address is taken"),
    ("easypost: {", "fedex: {}\n  easypost: {", "34: integrations.fedex: Unknown field."),
    ("api_key:", "apikey:", "34: integrations.easypost.apikey: Unknown field."),
    ("notifications: {}", "notifications: soon", "35: notifications: Not a valid mapping type."),
    ("return_policy: {", "return_policy: [", "36: is not YAML"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), WRONG, ids=[told for _, _, told in WRONG])
def test_a_wrong_value_is_told_with_key_and_line(right: str, wrong: str, told: str) -> None:
    assert any(f"acme.yaml:{told}" in line for line in faults(changed(WHOLE, right, wrong)))


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    content = changed(WHOLE, "slug: acme", "slug: ACME")
    content = changed(content, "cutoff: 15:00", "cutoff: noon")
    content = changed(content, "from: [NJ1]", "from: [LA9]") + "slug: acme\n"
    told = faults(content)
    assert [line.split(":")[1] for line in told] == ["1", "18", "27", "37"]


def test_two_locations_or_services_with_one_code_are_refused() -> None:
    content = LEAST + "locations:\n  - {code: A, country: NO}\n  - {code: A, country: SE}\n"
    assert faults(content) == ["acme.yaml:8: locations[1].code: Stands in the list already."]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "acme.yaml:1: the file is empty"),
        ("# only a comment\n", "acme.yaml:1: the file is empty"),
        ("- slug: acme\n", "acme.yaml:1: the file is not a mapping"),
        ("acme\n", "acme.yaml:1: the file is not a mapping"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(content: str, told: str) -> None:
    [line] = faults(content)
    assert line.startswith(told)


@pytest.fixture
def notices_section(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """A package above that checks `notifications`: it finds the key `post` wrong."""
    seen: list[object] = []

    def validate(section: dict[str, object], currency: str | None) -> list[dict[str, str]]:
        seen.append(currency)
        return [{"pointer": "/post", "code": "unknown", "message": "nobody writes letters"}]

    monkeypatch.setattr(merchant_file, "VALIDATORS", {})
    merchant_file.section("notifications", validate)
    yield seen


def test_a_section_is_checked_by_the_package_that_owns_it(notices_section: list[object]) -> None:
    told = faults(LEAST + "notifications:\n  mail: true\n  post: true\n")
    assert told == ["acme.yaml:8: notifications.post: nobody writes letters"]
    assert notices_section == ["NOK"]


def test_a_section_that_is_empty_is_not_asked_about(notices_section: list[object]) -> None:
    read((LEAST + "notifications: {}\n").encode())
    assert not notices_section
