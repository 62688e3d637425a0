"""What every answer under /api/ has, whoever made it: version, CORS, and problems instead of error pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from akt.api.fouten import MEDIATYPE, maak_probleem

PAD = "/api/"
LEESBARE_HEADERS = "API-Version, Allow, ETag, Retry-After, X-Request-ID"


class ApiMiddleware:
    """Stands outermost, so that an answer of any other middleware, handler or view passes through it.

    CORS: what is open is open to every site, and without credentials, so a browser never sends a session along.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        antwoord = self.get_response(request)
        if not request.path_info.startswith(PAD):
            return antwoord
        if antwoord.status_code >= 400 and antwoord.headers.get("Content-Type") != MEDIATYPE:
            nummer = getattr(request, "request_id", "")
            uitleg = f"Er ging iets mis bij ons. Noem bij vragen dit nummer: {nummer}." if nummer else ""
            maak_probleem(antwoord, antwoord.status_code, uitleg if antwoord.status_code == 500 else "")
        if antwoord.status_code >= 400:
            antwoord["Cache-Control"] = "no-store"
        antwoord["API-Version"] = settings.API_VERSIE
        antwoord["Access-Control-Allow-Origin"] = "*"
        antwoord["Access-Control-Expose-Headers"] = LEESBARE_HEADERS
        if request.method == "OPTIONS":
            antwoord["Access-Control-Allow-Methods"] = antwoord.headers.get("Allow", "GET, HEAD, OPTIONS")
            antwoord["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
            antwoord["Access-Control-Max-Age"] = "86400"
        return antwoord
