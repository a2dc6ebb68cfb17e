"""Whose number is this?"""

import pytest

from tests.portal.calling import ApiClient


def test_the_likeliest_carrier_comes_first_with_its_proof(api: ApiClient) -> None:
    first = api.get("/v1/carriers/detect?number=1z 999aa1 01 2345 6784").json["data"][0]
    assert (first["carrier"], first["name"], first["proof"]) == ("UPS", "UPS", "checksum")
    assert first["tracking_url"].endswith("1Z999AA10123456784")


def test_a_number_that_fits_nobody_has_no_candidates(api: ApiClient) -> None:
    assert api.get("/v1/carriers/detect?number=hello").json == {"data": []}


@pytest.mark.parametrize(
    "query", ["", "?number=", "?number=%00", "?number=1Z&country=XX", f"?number={'9' * 300}"]
)
def test_a_wrong_question_is_422(api: ApiClient, query: str) -> None:
    assert api.get(f"/v1/carriers/detect{query}").status_code == 422
