"""Searching: who finds what, how Dutch is understood, facets, snippets, and how good it is."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from akt.models import Rol
from kennissysteem import vragenlog, zoektekst
from kennissysteem.begrip import knip
from kennissysteem.models import Knelpunt, Oplossing, Praktijk, Praktijkindex, Synoniem, Woord, Zoekvraag
from kennissysteem.stamgegevens import laad_stamgegevens
from kennissysteem.tasks import ruim_zoekvragen_op, ververs_woorden
from kennissysteem.woorden import kies, splitsingen, ververs
from kennissysteem.zoeken import PER_PAGINA, Opdracht, Uitslag, markeer, volgorde, zoek
from scripts import bench_kennis
from tests.factories import GebruikerFactory, GemeenteFactory
from tests.kennissysteem.zoekhulp import contact, maak_corpus, publiceer, vragenset

pytestmark = pytest.mark.django_db


def titels(q: str = "", *, netwerk: bool = True, **keuzes: Any) -> list[str]:
    return [treffer.praktijk.titel for treffer in zoek(Opdracht(q=q, **keuzes), netwerk=netwerk).treffers]


def aantallen(uitslag: Uitslag, naam: str) -> dict[str, int]:
    return {
        keuze.waarde: keuze.aantal
        for facet in uitslag.facetten
        if facet.naam == naam
        for keuze in [*facet.keuzes, *facet.meer]
    }


# --- quality -----------------------------------------------------------------------------------
def test_beter_dan_icontains_en_dan_kaal_zoeken() -> None:
    corpus = maak_corpus()
    vragen = vragenset()
    assert len(corpus) >= 60
    assert len(vragen) >= 60
    ids = {sleutel: praktijk.pk for sleutel, praktijk in corpus.items()}
    ons = bench_kennis.kwaliteit(bench_kennis.portaal, vragen, ids)
    for ander in (bench_kennis.bevat, bench_kennis.kaal):
        theirs = bench_kennis.kwaliteit(ander, vragen, ids)
        assert ons[0] > theirs[0] + 0.3, ander.__name__
        assert ons[1] > theirs[1] + 0.3, ander.__name__
    assert ons[0] > 0.85, "De kwaliteit van het zoeken is gezakt."
    # The same question twice gives the same order.
    assert all(volgorde(vraag["vraag"]) == volgorde(vraag["vraag"]) for vraag in vragen[:10])


def test_maten_van_kwaliteit() -> None:
    assert bench_kennis.ndcg([1, 2], {1: 3, 2: 1}) == 1.0
    assert 0 < bench_kennis.ndcg([2, 1], {1: 3, 2: 1}) < 1
    assert bench_kennis.ndcg([9], {1: 3}) == 0
    assert bench_kennis.reciprook([9, 1], {1: 3}) == 0.5
    assert bench_kennis.reciprook([9], {1: 3}) == 0


# --- who finds what ----------------------------------------------------------------------------
def test_een_bezoeker_vindt_alleen_wat_open_is() -> None:
    publiceer("Zonnepanelen op het dak", aanpak="Kristalhelder.")
    publiceer("Zonneweide bij het station", openbaarheid="netwerk", aanpak="Geheimwoord en kristalhelder.")
    publiceer("Zonnig concept", status="concept", aanpak="Kristalhelder.")
    publiceer("Ingetrokken zon", status="ingetrokken", aanpak="Kristalhelder.")
    publiceer("Te herzien zon", status="te_herzien", aanpak="Kristalhelder.")
    ververs()
    assert set(titels("kristalhelder", netwerk=False)) == {"Zonnepanelen op het dak", "Te herzien zon"}
    assert set(titels("kristalhelder")) == {
        "Zonnepanelen op het dak", "Te herzien zon", "Zonneweide bij het station",
    }  # fmt: skip
    # Not by a count, a suggestion or a compound either.
    dicht = zoek(Opdracht(q="geheimword"), netwerk=False)
    assert (dicht.gevonden, dicht.verbeterd, dicht.bedoeld) == (0, "", "")
    assert zoek(Opdracht(q="geheimword"), netwerk=True).verbeterd == "geheimwoord"
    alles = zoek(Opdracht(), netwerk=False)
    assert alles.gevonden == 2
    assert sum(aantallen(alles, "gemeente").values()) == 2


def test_de_index_volgt_wat_er_verandert() -> None:
    laad_stamgegevens()
    knelpunt = Knelpunt.objects.get(code="financiering")
    praktijk = publiceer("Een gebouw", knelpunten=[knelpunt], organisatie="Timmerwerk Nul BV")
    assert titels("timmerwerk") == ["Een gebouw"]
    # Of people only their organisation is found.
    assert titels("Proefpersoon") == []
    praktijk.aanpak = "Met een hijskraan."
    praktijk.save()
    assert titels("hijskranen") == ["Een gebouw"]
    Knelpunt.objects.filter(pk=knelpunt.pk).update(naam="Kapitaalgebrek")
    assert titels("kapitaalgebrek") == ["Een gebouw"]
    praktijk.knelpunten.clear()
    assert titels("kapitaalgebrek") == []
    praktijk.kostenposten.create(naam="Steigerhuur", bedrag=100)
    praktijk.stappen.create(naam="Bodemonderzoek", maanden=2)
    assert titels("steigerhuur") == titels("bodemonderzoek") == ["Een gebouw"]
    contact("Timmerwerk Nul BV").organisatie.__class__.objects.filter(naam="Timmerwerk Nul BV").update(naam="Zaagmans")
    assert titels("zaagmans") == ["Een gebouw"]
    praktijk.gemeente.__class__.objects.filter(pk=praktijk.gemeente_id).update(naam="Sprookjesdam")
    assert titels("sprookjesdam") == ["Een gebouw"]
    praktijk.openbaarheid = "netwerk"
    praktijk.save()
    assert titels("hijskraan", netwerk=False) == []
    Praktijk.objects.filter(pk=praktijk.pk).update(status="ingetrokken")
    assert not Praktijkindex.objects.exists()


def test_een_verwijderde_praktijk_is_uit_de_index() -> None:
    praktijk = publiceer("Een gebouw")
    Praktijk.objects.filter(pk=praktijk.pk).update(status="ingetrokken")
    praktijk.delete()
    assert not Praktijkindex.objects.exists()


# --- Dutch -------------------------------------------------------------------------------------
def test_samenstellingen_in_twee_richtingen() -> None:
    publiceer("Over leegstandsbelasting")
    publiceer("Een heffing", aanpak="Wij voerden een belasting op leegstand in.")
    ververs()
    beide = {"Over leegstandsbelasting", "Een heffing"}
    assert set(titels("leegstand belasting")) == set(titels("leegstandsbelasting")) == beide
    assert set(titels("belasting op leegstand")) == beide
    # By the parts where the whole occurs nowhere.
    publiceer("Normen voor auto's", aanpak="De norm bij het parkeren.")
    ververs()
    assert titels("parkeernormen") == ["Normen voor auto's"]


def test_samenstellingen_zonder_woordenlijst() -> None:
    assert ("leegstand", "belasting") in splitsingen("leegstandsbelasting")
    assert ("parkeer", "norm") in splitsingen("parkeernorm")
    assert splitsingen("huis") == []
    assert kies("leegstandsbelasting", {"leegstand": "leegstand", "belasting": "belast"}) == ["leegstand", "belast"]
    assert kies("leegstandsbelasting", {"leegstand": "leegstand"}) == []


@pytest.mark.parametrize(
    ("q", "verwacht"),
    [
        ("woning", True), ("WONINGEN", True), ("financiele steun", True), ("financiële", True),
        ("bestemingsplan", True), ("torens", True),
        ('"kleine woningen"', True), ('"woningen kleine"', False), ("woningen -kleine", False),
        ("kachel OF woningen", True), ("kachel | woningen", True), ("woning/werken", True), ("de het een", False),
    ],
)  # fmt: skip
def test_zo_verstaat_het_zoeken_nederlands(q: str, verwacht: bool) -> None:
    publiceer("Kleine woningen", aanpak="In een toren. Met financiële steun, en een bestemmingsplan voor wonen/werken.")
    publiceer("Iets anders", aanpak="Heel wat anders.", gepubliceerd_op=timezone.now())
    ververs()
    uitslag = zoek(Opdracht(q=q), netwerk=True)
    if q == "de het een":
        # Only words that say nothing: as if nothing was asked.
        assert uitslag.gevonden == 2
    else:
        assert [t.praktijk.titel for t in uitslag.treffers] == (["Kleine woningen"] if verwacht else [])


def test_vraag_in_stukken() -> None:
    assert [(s.tekst, s.frase, s.niet, s.of) for s in knip('auto\'s "twee woorden" -niet OF ook')] == [
        ("auto's", False, False, False), ("twee woorden", True, False, False), ("niet", False, True, False),
        ("ook", False, False, True),
    ]  # fmt: skip
    assert knip("!!! & | ( ) \\ ' : *") == []
    assert len(knip("woord " * 100)) == 10


@pytest.mark.parametrize(
    "q", ["'", "a:b & (c | !", "\\'", "%s %(q)s", "x" * 300, "<script>", '"', "--", "-", "🏢 wonen"]
)
def test_rare_vragen_geven_een_gewone_pagina(client: Client, q: str) -> None:
    publiceer("Wonen in een toren")
    assert client.get("/kennis/", {"q": q}).status_code == 200
    assert client.get("/kennis/", {"q": q}, headers={"HX-Request": "true"}).status_code == 200


def test_synoniemen_van_de_beheerder() -> None:
    publiceer("Huis voor senioren", aanpak="Er kwam private equity bij.")
    assert titels("bejaarden") == []
    groep = Synoniem.objects.create(naam="oud", woorden="senioren, bejaarden, mensen op leeftijd")
    Synoniem.objects.create(naam="geld", woorden="risicokapitaal, private equity")
    groep.refresh_from_db()
    assert "bejaard" in groep.lexemen
    assert titels("bejaarden") == titels("mensen op leeftijd") == titels("risicokapitaal") == ["Huis voor senioren"]
    Synoniem.objects.filter(naam="oud").update(actief=False)
    assert titels("bejaarden") == []


def test_stamgegevens_laten_synoniemen_van_de_beheerder_staan() -> None:
    laad_stamgegevens()
    Synoniem.objects.filter(naam="wonen").update(woorden="wonen, verblijven")
    laad_stamgegevens()
    assert Synoniem.objects.get(naam="wonen").woorden == "wonen, verblijven"


def test_typefout_wordt_gezegd_en_verbeterd() -> None:
    publiceer("Leegstand bestrijden")
    ververs()
    uitslag = zoek(Opdracht(q="leegstnd"), netwerk=False)
    assert uitslag.verbeterd == "leegstand"
    assert uitslag.gevonden == 1
    # Also where its parts are words themselves.
    publiceer("Parkeernorm", aanpak="Parkeren is de norm, zei Parker.")
    ververs()
    Praktijk.objects.filter(titel="Parkeernorm").update(aanpak="Iets anders.")
    assert zoek(Opdracht(q="parkernorm"), netwerk=False).verbeterd == "parkeernorm"


def test_de_meeste_woorden_zijn_genoeg_als_alle_niet_kan() -> None:
    publiceer("Brandtrap aan de gevel")
    publiceer("Gevel van steen en stenen")
    ververs()
    half = zoek(Opdracht(q="brandtrap stenen gevel"), netwerk=True)
    assert half.half
    assert {t.praktijk.titel for t in half.treffers} == {"Brandtrap aan de gevel", "Gevel van steen en stenen"}
    # All words first, then most of them.
    publiceer("Brandtrap en stenen gevel", gepubliceerd_op=timezone.now() - datetime.timedelta(days=3000))
    ververs()
    meer = zoek(Opdracht(q="brandtrap stenen gevel"), netwerk=True)
    assert (meer.half, meer.aangevuld) == (False, True)
    assert meer.treffers[0].praktijk.titel == "Brandtrap en stenen gevel"


def test_volgorde_titel_voor_tekst_en_nieuw_voor_oud() -> None:
    oud = timezone.now() - datetime.timedelta(days=3000)
    publiceer("Vloerverwarming", gepubliceerd_op=oud)
    publiceer("Iets", aanpak="Ook vloerverwarming.")
    publiceer("Nog iets", aanpak="Ook vloerverwarming.", gepubliceerd_op=oud)
    assert titels("vloerverwarming") == ["Vloerverwarming", "Iets", "Nog iets"]
    assert titels("vloerverwarming", orde="nieuw")[0] == "Iets"


# --- facets and pages --------------------------------------------------------------------------
def test_facetten_tellen_wat_de_andere_keuzes_overlaten() -> None:
    laad_stamgegevens()
    utrecht = GemeenteFactory(code="GM0344")
    houten = GemeenteFactory(code="GM0321")
    publiceer("A", gemeente=houten, naar_gebruik="wonen", vvo_m2=800, jaar=2016, knelpunten=["financiering"])
    publiceer(
        "B", gemeente=houten, naar_gebruik="hotel", vvo_m2=3000, jaar=2019, knelpunten=["financiering", "bestemming"]
    )
    publiceer("C", gemeente=utrecht, naar_gebruik="wonen", vvo_m2=12000, jaar=2021, oplossingen=["subsidie"])
    uitslag = zoek(Opdracht(gebruik=("wonen",)), netwerk=False)
    assert uitslag.gevonden == 2
    assert aantallen(uitslag, "gebruik") == {"wonen": 2, "hotel": 1}
    assert aantallen(uitslag, "gemeente") == {"GM0321": 1, "GM0344": 1}
    assert aantallen(uitslag, "knelpunt") == {"financiering": 1}
    assert aantallen(uitslag, "grootte") == {"0": 1, "4": 1}
    assert aantallen(uitslag, "periode") == {"2015": 1, "2020": 1}
    assert aantallen(uitslag, "instrument") == {"subsidie": 1}
    # Within a facet either is enough, between facets both are needed.
    assert set(titels(gebruik=("wonen", "hotel"), gemeente=("GM0321",))) == {"A", "B"}
    assert titels(grootte=(2,)) == titels(periode=(2015,), knelpunt=("bestemming",)) == ["B"]
    assert titels(instrument=("subsidie",)) == ["C"]
    # A choice that finds nothing stays to be undone.
    assert aantallen(zoek(Opdracht(q="A", instrument=("omu",)), netwerk=False), "instrument")["omu"] == 0


def test_keuzes_staan_in_het_adres(client: Client) -> None:
    laad_stamgegevens()
    publiceer("A", naar_gebruik="wonen", knelpunten=["financiering"])
    publiceer("B", naar_gebruik="hotel")
    adres = "/kennis/?gebruik=wonen&knelpunt=financiering&orde=nieuw&page=9&grootte=x&periode=99999"
    tekst = client.get(adres).content.decode()
    assert "Nieuw gebruik: Wonen" in tekst
    assert "1 praktijk" in tekst
    assert Opdracht.uit(QueryDict("grootte=x&periode=99999&page=-1&page=0")) == Opdracht()


def test_bladeren_toont_elk_een_keer() -> None:
    for nummer in range(PER_PAGINA + 5):
        publiceer(f"Praktijk {nummer}", aanpak="Overal hetzelfde woord: knikkers.")
    eerste, tweede = (set(titels("knikkers", pagina=pagina)) for pagina in (1, 2))
    assert len(eerste) == PER_PAGINA
    assert len(eerste | tweede) == PER_PAGINA + 5
    # Past the end is the last page.
    assert zoek(Opdracht(q="knikkers", pagina=99), netwerk=True).opdracht.pagina == 2


def test_aantal_queries_hangt_niet_af_van_wat_er_gevonden_wordt(client: Client) -> None:
    laad_stamgegevens()

    def queries() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            assert client.get("/kennis/?q=knikkers").status_code == 200
        return len(gevangen)

    for nummer in range(4):
        publiceer(f"Praktijk {nummer}", aanpak="knikkers", knelpunten=["financiering"])
    ververs()
    queries()
    weinig = queries()
    for nummer in range(12):
        publiceer(f"Nog een {nummer}", aanpak="knikkers", knelpunten=["bestemming", "labeling"])
    assert queries() == weinig


# --- what is shown -----------------------------------------------------------------------------
def test_fragmenten_zijn_veilig_en_zonder_markdown(client: Client) -> None:
    publiceer(
        "<b>Toren</b> & co",
        samenvatting="Een <script>alert(1)</script> toren",
        aanpak="## Kop\n\n* **Torens** zijn [hoog](javascript:alert(1)) <img src=x onerror=alert(1)> 1 < 2 \x02",
    )
    tekst = client.get("/kennis/?q=toren").content.decode()
    assert "<script>alert" not in tekst
    assert "<img" not in tekst.split("kennis-lijst")[1]
    assert "javascript:" not in tekst
    ververs()
    (treffer,) = zoek(Opdracht(q="toren"), netwerk=False).treffers
    assert "<mark>Toren</mark>" in treffer.titel
    assert "<mark>Torens</mark> zijn hoog" in treffer.fragment
    assert "1 &lt; 2" in treffer.fragment
    assert not set("#*[") & set(treffer.fragment)
    assert markeer("\x02<i>\x03") == "<mark>&lt;i&gt;</mark>"


def test_knelpunten_en_oplossingen_worden_ook_gevonden(client: Client) -> None:
    laad_stamgegevens()
    ververs()
    uitslag = zoek(Opdracht(q="leegstand belasting"), netwerk=False)
    assert "leegstandsbelasting" in [wijzer.code for wijzer in uitslag.wegwijzers]
    Oplossing.objects.all().delete()
    Knelpunt.objects.filter(code="parkeren-geluid").update(actief=False)
    assert "parkeren-geluid" not in [w.code for w in zoek(Opdracht(q="parkeernormen"), netwerk=False).wegwijzers]


def test_niets_gevonden_wijst_de_weg(client: Client) -> None:
    laad_stamgegevens()
    publiceer("Iets over beton")
    ververs()
    tekst = client.get("/kennis/?q=geluidswalletje+xyzzy").content.decode()
    assert "Niets gevonden" in tekst
    assert "Misschien gaat het hierover" in tekst
    assert "Vraag het" in tekst


def test_tekst_van_bijlagen_telt_mee() -> None:
    praktijk = publiceer("Een gebouw")
    zoektekst.bewaar(praktijk, "bijlage:1", "Rapport.pdf", "In de kelder staat een zoutkristalmeter.")
    (treffer,) = zoek(Opdracht(q="zoutkristalmeter"), netwerk=True).treffers
    assert treffer.bijlage == "Rapport.pdf"
    assert "<mark>zoutkristalmeter</mark>" in treffer.fragment
    zoektekst.bewaar(praktijk, "bijlage:1", "Rapport.pdf", "Iets anders.")
    assert titels("zoutkristalmeter") == []
    zoektekst.verwijder(praktijk, "bijlage:1")
    assert titels("rapport") == []


def test_met_htmx_komt_alleen_wat_gevonden_is(client: Client) -> None:
    publiceer("Toren")
    antwoord = client.get("/kennis/?q=toren", headers={"HX-Request": "true"})
    assert "<html" not in antwoord.content.decode()
    assert "1 praktijk gevonden" in antwoord.content.decode()
    assert "HX-Request" in antwoord["Vary"]


# --- the log -----------------------------------------------------------------------------------
def test_vragen_zonder_resultaat_worden_geteld_zonder_wie(client: Client) -> None:
    publiceer("Toren")
    for _ in range(2):
        client.get("/kennis/", {"q": "  Zwembad  op het DAK "})
    client.get("/kennis/", {"q": "toren"})
    client.get("/kennis/", {"q": "toren", "page": "2"})
    assert set(Zoekvraag.objects.values_list("tekst", "keer", "gevonden")) == {
        ("zwembad op het dak", 2, 0), ("toren", 1, 1),
    }  # fmt: skip
    # While typing nothing is counted, until it stood still.
    client.get("/kennis/", {"q": "kelder"}, headers={"HX-Request": "true"})
    assert not Zoekvraag.objects.filter(tekst="kelder").exists()
    stil = client.get("/kennis/", {"q": "kelder", "gezocht": "1"}, headers={"HX-Request": "true"})
    assert stil.status_code == 204
    assert Zoekvraag.objects.filter(tekst="kelder").exists()
    assert {veld.name for veld in Zoekvraag._meta.get_fields()} == {"id", "tekst", "dag", "keer", "gevonden"}
    client.force_login(GebruikerFactory(rol=Rol.KANTORENCOACH))
    tekst = client.get("/kennis/ontbreekt/").content.decode()
    assert "zwembad op het dak" in tekst
    assert ">toren<" not in tekst


@pytest.mark.parametrize(
    "q", ["jan@voorbeeld.nl", "bel 06 1234 5678", "030-1234567 Jansen", "NL12RABO0123456789", "ab"]
)
def test_persoonlijke_gegevens_komen_niet_in_het_logboek(q: str) -> None:
    assert not vragenlog.noteer(q, 0)
    assert not Zoekvraag.objects.exists()


def test_oude_vragen_worden_vergeten(settings: Any) -> None:
    settings.AKT_ZOEKVRAAG_DAGEN = 30
    vandaag = datetime.date.today()
    for dagen in (10, 40):
        Zoekvraag.objects.create(tekst="zwembad", dag=vandaag - datetime.timedelta(days=dagen), gevonden=0)
    ruim_zoekvragen_op()
    assert [vraag.dag for vraag in Zoekvraag.objects.all()] == [vandaag - datetime.timedelta(days=10)]


def test_woorden_worden_alleen_ververst_als_er_iets_veranderde() -> None:
    praktijk = publiceer("Zeldzaamheid")
    ververs_woorden()
    assert Woord.objects.filter(woord="zeldzaamheid").exists()
    Woord.objects.all().delete()
    ververs_woorden()
    assert not Woord.objects.exists()
    Praktijk.objects.filter(pk=praktijk.pk).update(titel="Gemeengoed")
    ververs_woorden()
    assert Woord.objects.filter(woord="gemeengoed").exists()
    assert not Woord.objects.filter(woord="zeldzaamheid").exists()
