"""What a YAML file says is taken as written, and each key knows its line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce import yaml_source
from commerce.yaml_source import Fault, Unreadable, parse

SCALARS = {
    "NO": "NO",
    "on": "on",
    "15:00": "15:00",
    "07001": "07001",
    "94103": 94103,
    "-3": -3,
    "0.9": 0.9,
    "1e3": "1e3",
    "0x1f": "0x1f",
    "2026-12-24": "2026-12-24",
    "true": True,
    "False": False,
    "~": None,
    "null": None,
    "": None,
    "'null'": "null",
    '"5"': "5",
    "!!str 5": "5",
    "123456789012345678": "123456789012345678",
}


@pytest.mark.parametrize(("written", "meant"), SCALARS.items())
def test_a_scalar_means_what_its_writer_meant(written: str, meant: Any) -> None:
    value = parse(f"key: {written}\n".encode()).value["key"]
    assert value == meant and type(value) is type(meant)


def test_keys_and_items_know_their_lines() -> None:
    source = parse(b"\xef\xbb\xbf# a file\nslug: acme\nlist:\n  - a: 1\n    b/c: 2\n  - {d~: 3}\n")
    assert source.lines == {
        "/slug": 2,
        "/list": 3,
        "/list/0": 4,
        "/list/0/a": 4,
        "/list/0/b~1c": 5,
        "/list/1": 6,
        "/list/1/d~0": 6,
    }
    assert source.line_of("/list/0/missing/deeper") == 4
    assert source.line_of("/missing") == 1


def test_an_alias_stands_for_what_it_names() -> None:
    assert parse(b"a: &days [mon, tue]\nb: *days\n").value == {"a": ["mon", "tue"], "b": ["mon", "tue"]}


@pytest.mark.parametrize(
    ("text", "line", "pointer", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "/a", "twice, first on line 1"),
        ("a: !secret x\n", 1, "/a", "!secret"),
        ("a:\n  - !!python/object:os.system {}\n", 2, "/a/0", "python"),
        ("a: 1\n? [b]\n: 2\n", 2, "/?", "plain text"),
        ('a: "x\\0y"\n', 1, "/a", "control characters"),
        ('"\\u0001": 1\n', 1, "/\x01", "plain text"),
        ('a: "\\ud800"\n', 1, "/a", "control characters"),
    ],
)
def test_what_is_wrong_is_told_by_line_while_the_rest_is_read(
    text: str, line: int, pointer: str, said: str
) -> None:
    [fault] = parse(text.encode()).faults
    assert (fault.line, fault.pointer) == (line, pointer)
    assert said in fault.message


BILLION_LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [*{before},*{before},*{before},*{before},*{before},*{before},*{before},*{before}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"a: 1\nb: [\n", 3, "is not YAML"),
        (b"a: 1\nb: 'open\n", 3, "is not YAML"),
        (b"a: 1\n\tb: 1\n", 2, "is not YAML"),
        (b"a: *nowhere\n", 1, "nowhere"),
        (b"a: 1\n---\nb: 1\n", 2, "document"),
        (b"a: 1\nb: \xff\n", 2, "not UTF-8"),
        (b"a: 1\n\nb: \x00\n", 3, "control character"),
        (b'a: "\\U99999999"\n', 1, "is not YAML"),
        (b"a: " + b"[" * 300, 1, "depth"),
        (b"x" * (yaml_source.MOST_BYTES + 1), 1, "larger than 256 KiB"),
        (BILLION_LAUGHS.encode(), 1, "aliases"),
        (b"a: &a [*a]\n", 1, "aliases"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_what_cannot_be_read_says_where_and_why(content: bytes, line: int, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        parse(content)
    assert refused.value.line == line


def test_an_empty_document_has_no_value() -> None:
    assert parse(b"# nothing yet\n").value is None


SYNTAX = "ab:-[]{}#&*!|>'\"%@`?,\\ \n\t0~<"


@given(st.binary(max_size=60) | st.text(SYNTAX, max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        source = parse(content)
    except Unreadable as exc:
        assert exc.line >= 1
    else:
        assert all(isinstance(fault, Fault) and fault.line >= 1 for fault in source.faults)
        json.dumps(source.value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.text(st.characters(min_codepoint=32, max_codepoint=0xFFFD, exclude_categories=("Cs", "Cc"))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc~/"), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_json_reads_as_itself(value: Any) -> None:
    assert parse(json.dumps(value).encode()).value == value
