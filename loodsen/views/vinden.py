"""Finding the kantorenloods of a gemeente, its public page, and keeping that page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from csp.decorators import csp_replace
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.generic import ListView, TemplateView, View
from django_tables2 import SingleTableMixin

from akt.limiet import binnen_limiet
from akt.mixins import MetRecht
from loodsen import netwerk, vinden
from loodsen.filters.netwerk import NetwerkFilterSet
from loodsen.forms.vinden import AanstelForm, GemeenteprofielForm, LoodsForm
from loodsen.models import Gemeenteprofiel, Kantorenloods
from loodsen.tables.netwerk import NetwerkTable
from loodsen.views.versie import VersieView, geschiedenis
from monitoring.models import Gemeente
from monitoring.views.geojson import Vereenvoudigd, geojson, op_kaart

# A whole town hall shares an address; this many searches in so many seconds is no person any more.
ZOEKEN, SECONDEN = 120, 60


def mag_zoeken(request: HttpRequest) -> bool:
    return binnen_limiet("loods-zoeken", request, ZOEKEN, SECONDEN)


class KantorenloodsenView(TemplateView):
    """All gemeenten with their loods, on a list and a map; what was typed leads to a gemeente."""

    template_name = "loodsen/vinden/kantorenloodsen.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        vraag = request.GET.get("q", "").strip()
        if not vraag:
            return self.render_to_response(self.get_context_data())
        if not mag_zoeken(request):
            return self.render_to_response(
                self.get_context_data(vraag=vraag, te_veel=True), status=HTTPStatus.TOO_MANY_REQUESTS
            )
        treffers = vinden.zoek_gemeenten(vraag)
        if len(treffers) == 1:
            return redirect("loodsen:kantorenloods", treffers[0].gemeente.pk)
        return self.render_to_response(self.get_context_data(vraag=vraag, treffers=treffers))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gemeenten = list(vinden.met_team(Gemeente.objects.huidig()))
        return super().get_context_data(
            gemeenten=gemeenten, met_loods=sum(bool(gemeente.team) for gemeente in gemeenten), **kwargs
        )


class ZoekenView(View):
    """Gemeenten that fit what was typed so far: of an address its gemeente only."""

    def get(self, request: HttpRequest) -> JsonResponse:
        if not mag_zoeken(request):
            return JsonResponse({"resultaten": []}, status=HTTPStatus.TOO_MANY_REQUESTS)
        treffers = vinden.zoek_gemeenten(request.GET.get("q", ""))
        return JsonResponse(
            {
                "resultaten": [
                    {
                        "tekst": treffer.gemeente.naam,
                        "uitleg": treffer.uitleg,
                        "url": reverse("loodsen:kantorenloods", args=[treffer.gemeente.pk]),
                    }
                    for treffer in treffers
                ]
            }
        )


class KaartView(View):
    """The gemeenten with their borders, and whether they have a loods."""

    def get(self, request: HttpRequest) -> HttpResponse:
        gemeenten = vinden.met_team(Gemeente.objects.huidig().filter(grens__isnull=False))
        features = [
            {
                "geometry": gemeente.vorm,
                "properties": {
                    "titel": gemeente.naam,
                    "tekst": [f"Kantorenloods: {gemeente.team[0].naam}" if gemeente.team else "Nog geen kantorenloods"],
                    "url": reverse("loodsen:kantorenloods", args=[gemeente.pk]),
                    "klasse": "pand" if gemeente.team else None,
                },
            }
            for gemeente in gemeenten.annotate(vorm=op_kaart(Vereenvoudigd("grens", 40)))
        ]
        antwoord = geojson(features)
        antwoord["Cache-Control"] = "public, max-age=300"
        return antwoord


class GemeenteMixin:
    """Finds the gemeente of the address."""

    @cached_property
    def gemeente(self) -> Gemeente:
        gemeenten = Gemeente.objects.select_related("opgegaan_in").defer("grens", "opgegaan_in__grens")
        return get_object_or_404(gemeenten, code=self.kwargs["loods_gemeente"].upper())  # type: ignore[attr-defined]


class KantorenloodsView(GemeenteMixin, TemplateView):
    """The public page of a gemeente; one that merged leads to what it is part of now."""

    template_name = "loodsen/vinden/kantorenloods.html"
    naam = "loodsen:kantorenloods"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        nu = vinden.opvolger(self.gemeente)
        if nu.pk != self.kwargs["loods_gemeente"]:
            return redirect(self.naam, nu.pk, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            gemeente=self.gemeente,
            team=netwerk.team_van(self.gemeente),
            profiel=netwerk.profiel_van(self.gemeente),
            mag_wijzigen=self.request.user.has_perm("loodsen.change_kantorenloods", self.gemeente),
            **kwargs,
        )


@method_decorator([csp_replace({"frame-ancestors": ["*"]}), xframe_options_exempt], name="dispatch")
class InsluitenView(KantorenloodsView):
    """The same on a bare page that any site may frame, the gemeente's own in the first place."""

    template_name = "loodsen/vinden/insluiten.html"
    naam = "loodsen:kantorenloods-insluiten"


