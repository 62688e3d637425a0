"""Pages of the monitoring: the open infographics, and panden for the network."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from http import HTTPStatus
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, GeoFunc, PointOnSurface, Transform
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView, TemplateView, View
from django_filters.views import FilterMixin
from django_tables2 import SingleTableMixin

from akt.export import csv_antwoord, xlsx_antwoord
from akt.models import Taak
from akt.opmaak import GEEN, aantal, datum, getal, m2, procent
from akt.taken import start_taak
from monitoring import infographics, tasks
from monitoring.adressen import zoek_adressen
from monitoring.context import heeft_demogegevens
from monitoring.filters import PandFilterSet
from monitoring.forms import VastleggenZoekForm, WaarnemingForm, waarschuwing_bij
from monitoring.grafieken import teken
from monitoring.infographics import Blad, Keuzes
from monitoring.models import (
    Adres,
    Definitie,
    Gemeente,
    Herberekening,
    Kerncijfer,
    Niveau,
    Pand,
    Regio,
    Terrein,
    Waarneming,
)
from monitoring.tables import PandTable
from monitoring.vastleggen import WaarnemingConflict, leg_vast

WGS84 = 4326
# At most this many panden are drawn beside a list; the list itself has no limit.
MAX_OP_KAART = 2000
MAX_XLSX = 10_000
# Colour classes of panden on the map, by the share that is vacant (%).
KLASSEN_PAND = (1, 25, 50, 75)
LEGENDA_PAND = (
    ("0", "geen leegstand"), ("1", "tot 25% leeg"), ("2", "25 tot 50%"), ("3", "50 tot 75%"), ("4", "75% of meer"),
    ("geen", "geen waarneming"),
)  # fmt: skip
NAAM_HERBOUW = "Kerncijfers herbouwen"


class Vereenvoudigd(GeoFunc):
    """Geometry with fewer points, within a tolerance in metres, still valid."""

    function = "ST_SimplifyPreserveTopology"
    output_field = GeometryField(srid=28992)


def op_kaart(uitdrukking: Any, precisie: int = 5) -> AsGeoJSON:
    """RD New geometry as GeoJSON in WGS 84; five decimals are about a metre."""
    return AsGeoJSON(Transform(uitdrukking, WGS84), precision=precisie)


# --- open to all --------------------------------------------------------------------------------


class StartView(TemplateView):
    """What the AKT is, the state of the market, the map, and ways in."""

    template_name = "monitoring/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        blad = Blad(infographics.eerste_provincie(), Keuzes())
        return super().get_context_data(
            blad=blad, tegels=infographics.tegels(blad), kaart=infographics.figuur_kaart(blad), **kwargs
        )


class InfographicsView(TemplateView):
    """The story page of one gebied; without one, of the provincie."""

    template_name = "monitoring/infographics.html"

    def get_context_data(self, niveau: str = "", code: str = "", **kwargs: Any) -> dict[str, Any]:
        gebied = infographics.zoek_gebied(niveau, code) if niveau else infographics.eerste_provincie()
        blad = Blad(gebied, Keuzes.uit(self.request.GET))
        return super().get_context_data(
            blad=blad,
            gebied=gebied,
            titel=self.titel(gebied),
            tegels=infographics.tegels(blad),
            figuren=infographics.figuren(blad),
            maten=infographics.MATEN_KAART.items(),
            gemeenten=Gemeente.objects.huidig().only("code", "naam"),
            regios=Regio.objects.only("code", "naam"),
            **kwargs,
        )

    @staticmethod
    def titel(gebied: infographics.Gebied) -> str:
        match gebied:
            case Gemeente():
                return f"Kantoren in gemeente {gebied}"
            case Terrein():
                return f"Kantoren op {gebied} ({gebied.gemeente})"
            case Regio():
                return f"Kantoren in {gebied}"
            case _:
                return f"Kantoren in de {gebied}"


class KiesGebiedView(View):
    """Takes the choice of the gebied form to the page of that gebied; works without JavaScript."""

    def get(self, request: HttpRequest) -> HttpResponse:
        niveau, _, code = request.GET.get("gebied", "").partition(":")
        if niveau not in Niveau.values or not code:
            return redirect("monitoring:infographics")
        return redirect(infographics.zoek_gebied(niveau, code).get_absolute_url())


class FiguurMixin(View):
    """Reads the gebied and choices of a figure from the address."""

    def blad(self) -> Blad:
        gebied = infographics.zoek_gebied(self.kwargs["niveau"], self.kwargs["code"])
        return Blad(gebied, Keuzes.uit(self.request.GET))

    @staticmethod
    def openbaar(antwoord: HttpResponseBase) -> HttpResponseBase:
        antwoord["Cache-Control"] = "public, max-age=60"
        return antwoord


class GrafiekView(FiguurMixin):
    """A chart as a Plotly figure in JSON."""

    def get(self, request: HttpRequest, figuur: str, **kwargs: str) -> HttpResponseBase:
        tekening = teken(infographics.figuur(self.blad(), figuur))
        if tekening is None:
            raise Http404
        return self.openbaar(JsonResponse(tekening))


class FiguurCsvView(FiguurMixin):
    """The table of a figure as CSV: the same numbers, unrounded, with peildatum and source in each row."""

    def get(self, request: HttpRequest, figuur: str, **kwargs: str) -> HttpResponseBase:
        blad = self.blad()
        tabel = infographics.figuur(blad, figuur)
        kolommen = [kolom.naam for kolom in tabel.kolommen]
        extra = [] if "peildatum" in kolommen else ["peildatum"]
        rijen = (
            [
                *(self.cel(rij.get(naam)) for naam in kolommen),
                *([tabel.peildatum] if extra else []),
                blad.code,
                tabel.bron,
            ]
            for rij in tabel.rijen
        )
        naam = f"{blad.niveau}-{blad.code}-{figuur}".lower()
        return self.openbaar(csv_antwoord(naam, [*kolommen, *extra, "gebiedCode", "bron"], rijen))

    @staticmethod
    def cel(waarde: Any) -> Any:
        return round(waarde, 4) if hasattr(waarde, "quantize") else waarde


class KaartView(FiguurMixin):
    """The parts of a gebied as GeoJSON in WGS 84, with the colour class and the figures as text."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        blad = self.blad()
        waarde, grenzen, _ = infographics.kaartklassen(blad)
        model: type[Gemeente | Terrein] = Terrein if blad.niveau == Niveau.GEMEENTE else Gemeente
        meter = 5 if model is Terrein else 40
        vormen = dict(
            model.objects.filter(code__in=[rij.code for rij in blad.delen], grens__isnull=False)
            .annotate(vorm=op_kaart(Vereenvoudigd("grens", meter)))
            .values_list("code", "vorm")
        )
        features = self.omtrek(blad)
        for rij in blad.delen:
            if rij.code not in vormen:
                continue
            if rij.cijfer:
                tekst = [
                    f"Leegstand: {m2(rij.cijfer.leegstand_m2)} ({procent(rij.cijfer.leegstandspercentage)})",
                    f"Voorraad: {m2(rij.cijfer.voorraad_m2)} in {aantal(rij.cijfer.panden, 'pand', 'panden')}",
                ]
            elif rij.onderdrukt:
                tekst = ["Te weinig panden om cijfers te tonen."]
            else:
                tekst = ["Geen cijfers."]
            features.append(
                {
                    "type": "Feature",
                    "geometry": vormen[rij.code],
                    "properties": {
                        "titel": rij.naam,
                        "tekst": tekst,
                        "url": rij.url,
                        "klasse": infographics.klasse_van(waarde(rij.cijfer), grenzen) if rij.cijfer else None,
                    },
                }
            )
        return self.openbaar(geojson(features))

    @staticmethod
    def omtrek(blad: Blad) -> list[dict[str, Any]]:
        """The border of a gemeente around its terreinen, which by themselves would float in nothing."""
        if blad.niveau != Niveau.GEMEENTE:
            return []
        grens = Gemeente.objects.filter(code=blad.code, grens__isnull=False)
        vormen = grens.annotate(vorm=op_kaart(Vereenvoudigd("grens", 20))).values_list("vorm", flat=True)
        return [{"geometry": vorm, "properties": {"titel": str(blad.gebied), "klasse": "omtrek"}} for vorm in vormen]


