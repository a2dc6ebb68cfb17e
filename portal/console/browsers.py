"""What a browser is called in a list of sessions, from the way it introduces itself."""

# The order matters: most browsers name those that they descend from too.
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "macOS"}
SYSTEMS |= {"CrOS": "ChromeOS", "Linux": "Linux"}
SHORT = 40


def named(user_agent: str) -> str:
    """`Firefox · Windows`; what tells neither is shown as it is, shortened."""
    found = [
        next((name for mark, name in marks.items() if mark in user_agent), None)
        for marks in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(filter(None, found)) or user_agent[:SHORT]
