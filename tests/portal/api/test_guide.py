"""The lines of the guide work, one after the other."""

import re
import shlex
from pathlib import Path

from tests.portal.calling import ApiClient

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def requests() -> list[tuple[str, str, dict[str, str], str]]:
    """The method, path, headers and body of each curl line."""
    blocks = "\n".join(re.findall(r"```bash\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL))
    found = []
    for command in re.findall(r"^curl .*?(?=^curl |\Z)", blocks, re.DOTALL | re.MULTILINE):
        words = shlex.split(command)
        method = words[words.index("-sX") + 1] if "-sX" in words else "GET"
        path = next(word for word in words if word.startswith("$API")).removeprefix("$API")
        given = [words[i + 1] for i, word in enumerate(words) if word == "-H" and words[i + 1] != "$AUTH"]
        headers = dict(header.split(": ", 1) for header in given)
        found.append((method, path, headers, words[words.index("-d") + 1] if "-d" in words else ""))
    return found


def test_every_curl_line_is_answered_with_success(api: ApiClient) -> None:
    told = [
        (path, api.open(path, method=method, headers=headers, data=body))
        for method, path, headers, body in requests()
    ]
    assert len(told) >= 10
    assert {path: answer.json for path, answer in told if answer.status_code not in (200, 201)} == {}
