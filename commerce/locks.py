"""Locks on names, held to the transaction's end: for what has no row to lock yet."""

from collections.abc import Iterable

from commerce import database


def wait(merchant_id: int, name: str) -> None:
    """Let one transaction at a time go on under a name; the others queue here."""
    database.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", (name, merchant_id))


def wait_all(merchant_id: int, names: Iterable[str]) -> None:
    """The same for several names, always in one order, so that two transactions do not wait for each other."""
    database.run(
        "SELECT pg_advisory_xact_lock(hashtextextended(name, %s)) FROM unnest(%s::text[]) AS name",
        (merchant_id, sorted(set(names))),
    )


def seize(merchant_id: int, name: str) -> bool:
    """The same without a queue: False where another transaction holds the name."""
    return database.run(
        "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", (name, merchant_id)
    ) == [(True,)]
