"""When the plans of a connection are made anew."""

from commerce.plans import ANEW, Plans


class Connection:
    """Notes before which statement the plans were dropped."""

    def __init__(self) -> None:
        self.runs = 0
        self.dropped_before: list[int] = []

    def exec_(self, command: bytes) -> None:
        assert command == ANEW
        self.dropped_before.append(self.runs)


def test_plans_are_made_anew_each_time_that_twice_as_many_statements_were_run() -> None:
    connection, plans = Connection(), Plans()

    for number in range(1, 101):
        connection.runs = number
        plans.before_run(connection)  # type: ignore[arg-type]

    assert connection.dropped_before == [1, 2, 4, 8, 16, 32, 64]
