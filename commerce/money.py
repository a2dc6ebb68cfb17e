"""Money as integers in a currency's minor unit: sharing an amount out, and taking percentages of it."""

from collections.abc import Sequence


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Share ``total`` out in proportion to ``weights`` by largest remainder; the shares add up to ``total``.

    Equal remainders go to the earlier weight; weights that are all zero share equally; a negative total is
    shared like its opposite. Raises ValueError for a negative weight, or an amount that nobody can take.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative")
    if not weights:
        if total:
            raise ValueError("nobody to share the amount")
        return []
    if total < 0:
        return [-share for share in split(-total, weights)]
    whole = sum(weights)
    if whole == 0:
        return split(total, [1] * len(weights))
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(total * weights[index] % whole))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares


def first_units(total: int, quantity: int, units: int) -> int:
    """What the first ``units`` of ``quantity`` equal units get when ``total`` (≥ 0) is split among them."""
    each, odd = divmod(total, quantity)
    return each * units + min(units, odd)


def percent_of(amount: int, percent: float) -> int:
    """``percent`` (two decimals count) of ``amount``, rounded down to the minor unit."""
    return amount * round(percent * 100) // 10_000 if percent else 0
