"""The open pages: the state of the market, and the story page of each gebied."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.generic import TemplateView, View

from akt.deelplaat import teken as teken_deelplaat
from akt.export import csv_antwoord, xlsx_antwoord
from akt.opmaak import aantal, datum, m2, procent
from monitoring import effect, infographics
from monitoring.grafieken import teken
from monitoring.infographics import Blad, Keuzes
from monitoring.models import (
    Gemeente,
    Maatregel,
    Niveau,
    Regio,
    Terrein,
)
from monitoring.overeenstemming import woordenlijst
from monitoring.publicaties import Uitgave, uitgave_voor
from monitoring.views.geojson import Vereenvoudigd, geojson, op_kaart


def maak_blad(request: HttpRequest, gebied: infographics.Gebied) -> Blad:
    """What this visitor sees of a gebied."""
    keuzes = Keuzes.uit(request.GET)
    return Blad(gebied, keuzes, uitgave_voor(request.user, keuzes.stand, keuzes.bekend_op))


class StartView(TemplateView):
    """What the AKT is, the state of the market, the map, and ways in."""

    template_name = "monitoring/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        blad = Blad(infographics.eerste_provincie(), Keuzes(), uitgave_voor(self.request.user))
        return super().get_context_data(
            blad=blad, tegels=infographics.tegels(blad), kaart=infographics.figuur_kaart(blad), **kwargs
        )


class InfographicsView(TemplateView):
    """The story page of one gebied; without one, of the provincie."""

    template_name = "monitoring/infographics.html"

    def get_context_data(self, niveau: str = "", code: str = "", **kwargs: Any) -> dict[str, Any]:
        gebied = infographics.zoek_gebied(niveau, code) if niveau else infographics.eerste_provincie()
        blad = maak_blad(self.request, gebied)
        return super().get_context_data(
            blad=blad,
            gebied=gebied,
            titel=self.titel(gebied),
            tegels=infographics.tegels(blad),
            figuren=infographics.figuren(blad),
            maten=infographics.MATEN_KAART.items(),
            gemeenten=blad.gemeenten,
            regios=Regio.objects.only("code", "naam", "provincie_id"),
            provincie_code=infographics.provincie_van(gebied),
            maatregelen=[
                rij for rij in blad.programma.maatregelen if blad.reeks and rij.begin >= blad.reeks[0].peildatum
            ],
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
    """Takes the gebied that was chosen, and the other choices, to its page; works without JavaScript."""

    def get(self, request: HttpRequest) -> HttpResponse:
        niveau, _, code = request.GET.get("gebied", "").partition(":")
        if niveau not in Niveau.values or not code:
            adres = reverse("monitoring:infographics")
        else:
            adres = infographics.zoek_gebied(niveau, code).get_absolute_url()
        velden = Keuzes.uit(request.GET).velden
        return redirect(f"{adres}?{urlencode(velden)}" if velden else adres)


class FiguurMixin(View):
    """Reads the gebied and choices of a figure from the address."""

    def blad(self) -> Blad:
        gebied = infographics.zoek_gebied(self.kwargs["niveau"], self.kwargs["code"])
        return maak_blad(self.request, gebied)

    @staticmethod
    def bewaar(antwoord: HttpResponseBase, blad: Blad) -> HttpResponseBase:
        """Open figures may be kept by any cache; what only the network sees by none."""
        antwoord["Cache-Control"] = "private, no-cache" if blad.uitgave.persoonlijk else "public, max-age=60"
        return antwoord


class GrafiekView(FiguurMixin):
    """A chart as a Plotly figure in JSON."""

    def get(self, request: HttpRequest, figuur: str, **kwargs: str) -> HttpResponseBase:
        blad = self.blad()
        tekening = teken(infographics.figuur(blad, figuur))
        if tekening is None:
            raise Http404
        return self.bewaar(JsonResponse(tekening), blad)


class FiguurTabelView(FiguurMixin):
    """The table of a figure as CSV or Excel: the same numbers, unrounded, with peildatum and source in each row."""

    def get(self, request: HttpRequest, figuur: str, vorm: str, **kwargs: str) -> HttpResponseBase:
        blad = self.blad()
        tabel = infographics.figuur(blad, figuur)
        kolommen = [kolom.naam for kolom in tabel.kolommen]
        extra = [] if "peildatum" in kolommen else ["peildatum"]
        rijen = (
            [
                *(self.cel(rij.get(naam)) for naam in kolommen),
                *([tabel.peildatum] if extra else []),
                self.ja_nee(rij.get("overeenstemming", blad.overeenstemming)),
                blad.code,
                tabel.bron,
            ]
            for rij in tabel.rijen
        )
        naam, kop = (
            f"{blad.niveau}-{blad.code}-{figuur}".lower(),
            [*kolommen, *extra, "overeenstemming", "gebiedCode", "bron"],
        )
        if vorm == "csv":
            return self.bewaar(csv_antwoord(naam, kop, rijen), blad)
        toelichting = (
            f"{tabel.titel}. {tabel.uitleg} Bron: {tabel.bron}. Overeenstemming: of de gemeente vandaag heeft "
            "ingestemd met de geldende definities van voorraad en leegstand; leeg bij een regio, een provincie en een "
            "opgeheven gemeente."
        )
        return self.bewaar(xlsx_antwoord(naam, kop, rijen, toelichting), blad)

    @staticmethod
    def ja_nee(waarde: bool | None) -> str:
        return {True: "ja", False: "nee", None: ""}[waarde]

    @staticmethod
    def cel(waarde: Any) -> Any:
        return round(waarde, 4) if hasattr(waarde, "quantize") else waarde


class DeelplaatView(View):
    """The picture of a shared page: what anyone may see, whoever is logged in."""

    def get(self, request: HttpRequest, niveau: str, code: str) -> HttpResponse:
        gebied = infographics.zoek_gebied(niveau, code)
        blad = Blad(gebied, Keuzes.uit(request.GET), uitgave_voor(AnonymousUser()))
        zin = blad.verhaal[0] if blad.verhaal else "Er zijn nog geen cijfers die iedereen mag zien."
        onder = f"{datum(blad.peildatum)}. {blad.bron}" if blad.peildatum else blad.bron
        antwoord = HttpResponse(teken_deelplaat(InfographicsView.titel(gebied), zin, onder), content_type="image/png")
        antwoord["Cache-Control"] = "public, max-age=3600"
        return antwoord


@method_decorator([csp_replace({"frame-ancestors": ["*"]}), xframe_options_exempt], name="dispatch")
class InsluitenView(TemplateView):
    """One figure on a bare page that any site may frame: always what anyone may see, whoever is logged in."""

    template_name = "monitoring/infographics_insluiten.html"

    def get_context_data(self, niveau: str = "", code: str = "", figuur: str = "", **kwargs: Any) -> dict[str, Any]:
        gebied = infographics.zoek_gebied(niveau, code)
        keuzes = Keuzes.uit(self.request.GET)
        # As the network sees a publicatie, so that the links of the figure name it.
        uitgave = Uitgave(uitgave_voor(AnonymousUser()).publicatie, netwerk=True)
        blad = Blad(gebied, keuzes, uitgave)
        return super().get_context_data(
            blad=blad, gebied=gebied, titel=InfographicsView.titel(gebied), figuur=infographics.figuur(blad, figuur),
            **kwargs,
        )  # fmt: skip


class EffectView(TemplateView):
    """Before and after a maatregel, beside comparable gebieden where it did not work."""

    template_name = "monitoring/effect.html"

    def get_context_data(self, maatregel_id: int = 0, **kwargs: Any) -> dict[str, Any]:
        uitgave = uitgave_voor(self.request.user, self.request.GET.get("stand", ""))
        uitkomst = effect.bereken(get_object_or_404(Maatregel, pk=maatregel_id), uitgave)
        return super().get_context_data(effect=uitkomst, figuur=effect.figuur(uitkomst, uitgave), **kwargs)


class EffectGrafiekView(View):
    """The chart of an effect."""

    def get(self, request: HttpRequest, maatregel_id: int) -> HttpResponseBase:
        uitgave = uitgave_voor(request.user, request.GET.get("stand", ""))
        figuur = effect.figuur(effect.bereken(get_object_or_404(Maatregel, pk=maatregel_id), uitgave), uitgave)
        if figuur is None:
            raise Http404("Voor deze maatregel is er geen grafiek.")
        antwoord = JsonResponse(teken(figuur))
        antwoord["Cache-Control"] = "private, no-cache" if uitgave.persoonlijk else "public, max-age=60"
        return antwoord


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
            if rij.cijfer and rij.niet_eens:
                tekst.append("Nog niet ingestemd met de definities")
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
        return self.bewaar(geojson(features), blad)

    @staticmethod
    def omtrek(blad: Blad) -> list[dict[str, Any]]:
        """The border of a gemeente around its terreinen, which by themselves would float in nothing."""
        if blad.niveau != Niveau.GEMEENTE:
            return []
        grens = Gemeente.objects.filter(code=blad.code, grens__isnull=False)
        vormen = grens.annotate(vorm=op_kaart(Vereenvoudigd("grens", 20))).values_list("vorm", flat=True)
        return [{"geometry": vorm, "properties": {"titel": str(blad.gebied), "klasse": "omtrek"}} for vorm in vormen]


class DefinitiesView(TemplateView):
    """All terms with the versions of their definition and who agreed, and the place every figure links to."""

    template_name = "monitoring/definities.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            woorden=woordenlijst(), gemeenten=Gemeente.objects.huidig().count(), **kwargs
        )  # fmt: skip