def geojson(features: list[dict[str, Any]]) -> HttpResponse:
    """A FeatureCollection whose geometries are GeoJSON text from PostGIS, put in as they are."""
    delen = [
        f'{{"type":"Feature","geometry":{feature["geometry"]},"properties":'
        f"{json.dumps(feature['properties'], ensure_ascii=False)}}}"
        for feature in features
    ]
    inhoud = f'{{"type":"FeatureCollection","features":[{",".join(delen)}]}}'
    return HttpResponse(inhoud, content_type="application/geo+json")


class DefinitiesView(TemplateView):
    """All terms with their definition, for people and as the place every figure links to."""

    template_name = "monitoring/definities.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        geldig = Definitie.objects.geldig_op(datetime.date.today())
        return super().get_context_data(
            definities=sorted(geldig, key=lambda definitie: definitie.naam.lower()), **kwargs
        )


# --- for the network ----------------------------------------------------------------------------


class NetwerkMixin(LoginRequiredMixin):
    """A page for those who may see figures per pand; others get 403, and a stranger the log-in page."""

    recht = "monitoring.view_pand"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_perm(self.recht):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PandMixin(NetwerkMixin):
    """Finds the pand of the address; another's pand doesn't exist for this user (404)."""

    @cached_property
    def pand(self) -> Pand:
        panden = Pand.objects.select_related("gemeente", "gemeente_voorheen", "terrein", "perceel", "stand").defer(
            "omtrek", "gemeente__grens", "gemeente_voorheen__grens", "terrein__grens", "perceel__grens"
        )
        pand = get_object_or_404(panden, bag_id=self.kwargs["bag_id"])  # type: ignore[attr-defined]
        if not self.request.user.has_perm("monitoring.view_pand", pand):  # type: ignore[attr-defined]
            raise Http404
        return pand


