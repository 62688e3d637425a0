"""Health of the portal, and the pages of tasks and mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import redis
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, ListView, TemplateView

from akt.mixins import MetRecht
from akt.models import Bericht, Taak
from akt.opmaak import aantal
from akt.post import SOORTEN, lees_afmelding, meld_af
from akt.rules import is_beheerder
from akt.taken import herhaal, mag_opnieuw


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


class PostView(MetRecht, ListView):
    """What was sent to whom, and what waits or failed."""

    recht = "akt.view_bericht"
    model = Bericht
    template_name = "akt/post/lijst.html"
    context_object_name = "berichten"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Bericht]:
        berichten = Bericht.objects.all()
        zoek, status = self.request.GET.get("zoek", "").strip(), self.request.GET.get("status", "")
        if zoek:
            berichten = berichten.filter(Q(aan__icontains=zoek) | Q(onderwerp__icontains=zoek))
        return berichten.filter(status=status) if status in Bericht.Status.values else berichten

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for bericht in context["berichten"]:
            bericht.label = SOORTEN[bericht.soort].label if bericht.soort in SOORTEN else bericht.soort
        gekozen = {naam: self.request.GET.get(naam, "") for naam in ("zoek", "status")}
        return {**context, "statussen": Bericht.Status.choices, "gekozen": gekozen, "vraag": urlencode(gekozen)}


class BerichtView(MetRecht, DetailView):
    """One mail, as it was sent."""

    recht = "akt.view_bericht"
    model = Bericht
    pk_url_kwarg = "bericht_id"
    template_name = "akt/post/een.html"
    context_object_name = "bericht"


@method_decorator(csrf_exempt, name="dispatch")
class AfmeldenView(TemplateView):
    """Say no to a kind of mail. A POST needs no more than the link: mail programs send it by themselves (RFC 8058)."""

    template_name = "akt/post/afmelden.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        afmelding = lees_afmelding(self.kwargs["sleutel"])
        if afmelding is None:
            raise Http404
        email, wat = afmelding
        return super().get_context_data(email=email, wat=wat, **kwargs)

    def post(self, request: HttpRequest, sleutel: str) -> HttpResponse:
        context = self.get_context_data()
        meld_af(context["email"], context["wat"])
        return self.render_to_response(context | {"gedaan": True})


class ToegankelijkheidView(TemplateView):
    template_name = "akt/toegankelijkheid.html"


class PrivacyView(TemplateView):
    template_name = "akt/privacy.html"
    extra_context = {"vraag_bewaren": settings.AKT_VRAAG_BEWAREN_DAGEN}
