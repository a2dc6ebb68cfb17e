"""A browser that has an answer already may say so in every way that the standard knows."""

import pytest

from portal.etags import is_named


@pytest.mark.parametrize("etag", ['"one"', 'W/"one"'])
@pytest.mark.parametrize(
    "sent",
    ['"one"', 'W/"one"', '"none", "one"', 'W/"none",W/"one"', ' "one" ', '"a,b", "", "one"', "*", " * "],
)
def test_an_answer_is_named_by_its_tag_in_a_list_weakly_or_by_a_star(etag: str, sent: str) -> None:
    assert is_named(etag, sent)


@pytest.mark.parametrize("sent", ["", '"none"', "one", '"on"', '"ones"', '"o"one"', '"none", *', '"*"', "**"])
def test_another_tag_names_another_answer(sent: str) -> None:
    assert not is_named('"one"', sent)