def met_adressen(panden: QuerySet[Pand]) -> QuerySet[Any]:
    """Panden with their addresses ready as `eerste_adressen`, in one extra query."""
    return panden.prefetch_related(
        Prefetch(
            "adressen",
            Adres.objects.filter(einde__isnull=True).defer("plek").order_by("straat", "huisnummer"),
            to_attr="eerste_adressen",
        )
    )


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
        self.filterset = PandFilterSet(self.request.GET, panden, request=self.request, gebruiker=self.request.user)
        self.filterset.is_valid()
        return (
            self.filterset.qs.select_related("stand", "gemeente", "terrein")
            .defer("omtrek", "gemeente__grens", "terrein__grens")
            .order_by("bag_id")
        )

    def get_table_data(self) -> QuerySet[Pand]:
        return met_adressen(self.object_list)  # type: ignore[arg-type]

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


def wijzigingen(ding: Any, hoeveel: int = 20) -> list[dict[str, Any]]:
    """The newest changes of something with a history: when, by whom, why, and per field what it was and became."""
    versies = list(ding.history.select_related("history_user")[: hoeveel + 1])
    gevonden = []
    for versie, vorige in zip_longest(versies[:hoeveel], versies[1:]):
        verschil = versie.diff_against(vorige, foreign_keys_are_objs=False).changes if vorige else []
        gevonden.append(
            {
                "wanneer": versie.history_date,
                "wie": versie.history_user.naam if versie.history_user else "een import",
                "reden": versie.history_change_reason,
                "verschillen": [
                    {
                        "veld": ding._meta.get_field(wijziging.field).verbose_name,
                        "oud": GEEN if wijziging.old in (None, "") else wijziging.old,
                        "nieuw": GEEN if wijziging.new in (None, "") else wijziging.new,
                    }
                    for wijziging in verschil
                ],
            }
        )
    return gevonden


class PandView(PandMixin, DetailView):
    """Everything known of one pand: facts with their source, the course of the figures, and the history."""

    template_name = "monitoring/pand.html"
    context_object_name = "pand"

    def get_object(self, queryset: Any = None) -> Pand:
        return self.pand

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pand = self.pand
        waarnemingen = list(
            pand.waarnemingen.select_related("bron", "ingevoerd_door").order_by("-peildatum", "-ingevoerd_op")
        )
        actueel = [waarneming for waarneming in waarnemingen if waarneming.vervangen_op is None]
        return super().get_context_data(
            adressen=pand.adressen.order_by("einde", "straat", "huisnummer").defer("plek")[:50],
            laatste=actueel[0] if actueel else None,
            actueel=actueel,
            waarnemingen=waarnemingen,
            wijzigingen=wijzigingen(pand),
            mag_vastleggen=self.request.user.has_perm("monitoring.add_waarneming", pand),
            **kwargs,
        )


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


class VastleggenView(NetwerkMixin, TemplateView):
    """Step one: find the pand by its address. The list comes while one types, or after Enter without JavaScript."""

    recht = "monitoring.add_waarneming"
    template_name = "monitoring/vastleggen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vraag = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            form=VastleggenZoekForm(self.request.GET if vraag else None),
            vraag=vraag,
            resultaten=adresresultaten(self.request.user, vraag) if vraag else None,
            **kwargs,
        )


