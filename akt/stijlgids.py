"""Style guide: every component with made-up data, served in DEBUG only, to look at and to test in a browser."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse

from akt.figuren import Figuur, Kolom
from akt.models import Taak

LEEGSTAND = SimpleNamespace(
    naam="Leegstand",
    tekst="Kantoorruimte die op de peildatum door niemand wordt gebruikt, in m² verhuurbaar vloeroppervlak (VVO).",
)
JAREN = list(range(2014, 2024))
VOORRAAD = [
    6_300_000,
    6_240_000,
    6_190_000,
    6_120_000,
    6_060_000,
    6_010_000,
    5_980_000,
    5_940_000,
    5_900_000,
    5_870_000,
]
LEEG = [980_000, 960_000, 900_000, 830_000, 760_000, 700_000, 640_000, 610_000, 560_000, 525_000]
PLAATSEN = [
    ("Stationsplein 12", "Utrecht", 12_400, 3_100, datetime.date(2021, 3, 1)),
    ("Het Rond 1", "Houten", 4_850, 0, None),
    ("De Molen 30", "Houten", 2_175, 2_175, datetime.date(2018, 9, 1)),
    ("Plesmanstraat 2", "Veenendaal", 7_030, 1_250, datetime.date(2022, 1, 1)),
    ("Utrechtseweg 310", "Amersfoort", 15_900, 4_020, datetime.date(2019, 6, 1)),
]


class Voorbeeldformulier(forms.Form):
    adres = forms.CharField(label="Adres", max_length=120, help_text="Straat, huisnummer en plaats.")
    postcode = forms.CharField(label="Postcode", max_length=7, required=False)
    leegstand_m2 = forms.IntegerField(label="Leegstand", min_value=0, help_text="In hele m² VVO.")
    leeg_sinds = forms.DateField(label="Leeg sinds", required=False)
    bron = forms.ChoiceField(
        label="Bron", choices=[("", "Kies een bron"), ("1", "Makelaar"), ("2", "Eigen waarneming")]
    )
    soort = forms.ChoiceField(
        label="Soort leegstand", choices=[("geheel", "Geheel leeg"), ("deels", "Deels leeg")], widget=forms.RadioSelect
    )
    kenmerken = forms.MultipleChoiceField(
        label="Kenmerken",
        choices=[("ov", "Dicht bij het station"), ("monument", "Monument"), ("parkeren", "Eigen parkeerplaatsen")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    toelichting = forms.CharField(label="Toelichting", widget=forms.Textarea, required=False)
    akkoord = forms.BooleanField(label="Ik heb dit ter plaatse gezien")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leegstand_m2"].definitie = LEEGSTAND  # type: ignore[attr-defined]


class Voorbeeldtabel(tables.Table):
    caption = "Panden in het voorbeeld"
    adres = tables.Column(verbose_name="Adres")
    gemeente = tables.Column(verbose_name="Gemeente")
    voorraad = tables.Column(
        verbose_name="Voorraad (m²)", attrs={"td": {"class": "akt-getal"}, "th": {"class": "akt-getal"}}
    )
    leegstand = tables.Column(
        verbose_name="Leegstand (m²)", attrs={"td": {"class": "akt-getal"}, "th": {"class": "akt-getal"}}
    )


def _figuur() -> Figuur:
    return Figuur(
        id="verloop",
        titel="De leegstand is in tien jaar bijna gehalveerd",
        uitleg="Voorraad en leegstand van kantoren vanaf 500 m², op 1 januari van elk jaar.",
        kolommen=[
            Kolom("jaar", "Jaar", "tekst"),
            Kolom("voorraad", "Voorraad", "m2"),
            Kolom("leegstand", "Leegstand", "m2"),
            Kolom("aandeel", "Leegstand in procenten", "procent"),
            Kolom("verschil", "Verschil met een jaar eerder", "verandering"),
        ],
        rijen=[
            {
                "jaar": jaar,
                "voorraad": VOORRAAD[i],
                "leegstand": LEEG[i],
                "aandeel": 100 * LEEG[i] / VOORRAAD[i],
                "verschil": LEEG[i] - LEEG[i - 1] if i else None,
            }
            for i, jaar in enumerate(JAREN)
        ],
        peildatum=datetime.date(2023, 1, 1),
        bron="Verzonnen gegevens van de stijlgids",
        dekking=91.4,
        geraamd=12.0,
        definities=[LEEGSTAND],
        grafiek_url=reverse("stijlgids-grafiek"),
        csv_url=reverse("stijlgids-grafiek"),
        permalink="#verloop",
    )


def _kaartfiguur() -> Figuur:
    namen = ["Utrecht", "Houten", "Nieuwegein", "Amersfoort", "Zeist", "Renswoude"]
    return Figuur(
        id="op-de-kaart",
        titel="Leegstand per gemeente",
        uitleg="Hoe donkerder, hoe groter het deel van de kantoren dat leeg staat.",
        kolommen=[Kolom("gemeente", "Gemeente", "tekst"), Kolom("aandeel", "Leegstand", "procent")],
        rijen=[{"gemeente": naam, "aandeel": None if i == 5 else 2.5 + 4 * i} for i, naam in enumerate(namen)],
        peildatum=datetime.date(2023, 1, 1),
        bron="Verzonnen gegevens van de stijlgids",
        kaart_url=reverse("stijlgids-kaart"),
        legenda=[
            ("0", "Minder dan 4%"),
            ("1", "4 tot 8%"),
            ("2", "8 tot 12%"),
            ("3", "12 tot 16%"),
            ("4", "16% en meer"),
            ("geen", "Geen gegevens"),
        ],
    )


def _lopende_taak() -> SimpleNamespace:
    """A task without a row in the database that takes a minute, over and over."""
    seconde = datetime.datetime.now().second
    return SimpleNamespace(
        pk="voorbeeld",
        naam="Import van de BAG",
        status="bezig",
        stand="Bezig",
        stand_klasse="bezig",
        loopt=True,
        gedaan=seconde * 100,
        totaal=6000,
        procent=round(100 * seconde / 60),
        melding="Panden lezen",
        get_absolute_url=reverse("stijlgids-taak"),
    )


def taak(request: HttpRequest) -> HttpResponse:
    return render(request, "akt/onderdelen/voortgang.html", {"taak": _lopende_taak()})


def stijlgids(request: HttpRequest) -> HttpResponse:
    messages.success(request, "De waarneming is opgeslagen.")
    messages.error(request, "De import is mislukt: regel 12 heeft geen adres.")
    rijen = [
        {"adres": adres, "gemeente": gemeente, "voorraad": voorraad, "leegstand": leegstand}
        for adres, gemeente, voorraad, leegstand, _ in PLAATSEN * 40
    ]
    tabel = Voorbeeldtabel(rijen, order_by=request.GET.get("sort", "-leegstand"))
    tabel.paginate(page=request.GET.get("page", 1), per_page=5, paginator_class=Paginator)
    onvolledig = {"adres": "", "leegstand_m2": "-3", "soort": "anders", "bron": "1", "akkoord": "on"}
    fout = Voorbeeldformulier(onvolledig, auto_id="fout_%s")

    leeg = Voorbeeldtabel([])
    leeg.caption = "Panden zonder waarneming"
    mislukt = Taak(naam="Export naar Excel", status=Taak.Status.MISLUKT, melding="Het bestand is te groot.")
    context = {
        "formulier": Voorbeeldformulier(),
        "fout": fout,
        "tabel": tabel,
        "leeg": leeg,
        "figuur": _figuur(),
        "kaartfiguur": _kaartfiguur(),
        "taken": [_lopende_taak(), mislukt],
        "voorraad": VOORRAAD,
        "leegstand": LEEG,
        "definitie": LEEGSTAND,
        "kleuren": ["petrol", "kop", "amber", "baksteen", "goed", "fout", "inkt", "inkt-2", "lijn-sterk", "vlak-2"],
    }
    return render(request, "akt/stijlgids.html", context)


def grafiek(request: HttpRequest) -> JsonResponse:
    reeksen = [("Voorraad", VOORRAAD, "var(--akt-voorraad)"), ("Leegstand", LEEG, "var(--akt-leegstand)")]
    data = [
        {"type": "bar", "name": naam, "x": JAREN, "y": waarden, "marker": {"color": kleur}}
        for naam, waarden, kleur in reeksen
    ]
    layout = {"barmode": "group", "yaxis": {"title": {"text": "m² VVO"}, "tickformat": ",.0f"}, "xaxis": {"dtick": 1}}
    return JsonResponse({"data": data, "layout": layout})


def kaart(request: HttpRequest) -> JsonResponse:
    namen = ["Utrecht", "Houten", "Nieuwegein", "Amersfoort", "Zeist", "Renswoude"]
    objecten = []
    for i, naam in enumerate(namen):
        x, y = 5.0 + 0.12 * (i % 3), 52.0 + 0.1 * (i // 3)
        ring = [[x, y], [x + 0.11, y], [x + 0.11, y + 0.09], [x, y + 0.09], [x, y]]
        eigenschappen = {
            "titel": naam,
            "tekst": ["Geen gegevens"] if i == 5 else [f"Leegstand: {2 + 4 * i},5%"],
            "url": "#op-de-kaart",
            "klasse": None if i == 5 else i,
        }
        objecten.append(
            {"type": "Feature", "properties": eigenschappen, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        )
    return JsonResponse({"type": "FeatureCollection", "features": objecten})


def zoek(request: HttpRequest) -> JsonResponse:
    vraag = request.GET.get("q", "").lower()
    gevonden = [
        {"tekst": adres, "uitleg": gemeente, "url": f"?pand={nummer}"}
        for nummer, (adres, gemeente, *_) in enumerate(PLAATSEN)
        if vraag in f"{adres} {gemeente}".lower()
    ]
    return JsonResponse({"resultaten": gevonden})


urlpatterns = [
    path("", stijlgids, name="stijlgids"),
    path("grafiek/", grafiek, name="stijlgids-grafiek"),
    path("kaart/", kaart, name="stijlgids-kaart"),
    path("taak/", taak, name="stijlgids-taak"),
    path("zoek/", zoek, name="stijlgids-zoek"),
]
