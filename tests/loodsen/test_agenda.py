"""The planning as in the report, and the five points of gemeenten."""

from __future__ import annotations

import datetime
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from loodsen import agenda
from loodsen.models import Gemeenteagenda, Gemeenteagendapunt, Procesverbetering, Programmaonderdeel
from loodsen.stamgegevens import laad_stamgegevens
from monitoring.models import Doelstelling, Gemeente
from tests.factories import loods_van
from tests.wereld import Wereld, maak_wereld

FIXTURE = json.loads((Path(__file__).parents[2] / "fixtures" / "agenda.json").read_text())
VANDAAG = datetime.date.today()


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def als(wereld: Wereld, rol: str) -> Client:
    client = Client()
    client.force_login(wereld.gebruikers[rol])
    return client


# --- the planning ------------------------------------------------------------------------------------
def cellen(inhoud: str) -> dict[str, list[tuple[int, int]]]:
    """What is in the table: text of a part -> (first quarter, number of quarters) of its cells."""
    gevonden: dict[str, list[tuple[int, int]]] = {}
    for rij in re.findall(r"<tr>(.*?)</tr>", inhoud.partition("<tbody")[2], re.S):
        kwartaal = 1
        for breedte, cel in re.findall(r'<td(?: colspan="(\d)")?>(.*?)</td>', rij, re.S):
            hoeveel = int(breedte or 1)
            if naam := re.search(r'agenda-deel__naam">(.*?)</p>', cel, re.S):
                tekst = html.unescape(re.sub(r"<[^>]+>", "", naam[1]))
                gevonden.setdefault(tekst, []).append((kwartaal, hoeveel))
            kwartaal += hoeveel
        assert kwartaal == 5
    return gevonden


def test_planning_van_2015_staat_er_helemaal_en_in_het_goede_kwartaal(wereld: Wereld, client: Client) -> None:
    pagina = client.get(f"{reverse('loodsen:agenda')}?jaar=2015")
    inhoud = pagina.content.decode()
    onderdelen = FIXTURE["programma"]["onderdelen"]
    verwacht = {}
    for rij in onderdelen:
        eerste, laatste = (
            (datetime.date.fromisoformat(rij[naam]).month + 2) // 3 for naam in ("begin", "einde")
        )  # fmt: skip
        verwacht[rij["naam"]] = [(eerste, laatste - eerste + 1)]
    assert cellen(inhoud) == verwacht
    assert pagina.context["hoeveel"] == len(onderdelen) == 26
    # Every strand is the head of its rows, in the order of the programme.
    koppen = re.findall(r'<th scope="rowgroup"[^>]*>(.*?)</th>', inhoud)
    assert koppen == [str(strand.label) for strand in Programmaonderdeel.Strand]
    assert FIXTURE["programma"]["bron"] in html.unescape(inhoud)
    # Nobody kept the status since: it is not called late.
    assert "te laat" not in inhoud


def test_jaar_zonder_planning_zegt_dat_en_biedt_andere_jaren(wereld: Wereld, client: Client) -> None:
    adres = reverse("loodsen:agenda")
    for vraag in ("", "?jaar=1999"):
        inhoud = client.get(adres + vraag).content.decode()
        assert f"Voor {vraag[-4:] or VANDAAG.year} is er geen planning." in inhoud
        assert 'href="?jaar=2015"' in inhoud
    for raar in ("abc", "12345", "²⁰¹⁵", "0000", "-201"):
        antwoord = client.get(adres, {"jaar": raar})
        assert antwoord.status_code == 200
        assert "Dat is geen jaar." in antwoord.content.decode()


def test_wat_te_laat_is_staat_er_in_woorden(wereld: Wereld) -> None:
    gisteren = VANDAAG - datetime.timedelta(days=1)
    for status, naam in (("loopt", "Loopt uit"), ("gereed", "Is klaar"), ("vervallen", "Gaat niet door")):
        Programmaonderdeel.objects.create(
            strand="scans", naam=naam, begin=gisteren, einde=gisteren, status=status, bijgehouden_op=VANDAAG
        )
    Programmaonderdeel.objects.create(
        strand="scans", naam="Komt nog", begin=gisteren, einde=VANDAAG, status="gepland", bijgehouden_op=VANDAAG
    )
    pagina = Client().get(f"{reverse('loodsen:agenda')}?jaar={gisteren.year}")
    assert pagina.context["te_laat"] == 1
    inhoud = pagina.content.decode()
    assert inhoud.count("te laat: stond voor") == 1
    assert "te laat: stond voor" in inhoud.partition("Loopt uit")[2].partition("agenda-deel__naam")[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 35), st.integers(0, 20)), max_size=12))
