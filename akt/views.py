"""Problem pages, health of the portal, and the pages of tasks."""

from __future__ import annotations

from http import HTTPStatus
from itertools import islice
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView, TemplateView

from akt.models import Taak
from akt.opmaak import aantal
from akt.rules import is_beheerder
from akt.taken import herhaal, mag_opnieuw

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


@require_safe
@never_cache
def gezond(request: HttpRequest) -> JsonResponse:
    """Liveness: the process answers."""
    return JsonResponse({"status": "gezond"})


@require_safe
@never_cache
def gereed(request: HttpRequest) -> JsonResponse:
    """Readiness: database reachable and migrated, Redis reachable. 503 with the reason when not."""
    onderdelen: dict[str, str] = {}
    try:
        executor = MigrationExecutor(connection)
        open_ = executor.migration_plan(executor.loader.graph.leaf_nodes())
        onderdelen["database"] = (
            f"{aantal(len(open_), 'migratie', 'migraties')} nog niet uitgevoerd" if open_ else "goed"
        )
    except Exception:
        onderdelen["database"] = "niet bereikbaar"
    try:
        with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"], socket_timeout=2) as verbinding:
            verbinding.ping()
        onderdelen["redis"] = "goed"
    except redis.RedisError:
        onderdelen["redis"] = "niet bereikbaar"
    goed = all(stand == "goed" for stand in onderdelen.values())
    return JsonResponse({"status": "gereed" if goed else "niet gereed", **onderdelen}, status=200 if goed else 503)


class TakenView(LoginRequiredMixin, ListView):
    """One's own tasks, newest first; the beheerder sees everyone's. Renewed by htmx while one of them runs."""

    model = Taak
    template_name = "akt/taken.html"
    context_object_name = "taken"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Taak]:
        taken = Taak.objects.select_related("gestart_door", "herhaling")
        return taken if is_beheerder(self.request.user) else taken.filter(gestart_door=self.request.user.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for taak in context["taken"]:
            taak.opnieuw = mag_opnieuw(taak, self.request.user)
        return {
            **context,
            "van_iedereen": is_beheerder(self.request.user),
            "loopt": any(taak.loopt for taak in context["taken"]),
        }


class TaakView(LoginRequiredMixin, DetailView):
    """Progress of one task; htmx asks for the fragment while it runs. A POST starts a failed one again."""

    model = Taak
    context_object_name = "taak"

    def get_object(self, queryset: Any = None) -> Taak:
        taak = super().get_object(Taak.objects.select_related("gestart_door", "herhaling", "herhaalt"))
        if not self.request.user.has_perm("akt.view_taak", taak):
            raise Http404
        taak.opnieuw = mag_opnieuw(taak, self.request.user)
        return taak

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        return redirect(herhaal(self.get_object(), request.user))  # type: ignore[arg-type]

    def get_template_names(self) -> list[str]:
        return ["akt/onderdelen/voortgang.html" if self.request.htmx else "akt/taak.html"]  # type: ignore[attr-defined]


class ToegankelijkheidView(TemplateView):
    template_name = "akt/toegankelijkheid.html"


class PrivacyView(TemplateView):
    template_name = "akt/privacy.html"
