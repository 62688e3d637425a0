"""What is measured beside the voorraad: the questions asked of it, and the pages of the seven subjects."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from monitoring import metingen
from monitoring.demo import metingen as demo
from monitoring.models import (
    Bestemming,
    Bron,
    Doelstelling,
    Gemeente,
    Overeenstemming,
    Plancapaciteit,
    Provincie,
    Regio,
    Transactie,
    Transformatie,
    Voorziening,
)
from monitoring.views.metingen import ONDERWERPEN
from tests.factories import BronFactory, GemeenteFactory, PandFactory, TerreinFactory, WaarnemingFactory, loods_van
from tests.wereld import Wereld, maak_wereld

HARD, ZACHT = Plancapaciteit.Status.HARD, Plancapaciteit.Status.ZACHT
GEREED = Transformatie.Fase.GEREED


def dag(jaar: int, maand: int = 1) -> datetime.date:
    return datetime.date(jaar, maand, 1)


def plan(
    gemeente: Gemeente, naam: str, m2: int, op: datetime.date, status: str = HARD, **velden: Any
) -> Plancapaciteit:
    return Plancapaciteit.objects.create(
        gemeente=gemeente, plan=naam, bvo_m2=m2, peildatum=op, status=status, bron=BronFactory(), **velden
    )  # fmt: skip


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


# --- the questions ------------------------------------------------------------------------------------------------
class PlancapaciteitTest(TestCase):
    """Against a plain oracle that walks over the opgaven of each plan."""

    opgaven = st.lists(
        st.tuples(
            st.sampled_from(["GM0321", "GM0344", "GM0620"]),  # GM0620 merged into GM0344 here
            st.sampled_from(["A", "B"]),
            st.sampled_from([HARD, ZACHT]),
            st.integers(2014, 2020),
            st.integers(0, 5) | st.integers(0, 100_000),
        ),
        max_size=14,
        unique_by=lambda rij: ("GM0344" if rij[0] == "GM0620" else rij[0], *rij[1:4]),
    )

    @settings(max_examples=60, deadline=None)
    @given(opgaven=opgaven, begin=st.integers(2013, 2021), duur=st.integers(0, 8))
    def test_doorgetrokken_stand_en_reductie(self, opgaven: list[Any], begin: int, duur: int) -> None:
        houten, utrecht = GemeenteFactory(code="GM0321"), GemeenteFactory(code="GM0344")
        GemeenteFactory(code="GM0620", einde=dag(2019), opgegaan_in=utrecht)
        for code, naam, status, jaar, m2 in opgaven:
            plan(Gemeente.objects.get(code=code), naam, m2, dag(jaar), status)

        def stand(op: int, gemeente: str | None = None) -> dict[tuple[str, str, str], int]:
            """m² by (gemeente of today, plan, status): the last opgave up to 1 January."""
            laatste: dict[tuple[str, str, str], int] = {}
            for code, naam, status, jaar, m2 in sorted(opgaven, key=lambda rij: rij[3]):
                nu = "GM0344" if code == "GM0620" else code
                if jaar <= op and gemeente in (None, nu):
                    laatste[nu, naam, status] = m2
            return laatste

        for gebied in (None, houten, utrecht):
            code = gebied.code if gebied else None
            dagen = [dag(jaar) for jaar in range(2013, 2022)]
            for capaciteit in metingen.plancapaciteit_per_peildatum(dagen, gebied):
                verwacht = stand(capaciteit.peildatum.year, code)
                for status, m2 in ((HARD, capaciteit.hard_m2), (ZACHT, capaciteit.zacht_m2)):
                    assert m2 == sum(waarde for (*_, soort), waarde in verwacht.items() if soort == status)
            per_plan = {}
            for eind, jaar in ((0, begin), (1, begin + duur)):
                for (plaats, naam, _), m2 in stand(jaar, code).items():
                    per_plan.setdefault((plaats, naam), [0, 0])[eind] += m2
            reductie = metingen.reductie_plancapaciteit(gebied, dag(begin), dag(begin + duur))
            assert reductie.begin_m2 == sum(oud for oud, _ in per_plan.values())
            assert reductie.eind_m2 == sum(nieuw for _, nieuw in per_plan.values())
            assert reductie.reductie_m2 == sum(max(0, oud - nieuw) for oud, nieuw in per_plan.values())
            assert reductie.begin_m2 - reductie.reductie_m2 + reductie.nieuw_m2 == reductie.eind_m2
        alles = metingen.stand_plancapaciteit(dag(begin)).values_list("bvo_m2", flat=True)
        assert sorted(alles) == sorted(stand(begin).values())


def test_plan_dat_hard_wordt_is_geen_reductie(wereld: Wereld) -> None:
    plan(wereld.houten, "Molenzoom", 5000, dag(2015), ZACHT)
    plan(wereld.houten, "Molenzoom", 0, dag(2018), ZACHT)
    plan(wereld.houten, "Molenzoom", 5000, dag(2018), HARD)
    assert metingen.reductie_plancapaciteit(wereld.houten, dag(2015), dag(2019)).reductie_m2 == 0


def test_reductie_per_locatie_van_de_structuurvisie(wereld: Wereld) -> None:
    terrein = TerreinFactory(gemeente=wereld.houten, in_structuurvisie=True, reductiedoel_m2=4000)
    plan(wereld.houten, "Kade", 10_000, dag(2014), terrein=terrein)
    plan(wereld.houten, "Kade", 7_000, dag(2019), terrein=terrein)
    [(locatie, reductie)] = metingen.reductie_per_structuurvisielocatie(dag(2015), dag(2020))
    assert (locatie, reductie.reductie_m2) == (terrein, 3_000)
    assert metingen.reductie_plancapaciteit(terrein, dag(2015), dag(2020)) == reductie


def test_onttrekking_telt_alleen_wat_gereed_is_en_sloop_apart(wereld: Wereld) -> None:
    for naam, wordt, m2, fase, jaar in (
        ("a", Bestemming.WONEN, 1000, GEREED, 2020), ("b", Bestemming.WONEN, 500, GEREED, 2020),
        ("c", Bestemming.SLOOP, 700, GEREED, 2021), ("d", Bestemming.HOTEL, 900, Transformatie.Fase.BOUW, 2029),
    ):  # fmt: skip
        Transformatie.objects.create(
            naam=naam, gemeente=wereld.houten, bestemming=wordt, vvo_m2=m2, fase=fase, gereed_op=dag(jaar),
            woningen=10 if wordt == Bestemming.WONEN else None, bron=BronFactory(),
        ).panden.set(wereld.panden[:4])  # fmt: skip
    verwacht = [metingen.Onttrekking(2020, "wonen", 1500, 20, 2), metingen.Onttrekking(2021, "sloop", 700, 0, 1)]
    assert metingen.onttrekking_per_jaar(wereld.houten) == verwacht
    # Two panden of a project on one terrein: it counts once.
    assert metingen.onttrekking_per_jaar(wereld.terrein) == verwacht
    assert metingen.onttrekking_per_jaar(wereld.utrecht) == []
    assert metingen.onttrekking_per_jaar(Provincie.objects.get()) == verwacht


def test_opname_en_mediane_huur(wereld: Wereld) -> None:
    Transactie.objects.all().delete()
    for m2, soort, prijs in ((100, "huur", 100), (300, "huur", 140), (200, "huur", 130), (50, "huur", None),
                             (900, "koop", 800_000)):  # fmt: skip
        Transactie.objects.create(
            datum=dag(2023, 5), gemeente=wereld.houten, pand=wereld.pand, vvo_m2=m2, soort=soort, prijs=prijs,
            bron=BronFactory(),
        )  # fmt: skip
    assert metingen.opname_per_jaar(wereld.houten) == [metingen.Opname(2023, 1550, 5, Decimal("130.00"), 3)]
    assert metingen.opname_per_jaar(wereld.terrein)[0].vvo_m2 == 1550
    assert metingen.opname_per_jaar(wereld.utrecht) == []


def test_voortgang_van_doelen_op_elk_niveau(
    wereld: Wereld, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Doelstelling.objects.all().delete()
    Plancapaciteit.objects.all().delete()
    plan(wereld.houten, "A", 3000, dag(2020), terrein=wereld.terrein)
    plan(wereld.houten, "A", 1000, dag(2023), terrein=wereld.terrein)
    Transformatie.objects.create(
        naam="x",
        gemeente=wereld.houten,
        bestemming="zorg",
        vvo_m2=800,
        fase=GEREED,
        gereed_op=dag(2021),
        bron=BronFactory(),
    ).panden.set([wereld.pand])
    regio = Regio.objects.filter(gemeenten=wereld.houten).first()
    assert regio is not None
    gebieden = [("gemeente", "GM0321"), ("terrein", wereld.terrein.code), ("regio", regio.code), ("provincie", "PV26")]
    for niveau, code in gebieden:
        for soort, waarde in (("plancapaciteit", 2000), ("transformatie", 900), ("leegstandspercentage", 10)):
            Doelstelling.objects.create(niveau=niveau, gebied_code=code, soort=soort, waarde=waarde, jaar=2090)
    oud = Doelstelling.objects.create(
        niveau="gemeente", gebied_code="GM0321", soort="plancapaciteit", waarde=2000, jaar=2021
    )  # fmt: skip
    doelen = list(Doelstelling.objects.all())
    with django_assert_max_num_queries(18):
        standen = metingen.voortgang(doelen)
    for stand in standen:
        if stand.doel == oud:
            # A year gone by is judged by the stand at its end.
            assert (stand.stand, stand.gehaald) == (3000, False)
        elif stand.doel.soort == "plancapaciteit":
            assert (stand.stand, stand.gehaald) == (1000, True)
        elif stand.doel.soort == "transformatie":
            assert (stand.stand, stand.gehaald) == (800, False)
        else:
            assert stand.stand is not None
            assert stand.gehaald == (stand.stand <= 10)


# --- the pages -----------------------------------------------------------------------------------------------------
def invoer(wereld: Wereld, onderwerp: str, /, **anders: Any) -> dict[str, Any]:
    """What a person would type for each subject."""
    bron = Bron.objects.get(naam="Parate kennis van de kantorenloods").pk
    basis: dict[str, dict[str, Any]] = {
        "plancapaciteit": {
            "plan": "Nieuw plan", "gemeente": "GM0321", "terrein": wereld.terrein.pk, "status": "hard", "bvo_m2": 1500,
            "peildatum": "2024-01-01", "bron": bron,
        },
        "transformatie": {
            "naam": "Project", "gemeente": "GM0321", "panden": f"Kokermolen 1\n{wereld.panden[1].bag_id}",
            "bestemming": "wonen", "vvo_m2": 900, "woningen": 12, "fase": "idee", "bron": bron,
        },
        "transactie": {
            "datum": "2024-02-01", "gemeente": "GM0321", "pand": "Kokermolen 1", "vvo_m2": 300, "soort": "huur",
            "prijs": "125,50", "sector": "ict", "bron": bron,
        },
        "voorziening": {"terrein": wereld.terrein.pk, "soort": "horeca", "afstand_m": 200},
        "maatregel": {"naam": "Iets", "spoor": "sturen", "begin": "2020-01-01", "gemeenten": ["GM0321"]},
        "doelstelling": {"gebied": "gemeente:GM0321", "soort": "sloop", "waarde": "5000", "jaar": 2030},
        "trendcijfer": {
            "gebied": "provincie:PV26", "soort": "behoefte", "grens": "circa", "waarde": "500000", "eenheid": "m2 VVO",
            "peildatum": "2020-01-01", "tot": "2030-12-31", "bron": bron,
        },
    }  # fmt: skip
    return {**basis[onderwerp], **anders}


def toekomst() -> str:
    return (datetime.date.today() + datetime.timedelta(days=40)).isoformat()


@pytest.mark.parametrize("onderwerp", ONDERWERPEN, ids=lambda onderwerp: onderwerp.naam)
def test_toevoegen_wijzigen_en_verwijderen(wereld: Wereld, client: Client, onderwerp: Any) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    antwoord = client.post(onderwerp.adres("nieuw"), invoer(wereld, onderwerp.naam))
    assert antwoord.status_code == 302, antwoord.context["form"].errors
    ding = onderwerp.model.objects.latest("pk")
    adres = onderwerp.adres("wijzigen", ding)
    assert antwoord["Location"] == adres
    pagina = client.get(adres)
    begin = {naam: pagina.context["form"][naam].value() for naam in pagina.context["form"].fields}
    nieuw = {naam: waarde for naam, waarde in begin.items() if waarde not in (None, "")}
    veld = "omschrijving" if onderwerp.naam == "maatregel" else "toelichting"
    nieuw[veld] = "Aangepast"
    assert client.post(adres, nieuw).status_code == 302
    ding.refresh_from_db()
    assert getattr(ding, veld) == "Aangepast"
    versies = client.get(adres).context["wijzigingen"]
    assert [versie["wie"] for versie in versies] == ["Bea Beheer"] * 2
    assert [verschil["nieuw"] for verschil in versies[0]["verschillen"]] == ["Aangepast"]
    weg = client.get(onderwerp.adres("verwijderen", ding))
    assert client.post(onderwerp.adres("verwijderen", ding), {"gezien": weg.context["gezien"]}).status_code == 302
    assert not onderwerp.model.objects.filter(pk=ding.pk).exists()
    assert ding.history.model.objects.filter(id=ding.pk, history_type="-").exists()


@pytest.mark.parametrize(
    ("naam", "anders", "veld", "tekst"),
    [
        ("plancapaciteit", {"gemeente": "GM0344"}, "terrein", "ligt niet in Utrecht"),
        ("plancapaciteit", {"peildatum": toekomst()}, "peildatum", "toekomst"),
        ("plancapaciteit", {"plan": "Rondeel 2014", "peildatum": "2014-06-01"}, "__all__", "al een opgave"),
        ("plancapaciteit", {"bvo_m2": ""}, "bvo_m2", "Vul 'Plancapaciteit' in."),
        ("transformatie", {"gemeente": "GM0344"}, "panden", "Niet in Utrecht"),
        ("transformatie", {"panden": "Bestaatniet 99"}, "panden", "Regel 1: 'Bestaatniet 99' vinden we niet"),
        ("transformatie", {"fase": "gereed"}, "gereed_op", "datum van oplevering nodig"),
        ("transformatie", {"fase": "gereed", "gereed_op": toekomst()}, "gereed_op", "in de toekomst"),
        ("transformatie", {"fase": "bouw", "gereed_op": "2020-01-01"}, "gereed_op", "Zet de fase op gereed"),
        ("transformatie", {"start_op": "2030-01-01", "gereed_op": "2029-01-01"}, "gereed_op", "voor de start"),
        ("transformatie", {"bestemming": "sloop"}, "woningen", "geen woningen"),
        ("transactie", {"gemeente": "GM0344"}, "pand", "ligt niet in Utrecht"),
        ("transactie", {"vvo_m2": 0}, "vvo_m2", "groter zijn dan 0"),
        ("transactie", {"prijs": "37500"}, "prijs", "Deel de totale huur"),
        ("transactie", {"datum": toekomst()}, "datum", "toekomst"),
        ("voorziening", {"soort": "trein"}, "__all__", "staat al bij dit terrein"),
        ("maatregel", {"einde": "2019-01-01"}, "__all__", "voor het begin"),
        ("doelstelling", {"soort": "leegstandspercentage", "waarde": "110"}, "waarde", "tussen 0 en 100"),
        ("doelstelling", {"soort": "leegstandspercentage", "waarde": 9, "jaar": 2027}, "__all__", "dit doel er al"),
        ("trendcijfer", {"tot": "2020-01-01"}, "tot", "niet na de peildatum"),
    ],
)  # fmt: skip
def test_fouten_noemen_veld_en_oplossing(
    wereld: Wereld, client: Client, naam: str, anders: dict[str, Any], veld: str, tekst: str
) -> None:
    client.force_login(wereld.gebruikers["beheerder"])
    onderwerp = next(onderwerp for onderwerp in ONDERWERPEN if onderwerp.naam == naam)
    vooraf = onderwerp.model.objects.count()
    antwoord = client.post(onderwerp.adres("nieuw"), invoer(wereld, naam, **anders))
    assert antwoord.status_code == 422
    fouten = antwoord.context["form"].errors
    assert set(fouten) == {veld}
    assert tekst in " ".join(fouten[veld])
    assert onderwerp.model.objects.count() == vooraf


def test_tweede_die_opslaat_krijgt_een_conflict_en_verliest_niets(wereld: Wereld, client: Client) -> None:
    loods, beheerder = wereld.gebruikers["loods"], wereld.gebruikers["beheerder"]
    opgave = Plancapaciteit.objects.get()
    adres = opgave.get_absolute_url()
    client.force_login(loods)
    form = client.get(adres).context["form"]
    mijn = invoer(wereld, "plancapaciteit", plan="Rondeel 2014", bvo_m2=7000, gezien=form["gezien"].value())
    ander = Client()
    ander.force_login(beheerder)
    theirs = ander.get(adres).context["form"]["gezien"].value()
    assert ander.post(adres, {**mijn, "bvo_m2": 9000, "gezien": theirs}).status_code == 302
    antwoord = client.post(adres, mijn)
    assert antwoord.status_code == 409
    inhoud = antwoord.content.decode()
    assert "Bea Beheer heeft dit intussen ook gewijzigd" in inhoud
    assert "12000 naar 9000" in inhoud.replace(".", "")
    assert antwoord.context["form"]["bvo_m2"].value() == "7000"
    opgave.refresh_from_db()
    assert opgave.bvo_m2 == 9000
    # Saving again says: mine, knowing theirs.
    opnieuw = {**mijn, "gezien": antwoord.context["form"]["gezien"].value()}
    assert client.post(adres, opnieuw).status_code == 302
    opgave.refresh_from_db()
    assert opgave.bvo_m2 == 7000
    assert (
        client.post(reverse("monitoring:plancapaciteit-verwijderen", args=[opgave.pk]), {"gezien": theirs}).status_code
        == 409
    )
    assert Plancapaciteit.objects.filter(pk=opgave.pk).exists()


def test_loods_ziet_en_wijzigt_alleen_de_eigen_gemeente(wereld: Wereld, client: Client) -> None:
    vreemd = plan(wereld.utrecht, "Leidsche Rijn", 9000, dag(2020))
    doel = Doelstelling.objects.create(niveau="gemeente", gebied_code="GM0344", soort="sloop", waarde=1, jaar=2030)
    client.force_login(wereld.gebruikers["loods"])
    assert "Leidsche Rijn" not in client.get("/plancapaciteit/").content.decode()
    assert client.get(vreemd.get_absolute_url()).status_code == 404
    assert client.post(vreemd.get_absolute_url(), invoer(wereld, "plancapaciteit")).status_code == 404
    antwoord = client.post(
        reverse("monitoring:plancapaciteit-nieuw"), invoer(wereld, "plancapaciteit", gemeente="GM0344")
    )
    assert antwoord.status_code == 422
    # A doel of another gemeente is to be read, not to be changed; one of the own gemeente is.
    adres = reverse("monitoring:doelstelling-wijzigen", args=[doel.pk])
    assert client.get(adres).context["form"] is None
    assert client.post(adres, invoer(wereld, "doelstelling")).status_code == 403
    assert client.post(reverse("monitoring:doelstelling-nieuw"), invoer(wereld, "doelstelling")).status_code == 302
    buiten = invoer(wereld, "doelstelling", gebied="provincie:PV26")
    assert client.post(reverse("monitoring:doelstelling-nieuw"), buiten).status_code == 422


@pytest.mark.parametrize("rol", ["coach", "marktpartij"])
def test_wie_niet_mag_schrijven_kan_het_ook_niet_met_een_post(wereld: Wereld, client: Client, rol: str) -> None:
    client.force_login(wereld.gebruikers[rol])
    for onderwerp in ONDERWERPEN:
        ding = onderwerp.model.objects.first()
        for adres in (
            onderwerp.adres("nieuw"),
            onderwerp.adres("wijzigen", ding),
            onderwerp.adres("verwijderen", ding),
        ):
            assert client.post(adres, invoer(wereld, onderwerp.naam)).status_code == 403, adres
        assert onderwerp.model.objects.filter(pk=ding.pk).exists()


def test_lijst_filtert_telt_en_exporteert_dezelfde_selectie(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    plan(wereld.houten, "Rondeel 2014", 4000, dag(2020), terrein=wereld.terrein)
    plan(wereld.utrecht, "=SOM(A1)", 9000, dag(2020), ZACHT)

    def totaal(**vraag: str) -> str:
        return str(client.get("/plancapaciteit/", vraag).context["totalen"]).replace("\xa0", " ")

    assert totaal().startswith("2 opgaven: 13.000 m² BVO")
    assert totaal(gemeente="GM0321").startswith("1 opgave: 4.000 m²")
    assert totaal(gemeente="GM0321", terrein=wereld.terrein.code).startswith("1 opgave: 4.000 m²")
    assert totaal(op="2016-01-01").startswith("1 opgave: 12.000 m² BVO op 1 januari 2016")
    assert totaal(status="zacht").startswith("1 opgave: 9.000 m²")
    assert totaal(toon="alle").startswith("3 opgaven, van alle peildata")
    assert totaal(q="rondeel").startswith("1 opgave")
    zacht = client.get("/plancapaciteit/plancapaciteit.csv", {"status": "zacht"})
    rijen = list(csv.DictReader(io.StringIO(b"".join(zacht.streaming_content).decode("utf-8-sig"))))
    assert [(rij["Plan"], rij["m² BVO"], rij["Peildatum"], rij["Terrein"]) for rij in rijen] == [
        ("'=SOM(A1)", "9000", "2020-01-01", "")
    ]
    boek = load_workbook(io.BytesIO(b"".join(client.get("/plancapaciteit/plancapaciteit.xlsx").streaming_content)))
    assert boek["plancapaciteit"].max_row == 3
    for onderwerp in ONDERWERPEN:
        for wat in ("csv", "xlsx"):
            assert client.get(onderwerp.adres(wat)).status_code == 200


def test_sorteren_en_bladeren(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    for nummer in range(40):
        plan(wereld.houten, f"Plan {nummer:02d}", 100 + nummer, dag(2020))
    tabel = client.get("/plancapaciteit/", {"sort": "-bvo_m2"}).context["table"]
    assert [rij.record.bvo_m2 for rij in tabel.page][:2] == [12_000, 139]
    assert len(client.get("/plancapaciteit/", {"page": "2"}).context["table"].page) == 16


@pytest.mark.parametrize("onderwerp", ONDERWERPEN, ids=lambda onderwerp: onderwerp.naam)
def test_rare_vragen_breken_geen_lijst(wereld: Wereld, client: Client, onderwerp: Any) -> None:
    client.force_login(wereld.gebruikers["coach"])
    for vraag in ("gemeente=GM9999", "jaar=onzin", "op=onzin", "sort=onzin", "page=999", "fase=x&status=y&soort=z"):
        assert client.get(f"{onderwerp.url}?{vraag}").status_code in {200, 404}, vraag


def test_meer_m2_dan_de_voorraad_geeft_een_waarschuwing(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    gegevens = invoer(wereld, "transactie", vvo_m2=5000)
    antwoord = client.post(reverse("monitoring:transactie-nieuw"), gegevens, follow=True)
    [melding] = antwoord.context["messages"]
    assert "meer dan de voorraad van het pand (1.000\xa0m²" in str(melding)
    assert Transactie.objects.latest("pk").vvo_m2 == 5000


def test_zacht_plan_dat_hard_werd_vraagt_om_nul(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    plan(wereld.houten, "Nieuw plan", 2000, dag(2020), ZACHT)
    antwoord = client.post(reverse("monitoring:plancapaciteit-nieuw"), invoer(wereld, "plancapaciteit"), follow=True)
    assert "leg daarvoor dan 0 m² vast" in str(next(iter(antwoord.context["messages"])))


def test_gereed_project_vraagt_om_de_nieuwe_voorraad_en_wijzigt_niets(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    vooraf = wereld.pand.waarnemingen.count()
    project = Transformatie.objects.get()
    gegevens = invoer(
        wereld, "transformatie", naam=project.naam, panden=wereld.pand.bag_id, fase="gereed", gereed_op="2025-06-01",
        gezien=client.get(project.get_absolute_url()).context["form"]["gezien"].value(),
    )  # fmt: skip
    antwoord = client.post(project.get_absolute_url(), gegevens, follow=True)
    assert reverse("monitoring:pand-vastleggen", args=[wereld.pand.bag_id]) in antwoord.content.decode()
    assert wereld.pand.waarnemingen.count() == vooraf
    WaarnemingFactory(pand=wereld.pand, peildatum=datetime.date(2025, 7, 1))
    assert client.get(project.get_absolute_url()).context["op_te_nemen"] == []


def test_panden_die_erbij_komen_en_afgaan_staan_in_de_geschiedenis(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    project = Transformatie.objects.get()
    form = client.get(project.get_absolute_url()).context["form"]
    assert form["panden"].value().startswith("Kokermolen 1, Houten (")
    gegevens = invoer(
        wereld, "transformatie", naam=project.naam, panden="korte schaft 2", gezien=form["gezien"].value()
    )
    assert client.post(project.get_absolute_url(), gegevens).status_code == 302
    assert list(project.panden.all()) == [wereld.panden[1]]
    reden = client.get(project.get_absolute_url()).context["wijzigingen"][0]["reden"]
    assert wereld.panden[1].bag_id in reden
    assert "eraf" in reden


def test_wat_aan_een_demopand_hangt_is_zelf_demo(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    wereld.pand.demo = True
    wereld.pand.save()
    client.post(reverse("monitoring:transactie-nieuw"), invoer(wereld, "transactie"))
    transactie = Transactie.objects.latest("pk")
    assert transactie.demo
    assert "verzonnen" in client.get(transactie.get_absolute_url()).content.decode().split("<main")[1]


@pytest.mark.parametrize("onderwerp", ONDERWERPEN, ids=lambda onderwerp: onderwerp.naam)
def test_lijst_vraagt_niet_meer_bij_meer_rijen(
    wereld: Wereld, client: Client, onderwerp: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(wereld.gebruikers["beheerder"])

    def maak(nummer: int) -> None:
        pand = PandFactory(gemeente=wereld.houten)
        anders = {
            "plancapaciteit": {"plan": f"P{nummer}"},
            "transformatie": {"naam": f"T{nummer}", "panden": pand.bag_id},
            "transactie": {"pand": pand.bag_id, "vvo_m2": 100 + nummer},
            "voorziening": {"soort": Voorziening.Soort.values[nummer + 1]},
            "maatregel": {"naam": f"M{nummer}", "terreinen": [wereld.terrein.pk]},
            "doelstelling": {"jaar": 2031 + nummer},
            "trendcijfer": {"peildatum": f"20{11 + nummer}-01-01"},
        }[onderwerp.naam]
        antwoord = client.post(onderwerp.adres("nieuw"), invoer(wereld, onderwerp.naam, **anders))
        assert antwoord.status_code == 302, antwoord.context["form"].errors
        client.get("/")  # takes away the message

    maak(0)
    client.get(onderwerp.url)
    with django_assert_max_num_queries(14) as klein:
        client.get(onderwerp.url)
    hoeveel = len(klein)
    for nummer in range(1, 7):
        maak(nummer)
    with django_assert_max_num_queries(hoeveel):
        antwoord = client.get(onderwerp.url)
    assert len(antwoord.context["table"].rows) >= 7


# --- demo ------------------------------------------------------------------------------------------------------------
def test_demo_van_de_metingen_is_geloofwaardig_gemerkt_en_weer_weg_te_halen(wereld: Wereld) -> None:
    mens = {onderwerp.naam: onderwerp.model.objects.count() for onderwerp in ONDERWERPEN}
    terreinen = TerreinFactory.create_batch(4, gemeente=wereld.houten, demo=True)
    terreinen += TerreinFactory.create_batch(
        2, gemeente=wereld.houten, demo=True, in_structuurvisie=True, reductiedoel_m2=9000
    )
    for _ in range(12):
        WaarnemingFactory(pand=PandFactory(gemeente=wereld.houten, demo=True), leegstand_m2=800)
    loodsen = {"GM0321": loods_van(wereld.houten, email="loods.houten@voorbeeld.example")}
    demo.maak_demo(terreinen, loodsen, 7)
    # Over 1.3 million m² at the start, less now.
    begin, nu = metingen.plancapaciteit_per_peildatum([dag(2012), datetime.date.today()])
    assert begin.totaal_m2 > 1_300_000
    assert 200_000 < nu.totaal_m2 < begin.totaal_m2
    assert Transactie.objects.filter(demo=True).count() == 400
    eerste = list(Plancapaciteit.objects.filter(demo=True).order_by("pk").values_list("plan", "bvo_m2", "peildatum"))
    for project in Transformatie.objects.filter(demo=True):
        project.full_clean()
    assert Overeenstemming.objects.filter(gemeente="GM0321").exists()
    # What a person hung on a demo terrein goes with it; what they made elsewhere stays.
    plan(wereld.houten, "Van mij", 10, dag(2020), terrein=terreinen[0])
    demo.verwijder()
    assert {onderwerp.naam: onderwerp.model.objects.count() for onderwerp in ONDERWERPEN} == mens
    assert not Overeenstemming.objects.exists()
    demo.maak_demo(terreinen, loodsen, 7)
    assert (
        list(Plancapaciteit.objects.filter(demo=True).order_by("pk").values_list("plan", "bvo_m2", "peildatum"))
        == eerste
    )