def test_in_een_baan_overlapt_niets_en_elke_rij_is_vol(perioden: list[tuple[int, int]]) -> None:
    def maand(nummer: int) -> datetime.date:
        return datetime.date(2014 + nummer // 12, nummer % 12 + 1, 1)

    delen = [
        Programmaonderdeel(pk=nummer, strand="pakt", naam=str(nummer), begin=maand(begin), einde=maand(begin + duur))
        for nummer, (begin, duur) in enumerate(perioden)
    ]
    in_2015 = [deel for deel in delen if deel.begin.year <= 2015 <= deel.einde.year]
    rijen = agenda.rijen(in_2015, 2015)
    banen = [list(baan.cellen) for rij in rijen for baan in rij.banen]
    for cellen_ in banen:
        assert [cel.van for cel in cellen_] == [1 + sum(c.breedte for c in cellen_[:i]) for i in range(len(cellen_))]
        assert sum(cel.breedte for cel in cellen_) == 4
    geplaatst = [cel.onderdeel for cellen_ in banen for cel in cellen_ if cel.onderdeel]
    assert sorted(deel.pk for deel in geplaatst) == sorted(deel.pk for deel in in_2015)


def test_stamgegevens_laten_staan_wat_iemand_wijzigde(wereld: Wereld) -> None:
    assert laad_stamgegevens() == 0
    deel = Programmaonderdeel.objects.get(sleutel="2015-pakt-1")
    deel.naam, deel.status = "Eerste PAKT", "gereed"
    deel.save()
    assert laad_stamgegevens() == 0
    deel.refresh_from_db()
    assert (deel.naam, deel.status) == ("Eerste PAKT", "gereed")
    assert set(Gemeenteagenda.objects.values_list("gemeente__naam", flat=True)) == {
        "Amersfoort", "Houten", "Leusden", "Nieuwegein", "Stichtse Vecht", "Utrecht", "Veenendaal", "Woerden",
    }  # fmt: skip


def test_coach_houdt_de_planning_bij(wereld: Wereld) -> None:
    coach = als(wereld, "coach")
    deel = Programmaonderdeel.objects.get(sleutel="2015-pakt-1")
    adres = reverse("loodsen:onderdeel", args=[deel.pk])
    form = coach.get(adres).context["form"]
    invoer = {veld: form[veld].value() for veld in form.fields if form[veld].value() is not None}
    antwoord = coach.post(adres, invoer | {"status": "gereed", "einde": "2015-07-02"})
    assert antwoord["Location"] == f"{reverse('loodsen:agenda')}?jaar=2015"
    deel.refresh_from_db()
    assert (deel.status, deel.einde, deel.bijgehouden_op) == ("gereed", datetime.date(2015, 7, 2), VANDAAG)
    pagina = coach.get(adres).content.decode()
    assert "status van Gepland naar Gereed" in pagina
    assert "einde van 30-6-2015 naar 2-7-2015" in pagina
    mis = coach.post(reverse("loodsen:onderdeel-nieuw"), invoer | {"begin": "2015-08-01", "einde": "2015-07-01"})
    assert mis.status_code == 422
    assert "Het einde ligt voor het begin" in mis.content.decode()


# --- gemeenten ---------------------------------------------------------------------------------------
def test_iedereen_leest_de_vijf_punten_met_wat_erbij_hoort(wereld: Wereld, client: Client) -> None:
    Gemeenteagendapunt.objects.filter(agenda="GM0321", punt=2).update(beleid="Wij kiezen Het Rondeel.", stand="bezig")
    Gemeenteagendapunt.objects.get(agenda="GM0321", punt=2).terreinen.set([wereld.terrein])
    Procesverbetering.objects.create(
        agenda_id="GM0321", wat="Sneller vooroverleg", gereed_voor=datetime.date(2020, 1, 1)
    )
    adres = reverse("loodsen:gemeenteagenda", args=["GM0321"])
    inhoud = client.get(adres).content.decode()
    for tekst in (
        "Herkenbare kantorenloods", "Loes Houten, kantorenloods", "Wij kiezen Het Rondeel.", "HET-RONDEEL",
        "Sneller vooroverleg", "Leegstand (% van de voorraad): 10,0% in 2027",
    ):  # fmt: skip
        assert tekst in inhoud, tekst
    assert "Bijwerken" not in inhoud
    # Figures of before a release are for the network.
    assert "nog niet gehaald" not in inhoud
    assert "gehaald" in als(wereld, "loods").get(adres).content.decode()
    assert "Bijwerken" in als(wereld, "loods").get(adres).content.decode()


def test_gemeente_die_opging_houdt_haar_agenda_en_een_ander_heeft_geen_pagina(wereld: Wereld, client: Client) -> None:
    for naam, status in (("Vianen", 404), ("Woerden", 200)):
        gemeente = Gemeente.objects.get(naam=naam)
        Gemeente.objects.filter(pk=gemeente.pk).update(einde=datetime.date(2019, 1, 1))
        assert client.get(reverse("loodsen:gemeenteagenda", args=[gemeente.pk])).status_code == status


def bewerk(client: Client, punt: int, **velden: Any) -> Any:
    """Opens the page of a point of Houten and saves it with these changes."""
    adres = reverse("loodsen:agendapunt", args=["GM0321", punt])
    form = client.get(adres).context["form"]
    invoer = {veld: form[veld].value() for veld in form.fields if form[veld].value() is not None}
    return client.post(adres, invoer | velden)


def test_loods_werkt_een_punt_bij_met_gebieden(wereld: Wereld) -> None:
    loods = als(wereld, "loods")
    velden = {
        "stand": "bezig",
        "beleid": "Bij het station.",
        "terreinen": [wereld.terrein.pk],
        "streefdatum": "2027-01-01",
    }
    assert bewerk(loods, 2, **velden)["Location"] == "/agenda/GM0321/#punt-2"
    punt = Gemeenteagendapunt.objects.get(agenda="GM0321", punt=2)
    assert (punt.stand, punt.beleid, list(punt.terreinen.all())) == ("bezig", "Bij het station.", [wereld.terrein])
    assert punt.bijgewerkt_op is not None
    pagina = loods.get(reverse("loodsen:agendapunt", args=["GM0321", 2])).content.decode()
    assert "stand van Niet begonnen naar Bezig" in pagina
    assert "prioritaire gebieden van – naar Het Rondeel" in pagina
    # A terrein of another gemeente is no choice.
    elders = wereld.utrecht.terreinen.get()
    assert bewerk(loods, 2, terreinen=[elders.pk]).status_code == 422


def test_verbeteringen_horen_bij_punt_drie(wereld: Wereld) -> None:
    loods = als(wereld, "loods")
    kop = {"verbetering-TOTAL_FORMS": 2, "verbetering-INITIAL_FORMS": 0}
    nieuw = {"verbetering-0-wat": "Een vast team", "verbetering-0-eigenaar": "Vergunningen"}
    assert bewerk(loods, 3, **kop, **nieuw).status_code == 302
    verbetering = Procesverbetering.objects.get()
    assert (verbetering.agenda_id, verbetering.wat) == ("GM0321", "Een vast team")
    kop = {"verbetering-TOTAL_FORMS": 1, "verbetering-INITIAL_FORMS": 1, "verbetering-0-id": verbetering.pk}
    morgen = (VANDAAG + datetime.timedelta(days=1)).isoformat()
    mis = bewerk(loods, 3, **kop, **nieuw, **{"verbetering-0-gedaan_op": morgen})
    assert mis.status_code == 422
    assert "Deze dag moet nog komen" in mis.content.decode()
    assert bewerk(loods, 3, **kop, **nieuw, **{"verbetering-0-gedaan_op": VANDAAG.isoformat()}).status_code == 302
    verbetering.refresh_from_db()
    assert verbetering.gedaan_op == VANDAAG
    # Of another gemeente: not to be had by its number.
    vreemd = Procesverbetering.objects.create(agenda_id="GM0344", wat="Van Utrecht")
    bewerk(loods, 3, **kop | {"verbetering-0-id": vreemd.pk}, **{"verbetering-0-wat": "Gekaapt"})
    rijen = Procesverbetering.objects.order_by("agenda").values_list("agenda", "wat")
    assert list(rijen) == [("GM0321", "Een vast team"), ("GM0344", "Van Utrecht")]
    weg = bewerk(loods, 3, **kop, **nieuw, **{"verbetering-0-DELETE": "on"})
    assert weg.status_code == 302
    assert not Procesverbetering.objects.filter(agenda="GM0321").exists()


def test_twee_mensen_aan_een_punt_geeft_een_conflict(wereld: Wereld) -> None:
    loods, coach = als(wereld, "loods"), als(wereld, "coach")
    adres = reverse("loodsen:agendapunt", args=["GM0321", 5])
    gezien = loods.get(adres).context["form"]["gezien"].value()
    assert bewerk(coach, 5, beleid="Tekst van de coach").status_code == 302
    mijn = {"stand": "bezig", "beleid": "Tekst van de loods", "gezien": gezien}
    antwoord = loods.post(adres, mijn)
    assert antwoord.status_code == 409
    inhoud = antwoord.content.decode()
    assert "Coen Coach heeft dit intussen ook gewijzigd" in inhoud
    assert "Tekst van de loods" in inhoud
    assert Gemeenteagendapunt.objects.get(agenda="GM0321", punt=5).beleid == "Tekst van de coach"
    assert loods.post(adres, mijn | {"gezien": antwoord.context["form"]["gezien"].value()}).status_code == 302
    assert Gemeenteagendapunt.objects.get(agenda="GM0321", punt=5).beleid == "Tekst van de loods"


def test_punt_van_een_andere_gemeente_bestaat_niet_voor_een_loods(wereld: Wereld) -> None:
    adres = reverse("loodsen:agendapunt", args=["GM0344", 1])
    assert als(wereld, "loods").get(adres).status_code == 404
    assert als(wereld, "loods").post(adres, {"stand": "gereed"}).status_code == 404
    assert als(wereld, "marktpartij").get(adres).status_code == 403
    assert als(wereld, "coach").get(adres).status_code == 200
    assert als(wereld, "coach").get(reverse("loodsen:agendapunt", args=["GM0344", 6])).status_code == 404


def test_een_andere_gemeente_sluit_aan(wereld: Wereld, client: Client) -> None:
    zeist = Gemeente.objects.get(naam="Zeist")
    pagina = reverse("loodsen:gemeenteagenda", args=[zeist.pk])
    assert "doet nog niet mee" in client.get(pagina).content.decode()
    adres = reverse("loodsen:gemeenteagenda-aansluiten")
    assert als(wereld, "loods").post(adres, {"gemeente": zeist.pk}).status_code == 403
    eigen = Client()
    eigen.force_login(loods_van(zeist, naam="Zus Zeist"))
    assert "Zeist laten meedoen" in eigen.get(pagina).content.decode()
    assert list(eigen.get(reverse("loodsen:gemeenteagendas")).context["nieuw"]) == [zeist]
    for _ in range(2):
        assert eigen.post(adres, {"gemeente": zeist.pk})["Location"] == pagina
    doet_mee = Gemeenteagenda.objects.get(pk=zeist.pk)
    assert (doet_mee.sinds, doet_mee.aangesloten_door.naam) == (VANDAAG, "Zus Zeist")  # type: ignore[union-attr]
    assert [punt.punt for punt in doet_mee.punten.all()] == [1, 2, 3, 4, 5]  # type: ignore[attr-defined]
    assert als(wereld, "coach").post(adres, {"gemeente": "GM9999"}).status_code == 404
    with pytest.raises(IntegrityError, match="agendapunt_eenmaal"), transaction.atomic():
        Gemeenteagendapunt.objects.create(agenda=doet_mee, punt=5)


def test_overzicht_en_export_van_alle_gemeenten(
    wereld: Wereld, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Gemeenteagendapunt.objects.filter(agenda="GM0321", punt__in=(1, 2)).update(
        stand="gereed", bijgewerkt_op=timezone.now()
    )
    coach = als(wereld, "coach")
    for gemeente in Gemeente.objects.huidig():
        agenda.sluit_aan(gemeente)
    with django_assert_max_num_queries(8):
        pagina = coach.get(reverse("loodsen:gemeenteagendas"))
    namen = [rij.record["gemeente"] for rij in pagina.context["table"].rows]
    assert namen == sorted(namen)
    op_stand = coach.get(f"{reverse('loodsen:gemeenteagendas')}?sort=-stand_1").context["table"].rows
    assert op_stand[0].record["gemeente"] == "Houten"
    regels = b"".join(coach.get(reverse("loodsen:gemeenteagendas-csv")).streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(regels) == 1 + len(namen)
    assert f"Houten,Gereed,Gereed,Niet begonnen,Niet begonnen,Niet begonnen,2,{VANDAAG},nee" in regels
    boek = load_workbook(
        io.BytesIO(b"".join(coach.get(reverse("loodsen:gemeenteagendas-xlsx")).streaming_content))  # type: ignore[attr-defined]
    )
    assert boek.worksheets[0].max_row == len(regels)


def test_openbare_paginas_vragen_niet_meer_bij_meer_gemeenten(
    wereld: Wereld, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for gemeente in Gemeente.objects.huidig():
        agenda.sluit_aan(gemeente)
    for jaar in range(2015, 2026):
        Doelstelling.objects.get_or_create(
            niveau="gemeente", gebied_code="GM0321", soort="sloop", jaar=jaar, defaults={"waarde": 100}
        )
    for adres in (f"{reverse('loodsen:agenda')}?jaar=2015", reverse("loodsen:gemeenteagenda", args=["GM0321"])):
        with django_assert_max_num_queries(8):
            assert client.get(adres).status_code == 200