# --- keeping the page --------------------------------------------------------------------------
class TeamMixin(GemeenteMixin):
    """A page for the loodsen of the gemeente, the coach and the beheerder; another's doesn't exist (404)."""

    recht = "loodsen.change_kantorenloods"

    @cached_property
    def gemeente(self) -> Gemeente:
        gemeente = super().gemeente
        if gemeente.opgegaan_in_id or not self.request.user.has_perm(self.recht, gemeente):  # type: ignore[attr-defined]
            raise Http404
        return gemeente

    @cached_property
    def mag_aanstellen(self) -> bool:
        return bool(self.request.user.has_perm("loodsen.stel_aan"))  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gemeente=self.gemeente, mag_aanstellen=self.mag_aanstellen, **kwargs)  # type: ignore[misc]


class GemeenteprofielView(TeamMixin, VersieView):
    """What the gemeente says, and its team with those who were and will be."""

    template_name = "loodsen/vinden/wijzigen.html"
    form_class = GemeenteprofielForm

    @cached_property
    def ding(self) -> Gemeenteprofiel:
        return netwerk.profiel_van(self.gemeente)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "mag_aanstellen": self.mag_aanstellen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nu = netwerk.team_van(self.gemeente)
        alle = Kantorenloods.objects.filter(gemeente=self.gemeente).select_related("gebruiker").order_by("-van", "naam")
        kwargs.setdefault("wijzigingen", [] if self.ding._state.adding else geschiedenis(self.ding))
        return super().get_context_data(team=nu, anderen=[loods for loods in alle if loods not in nu], **kwargs)


class LoodsWijzigenView(TeamMixin, VersieView):
    """Someone of the team: how to reach them. The coach also sees to the appointment."""

    template_name = "loodsen/vinden/loods.html"

    @cached_property
    def ding(self) -> Kantorenloods:
        return get_object_or_404(Kantorenloods, pk=self.kwargs["loods_id"], gemeente=self.gemeente)

    def get_form_class(self) -> Any:
        return AanstelForm if self.mag_aanstellen else LoodsForm

    def bewaar(self, ding: Kantorenloods) -> None:
        netwerk.stel_aan(ding)

    def klaar(self, ding: Kantorenloods) -> str:
        return reverse("loodsen:gemeenteprofiel", args=[self.gemeente.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("wijzigingen", [] if self.ding._state.adding else geschiedenis(self.ding))
        return super().get_context_data(loods=self.ding, **kwargs)


class AanstellenView(LoodsWijzigenView):
    """Appoint someone: from then until the end the person is on the page and may write."""

    recht = "loodsen.stel_aan"
    melding = "De kantorenloods is aangesteld."

    @cached_property
    def ding(self) -> Kantorenloods:
        return Kantorenloods(gemeente=self.gemeente, eerste=not netwerk.team_van(self.gemeente))


# --- who has one -------------------------------------------------------------------------------
class NetwerkView(MetRecht, SingleTableMixin, ListView):
    """Which gemeenten have a loods and a commitment, and which don't yet."""

    recht = "loodsen.view_netwerk"
    template_name = "loodsen/vinden/netwerk.html"
    table_class = NetwerkTable
    table_pagination = {"per_page": 50}

    def get_queryset(self) -> Any:
        rijen = netwerk.gemeenten_met_netwerk().prefetch_related(
            Prefetch("kantorenloodsen", Kantorenloods.objects.huidig(), to_attr="team")  # type: ignore[attr-defined]
        )
        self.filterset = NetwerkFilterSet(self.request.GET, rijen)
        return self.filterset.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filterset,
            gefilterd=any(self.request.GET.get(naam) for naam in self.filterset.filters),
            stand=netwerk.stand(),
            **kwargs,
        )
