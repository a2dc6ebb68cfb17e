"""One error shape: raised where a rule is broken, turned into a problem document or a page at the door."""

from typing import Any


class AppError(Exception):
    """A refusal: a stable `code`, a `title`, an HTTP `status`, a `detail` that says what to do next."""

    status = 400
    code = "bad_request"
    title = "The request can't be carried out"

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.extra = extra


class NotFound(AppError):
    status, code, title = 404, "not_found", "Nothing is here"


class Unauthorized(AppError):
    status, code, title = 401, "unauthorized", "A valid API key is needed"


class Forbidden(AppError):
    status, code, title = 403, "forbidden", "This key may not do that"


class Conflict(AppError):
    status, code, title = 409, "conflict", "The request conflicts with what is stored"


class KeyReused(Conflict):
    code, title = "idempotency_key_reused", "The idempotency key was used with another request"


class KeyInUse(Conflict):
    code, title = "idempotency_key_in_use", "A request with this idempotency key is still running"


class TooMany(AppError):
    status, code, title = 429, "rate_limited", "Too many requests"


class Invalid(AppError):
    """Input that breaks its schema; `errors` holds `{"pointer", "code", "message"}` each."""

    status, code, title = 422, "invalid", "The request is not valid"

    def __init__(self, errors: list[dict[str, str]], detail: str | None = None) -> None:
        first = errors[0] if errors else {"pointer": "", "message": self.title}
        super().__init__(detail or f"{first['pointer'] or '/'}: {first['message']}", errors=errors)
        self.errors = errors
