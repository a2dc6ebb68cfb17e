"""Shell patterns: ``*`` any text, ``?`` one character, ``[abc]`` and ``[!abc]`` one in or out of a set."""

import re
from fnmatch import translate

LONGEST_PATTERN = 200
MOST_STARS = 5


def is_slow(pattern: str) -> bool:
    """Whether matching might take long: the work grows with the length and with every star."""
    return len(pattern) > LONGEST_PATTERN or pattern.count("*") > MOST_STARS


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for the whole text, minding case."""
    return re.compile(translate(pattern))
