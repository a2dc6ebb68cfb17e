"""The order of a list: asked for by `?sort=` in the address, shown and changed at the heads of its columns."""

from collections.abc import Iterable

from commerce.sorting import Sort
from portal.console.lists import asked


def sort_asked(offered: Iterable[Sort], otherwise: Sort) -> Sort:
    """The order that the address asks for, one of `offered` or its reverse."""
    ways = {str(way): way for one in offered for way in (one, reverse(one))}
    return ways.get(asked("sort"), otherwise)


def heads(offered: Iterable[Sort], now: Sort) -> dict[str, Sort]:
    """What a click on the head of each column asks for: the way that is offered first, then the other."""
    return {one.by: reverse(one) if one == now else one for one in offered}


def reverse(one: Sort) -> Sort:
    return one._replace(down=not one.down)
