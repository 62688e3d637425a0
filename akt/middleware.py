"""Small middlewares of the portal: the request id in the answer, and conflicts as a page of their own."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from akt.fouten import Conflict

Antwoord = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives the request id that is in every log line back in `X-Request-ID`, so that a user can quote it."""

    def __init__(self, get_response: Antwoord) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = structlog.contextvars.get_contextvars().get("request_id", "")  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.request_id:  # type: ignore[attr-defined]
            response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class ConflictMiddleware:
    """Shows an `akt.fouten.Conflict` as the 409 page."""

    def __init__(self, get_response: Antwoord) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Conflict):
            return None
        from akt.views import conflict

        return conflict(request, exception)
