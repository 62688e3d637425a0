"""The list of panden with its map and exports, and the page of one pand."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import GEOSGeometry
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import DetailView, ListView, View
from django_filters.views import FilterMixin
from django_tables2 import SingleTableMixin

from akt.export import csv_antwoord, xlsx_antwoord
from akt.opmaak import datum, getal, m2
from monitoring import infographics
from monitoring.context import heeft_demogegevens
from monitoring.dossier import Soort, figuur_verloop, lees_waarnemingen, teken_verloop, tijdlijn
from monitoring.filters.panden import PandFilterSet
from monitoring.fotos import fotos_van
from monitoring.models import Pand
from monitoring.rules import codes_van, ziet_alles
from monitoring.signalen import signalen_bij
from monitoring.tables.panden import PandTable
from monitoring.tegels import KLASSEN_PAND
from monitoring.views.geojson import geojson, op_kaart
from monitoring.views.netwerk import NetwerkMixin, PandMixin, met_adressen

# At most this many panden are drawn beside a list; the list itself has no limit.
MAX_OP_KAART = 2000
MAX_XLSX = 10_000
LEGENDA_PAND = (
    ("0", "geen leegstand"), ("1", "tot 25% leeg"), ("2", "25 tot 50%"), ("3", "50 tot 75%"), ("4", "75% of meer"),
    ("geen", "geen waarneming"),
)  # fmt: skip


class PandenView(NetwerkMixin, SingleTableMixin, FilterMixin, ListView):
    """The list of panden with filters, a map beside it and exports of the same selection."""

    model = Pand
    template_name = "monitoring/panden.html"
    table_class = PandTable
    filterset_class = PandFilterSet
    # By the table alone: the list view would count a second time.
    table_pagination = {"per_page": 25}

    def get_queryset(self) -> QuerySet[Pand]:
        panden = Pand.objects.zichtbaar_voor(self.request.user).bestaand().kantoren()
        gebruiker = self.request.user
        self.filterset = PandFilterSet(self.request.GET, panden, request=self.request, gebruiker=gebruiker)
        # Who works for one gemeente needs no column and no choice that say the same everywhere.
        self.een_gemeente = not ziet_alles(gebruiker) and len(codes_van(gebruiker)) == 1
        if self.een_gemeente:
            self.filterset.filters["gemeente"].field.widget = HiddenInput()
        # A filter that is not understood shows nothing; dropping it would show and export far more than was asked.
        gevonden = self.filterset.qs if self.filterset.is_valid() else panden.none()
        return (
            gevonden.select_related("stand", "gemeente", "terrein")
            .defer("omtrek", "gemeente__grens", "terrein__grens")
            .order_by("bag_id")
        )

    def get_table_data(self) -> QuerySet[Pand]:
        return met_adressen(self.object_list)  # type: ignore[arg-type]

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"exclude": ("gemeente",) if self.een_gemeente else ()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filterset,
            gefilterd=[
                f"{self.filterset.filters[naam].label}" for naam in self.filterset.filters if self.request.GET.get(naam)
            ],
            vraag=self.request.GET.urlencode(),
            max_op_kaart=MAX_OP_KAART,
            legenda=LEGENDA_PAND,
            **kwargs,
        )


class PandenKaartView(PandenView):
    """The panden of the list as GeoJSON points, the emptiest first where there are too many to draw."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        panden = (
            self.get_queryset()
            .filter(omtrek__isnull=False)
            .annotate(vorm=op_kaart(PointOnSurface("omtrek")))
            .order_by("-stand__leegstand_m2", "bag_id")[:MAX_OP_KAART]
        )
        features = [
            {
                "geometry": pand.vorm,
                "properties": {
                    "titel": str(pand.eerste_adressen[0]) if pand.eerste_adressen else str(pand),
                    "tekst": self.tekst(pand),
                    "url": pand.get_absolute_url(),
                    "klasse": self.klasse(pand),
                },
            }
            for pand in met_adressen(panden)
        ]
        return geojson(features)

    @staticmethod
    def tekst(pand: Pand) -> list[str]:
        stand = getattr(pand, "stand", None)
        if stand is None:
            return [f"Nog geen waarneming. Voorraad volgens de BAG ongeveer {m2(pand.geraamde_voorraad)}."]
        return [f"Leegstand: {m2(stand.leegstand_m2)} van {m2(stand.voorraad_m2)}"]

    @staticmethod
    def klasse(pand: Pand) -> int | None:
        stand = getattr(pand, "stand", None)
        if stand is None or not stand.voorraad_m2:
            return None
        return infographics.klasse_van(100 * stand.leegstand_m2 / stand.voorraad_m2, KLASSEN_PAND)


