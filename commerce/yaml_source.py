"""YAML as its writer meant it: plain JSON values, and the line on which each key stands.

Scalars follow the JSON schema of YAML 1.2.2 (§10.2): a plain `NO`, `15:00`, `07001` or `2026-12-24` is text.
Numbers are those without exponent and leading zeros; nothing is ever built from a tag.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from commerce.pointers import step

MOST_BYTES = 256 * 1024
MOST_NODES = 20_000  # aliases count as often as they are used, so a small file can't stand for a huge one
DEEPEST = 40

NAMED = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    written: written.lower() == "true" for written in ("true", "True", "TRUE", "false", "False", "FALSE")
}
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?", re.ASCII)
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
STANDARD_TAG = "tag:yaml.org,2002:"
KNOWN_TAGS = {STANDARD_TAG + name for name in "str int float bool null timestamp map seq merge value".split()}


class Unreadable(ValueError):
    """The text is not YAML that can be read; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong on a line (from 1), at a key named by its JSON pointer."""

    line: int
    pointer: str
    message: str


@dataclass(frozen=True)
class Source:
    """A document: its value, the line of each key or item by JSON pointer (RFC 6901), and what is wrong."""

    value: Any
    lines: dict[str, int]
    faults: list["Fault"]

    def line_of(self, pointer: str) -> int:
        """The line of that key, or of the nearest one around it."""
        while pointer and pointer not in self.lines:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)


def parse(content: bytes) -> Source:
    """Read one document of UTF-8 text; `Unreadable` names the line where nothing can be made of it."""
    if len(content) > MOST_BYTES:
        raise Unreadable(1, f"the file is larger than {MOST_BYTES // 1024} KiB")
    node = composed(decoded(content))
    reader = _Reader()
    return Source(reader.value_of(node, "", 0) if node else None, reader.lines, reader.faults)


def decoded(content: bytes) -> str:
    """The text of UTF-8 bytes; `Unreadable` for anything else and for control characters."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise Unreadable(content[: exc.start].count(b"\n") + 1, "is not UTF-8 text") from exc
    if found := UNPRINTABLE.search(text):
        line = text[: found.start()].count("\n") + 1
        raise Unreadable(line, f"holds the control character U+{ord(found[0]):04X}")
    return text


def composed(text: str) -> Node | None:
    """The tree of nodes; None for an empty document."""
    yaml = YAML(pure=True)
    yaml.max_depth = DEEPEST
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            node: Node | None = yaml.compose(text)
    except MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        raise Unreadable(mark.line + 1 if mark else 1, f"is not YAML: {exc.problem or exc.context}") from exc
    except (YAMLError, ValueError, OverflowError) as exc:  # the latter two for escapes of no character
        raise Unreadable(1, "is not YAML") from exc
    return node


class _Reader:
    """Turns nodes into values, noting lines and faults by pointer."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.nodes = 0

    def value_of(self, node: Node, pointer: str, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            raise Unreadable(node.start_mark.line + 1, "is too large or too deep, its aliases written out")
        if node.tag not in KNOWN_TAGS:
            return self.refuse(node, pointer, f"has the tag {node.tag}, which is not used here")
        if isinstance(node, MappingNode):
            entries = self.entries(node, pointer)
            return {key: self.value_of(value, at, depth + 1) for key, value, at in entries}
        if isinstance(node, SequenceNode):
            return [self.item(value, f"{pointer}/{index}", depth) for index, value in enumerate(node.value)]
        return self.scalar(node, pointer)

    def item(self, node: Node, pointer: str, depth: int) -> Any:
        self.lines[pointer] = node.start_mark.line + 1
        return self.value_of(node, pointer, depth + 1)

    def entries(self, node: MappingNode, pointer: str) -> Iterator[tuple[str, Node, str]]:
        """Keys with their values; a key that is no text, or comes twice, is a fault and left out."""
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            at = pointer + step(name)
            if not isinstance(key, ScalarNode) or UNPRINTABLE.search(name):
                self.refuse(key, at, "a key must be plain text")
            elif name in seen:
                self.refuse(key, at, f"is given twice, first on line {self.lines[at]}")
            else:
                seen.add(name)
                self.lines[at] = key.start_mark.line + 1
                yield name, value, at

    def scalar(self, node: Any, pointer: str) -> Any:
        text: str = node.value
        if UNPRINTABLE.search(text):
            return self.refuse(node, pointer, "must not contain control characters")
        if node.style or node.tag == STANDARD_TAG + "str":
            return text
        if text in NAMED:
            return NAMED[text]
        number = NUMBER.fullmatch(text)
        if not number:
            return text
        return float(text) if number[1] else int(text)

    def refuse(self, node: Node, pointer: str, message: str) -> None:
        self.faults.append(Fault(node.start_mark.line + 1, pointer, message))
