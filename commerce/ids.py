"""Public ids and tokens: prefixed, unguessable, safe in a path."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
GROUPS, IN_GROUP = 5, 5  # 125 bits


def public_id(prefix: str) -> str:
    """`shp_` and the like with 22 letters and digits behind it (130 bits)."""
    return f"{prefix}_{token()}"


def token(length: int = 22) -> str:
    """`length` random letters and digits; 22 of them hold 130 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def spelled_code() -> str:
    """A code that can be typed and not be guessed, in groups with hyphens between."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)
