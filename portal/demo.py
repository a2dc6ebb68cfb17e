"""The demo shop of `waypost up --demo`."""


def seed() -> list[str]:
    """Make the demo shop where it is missing; returns the lines that tell a visitor where to look."""
    return []
