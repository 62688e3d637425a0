"""Problem pages: what went wrong in plain words, and what one can do about it."""

from __future__ import annotations

from http import HTTPStatus
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PROBLEMEN = {
    HTTPStatus.BAD_REQUEST: (
        "Dit verzoek klopt niet",
        "De server begrijpt het verzoek niet. Ga terug, controleer wat u invulde en probeer het opnieuw.",
    ),
    HTTPStatus.FORBIDDEN: (
        "U mag deze pagina niet zien",
        "Log in met een account dat dit mag, of vraag de beheerder om toegang.",
    ),
    HTTPStatus.NOT_FOUND: (
        "Deze pagina bestaat niet",
        "Misschien is het adres verkeerd overgenomen, of is de pagina niet voor u bedoeld.",
    ),
    HTTPStatus.CONFLICT: (
        "Iemand anders was u voor",
        "Deze gegevens zijn intussen gewijzigd. Bekijk de nieuwste stand en voer uw wijziging opnieuw in.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Er ging iets mis bij ons",
        "Uw invoer is niet opgeslagen. Probeer het over een paar minuten opnieuw.",
    ),
}

# Of a form that could not be taken: fields that nobody typed, and how many are given back.
NIET_TERUG = {"csrfmiddlewaretoken", "gezien", "actie"}
MAX_TERUG = 50


def probleem(
    request: HttpRequest, status: HTTPStatus, uitleg: str = "", *, titel: str = "", **meer: Any
) -> HttpResponse:
    gewoon, standaard = PROBLEMEN[status]
    context = {"status": status.value, "titel": titel or gewoon, "uitleg": uitleg or standaard, **meer}
    return render(request, "akt/probleem.html", context, status=status)


def ongeldig(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return probleem(request, HTTPStatus.BAD_REQUEST)


def verboden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return probleem(request, HTTPStatus.FORBIDDEN)


def onbekend(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return probleem(request, HTTPStatus.NOT_FOUND)


def conflict(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return probleem(request, HTTPStatus.CONFLICT, str(exception or ""))


def csrf_geweigerd(request: HttpRequest, reason: str = "") -> HttpResponse:
    return probleem(
        request,
        HTTPStatus.FORBIDDEN,
        "Er is niets opgeslagen. De pagina stond te lang open, u logde intussen in of uit, of uw browser weigert "
        "cookies. Ga terug naar het formulier, kopieer wat u al had getypt, laad de pagina opnieuw en vul het nog eens "
        "in. Gebeurt dit weer? Sta dan cookies toe voor deze site.",
        titel="Uw formulier kwam niet aan",
    )


def niet_meer_ingelogd(request: HttpRequest) -> HttpResponse:
    """For a form that came in after the log-in had ended: nothing is saved, and what was typed is there to copy.

    Only for a request with a good CSRF token: another site must not put its words on a page of ours.
    """
    verstuurd = (
        (naam.replace("_", " ").capitalize(), waarde)
        for naam, waarden in request.POST.lists()
        for waarde in waarden
        if waarde.strip() and naam not in NIET_TERUG and "password" not in naam
    )
    return probleem(
        request,
        HTTPStatus.FORBIDDEN,
        "U was te lang niet actief. Wat u net verstuurde is niet opgeslagen. Kopieer hieronder wat u nodig hebt, log "
        "weer in en vul het opnieuw in.",
        titel="U bent niet meer ingelogd",
        verstuurd=list(islice(verstuurd, MAX_TERUG)),
    )


def serverfout(request: HttpRequest) -> HttpResponse:
    # A page that needs nothing: no database, no session, no context processor.
    titel, uitleg = PROBLEMEN[HTTPStatus.INTERNAL_SERVER_ERROR]
    context = {"status": 500, "titel": titel, "uitleg": uitleg, "request_id": getattr(request, "request_id", "")}
    return render(None, "akt/serverfout.html", context, status=500)  # type: ignore[arg-type]
