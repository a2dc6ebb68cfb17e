"""What is wrong with a policy, and where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: a JSON pointer (RFC 6901) to the key, a stable code, and a message for people."""

    pointer: str
    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        """The form that error lists of the API have."""
        return {"pointer": self.pointer, "code": self.code, "message": self.message}


Check = Callable[[object, str], Iterator[Problem]]
"""Looks at the value found at a pointer and yields what is wrong with it."""


class InvalidPolicy(ValueError):
    """A policy that cannot be used; ``problems`` says why, in the order of the document."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.pointer or '/'}: {problem.message}" for problem in problems))


def below(pointer: str, key: object) -> str:
    """The pointer to ``key`` inside what ``pointer`` names."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
