"""Foreign systems that follow parcels, one module each."""


class CarrierError(Exception):
    """A carrier or aggregator did not answer as asked; `retryable` where a later try may succeed.

    `status` is that of its HTTP answer, where it gave one.
    """

    def __init__(self, message: str, *, retryable: bool, status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retryable = retryable
        self.status = status
