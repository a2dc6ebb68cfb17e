"""Public ids and tokens: prefixed, unguessable, safe in a path."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def public_id(prefix: str) -> str:
    """`shp_` and the like with 22 letters and digits behind it (130 bits)."""
    return f"{prefix}_{token()}"


def token(length: int = 22) -> str:
    """`length` random letters and digits; 22 of them hold 130 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
