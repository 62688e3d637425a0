"""Signalen: each rule finds what it should and nothing else, and what people did with a finding is kept."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from akt.models import Gebruiker, Rol
from akt.openform import STEMPEL, TE_SNEL
from monitoring import tasks
from monitoring.models import Bron, Gebruik, Gemeente, Pand, Signaal
from monitoring.signalen import (
    REGELS,
    cijfers,
    controleer,
    controleer_na_invoer,
    handel_af,
    meld_fout,
    signalen_bij,
    wis_oude_melders,
)
from monitoring.signalen.afhandelen import TERMIJN
from monitoring.signalen.controle import MELDER_BEWAREN
from tests.factories import (
    BronFactory,
    GebruikerFactory,
    GemeenteFactory,
    PandFactory,
    WaarnemingFactory,
    adres_in,
    loods_van,
    vierkant,
)

VANDAAG = datetime.date(2024, 6, 1)
Status = Signaal.Status


def dag(jaar: int, maand: int = 1) -> datetime.date:
    return datetime.date(jaar, maand, 1)


@pytest.fixture
def houten(stamgegevens: None) -> Gemeente:
    gemeente = Gemeente.objects.get(code="GM0321")
    gemeente.grens = vierkant(139000, 449000, 4000)
    gemeente.grens_schematisch = False
    gemeente.save()
    return gemeente


@pytest.fixture
def pand(houten: Gemeente) -> Pand:
    """A pand with nothing wrong: seen, in line with the BAG, inside its gemeente."""
    pand = PandFactory(gemeente=houten)
    adres_in(pand, straat="Kokermolen", huisnummer=3)
    WaarnemingFactory(pand=pand, peildatum=dag(2024, 1), voorraad_m2=1900)
    return pand


def gevonden() -> set[tuple[str, str]]:
    """Rule and BAG number of what is open."""
    return set(Signaal.objects.open().values_list("regel", "pand__bag_id"))


# --- the rules ---------------------------------------------------------------------------------
def zet(pand: Pand, **velden: Any) -> None:
    Pand.objects.filter(pk=pand.pk).update(**velden)


def kijk(pand: Pand, jaar: int, maand: int = 4, **velden: Any) -> None:
    WaarnemingFactory(**{"pand": pand, "peildatum": dag(jaar, maand), "voorraad_m2": 1900, **velden})


def ander_pand(pand: Pand, **velden: Any) -> Pand:
    ander = PandFactory(gemeente=pand.gemeente, **velden)
    WaarnemingFactory(pand=ander, peildatum=dag(2024, 1), voorraad_m2=1900)
    return ander


def makelaar() -> Bron:
    return BronFactory(naam="Makelaars en marktpartijen", soort=Bron.Soort.MAKELAARS)


def in_aanbod(pand: Pand, jaren: tuple[int, ...], **velden: Any) -> None:
    for jaar in jaren:
        kijk(pand, jaar, 2, aanbod_m2=500, **velden)


# What sets a rule off, and what comes close to it and must not.
WEL: dict[str, Callable[[Pand], Any]] = {
    "sloop-met-voorraad": lambda p: zet(p, einde=dag(2023, 6), bag_status=Pand.BagStatus.GESLOOPT),
    "gebruik-botst": lambda p: kijk(p, 2024, gebruik=Gebruik.ANDERS),
    "leeg-voor-bouwjaar": lambda p: kijk(p, 2024, leegstand_m2=100, leeg_sinds=dag(1987)),
    "leeg-sinds-onbekend": lambda p: kijk(p, 2024, leegstand_m2=100),
    "bronnen-verschillen": lambda p: kijk(p, 2024, bron=makelaar(), voorraad_m2=1650),
    "sprong-voorraad": lambda p: kijk(p, 2024, voorraad_m2=2450),
    "ineens-geheel-leeg": lambda p: kijk(p, 2024, leegstand_m2=1900, leeg_sinds=dag(2024, 2)),
    "aanbod-zonder-leegstand": lambda p: in_aanbod(PandFactory(gemeente=p.gemeente), (2022, 2023, 2024)),
    "verouderd": lambda p: PandFactory(gemeente=p.gemeente, bag_id="0321100999999999"),
    "ver-boven-bag": lambda p: zet(p, go_kantoor_m2=900),
    "wijkt-af-van-bag": lambda p: zet(p, go_kantoor_m2=1500),
    "buiten-gemeente": lambda p: zet(p, omtrek=vierkant(143200, 450000)),
    "dubbel-adres": lambda p: adres_in(ander_pand(p), straat="Kokermolen", huisnummer=3),
    "dubbele-omtrek": lambda p: ander_pand(p, omtrek=p.omtrek),
    "bouwjaar-ontbreekt": lambda p: zet(p, bouwjaar=None),
    "in-onderzoek": lambda p: zet(p, in_onderzoek=True),
}
NIET: dict[str, list[Callable[[Pand], Any]]] = {
    # Seen before it was demolished; and recorded as gone.
    "sloop-met-voorraad": [
        lambda p: zet(p, einde=dag(2024, 3), bag_status=Pand.BagStatus.GESLOOPT),
        lambda p: [zet(p, einde=dag(2023, 6)), kijk(p, 2024, voorraad_m2=0)],
    ],
    "gebruik-botst": [lambda p: kijk(p, 2024, gebruik=Gebruik.ANDERS, voorraad_m2=0)],
    "leeg-voor-bouwjaar": [lambda p: kijk(p, 2024, leegstand_m2=100, leeg_sinds=dag(1988))],
    "leeg-sinds-onbekend": [lambda p: kijk(p, 2024, leegstand_m2=100, leeg_sinds=dag(2024))],
    # Exactly ten per cent; the same source; too long ago.
    "bronnen-verschillen": [
        lambda p: kijk(p, 2024, bron=makelaar(), voorraad_m2=1710),
        lambda p: kijk(p, 2024, voorraad_m2=1500),
        lambda p: [kijk(p, 2022, bron=makelaar(), voorraad_m2=1500)],
    ],
    # A large share of little; a small share of much; explained by another use.
    "sprong-voorraad": [
        lambda p: kijk(p, 2024, voorraad_m2=1400),
        lambda p: [kijk(p, 2024, 2, voorraad_m2=4000), kijk(p, 2024, 4, voorraad_m2=4900)],
        lambda p: kijk(p, 2024, voorraad_m2=900, gebruik=Gebruik.DEELS),
    ],
    # Something stood empty before; not everything does now.
    "ineens-geheel-leeg": [
        lambda p: [
            kijk(p, 2024, 2, leegstand_m2=100, leeg_sinds=dag(2024)),
            kijk(p, 2024, 4, leegstand_m2=1900, leeg_sinds=dag(2024)),
        ],
        lambda p: kijk(p, 2024, leegstand_m2=1800, leeg_sinds=dag(2024)),
    ],
    # Interrupted; not that long yet.
    "aanbod-zonder-leegstand": [
        lambda p: in_aanbod(p, (2021, 2022, 2023, 2024)),  # in January 2024 nothing was on offer
        lambda p: kijk(p, 2024, aanbod_m2=500),
    ],
    # Too small to count; not in the BAG as office.
    "verouderd": [
        lambda p: PandFactory(gemeente=p.gemeente, go_kantoor_m2=400),
        lambda p: PandFactory(gemeente=p.gemeente, go_kantoor_m2=0),
        lambda p: PandFactory(gemeente=p.gemeente, bag_status=Pand.BagStatus.NIET_GEREALISEERD),
    ],
    "ver-boven-bag": [lambda p: zet(p, go_kantoor_m2=1000)],
    "wijkt-af-van-bag": [lambda p: zet(p, go_kantoor_m2=1600), lambda p: zet(p, go_kantoor_m2=900)],
    # On the border; a border that is only a sketch.
    "buiten-gemeente": [
        lambda p: zet(p, omtrek=vierkant(143040, 450000)),
        lambda p: [
            zet(p, omtrek=vierkant(150000, 450000)),
            Gemeente.objects.filter(pk=p.gemeente_id).update(grens_schematisch=True),
        ],
    ],
    # Another letter; nothing recorded there.
    "dubbel-adres": [
        lambda p: adres_in(ander_pand(p), straat="Kokermolen", huisnummer=3, huisletter="A"),
        lambda p: adres_in(PandFactory(gemeente=p.gemeente, go_kantoor_m2=0), straat="Kokermolen", huisnummer=3),
    ],
    "dubbele-omtrek": [lambda p: ander_pand(p, omtrek=vierkant(p.omtrek.extent[0] + 1, p.omtrek.extent[1]))],
    "bouwjaar-ontbreekt": [lambda p: [zet(p, bouwjaar=None, go_kantoor_m2=400), kijk(p, 2024, voorraad_m2=380)]],
    "in-onderzoek": [lambda p: zet(p, in_onderzoek=True, einde=dag(2024, 3))],
}


def test_elke_regel_heeft_een_proef() -> None:
    assert set(WEL) == set(NIET) == set(REGELS)


def test_een_gewoon_pand_geeft_geen_signaal(pand: Pand) -> None:
    assert controleer(vandaag=VANDAAG).nieuw == 0


@pytest.mark.parametrize("slug", REGELS)
def test_regel_vindt_wat_hij_moet_vinden(pand: Pand, slug: str) -> None:
    WEL[slug](pand)
    uitkomst = controleer(vandaag=VANDAAG)
    assert uitkomst.gevonden[slug] == 1
    signaal = Signaal.objects.open().get(regel=slug)
    regel = REGELS[slug]
    assert (signaal.ernst, signaal.voorstel) == (regel.ernst, regel.voorstel)
    assert signaal.gemeente_id == "GM0321"
    assert signaal.uitleg.endswith(".")
    # A second look changes nothing, and a look at this pand alone finds the same.
    assert signaal.pand_id is not None
    for nog_eens in (controleer(vandaag=VANDAAG), controleer([signaal.pand_id], vandaag=VANDAAG)):
        assert nog_eens.gevonden[slug] == 1
        assert (nog_eens.nieuw, nog_eens.vervallen, nog_eens.bijgewerkt) == (0, 0, 0)


@pytest.mark.parametrize(
    ("slug", "bijna"),
    [pytest.param(slug, bijna, id=f"{slug}-{i}") for slug, rij in NIET.items() for i, bijna in enumerate(rij)],
)
def test_regel_laat_met_rust_wat_mag(pand: Pand, slug: str, bijna: Callable[[Pand], Any]) -> None:
    bijna(pand)
    assert controleer(vandaag=VANDAAG).gevonden[slug] == 0


def test_uitleg_noemt_de_getallen(pand: Pand) -> None:
    kijk(pand, 2024, bron=makelaar(), voorraad_m2=3000)
    controleer(vandaag=VANDAAG)
    signaal = Signaal.objects.get(regel="bronnen-verschillen")
    assert signaal.uitleg == (
        "Makelaars en marktpartijen noemt 3.000\xa0m² voorraad (1-4-2024), Parate kennis van de kantorenloods "
        "1.900\xa0m² (1-1-2024): een verschil van 37%."
    )
    assert signaal.bron == makelaar()


# --- keeping them in step ----------------------------------------------------------------------
def test_wat_niet_meer_geldt_vervalt(pand: Pand) -> None:
    zet(pand, bouwjaar=None)
    controleer(vandaag=VANDAAG)
    zet(pand, bouwjaar=1990)
    uitkomst = controleer(vandaag=VANDAAG)
    signaal = Signaal.objects.get(regel="bouwjaar-ontbreekt")
    assert (uitkomst.vervallen, signaal.status) == (1, Status.VERVALLEN)
    assert signaal.afgehandeld_op is not None


def test_open_signaal_krijgt_de_nieuwste_getallen(pand: Pand) -> None:
    kijk(pand, 2024, 2, leegstand_m2=100)
    controleer(vandaag=VANDAAG)
    eerste = Signaal.objects.get()
    kijk(pand, 2024, 4, leegstand_m2=200)
    uitkomst = controleer(vandaag=VANDAAG)
    signaal = Signaal.objects.get()
    assert (signaal.pk, uitkomst.nieuw, uitkomst.bijgewerkt) == (eerste.pk, 0, 1)
    assert "200\xa0m²" in signaal.uitleg


def test_wat_klopt_komt_pas_terug_als_de_feiten_veranderen(pand: Pand) -> None:
    kijk(pand, 2024, 2, voorraad_m2=2600)
    controleer(vandaag=VANDAAG)
    sprong = Signaal.objects.filter(regel="sprong-voorraad")
    handel_af(sprong, Status.KLOPT, GebruikerFactory(), "Er is aangebouwd.")
    assert controleer(vandaag=VANDAAG).nieuw == 0
    assert sprong.get().status == Status.KLOPT
    # Something else about the same pand is no reason to ask again.
    zet(pand, naam="De Molen")
    assert controleer([pand.pk], vandaag=VANDAAG).nieuw == 0
    kijk(pand, 2024, 4, voorraad_m2=5000)
    controleer(vandaag=VANDAAG)
    assert sorted(sprong.values_list("status", "reden")) == [("open", ""), ("vervallen", "Er is aangebouwd.")]


def test_opgelost_zonder_dat_er_iets_veranderde_komt_terug(pand: Pand) -> None:
    zet(pand, bouwjaar=None)
    controleer(vandaag=VANDAAG)
    handel_af(Signaal.objects.all(), Status.OPGELOST, GebruikerFactory())
    assert controleer(vandaag=VANDAAG).nieuw == 1
    assert sorted(Signaal.objects.values_list("status", flat=True)) == ["open", "opgelost"]


def test_controle_van_een_pand_laat_andere_met_rust(pand: Pand) -> None:
    ander = ander_pand(pand)
    zet(pand, bouwjaar=None)
    zet(ander, bouwjaar=None)
    controleer([pand.pk], vandaag=VANDAAG)
    assert gevonden() == {("bouwjaar-ontbreekt", pand.bag_id)}
    controleer(vandaag=VANDAAG)
    zet(pand, bouwjaar=1990)
    zet(ander, bouwjaar=1990)
    controleer([pand.pk], vandaag=VANDAAG)
    assert gevonden() == {("bouwjaar-ontbreekt", ander.bag_id)}
    assert controleer([], vandaag=VANDAAG).gevonden == {}


def test_melding_van_een_mens_vervalt_niet_vanzelf(pand: Pand) -> None:
    signaal = meld_fout("De leegstand is te hoog.", pand.get_absolute_url())
    signaal_oud = Signaal.objects.create(regel="afgeschaft", sleutel="x", ernst="tip", uitleg="Oude regel.")
    controleer(vandaag=VANDAAG)
    signaal.refresh_from_db()
    signaal_oud.refresh_from_db()
    assert (signaal.status, signaal_oud.status) == (Status.OPEN, Status.VERVALLEN)


def test_pand_dat_naar_een_andere_gemeente_gaat_neemt_zijn_signaal_mee(pand: Pand) -> None:
    zet(pand, bouwjaar=None)
    controleer(vandaag=VANDAAG)
    zet(pand, gemeente=GemeenteFactory(code="GM0344"))
    controleer(vandaag=VANDAAG)
    assert Signaal.objects.get(regel="bouwjaar-ontbreekt").gemeente_id == "GM0344"


def test_na_invoer_alleen_dat_pand(pand: Pand, django_capture_on_commit_callbacks: Any, monkeypatch: Any) -> None:
    gevraagd: list[list[int]] = []
    monkeypatch.setattr(tasks.controleer_panden, "delay", gevraagd.append)
    with django_capture_on_commit_callbacks(execute=True):
        controleer_na_invoer([pand])
        assert gevraagd == []
    assert gevraagd == [[pand.pk]]
    ander = ander_pand(pand)
    Pand.objects.update(bouwjaar=None)
    tasks.controleer_panden(gevraagd[0])
    assert ("bouwjaar-ontbreekt", pand.bag_id) in gevonden()
    assert ander.bag_id not in {bag_id for _, bag_id in gevonden()}


def test_opdracht_vertelt_wat_er_is_gevonden(pand: Pand) -> None:
    zet(pand, bouwjaar=None)
    kijk(pand, timezone.localdate().year, 1)
    uitvoer = io.StringIO()
    call_command("controleer_kwaliteit", stdout=uitvoer)
    assert "1  Bouwjaar ontbreekt" in uitvoer.getvalue()
    assert "1 nieuw" in uitvoer.getvalue()


# --- handling ----------------------------------------------------------------------------------
def test_klopt_vraagt_een_reden(pand: Pand) -> None:
    signaal = meld_fout("De leegstand is te hoog.")
    with pytest.raises(ValueError, match="waarom"):
        handel_af(Signaal.objects.all(), Status.KLOPT, GebruikerFactory(), "  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Signaal.objects.filter(pk=signaal.pk).update(status="klopt", afgehandeld_op=timezone.now())


def test_afhandelen_wist_het_adres_van_de_melder(pand: Pand) -> None:
    signaal = meld_fout("De leegstand is te hoog.", melder="jan@voorbeeld.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Signaal.objects.filter(pk=signaal.pk).update(status="opgelost", afgehandeld_op=timezone.now())
    assert handel_af(Signaal.objects.all(), Status.OPGELOST, GebruikerFactory()) == 1
    assert Signaal.objects.get().melder == ""
    assert handel_af(Signaal.objects.all(), Status.OPGELOST, GebruikerFactory()) == 0


def test_oud_adres_van_een_melder_gaat_weg(pand: Pand) -> None:
    oud, nieuw = (meld_fout("De leegstand is te hoog.", melder="jan@voorbeeld.example") for _ in range(2))
    Signaal.objects.filter(pk=oud.pk).update(gevonden_op=timezone.now() - MELDER_BEWAREN - TERMIJN)
    assert wis_oude_melders() == 1
    assert Signaal.objects.exclude(melder="").get() == nieuw


def test_cijfers_over_wat_is_opgelost(houten: Gemeente) -> None:
    assert (cijfers(Signaal.objects.all()).aandeel, cijfers(Signaal.objects.all()).aandeel_op_tijd) == (None, None)
    nu = timezone.now()
    gebruiker = GebruikerFactory()

    def signaal(dagen_terug: int, duurde: int | None, ernst: str = "tip") -> None:
        nieuw = meld_fout("De leegstand is te hoog.")
        gevonden_op = nu - datetime.timedelta(days=dagen_terug)
        Signaal.objects.filter(pk=nieuw.pk).update(gevonden_op=gevonden_op, ernst=ernst)
        if duurde is not None:
            handel_af(Signaal.objects.filter(pk=nieuw.pk), Status.OPGELOST, gebruiker)
            klaar = gevonden_op + datetime.timedelta(days=duurde)
            Signaal.objects.filter(pk=nieuw.pk).update(afgehandeld_op=klaar)

    signaal(100, 5)  # in time
    signaal(100, 60)  # too late
    signaal(100, None, "fout")  # still open
    signaal(2, None)  # still open, with days to go
    signaal(500, 5)  # long ago
    stand = cijfers(Signaal.objects.all())
    assert (stand.open, stand.fouten, stand.aandeel) == (2, 1, 50)
    assert stand.aandeel_op_tijd == pytest.approx(100 / 3)


def test_bij_het_pand_staat_wat_open_is_en_wat_klopt(pand: Pand) -> None:
    zet(pand, bouwjaar=None, in_onderzoek=True)
    kijk(pand, 2024, leegstand_m2=100)
    controleer(vandaag=VANDAAG)
    handel_af(Signaal.objects.filter(regel="in-onderzoek"), Status.KLOPT, GebruikerFactory(), "Loopt al.")
    handel_af(Signaal.objects.filter(regel="bouwjaar-ontbreekt"), Status.OPGELOST, GebruikerFactory())
    bevindingen = signalen_bij(pand)
    assert [(b.signaal.regel, b.vastleggen) for b in bevindingen] == [
        ("leeg-sinds-onbekend", True),
        ("in-onderzoek", False),
    ]


# --- pages -------------------------------------------------------------------------------------
@pytest.fixture
def loods(pand: Pand) -> Gebruiker:
    return loods_van(pand.gemeente, naam="Loes Houten")


@pytest.fixture
def elders(pand: Pand) -> Signaal:
    """A finding in another gemeente than that of the loods."""
    utrecht = PandFactory(gemeente_id="GM0344", bouwjaar=None, omtrek=None)
    WaarnemingFactory(pand=utrecht, peildatum=dag(2024), voorraad_m2=1900)
    zet(pand, bouwjaar=None)
    kijk(pand, 2024, leegstand_m2=100)
    controleer(vandaag=VANDAAG)
    return Signaal.objects.get(pand=utrecht, regel="bouwjaar-ontbreekt")


def rijen(client: Client, **vraag: str) -> list[str]:
    return [rij.record.regel for rij in client.get("/signalen/", vraag).context["table"].page]


def test_loods_ziet_alleen_de_eigen_gemeenten(client: Client, loods: Gebruiker, elders: Signaal) -> None:
    client.force_login(loods)
    assert sorted(rijen(client)) == ["bouwjaar-ontbreekt", "leeg-sinds-onbekend"]
    for vraag in ({}, {"gemeente": "GM0344"}, {"status": "alle"}):
        assert elders.pk not in {rij.record.pk for rij in client.get("/signalen/", vraag).context["table"].page}
    assert client.get(elders.get_absolute_url()).status_code == 404
    assert client.post(elders.get_absolute_url(), {"actie": "opgelost"}).status_code == 404
    inhoud = b"".join(client.get("/signalen/signalen.csv").streaming_content).decode("utf-8-sig")
    assert elders.pand.bag_id not in inhoud
    client.post("/signalen/", {"kies": [elders.pk], "actie": "opgelost"})
    client.post("/signalen/", {"los_op": elders.pk})
    elders.refresh_from_db()
    assert elders.status == Status.OPEN


def test_lijst_filtert_telt_en_sorteert(client: Client, pand: Pand, elders: Signaal) -> None:
    client.force_login(GebruikerFactory(rol=Rol.KANTORENCOACH))
    assert sorted(rijen(client)) == ["bouwjaar-ontbreekt", "bouwjaar-ontbreekt", "leeg-sinds-onbekend"]
    assert rijen(client, regel="leeg-sinds-onbekend") == ["leeg-sinds-onbekend"]
    assert rijen(client, gemeente="GM0344") == ["bouwjaar-ontbreekt"]
    assert rijen(client, ernst="fout") == []
    assert rijen(client, status="klopt") == []
    assert len(rijen(client, status="alle")) == 3
    assert rijen(client, sort="-wat")[0] == "leeg-sinds-onbekend"
    zet(pand, einde=dag(2023), bag_status=Pand.BagStatus.GESLOOPT)
    controleer(vandaag=VANDAAG)
    assert rijen(client)[0] == "sloop-met-voorraad", "Een fout komt eerst."
    per_regel = client.get("/signalen/", {"regel": "bouwjaar-ontbreekt"}).context["per_regel"]
    assert [(rij["naam"], rij["aantal"], rij["gekozen"]) for rij in per_regel] == [
        ("Bouwjaar ontbreekt", 1, True),
        ("Gesloopt, maar nog voorraad", 1, False),
    ]


def test_een_klik_en_een_stapel(client: Client, loods: Gebruiker, elders: Signaal) -> None:
    client.force_login(loods)
    bouwjaar, leeg = Signaal.objects.filter(gemeente="GM0321").order_by("regel")
    antwoord = client.post("/signalen/?ernst=tip", {"los_op": bouwjaar.pk})
    assert antwoord["Location"] == "/signalen/?ernst=tip"
    bouwjaar.refresh_from_db()
    assert (bouwjaar.status, bouwjaar.afgehandeld_door) == (Status.OPGELOST, loods)
    # Without a reason nothing is right.
    client.post("/signalen/", {"kies": [bouwjaar.pk, leeg.pk], "actie": "klopt", "reden": ""})
    leeg.refresh_from_db()
    assert leeg.status == Status.OPEN
    antwoord = client.post(
        "/signalen/", {"kies": [bouwjaar.pk, leeg.pk], "actie": "klopt", "reden": "Niemand weet het."}, follow=True
    )
    leeg.refresh_from_db()
    assert (leeg.status, leeg.reden) == (Status.KLOPT, "Niemand weet het.")
    inhoud = antwoord.content.decode()
    assert "1 signaal afgehandeld" in inhoud
    assert "1 signaal was al afgehandeld" in inhoud
    assert client.post("/signalen/", {"licht_toe": leeg.pk})["Location"] == leeg.get_absolute_url()


def test_coach_kijkt_maar_handelt_niet_af(client: Client, elders: Signaal) -> None:
    client.force_login(GebruikerFactory(rol=Rol.KANTORENCOACH))
    inhoud = client.get("/signalen/").content.decode()
    assert 'name="kies"' not in inhoud
    assert 'name="actie"' not in client.get(elders.get_absolute_url()).content.decode()
    assert client.post("/signalen/", {"los_op": elders.pk}).status_code == 403
    assert client.post(elders.get_absolute_url(), {"actie": "opgelost"}).status_code == 403


def test_pagina_van_een_signaal_legt_uit_en_handelt_af(client: Client, loods: Gebruiker, elders: Signaal) -> None:
    client.force_login(loods)
    leeg = Signaal.objects.get(regel="leeg-sinds-onbekend")
    inhoud = client.get(leeg.get_absolute_url()).content.decode()
    assert REGELS["leeg-sinds-onbekend"].controleert.split(",")[0] in inhoud
    assert reverse("monitoring:pand-vastleggen", args=[leeg.pand.bag_id]) in inhoud
    bouwjaar = Signaal.objects.get(regel="bouwjaar-ontbreekt", gemeente="GM0321")
    assert "/vastleggen/" not in client.get(bouwjaar.get_absolute_url()).content.decode().split("<main")[1]
    antwoord = client.post(leeg.get_absolute_url(), {"actie": "klopt", "reden": ""})
    assert antwoord.status_code == 422
    assert "waarom het klopt" in antwoord.content.decode()
    assert client.post(leeg.get_absolute_url(), {"actie": "klopt", "reden": "Onbekend."}).status_code == 302
    assert "Onbekend." in client.get(leeg.get_absolute_url()).content.decode()
    # A second time it was already done, and the first reason stays.
    client.post(leeg.get_absolute_url(), {"actie": "klopt", "reden": "Anders."})
    leeg.refresh_from_db()
    assert leeg.reden == "Onbekend."


def test_csv_en_rapport_zijn_veilig_en_van_de_bron(client: Client, pand: Pand, elders: Signaal) -> None:
    client.force_login(GebruikerFactory(rol=Rol.KANTORENCOACH))
    pand.adressen.update(straat="=HYPERLINK(1)")
    inhoud = b"".join(client.get("/signalen/signalen.csv").streaming_content).decode("utf-8-sig")
    lijst = list(csv.DictReader(io.StringIO(inhoud)))
    assert len(lijst) == 3
    assert "'=HYPERLINK(1) 3" in {rij["Adres"] for rij in lijst}
    bag, kennis = Bron.objects.get(naam="BAG (Kadaster)"), Bron.objects.get(naam__startswith="Parate kennis")
    meld_fout("De leegstand is te hoog.")
    for bron, verwacht in ((bag, {"Bouwjaar ontbreekt"}), (kennis, {"Leeg, maar sinds wanneer?"})):
        antwoord = client.get(reverse("monitoring:signalen-leverancier-xlsx", args=[bron.pk]))
        boek = load_workbook(io.BytesIO(b"".join(antwoord.streaming_content)))
        blad = boek.worksheets[0]
        cellen = list(blad.iter_rows(min_row=2, values_only=True))
        assert {rij[5] for rij in cellen} == verwacht
        assert not any(str(cel).startswith("=") for rij in cellen for cel in rij)
        assert bron.naam in str(boek["Toelichting"]["A1"].value)
        antwoord = client.get(reverse("monitoring:signalen-leverancier-csv", args=[bron.pk]))
        assert len(b"".join(antwoord.streaming_content).decode("utf-8-sig").splitlines()) == len(cellen) + 1
    inhoud = client.get("/signalen/").content.decode()
    assert reverse("monitoring:signalen-leverancier-xlsx", args=[bag.pk]) in inhoud


# --- reporting an error ------------------------------------------------------------------------
@pytest.fixture
def formulier(stamgegevens: None, client: Client) -> dict[str, Any]:
    """The form as a person sends it: after reading it."""
    return {"wat": "De leegstand in Houten is veel te hoog.", "waar": "", "email": "", "website": "",
            "stempel": oud_stempel(TE_SNEL + 2)}  # fmt: skip


def oud_stempel(seconden: int) -> str:
    toen = timezone.now().timestamp() - seconden
    with pytest.MonkeyPatch.context() as klok:
        klok.setattr("django.core.signing.time.time", lambda: toen)
        return STEMPEL.sign("begin")


def test_bezoeker_meldt_een_fout(client: Client, formulier: dict[str, Any]) -> None:
    waar = "/infographics/gemeente/GM0321/#ontwikkeling"
    form = client.get("/fout-melden/", {"waar": waar}).context["form"]
    assert form["waar"].value() == waar
    antwoord = client.post("/fout-melden/", {**formulier, "waar": waar, "email": "jan@voorbeeld.example"})
    signaal = Signaal.objects.get()
    assert antwoord["Location"] == reverse("monitoring:fout-gemeld", args=[signaal.sleutel])
    assert signaal.sleutel in client.get(antwoord["Location"]).content.decode()
    assert (signaal.regel, signaal.status, signaal.gemeente_id) == ("melding", Status.OPEN, "GM0321")
    assert signaal.melder == "jan@voorbeeld.example"
    # It is seen by whose gemeente it is, with the address to answer to, and by nobody else.
    loods = loods_van(Gemeente.objects.get(code="GM0321"))
    client.force_login(loods)
    assert "jan@voorbeeld.example" in client.get(signaal.get_absolute_url()).content.decode()
    client.post("/signalen/", {"los_op": signaal.pk})
    assert "jan@voorbeeld.example" not in client.get(signaal.get_absolute_url()).content.decode()
    client.force_login(GebruikerFactory(rol=Rol.MARKTPARTIJ))
    assert client.get(signaal.get_absolute_url()).status_code == 403


@pytest.mark.parametrize(
    ("waar", "gemeente"),
    [
        ("/infographics/", None),
        ("/infographics/gemeente/GM9999/", None),
        ("/infographics/terrein/RONDEEL/", "GM0321"),
        ("//kwaad.example/infographics/gemeente/GM0321/", None),
        ("Ergens bij het station", None),
        ("", None),
    ],
)
def test_melding_weet_bij_welke_gemeente_ze_hoort(stamgegevens: None, waar: str, gemeente: str | None) -> None:
    from tests.factories import TerreinFactory

    TerreinFactory(code="RONDEEL", gemeente=Gemeente.objects.get(code="GM0321"))
    assert meld_fout("De leegstand is te hoog.", waar).gemeente_id == gemeente


def test_melding_bij_een_pand(pand: Pand) -> None:
    signaal = meld_fout("De leegstand is te hoog.", pand.get_absolute_url())
    assert (signaal.pand, signaal.gemeente_id) == (pand, "GM0321")


@pytest.mark.parametrize(
    ("anders", "klacht"),
    [
        ({"website": "http://koop.example"}, "robots"),
        ({"stempel": "verzonnen"}, "te lang open"),
        ({"stempel": ""}, "te lang open"),
        ({"wat": "fout"}, "iets meer"),
        ({"email": "geen adres"}, "e-mailadres"),
    ],
)
def test_melding_die_niet_deugt(client: Client, formulier: dict[str, Any], anders: dict[str, str], klacht: str) -> None:
    antwoord = client.post("/fout-melden/", formulier | anders)
    assert antwoord.status_code == 422
    assert klacht in antwoord.content.decode()
    assert not Signaal.objects.exists()


def test_te_snel_of_te_oud_kan_daarna_gewoon_opnieuw(client: Client, formulier: dict[str, Any]) -> None:
    vers = client.get("/fout-melden/").context["form"]["stempel"].value()
    antwoord = client.post("/fout-melden/", formulier | {"stempel": vers})
    assert "wel heel snel" in antwoord.content.decode()
    antwoord = client.post("/fout-melden/", formulier | {"stempel": oud_stempel(2 * 24 * 3600)})
    assert "te lang open" in antwoord.content.decode()
    form = antwoord.context["form"]
    assert form["wat"].value() == formulier["wat"]
    STEMPEL.unsign(form["stempel"].value(), max_age=60)
    assert not Signaal.objects.exists()


def test_te_veel_meldingen_van_een_adres(client: Client, formulier: dict[str, Any]) -> None:
    statussen = [client.post("/fout-melden/", formulier).status_code for _ in range(6)]
    assert statussen == [302] * 5 + [429]
    assert Signaal.objects.count() == 5
    assert client.post("/fout-melden/", formulier, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_melden_vraagt_csrf(formulier: dict[str, Any]) -> None:
    assert Client(enforce_csrf_checks=True).post("/fout-melden/", formulier).status_code == 403


def test_melden_werkt_ook_zonder_redis(client: Client, formulier: dict[str, Any], settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "akt.cache.KalmeRedisCache", "LOCATION": "unix:///nergens/redis.sock"}}
    assert client.post("/fout-melden/", formulier).status_code == 302