class AdressenZoekView(NetwerkMixin, View):
    """Addresses that fit what was typed so far, for the search field."""

    recht = "monitoring.add_waarneming"

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"resultaten": adresresultaten(request.user, request.GET.get("q", ""))})


def adresresultaten(gebruiker: Any, vraag: str) -> list[dict[str, str]]:
    """Addresses in panden the user may see, best first; one in several panden comes once for each."""
    panden = Pand.objects.zichtbaar_voor(gebruiker).bestaand()
    adressen = zoek_adressen(vraag[:120], Adres.objects.filter(einde__isnull=True, panden__in=panden).distinct())
    resultaten = []
    for adres in adressen.prefetch_related(
        Prefetch("panden", panden.select_related("gemeente").defer("omtrek", "gemeente__grens"))
    ):
        for pand in adres.panden.all():
            resultaten.append(
                {
                    "tekst": str(adres),
                    "uitleg": " · ".join(
                        deel
                        for deel in (
                            adres.postcode,
                            f"bouwjaar {pand.bouwjaar}" if pand.bouwjaar else "",
                            f"{getal(pand.go_kantoor_m2)} m² kantoor" if pand.go_kantoor_m2 else "",
                        )
                        if deel
                    ),
                    "url": reverse("monitoring:pand-vastleggen", args=[pand.bag_id]),
                }
            )
    return resultaten[:12]


class PandVastleggenView(PandMixin, FormView):
    """Step two: what is empty, since when, and how one knows."""

    recht = "monitoring.add_waarneming"
    template_name = "monitoring/pand_vastleggen.html"
    form_class = WaarnemingForm

    @cached_property
    def pand(self) -> Pand:
        pand = super().pand
        if not self.request.user.has_perm("monitoring.add_waarneming", pand):
            raise Http404
        return pand

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "pand": self.pand}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pand=self.pand,
            adressen=self.pand.adressen.filter(einde__isnull=True).defer("plek")[:5],
            laatste=self.pand.waarnemingen.actueel().select_related("bron").order_by("-peildatum").first(),
            **kwargs,
        )

    def form_valid(self, form: WaarnemingForm) -> HttpResponse:
        try:
            waarneming = leg_vast(self.pand, form.invoer(), self.request.user, form.cleaned_data["gezien"])  # type: ignore[arg-type]
        except WaarnemingConflict as conflict:
            return self.toon_conflict(form, conflict)
        waarschuwing = waarschuwing_bij(self.pand, waarneming)
        if waarschuwing:
            messages.warning(self.request, waarschuwing)
        else:
            messages.success(
                self.request,
                f"Vastgelegd: {m2(waarneming.leegstand_m2)} leegstand op {datum(waarneming.peildatum)}. "
                "De kerncijfers worden bijgewerkt.",
            )
        return redirect(self.pand)

    def form_invalid(self, form: WaarnemingForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def toon_conflict(self, form: WaarnemingForm, conflict: WaarnemingConflict) -> HttpResponse:
        """The person's own input stays; saving again says: mine, knowing theirs."""
        form.data = {**form.data.dict(), "gezien": str(conflict.nieuwste.pk)}  # type: ignore[attr-defined]
        nieuw: Waarneming = conflict.nieuwste
        form.add_error(
            None,
            f"{conflict} Daar staat: voorraad {m2(nieuw.voorraad_m2)}, leegstand {m2(nieuw.leegstand_m2)}, "
            f"peildatum {datum(nieuw.peildatum)}. Uw invoer is nog niet opgeslagen. "
            "Controleer de velden en sla opnieuw op als uw gegevens beter zijn.",
        )
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.CONFLICT)


class KerncijfersView(NetwerkMixin, TemplateView):
    """How fresh the kerncijfers are, and for the beheerder a button to rebuild them."""

    recht = "monitoring.view_kerncijfers"
    template_name = "monitoring/kerncijfers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            laatste_peildatum=Kerncijfer.objects.laatste_peildatum(),
            aantal_cijfers=Kerncijfer.objects.count(),
            wachtend=Herberekening.objects.count(),
            taken=Taak.objects.filter(naam=NAAM_HERBOUW)[:5],
            mag_herbouwen=self.request.user.has_perm("monitoring.herbouw_kerncijfers"),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("monitoring.herbouw_kerncijfers"):
            raise PermissionDenied
        taak = start_taak(NAAM_HERBOUW, tasks.herbouw_kerncijfers, request.user)  # type: ignore[arg-type]
        return redirect(taak)