class PandenExportView(PandenView):
    """The filtered list as CSV or Excel."""

    KOP = (
        "BAG-pandnummer", "Adres", "Postcode", "Woonplaats", "Gemeente", "Terrein", "Bouwjaar", "Voorraad (m² VVO)",
        "Aanbod (m² VVO)", "Leegstand (m² VVO)", "Leeg sinds", "Peildatum", "Geraamd", "Demogegevens",
    )  # fmt: skip

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        panden = self.get_queryset()
        if kwargs["vorm"] == "csv":
            return csv_antwoord("panden", self.KOP, self.rijen(panden))
        hoeveel = panden.count()
        if hoeveel > MAX_XLSX:
            messages.error(
                request,
                f"Excel kan hier tot {getal(MAX_XLSX)} panden aan; dit zijn er {getal(hoeveel)}. "
                "Maak het filter kleiner of kies CSV.",
            )
            return redirect(f"{reverse('monitoring:panden')}?{request.GET.urlencode()}")
        toelichting = f"Panden met kantoorruimte, AKT-portaal, {datum(datetime.date.today())}. Oppervlakten in m² VVO."
        if heeft_demogegevens():
            toelichting += " Demogegevens: verzonnen panden en cijfers."
        return xlsx_antwoord("panden", self.KOP, self.rijen(panden), toelichting)

    @staticmethod
    def rijen(panden: QuerySet[Pand]) -> Iterator[list[Any]]:
        for pand in met_adressen(panden).iterator(chunk_size=1000):
            adres = pand.eerste_adressen[0] if pand.eerste_adressen else None
            stand = getattr(pand, "stand", None)
            yield [
                pand.bag_id,
                adres.regel if adres else "",
                adres.postcode if adres else "",
                adres.woonplaats if adres else "",
                pand.gemeente.naam if pand.gemeente else "",
                pand.terrein.naam if pand.terrein else "",
                pand.bouwjaar,
                *(
                    [stand.voorraad_m2, stand.aanbod_m2, stand.leegstand_m2, stand.leeg_sinds, stand.peildatum]
                    if stand
                    else [None] * 5
                ),
                "ja" if stand and stand.geraamd else "nee",
                "ja" if pand.demo else "nee",
            ]


class PandView(PandMixin, DetailView):
    """The dossier of one pand: facts with their source, the course of the figures, and all that happened to it."""

    template_name = "monitoring/pand.html"
    context_object_name = "pand"
    per_pagina = 25

    def get_object(self, queryset: Any = None) -> Pand:
        return self.pand

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pand, gebruiker = self.pand, self.request.user
        waarnemingen = lees_waarnemingen(pand)
        laatste = next((waarneming for waarneming in waarnemingen if waarneming.vervangen_op is None), None)
        mag_vastleggen = gebruiker.has_perm("monitoring.add_waarneming", pand)
        ziet_signalen = gebruiker.has_perm("monitoring.view_signaal", pand)
        alles = tijdlijn(pand, waarnemingen, mag_vastleggen=mag_vastleggen, ziet_signalen=ziet_signalen)
        gekozen = self.request.GET.get("soort", "")
        gekozen = gekozen if gekozen in Soort.values else ""
        gefilterd = [gebeurtenis for gebeurtenis in alles if gekozen in ("", gebeurtenis.soort)]
        pagina = Paginator(gefilterd, self.per_pagina).get_page(self.request.GET.get("page"))
        telling = Counter(gebeurtenis.soort for gebeurtenis in alles)
        return super().get_context_data(
            adressen=pand.adressen.order_by("einde", "straat", "huisnummer").defer("plek")[:50],
            laatste=laatste,
            fotos=fotos_van(pand),
            signalen=signalen_bij(pand) if ziet_signalen else [],
            figuur=figuur_verloop(pand, waarnemingen),
            soorten=[(soort.value, soort.label, telling[soort]) for soort in Soort if telling[soort]],
            gekozen=gekozen,
            alles=len(alles),
            pagina=pagina,
            mag_vastleggen=mag_vastleggen,
            bron_bag=self.bron_bag(),
            **kwargs,
        )

    def bron_bag(self) -> str:
        """Where the facts come from, with their date."""
        if self.pand.demo:
            return "Demogegevens (verzonnen)"
        return f"BAG, stand {datum(self.pand.bag_peildatum)}" if self.pand.bag_peildatum else "BAG"


class PandVerloopView(PandMixin, View):
    """The chart of a pand's figures, as a Plotly figure in JSON; 404 where there is too little to draw."""

    def get(self, request: HttpRequest, bag_id: str) -> JsonResponse:
        figuur = figuur_verloop(self.pand, lees_waarnemingen(self.pand))
        if figuur is None:
            raise Http404("Dit pand heeft nog geen verloop.")
        return JsonResponse(teken_verloop(figuur))


class PandOmtrekView(PandMixin, View):
    """The footprint of a pand and of those around it (within 60 m), as GeoJSON in WGS 84."""

    def get(self, request: HttpRequest, bag_id: str) -> HttpResponse:
        omtrek: GEOSGeometry | None = Pand.objects.values_list("omtrek", flat=True).get(pk=self.pand.pk)
        if omtrek is None:
            return geojson([])
        buren = (
            Pand.objects.zichtbaar_voor(request.user)
            .filter(omtrek__dwithin=(omtrek, 60))
            .annotate(vorm=op_kaart("omtrek", 6))
            .defer("omtrek")[:200]
        )
        features = [
            {
                "geometry": buur.vorm,
                "properties": {
                    "titel": buur.eerste_adressen[0].regel if buur.eerste_adressen else str(buur),
                    "tekst": [f"Bouwjaar {buur.bouwjaar}" if buur.bouwjaar else "Bouwjaar onbekend"],
                    "url": "" if buur.pk == self.pand.pk else buur.get_absolute_url(),
                    "klasse": "gekozen" if buur.pk == self.pand.pk else "pand",
                },
            }
            for buur in met_adressen(buren)
        ]
        return geojson(features)
