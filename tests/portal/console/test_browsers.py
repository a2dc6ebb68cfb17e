"""Browsers are called by names that people know."""

import pytest

from portal.console.browsers import named

LIKE_ALL = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (LIKE_ALL.format("X11; Linux x86_64") + "Chrome/142.0 Safari/537.36", "Chrome · Linux"),
        (LIKE_ALL.format("Windows NT 10.0") + "Chrome/142.0 Safari/537.36 Edg/142.0", "Edge · Windows"),
        (LIKE_ALL.format("iPhone; CPU iPhone OS 18_1 like Mac OS X") + "Safari/604.1", "Safari · iPhone"),
        (LIKE_ALL.format("Linux; Android 15") + "Chrome/142.0 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_told_by_its_marks(user_agent: str, name: str) -> None:
    assert named(user_agent) == name
