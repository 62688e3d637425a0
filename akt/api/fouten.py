"""Everything that fails answers with `application/problem+json` (RFC 9457), in Dutch."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from akt.api.renderers import AktJSONRenderer, camel
from akt.fouten import Conflict

MEDIATYPE = "application/problem+json"

# Title and explanation per status; the same texts stand in the OpenAPI document.
PROBLEMEN = {
    400: ("Ongeldige vraag", "De vraag bevat onbekende of ongeldige parameters; `errors` noemt ze een voor een."),
    401: ("Niet ingelogd", "Log in om deze gegevens te zien."),
    403: ("Geen toegang", "U mag deze gegevens niet zien of wijzigen."),
    404: (
        "Niet gevonden",
        "Op dit adres staat niets. Controleer de code; een adres eindigt niet op een schuine streep.",
    ),
    405: ("Methode niet toegestaan", "Deze bron kent deze methode niet; de header `Allow` noemt wat wel kan."),
    406: ("Formaat niet leverbaar", "De API levert dit formaat niet. Vraag om `application/json`."),
    409: ("Conflict", "Deze gegevens zijn intussen door iemand anders gewijzigd."),
    415: ("Formaat niet ondersteund", "De API begrijpt dit formaat niet. Stuur `application/json`."),
    429: ("Te veel verzoeken", "U vraagt te veel in korte tijd; de header `Retry-After` noemt na hoeveel seconden u "
          "weer verder kunt."),
    500: ("Fout in het portaal", "Er ging iets mis bij ons. Probeer het later opnieuw."),
    503: ("Tijdelijk niet beschikbaar", "Het portaal is even niet beschikbaar. Probeer het later opnieuw."),
}  # fmt: skip


def probleem(status: int, detail: str = "", **meer: Any) -> dict[str, Any]:
    """The body of a problem. Without a page per problem, `type` is about:blank and `title` explains the status."""
    titel, uitleg = PROBLEMEN.get(status, (HTTPStatus(status).phrase, ""))
    return {"type": "about:blank", "title": titel, "status": status, "detail": detail or uitleg or titel, **meer}


def maak_probleem(antwoord: HttpResponse, status: int, detail: str = "") -> HttpResponse:
    """Turn an answer of Django (a page) into a problem; headers that others set on it stay."""
    antwoord.status_code = status
    antwoord.content = json.dumps(probleem(status, detail), ensure_ascii=False).encode()
    antwoord["Content-Type"] = MEDIATYPE
    antwoord["Content-Length"] = str(len(antwoord.content))
    return antwoord


def onbekend(request: HttpRequest, pad: str = "") -> HttpResponse:
    """Whatever is not an address of the API, a trailing slash included."""
    return maak_probleem(HttpResponse(), 404)


onbekend.should_append_slash = False  # type: ignore[attr-defined]


def parameterfouten(fouten: dict[str, Any], waar: str) -> list[dict[str, Any]]:
    """The fields in error, by name and reason; the shape is that of the design rules. A query key stays as typed."""
    return [
        {
            "in": waar,
            "location": {"name": naam if waar == "query" else camel(naam)},
            "code": getattr(reden, "code", "invalid"),
            "detail": str(reden),
        }
        for naam, redenen in fouten.items()
        for reden in (redenen if isinstance(redenen, list) else [redenen])
    ]


def problem_handler(fout: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: None lets Django log the error and answer 500."""
    if isinstance(fout, Conflict):
        antwoord = Response(probleem(409, str(fout)), status=409)
    elif (gewoon := exception_handler(fout, context)) is None:
        return None
    else:
        antwoord = gewoon
        meer: dict[str, Any] = {}
        if isinstance(fout, ValidationError) and isinstance(fout.detail, dict):
            waar = "query" if context["request"].method in {"GET", "HEAD"} else "body"
            meer["errors"] = parameterfouten(fout.detail, waar)
        antwoord.data = probleem(antwoord.status_code, **meer)
    if antwoord.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        antwoord.headers.setdefault("Retry-After", "60")
    antwoord.content_type = MEDIATYPE
    # A view may speak another format, or the client may have asked for one that is not there: problems are JSON.
    context["request"].accepted_renderer = AktJSONRenderer()
    context["request"].accepted_media_type = AktJSONRenderer.media_type
    return antwoord
