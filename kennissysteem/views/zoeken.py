"""Searching the knowledge base, what is missing in it, and practices like a pand."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView, View

from akt.limiet import binnen_limiet
from akt.mixins import MetRecht
from akt.rules import is_netwerk
from kennissysteem import vragenlog
from kennissysteem.models import Knelpunt
from kennissysteem.vergelijkbaar import gedacht_gebruik, grootte_van, vergelijkbare
from kennissysteem.zoeken import MAX_RANG, MAX_VRAAG, Opdracht, Uitslag, zoek
from monitoring.models import Bestemming
from monitoring.views.netwerk import PandMixin

# Questions that one visitor may add to the log in an hour.
LOG_PER_UUR = 120


class KennisView(View):
    """One search box with facets. With htmx only what was found comes back, while one types."""

    def get(self, request: HttpRequest) -> HttpResponse:
        netwerk = bool(is_netwerk(request.user))
        opdracht = Opdracht.uit(request.GET)
        uitslag = zoek(opdracht, netwerk=netwerk)
        htmx = bool(request.htmx)  # type: ignore[attr-defined]
        # While typing every letter asks; what stood still for a while comes again with `gezocht`, to be counted.
        stil = htmx and "gezocht" in request.GET
        if opdracht.q and opdracht.pagina == 1 and not opdracht.keuzes and (stil or not htmx):
            self.noteer(uitslag)
        if stil:
            return HttpResponse(status=204)
        sjabloon = "kennissysteem/zoeken/gevonden.html" if htmx else "kennissysteem/zoeken/kennis.html"
        antwoord = render(
            request,
            sjabloon,
            {
                "uitslag": uitslag,
                "opdracht": uitslag.opdracht,
                "keuzes": self.keuzes(uitslag),
                "vorige": uitslag.opdracht.pagina - 1,
                "volgende": uitslag.opdracht.pagina + 1 if uitslag.opdracht.pagina < uitslag.paginas else 0,
                "max_vraag": MAX_VRAAG,
                "max_rang": MAX_RANG,
                "netwerk": netwerk,
            },
        )
        patch_vary_headers(antwoord, ["HX-Request"])
        return antwoord

    def noteer(self, uitslag: Uitslag) -> None:
        # What only looks like the question doesn't answer it.
        echt = 0 if uitslag.verbeterd or uitslag.half else uitslag.gevonden
        if binnen_limiet("kennis-zoekvraag", self.request, LOG_PER_UUR, 3600):
            vragenlog.noteer(uitslag.opdracht.q, echt)

    def keuzes(self, uitslag: Uitslag) -> list[tuple[str, str]]:
        """What is chosen in the facets, each with the query string without it."""
        paren = []
        for facet in uitslag.facetten:
            for keuze in [*facet.keuzes, *facet.meer]:
                if keuze.gekozen:
                    zonder: QueryDict = self.request.GET.copy()
                    zonder.setlist(facet.naam, [w for w in zonder.getlist(facet.naam) if w != keuze.waarde])
                    zonder.pop("page", None)
                    paren.append((f"{facet.label}: {keuze.label}", zonder.urlencode()))
        return paren


class OntbreektView(MetRecht, TemplateView):
    """Questions that found nothing: what the network could still write."""

    recht = "kennissysteem.view_zoekvraag"
    template_name = "kennissysteem/zoeken/ontbreekt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pagina = Paginator(vragenlog.ontbreekt(), 50).get_page(self.request.GET.get("page"))
        return super().get_context_data(pagina=pagina, **kwargs)


class BijPandView(PandMixin, TemplateView):
    """Practices most like a pand, with reasons; the use and the knelpunten that count may be chosen."""

    template_name = "kennissysteem/zoeken/bij_pand.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruik = self.request.GET.get("gebruik", gedacht_gebruik(self.pand))
        gebruik = gebruik if gebruik in Bestemming.values else ""
        alle = Knelpunt.objects.filter(actief=True)
        gevraagd = set(self.request.GET.getlist("knelpunt"))
        gekozen = [knelpunt.pk for knelpunt in alle if knelpunt.pk in gevraagd]
        return super().get_context_data(
            pand=self.pand,
            adres=self.pand.adressen.order_by("einde", "straat", "huisnummer").defer("plek").first(),
            grootte=grootte_van(self.pand),
            gevallen=vergelijkbare(self.pand, gebruik=gebruik, knelpunten=gekozen),
            gebruik=gebruik,
            bestemmingen=Bestemming.choices,
            knelpunten=alle,
            gekozen=gekozen,
            **kwargs,
        )
