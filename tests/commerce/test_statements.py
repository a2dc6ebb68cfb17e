"""Hot statements."""

import threading
from collections.abc import Iterator

import psycopg
import pytest

from commerce.statements import Statements


@pytest.fixture
def statements(database_url: str) -> Iterator[Statements]:
    statements = Statements(database_url)
    yield statements
    statements.close()


def connection_of(statements: Statements) -> int:
    row = statements.one("SELECT pg_backend_pid()")
    assert row
    return int(row[0])


def test_the_first_row_is_given(statements: Statements) -> None:
    assert statements.one("SELECT * FROM (VALUES (1, 'a'), (2, 'b')) v WHERE column1 > %s", [1]) == (2, "b")


def test_no_row_is_none(statements: Statements) -> None:
    assert statements.one("SELECT 1 WHERE false") is None


def test_all_rows_are_given(statements: Statements) -> None:
    assert statements.all("SELECT generate_series(1, 3)") == [(1,), (2,), (3,)]


def test_a_thread_keeps_its_connection(statements: Statements) -> None:
    assert connection_of(statements) == connection_of(statements)


def test_each_thread_has_a_connection_of_its_own(statements: Statements) -> None:
    there: list[int] = []
    thread = threading.Thread(target=lambda: there.append(connection_of(statements)))
    thread.start()
    thread.join()
    assert there != [connection_of(statements)]


def test_a_connection_that_was_cut_is_replaced(statements: Statements, database_url: str) -> None:
    cut = connection_of(statements)
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [cut])
    assert connection_of(statements) != cut


def test_a_statement_that_fails_on_a_sound_connection_is_not_repeated(statements: Statements) -> None:
    statements.one("CREATE TEMPORARY SEQUENCE tries")
    statements.one("SET statement_timeout = 50")
    with pytest.raises(psycopg.OperationalError):
        statements.one("SELECT nextval('tries'), pg_sleep(30)")
    assert statements.one("SELECT nextval('tries')") == (2,)


def test_plans_follow_a_table_that_grows(statements: Statements) -> None:
    statements.all("SET plan_cache_mode = force_generic_plan")
    statements.all("CREATE TEMPORARY TABLE grown (number int PRIMARY KEY)")
    statements.all("ANALYZE grown")
    for _ in range(8):
        statements.all(FIND, (1,))
    assert "Seq Scan" in plan(statements)
    statements.all("INSERT INTO grown SELECT generate_series(1, 20000)")
    for _ in range(16):
        statements.all(FIND, (1,))
    assert "Index" in plan(statements)


FIND = "SELECT FROM grown WHERE number = %s"


def plan(statements: Statements) -> str:
    """How the database finds a row now."""
    [(name,)] = statements.all("SELECT name FROM pg_prepared_statements WHERE statement LIKE 'SELECT FROM%'")
    return str(statements.all(f"EXPLAIN EXECUTE {name}(1)")[0])
