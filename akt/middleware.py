"""Small middlewares of the portal: the request id in the answer, and conflicts as a page of their own."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from akt.fouten import Conflict
from akt.models import Rol
from akt.problemen import conflict, ongeldig

# Roles that change what others rely on.
SCHRIJVERS = {Rol.KANTORENLOODS, Rol.KANTORENCOACH, Rol.BEHEERDER, Rol.EXPERT}
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


class NultekenMiddleware:
    """A null character is in no address or question that means anything, and PostgreSQL cannot hold it: 400."""

    def __init__(self, get_response: Antwoord) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return ongeldig(request)
        return self.get_response(request)


class TweestapsMiddleware:
    """Who may write sets up a second step before anything else (setting MFA_VERPLICHT)."""

    SLEUTEL = "akt:tweestaps"
    VRIJ = ("/account/", "/static/", "/gezond", "/gereed")

    def __init__(self, get_response: Antwoord) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.moet_eerst(request):
            messages.info(request, "Stel eerst inloggen in twee stappen in. Daarna kunt u verder.")
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def moet_eerst(self, request: HttpRequest) -> bool:
        if not settings.MFA_VERPLICHT or request.path_info.startswith(self.VRIJ):
            return False
        gebruiker = request.user
        if not gebruiker.is_authenticated or gebruiker.rol not in SCHRIJVERS or request.session.get(self.SLEUTEL):
            return False
        if not is_mfa_enabled(gebruiker):
            return True
        request.session[self.SLEUTEL] = True
        return False


class ConflictMiddleware:
    """Shows an `akt.fouten.Conflict` as the 409 page."""

    def __init__(self, get_response: Antwoord) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Conflict):
            return None
        return conflict(request, exception)
