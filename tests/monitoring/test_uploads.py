"""Grid and sheets of a round: one set of checks, conflicts, good rows in and bad rows back."""

from __future__ import annotations

import datetime
import io
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from akt.models import Gebruiker, Rol, Taak
from monitoring import uploads
from monitoring.forms.waarnemingen import WaarnemingForm
from monitoring.inlezen.kolommen import KOLOMMEN
from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Deelname, Herberekening, Pand, Ronde, Waarneming
from monitoring.models.rondes import Upload
from monitoring.rondeinvoer import Rij, Soort, controleer, met_nieuwste, pandrijen, sla_op
from monitoring.rondes import panden_in, voortgang, zet_gesloten
from monitoring.sjabloon import maak_xlsx, sjabloonrijen
from monitoring.tasks import controleer_upload, sla_upload_op
from monitoring.views.netwerk import met_adressen
from tests.factories import (
    BronFactory,
    GebruikerFactory,
    GemeenteFactory,
    PandFactory,
    WaarnemingFactory,
    adres_in,
    loods_van,
)

PEILDATUM = begin_kwartaal(datetime.date.today())
EERDER = datetime.date(2024, 1, 1)
KOP = [kolom.kop for kolom in KOLOMMEN]
PLEK = {kolom.veld: i for i, kolom in enumerate(KOLOMMEN)}


@pytest.fixture
def deelname(stamgegevens: None) -> Deelname:
    ronde = Ronde.objects.create(peildatum=PEILDATUM, deadline=PEILDATUM + datetime.timedelta(90))
    return Deelname.objects.create(ronde=ronde, gemeente=GemeenteFactory(code="GM0321"))


@pytest.fixture
def loods(deelname: Deelname) -> Gebruiker:
    return loods_van(deelname.gemeente, naam="Loes Houten", email="loes@voorbeeld.example")


@pytest.fixture
def panden(deelname: Deelname) -> list[Pand]:
    """Three panden that were recorded before and one that never was."""
    panden = [PandFactory() for _ in range(4)]
    for i, pand in enumerate(panden):
        adres_in(pand, straat="Kokermolen", huisnummer=i + 1)
    for pand in panden[:3]:
        WaarnemingFactory(
            pand=pand, peildatum=EERDER, voorraad_m2=2000, aanbod_m2=100, leegstand_m2=500, vraaghuur="139.50",
            leeg_sinds=datetime.date(2022, 5, 1),
        )  # fmt: skip
    return panden


def rij(pand: Pand | str, nummer: int = 2, **cellen: Any) -> Rij:
    """As the grid sends it, with what is known of the pand and some cells changed."""
    basis = {"voorraad_m2": "2.000", "aanbod_m2": "100", "leegstand_m2": "500", "leeg_sinds": "1-5-2022"}
    bag_id = pand if isinstance(pand, str) else pand.bag_id
    gezien = (
        0 if isinstance(pand, str) else (pand.waarnemingen.order_by("-pk").values_list("pk", flat=True).first() or 0)
    )
    return Rij(nummer, {"bag_id": bag_id, "gezien": gezien, **basis, **cellen})


def oordeel(deelname: Deelname, rij_: Rij, gebruiker: Gebruiker | None = None) -> Any:
    return controleer(deelname, [rij_], gebruiker)[0]


# --- checking ----------------------------------------------------------------------------------
def test_wat_een_rij_betekent(deelname: Deelname, loods: Gebruiker, panden: list[Pand]) -> None:
    pand, nooit = panden[0], panden[3]
    assert oordeel(deelname, rij(pand)).soort == Soort.ONGEWIJZIGD
    gewijzigd = oordeel(deelname, rij(pand, leegstand_m2="700,4"))
    assert gewijzigd.soort == Soort.GEWIJZIGD
    assert gewijzigd.verschillen() == [("Leegstand (m²)", "500\xa0m²", "700\xa0m²")]
    leeg = dict.fromkeys(("voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds"), "")
    assert oordeel(deelname, rij(nooit, **leeg)).soort == Soort.LEEG
    sla_op(deelname, [rij(pand)], loods)
    assert oordeel(deelname, rij(pand)).soort == Soort.GELIJK
    assert oordeel(deelname, rij(pand, leegstand_m2="1")).soort == Soort.GEWIJZIGD


@pytest.mark.parametrize(
    ("cellen", "veld", "woorden"),
    [
        ({"leegstand_m2": "5.000"}, "leegstand_m2", "groter dan de voorraad"),
        ({"aanbod_m2": "5.000"}, "aanbod_m2", "groter dan de voorraad"),
        ({"leegstand_m2": ""}, "leegstand_m2", "Vul 'Leegstand' in"),
        ({"leegstand_m2": "veel"}, "leegstand_m2", "geen getal"),
        ({"leeg_sinds": "2030-01-01"}, "leeg_sinds", "na de peildatum"),
        ({"leeg_sinds": "2019"}, "leeg_sinds", "dag, maand en jaar"),
        ({"leegstand_m2": "0", "leeg_sinds": "1-1-2020"}, "leeg_sinds", "geen leegstand"),
        ({"voorraad_m2": "200000"}, "voorraad_m2", "tien keer"),
        ({"vraaghuur": "-3"}, "vraaghuur", "onder 0"),
        ({"vraaghuur": "0"}, "vraaghuur", "hoger zijn dan 0"),
        ({"gebruik": "kasteel"}, "gebruik", "keuzelijst"),
        ({"bron": "mijn neef"}, "bron", "keuzelijst"),
        ({"bron": "Demogegevens"}, "bron", "keuzelijst"),
        ({"toelichting": "x" * 400}, "toelichting", "300"),
        ({"bag_id": "0321100999999999"}, "bag_id", "niet in Houten"),
        ({"bag_id": "onzin"}, "bag_id", "16 cijfers"),
    ],
)
def test_fouten_per_cel(
    deelname: Deelname, panden: list[Pand], cellen: dict[str, Any], veld: str, woorden: str
) -> None:
    uitslag = oordeel(deelname, rij(panden[0], **cellen))
    assert uitslag.soort == Soort.FOUT
    assert list(uitslag.fouten) == [veld]
    assert woorden in uitslag.fouten[veld]


def test_regels_zijn_die_van_het_formulier(
    deelname: Deelname, panden: list[Pand], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One set of rules: what the form refuses, row and sheet refuse in the same words."""

    def weiger(form: Any) -> Any:
        raise ValidationError("Zomaar niet.")

    monkeypatch.setattr(WaarnemingForm, "clean_voorraad_m2", weiger)
    assert oordeel(deelname, rij(panden[0])).fouten == {"voorraad_m2": "Zomaar niet."}


def test_pand_in_een_andere_gemeente_en_dubbele_rij(deelname: Deelname, panden: list[Pand]) -> None:
    elders = PandFactory(gemeente=GemeenteFactory(code="GM0344"))
    assert "niet in Houten" in oordeel(deelname, rij(elders)).fouten["bag_id"]
    uitslagen = controleer(deelname, [rij(panden[0]), rij(panden[0], 3, leegstand_m2="1")], None)
    assert ["meer dan één keer" in uitslag.fouten["bag_id"] for uitslag in uitslagen] == [True, True]


def test_bvo_wordt_omgerekend_en_heet_geraamd(deelname: Deelname, loods: Gebruiker, panden: list[Pand]) -> None:
    _, (waarneming,) = sla_op(deelname, [rij(panden[0], voorraad_m2="1000", opgegeven_in="bvo")], loods)
    assert (waarneming.voorraad_m2, waarneming.leegstand_m2, waarneming.geraamd) == (800, 400, True)


def test_wat_iemand_anders_intussen_vastlegde_is_een_conflict(
    deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    mijn = rij(panden[0], leegstand_m2="700")
    WaarnemingFactory(
        pand=panden[0], peildatum=PEILDATUM, leegstand_m2=900, ingevoerd_door=GebruikerFactory(naam="Jan Jansen")
    )
    uitslag = oordeel(deelname, mijn, loods)
    assert uitslag.conflict
    assert "Jan Jansen" in uitslag.fouten["gezien"]
    assert "900\xa0m²" in uitslag.fouten["gezien"]
    # Knowing theirs, mine may replace it; and one's own last save is no conflict.
    bekend = Rij(2, {**mijn.cellen, "gezien": uitslag.nieuwste})
    sla_op(deelname, [bekend], loods)
    assert oordeel(deelname, Rij(2, {**bekend.cellen, "leegstand_m2": "800"}), loods).soort == Soort.GEWIJZIGD
    assert [w.leegstand_m2 for w in panden[0].waarnemingen.actueel().filter(peildatum=PEILDATUM)] == [700]


# --- saving ------------------------------------------------------------------------------------
def test_goede_rijen_gaan_erin_en_alles_of_niets_kan_ook(
    deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    rijen = [rij(panden[0], leegstand_m2="600"), rij(panden[1], 3, leegstand_m2="veel"), rij(panden[2], 4)]
    uitslagen, nieuw = sla_op(deelname, rijen, loods, alles_of_niets=True)
    assert (nieuw, Waarneming.objects.filter(peildatum=PEILDATUM).count()) == ([], 0)
    uitslagen, nieuw = sla_op(deelname, rijen, loods, ongewijzigd=False)
    assert [u.soort for u in uitslagen] == [Soort.GEWIJZIGD, Soort.FOUT, Soort.ONGEWIJZIGD]
    assert [w.pand for w in nieuw] == [panden[0]]
    assert nieuw[0].vraaghuur == panden[0].waarnemingen.get(peildatum=EERDER).vraaghuur
    _, nieuw = sla_op(deelname, rijen, loods)
    assert [w.pand for w in nieuw] == [panden[2]]
    assert Herberekening.objects.filter(gemeente_id="GM0321", vanaf=PEILDATUM).count() == 2


def test_opslaan_vervangt_wat_op_de_peildatum_stond(deelname: Deelname, loods: Gebruiker, panden: list[Pand]) -> None:
    sla_op(deelname, [rij(panden[0], leegstand_m2="600")], loods)
    sla_op(deelname, [rij(panden[0], leegstand_m2="650")], loods)
    oud, nieuw = panden[0].waarnemingen.filter(peildatum=PEILDATUM).order_by("pk")
    assert (oud.leegstand_m2, nieuw.leegstand_m2, nieuw.vervangt) == (600, 650, oud)
    assert oud.vervangen_op is not None


def test_honderd_rijen_kosten_evenveel_queries_als_een(
    deelname: Deelname, loods: Gebruiker, django_assert_max_num_queries: Any
) -> None:
    panden = [PandFactory() for _ in range(100)]
    with django_assert_max_num_queries(16):
        sla_op(deelname, [rij(panden[0], gezien=0)], loods)
    rijen = [Rij(i, {**rij("x").cellen, "bag_id": pand.bag_id}) for i, pand in enumerate(panden[1:])]
    with django_assert_max_num_queries(16):
        assert len(sla_op(deelname, rijen, loods)[1]) == 99


# --- the grid ----------------------------------------------------------------------------------
def stuur(client: Client, deelname: Deelname, *rijen: Rij, **extra: Any) -> Any:
    gegevens = {
        "rijen": [
            {"pand": r.cellen["bag_id"], "gezien": r.cellen["gezien"],
             "cellen": {veld: r.cellen[veld] for veld in ("voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds")}}
            for r in rijen
        ]
    }  # fmt: skip
    return client.post(f"{deelname.get_absolute_url()}rijen.json", json.dumps(gegevens), "application/json", **extra)


def test_rooster_slaat_op_en_geeft_fouten_per_cel(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    client.force_login(loods)
    antwoord = stuur(
        client, deelname, rij(panden[0], leegstand_m2="1250,0"), rij(panden[1], leegstand_m2="9.000")
    ).json()
    goed, fout = antwoord["rijen"]
    assert (goed["stand"], goed["cellen"]["leegstand_m2"]) == ("goed", "1.250")
    assert (fout["stand"], list(fout["fouten"])) == ("fout", ["leegstand_m2"])
    assert (antwoord["te_doen"], antwoord["procent"]) == (3, 25)
    # A second time, because the answer was lost on the way, changes nothing.
    assert stuur(client, deelname, rij(panden[0], leegstand_m2="1250")).json()["rijen"][0]["stand"] == "goed"
    assert panden[0].waarnemingen.count() == 2


def test_rooster_weigert_wie_het_niet_mag_en_wat_het_niet_begrijpt(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    assert stuur(client, deelname, rij(panden[0])).status_code == 302
    client.force_login(loods_van(GemeenteFactory(code="GM0344")))
    assert stuur(client, deelname, rij(panden[0])).status_code == 404
    client.force_login(GebruikerFactory(rol=Rol.KANTORENCOACH))
    assert stuur(client, deelname, rij(panden[0])).status_code == 403
    client.force_login(loods)
    adres = f"{deelname.get_absolute_url()}rijen.json"
    for onzin in (
        "",
        "[]",
        "{}",
        '{"rijen": [1]}',
        '{"rijen": [{"pand": 1, "gezien": "x", "cellen": {}}]}',
        "[" * 9000,
    ):
        assert client.post(adres, onzin, "application/json").status_code == 400, onzin[:20]
    zet_gesloten(deelname.ronde, True)
    assert stuur(client, deelname, rij(panden[0])).status_code == 409
    assert Waarneming.objects.filter(peildatum=PEILDATUM).count() == 0


# --- the template ------------------------------------------------------------------------------
def haal(client: Client, deelname: Deelname, vorm: str = "xlsx") -> bytes:
    antwoord = client.get(f"{deelname.get_absolute_url()}sjabloon.{vorm}")
    assert antwoord.status_code == 200
    return antwoord.content


def verander(inhoud: bytes, *wijzigingen: tuple[int, str, Any]) -> bytes:
    """A template with cells changed: (row, field, value)."""
    boek = load_workbook(io.BytesIO(inhoud))
    for nummer, veld, waarde in wijzigingen:
        boek["Panden"].cell(nummer, PLEK[veld] + 1).value = waarde
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def stuur_in(client: Client, deelname: Deelname, inhoud: bytes, naam: str = "panden.xlsx") -> Any:
    return client.post(f"{deelname.get_absolute_url()}excel/", {"bestand": SimpleUploadedFile(naam, inhoud)})


def test_sjabloon_is_ingevuld_vergrendeld_en_heeft_keuzelijsten(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    client.force_login(loods)
    boek = load_workbook(io.BytesIO(haal(client, deelname)))
    blad = boek["Panden"]
    assert [cel.value for cel in blad[1]] == KOP
    eerste = {kolom.veld: blad.cell(2, PLEK[kolom.veld] + 1) for kolom in KOLOMMEN}
    assert eerste["bag_id"].value == panden[0].bag_id
    assert (eerste["leegstand_m2"].value, eerste["leeg_sinds"].value) == (500, datetime.datetime(2022, 5, 1))
    assert blad.protection.sheet
    assert (eerste["bag_id"].protection.locked, eerste["leegstand_m2"].protection.locked) == (True, False)
    assert blad.column_dimensions["Q"].hidden
    soorten = {str(regel.sqref).split(":")[0]: regel.type for regel in blad.data_validations.dataValidation}
    assert soorten == {
        "F2": "whole", "G2": "whole", "H2": "whole", "I2": "date", "J2": "list", "K2": "list", "L2": "decimal",
        "M2": "list",
    }  # fmt: skip
    uitleg = " ".join(str(cel.value) for regel in boek["Uitleg en definities"] for cel in regel)
    assert "Leegstand" in uitleg
    assert "versie 1" in uitleg


@pytest.mark.parametrize("vorm", ["xlsx", "csv"])
def test_heen_en_terug_verandert_niets(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand], vorm: str
) -> None:
    """Out and in again: every pand unchanged, the one that was never recorded left empty."""
    PandFactory(naam="=1+1")
    client.force_login(loods)
    antwoord = stuur_in(client, deelname, haal(client, deelname, vorm), f"panden.{vorm}")
    pagina = client.get(antwoord["Location"])
    assert pagina.context["telling"] == {"gewijzigd": 0, "ongewijzigd": 3, "gelijk": 0, "leeg": 2, "fout": 0}
    assert Waarneming.objects.filter(peildatum=PEILDATUM).count() == 0
    client.post(antwoord["Location"], {"actie": "opslaan", "ongewijzigd": "on"})
    assert voortgang([deelname.pk])[deelname.pk].gedaan == 3
    for pand in panden[:3]:
        oud, nieuw = pand.waarnemingen.order_by("peildatum")
        assert (oud.leegstand_m2, oud.leeg_sinds, oud.vraaghuur, oud.bron) == (
            nieuw.leegstand_m2, nieuw.leeg_sinds, nieuw.vraaghuur, nieuw.bron
        )  # fmt: skip
    # The same file once more: it is all there.
    antwoord = stuur_in(client, deelname, haal(client, deelname, vorm), f"panden.{vorm}")
    assert client.get(antwoord["Location"]).context["telling"]["gelijk"] == 3


# --- upload, preview, confirm ------------------------------------------------------------------
def test_voorbeeld_toont_verschillen_en_fouten_en_slaat_niets_op(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    client.force_login(loods)
    inhoud = verander(haal(client, deelname), (2, "leegstand_m2", "1.250,0"), (3, "leegstand_m2", 9000),
                      (3, "leeg_sinds", "2019"), (4, "voorraad_m2", "=1+1"))  # fmt: skip
    adres = stuur_in(client, deelname, inhoud)["Location"]
    pagina = client.get(adres)
    tekst = pagina.content.decode()
    assert pagina.context["telling"] == {"gewijzigd": 1, "ongewijzigd": 0, "gelijk": 0, "leeg": 1, "fout": 2}
    for deel in ("500\xa0m² wordt <strong>1.250\xa0m²", "H3", "I3", "F4", "2019", "formule", "dag, maand en jaar"):
        assert deel in tekst, deel
    assert not Waarneming.objects.filter(peildatum=PEILDATUM).exists()
    # All or nothing saves nothing; the good rows go in; a second click changes nothing.
    assert (
        "Er is niets opgeslagen"
        in client.post(adres, {"actie": "opslaan", "keuze": "alles"}, follow=True).content.decode()
    )
    assert not Waarneming.objects.filter(peildatum=PEILDATUM).exists()
    for _ in range(2):
        tekst = client.post(adres, {"actie": "opslaan", "keuze": "goede"}, follow=True).content.decode()
        assert "1 pand opgeslagen" in tekst
        assert "2 rijen hebben" in tekst
    assert [w.leegstand_m2 for w in Waarneming.objects.filter(peildatum=PEILDATUM)] == [1250]


def test_foute_rijen_komen_terug_met_opmerkingen_en_kunnen_verbeterd_weer_in(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    client.force_login(loods)
    inhoud = verander(haal(client, deelname), (2, "leegstand_m2", 9000), (3, "toelichting", "+31 6 en =gevaar"),
                      (3, "aanbod_m2", "veel"))  # fmt: skip
    adres = stuur_in(client, deelname, inhoud)["Location"]
    client.post(adres, {"actie": "opslaan", "ongewijzigd": "on"})
    terug = client.get(f"{adres}opmerkingen.xlsx").content
    blad = load_workbook(io.BytesIO(terug))["Panden"]
    assert blad.max_row == 3
    opmerkingen = [blad.cell(nummer, len(KOLOMMEN) + 1).value for nummer in (2, 3)]
    assert "Leegstand (m²): De leegstand (9.000" in opmerkingen[0]
    assert "Aanbod (m²): Dit is geen getal" in opmerkingen[1]
    assert blad.cell(3, PLEK["toelichting"] + 1).data_type == "s"
    beter = verander(terug, (2, "leegstand_m2", 900), (3, "aanbod_m2", 200))
    adres = stuur_in(client, deelname, beter)["Location"]
    client.post(adres, {"actie": "opslaan"})
    assert Waarneming.objects.get(peildatum=PEILDATUM, pand=panden[0]).leegstand_m2 == 900
    assert Waarneming.objects.get(peildatum=PEILDATUM, pand=panden[1]).toelichting == "+31 6 en =gevaar"


def test_conflict_sinds_het_sjabloon_werd_gemaakt(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    client.force_login(loods)
    inhoud = verander(haal(client, deelname), (2, "leegstand_m2", 700))
    ander = GebruikerFactory(naam="Jan Jansen")
    WaarnemingFactory(pand=panden[0], peildatum=PEILDATUM, leegstand_m2=900, ingevoerd_door=ander)
    adres = stuur_in(client, deelname, inhoud)["Location"]
    assert "Jan Jansen" in client.get(adres).content.decode()
    client.post(adres, {"actie": "opslaan"})
    assert Waarneming.objects.get(pand=panden[0], peildatum=PEILDATUM).leegstand_m2 == 900
    # And one that comes between preview and confirmation.
    adres = stuur_in(client, deelname, verander(haal(client, deelname), (3, "leegstand_m2", 700)))["Location"]
    WaarnemingFactory(pand=panden[1], peildatum=PEILDATUM, leegstand_m2=800, ingevoerd_door=ander)
    client.post(adres, {"actie": "opslaan"})
    assert Waarneming.objects.get(pand=panden[1], peildatum=PEILDATUM).leegstand_m2 == 800


def test_bestand_van_een_andere_ronde_of_gemeente_wordt_geweigerd(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    client.force_login(loods)
    inhoud = haal(client, deelname)
    andere = Ronde.objects.create(peildatum=datetime.date(2020, 1, 1), deadline=datetime.date(2020, 2, 1))
    tweede = Deelname.objects.create(ronde=andere, gemeente=deelname.gemeente)
    antwoord = stuur_in(client, tweede, inhoud)
    assert antwoord.status_code == 422
    assert "hoort bij de ronde van" in antwoord.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("naam", "inhoud", "woorden"),
    [
        ("panden.xlsx", b"PK\x03\x04kapot", "beschadigd"),
        ("panden.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "oud Excel-bestand"),
        ("panden.xlsx", b"x" * (10 * 1024 * 1024 + 1), "te groot"),
        ("panden.csv", b"a;b\n1;2\n", "kolomkoppen"),
        ("panden.csv", b"", "leeg"),
    ],
    ids=["kapot", "xls", "groot", "csv", "leeg"],
)
def test_onbruikbaar_bestand_geeft_een_duidelijke_melding(
    client: Client, deelname: Deelname, loods: Gebruiker, naam: str, inhoud: bytes, woorden: str
) -> None:
    client.force_login(loods)
    antwoord = stuur_in(client, deelname, inhoud, naam)
    assert antwoord.status_code == 422
    assert woorden in antwoord.content.decode()
    assert not Upload.objects.exists()


def test_upload_is_van_wie_hem_instuurde(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]
) -> None:
    client.force_login(loods)
    adres = stuur_in(client, deelname, haal(client, deelname))["Location"]
    for ander, status in (
        (loods_van(deelname.gemeente), 404),
        (GebruikerFactory(rol=Rol.BEHEERDER), 404),
        (loods_van(GemeenteFactory(code="GM0344")), 404),
        (GebruikerFactory(rol=Rol.KANTORENCOACH), 403),
    ):
        client.force_login(ander)
        assert client.get(adres).status_code == status
        assert client.post(adres, {"actie": "opslaan", "ongewijzigd": "on"}).status_code == status
        assert client.get(f"{adres}opmerkingen.xlsx").status_code == status
    assert not Waarneming.objects.filter(peildatum=PEILDATUM).exists()


def test_weggooien_en_vergeten(client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand]) -> None:
    client.force_login(loods)
    adres = stuur_in(client, deelname, haal(client, deelname))["Location"]
    client.post(adres, {"actie": "weggooien"})
    assert not Upload.objects.exists()
    stuur_in(client, deelname, haal(client, deelname))
    Upload.objects.update(gemaakt_op=timezone.now() - datetime.timedelta(8))
    assert uploads.ruim_op() == 1


# --- large sheets ------------------------------------------------------------------------------
@pytest.fixture
def vijfduizend(deelname: Deelname) -> list[Pand]:
    panden = Pand.objects.bulk_create(
        Pand(bag_id=f"0321100{i:09d}", gemeente=deelname.gemeente, bouwjaar=1988, go_kantoor_m2=2000)
        for i in range(100_000, 105_000)
    )
    bron, loods = BronFactory(), GebruikerFactory()
    Waarneming.objects.bulk_create(
        Waarneming(pand=pand, peildatum=EERDER, voorraad_m2=2000, leegstand_m2=100, bron=bron, ingevoerd_door=loods)
        for pand in panden
    )
    return panden


def test_vijfduizend_rijen_gaan_via_een_taak(
    client: Client, deelname: Deelname, loods: Gebruiker, vijfduizend: list[Pand],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    client.force_login(loods)
    rijen = sjabloonrijen(deelname, pandrijen(deelname, met_adressen(met_nieuwste(panden_in([deelname.pk])))))
    for rij_ in rijen[:2998]:
        rij_["leegstand_m2"] = 250
    rijen[2999]["aanbod_m2"] = "x"
    inhoud = maak_xlsx(deelname, rijen)
    with django_capture_on_commit_callbacks():
        adres = stuur_in(client, deelname, inhoud)["Location"]
    upload = Upload.objects.get()
    assert upload.bestand
    assert "wordt verwerkt" in client.get(adres).content.decode()
    controleer_upload(str(upload.taak_id), str(upload.pk))
    taak = Taak.objects.get()
    assert taak.status == Taak.Status.KLAAR
    assert "5.000 rijen gecontroleerd, 1 rij met een fout" in taak.melding
    pagina = client.get(adres)
    assert pagina.context["telling"] == {"gewijzigd": 2998, "ongewijzigd": 2001, "gelijk": 0, "leeg": 0, "fout": 1}
    upload.refresh_from_db()
    assert upload.bestand is None
    client.post(adres, {"actie": "opslaan", "keuze": "alles", "ongewijzigd": "on"})
    upload.refresh_from_db()
    sla_upload_op(str(upload.taak_id), str(upload.pk), alles_of_niets=True, ongewijzigd=True)
    assert "Er is niets opgeslagen: 1 rij heeft nog een fout" in client.get(adres).content.decode()
    client.post(adres, {"actie": "opslaan", "keuze": "goede", "ongewijzigd": "on"})
    assert not Waarneming.objects.filter(peildatum=PEILDATUM).exists()
    upload.refresh_from_db()
    for _ in range(2):
        sla_upload_op(str(upload.taak_id), str(upload.pk), alles_of_niets=False, ongewijzigd=True)
    assert "4.999 panden opgeslagen" in client.get(adres).content.decode()
    assert Waarneming.objects.filter(peildatum=PEILDATUM).count() == 4999
    assert panden_in([deelname.pk]).filter(gedaan_op__isnull=True).count() == 1


def test_taak_meldt_een_onbruikbaar_groot_bestand(deelname: Deelname, loods: Gebruiker) -> None:
    upload = uploads.neem_aan(deelname, loods, "groot.xlsx", b"PK\x03\x04" + b"x" * 200_000)
    controleer_upload(str(upload.taak_id), str(upload.pk))
    taak = Taak.objects.get()
    assert taak.status == Taak.Status.MISLUKT
    assert "beschadigd" in taak.melding


# --- the command -------------------------------------------------------------------------------
def test_opdracht_doet_hetzelfde_als_de_pagina(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand], tmp_path: Any, capsys: Any
) -> None:
    client.force_login(loods)
    bestand, terug = tmp_path / "panden.xlsx", tmp_path / "terug.xlsx"
    bestand.write_bytes(verander(haal(client, deelname), (2, "leegstand_m2", 700), (3, "leegstand_m2", 9000)))
    with pytest.raises(CommandError, match="niets opgeslagen"):
        call_command("importeer_waarnemingen", bestand, "--alles-of-niets", gebruiker=loods.email)
    assert not Waarneming.objects.filter(peildatum=PEILDATUM).exists()
    call_command("importeer_waarnemingen", bestand, gebruiker=loods.email, opmerkingen=terug)
    uit, mis = capsys.readouterr()
    assert "2 panden opgeslagen, 0 al vastgelegd, 1 rij met een fout" in uit
    assert "rij 3, Leegstand (m²): De leegstand (9.000" in mis
    assert terug.exists()
    assert Waarneming.objects.get(pand=panden[0], peildatum=PEILDATUM).ingevoerd_door == loods


def test_opdracht_zegt_wat_er_ontbreekt(
    client: Client, deelname: Deelname, loods: Gebruiker, panden: list[Pand], tmp_path: Any
) -> None:
    bestand = tmp_path / "eigen.csv"
    bestand.write_text(f"BAG-pandnummer;Voorraad;Aanbod;Leegstand;Leeg sinds\n{panden[0].bag_id};2000;0;10;1-1-2020\n")
    with pytest.raises(CommandError, match="--ronde en --gemeente"):
        call_command("importeer_waarnemingen", bestand)
    with pytest.raises(CommandError, match="doet niet mee"):
        call_command("importeer_waarnemingen", bestand, ronde="2020-01-01", gemeente="GM0321")
    with pytest.raises(CommandError, match="mag niets invullen"):
        call_command("importeer_waarnemingen", bestand, ronde=str(PEILDATUM), gemeente="GM0321",
                     gebruiker=GebruikerFactory(rol=Rol.KANTORENCOACH).email)  # fmt: skip
    with pytest.raises(CommandError, match="kan niet worden gelezen"):
        call_command("importeer_waarnemingen", tmp_path / "weg.csv")
    call_command("importeer_waarnemingen", bestand, ronde=str(PEILDATUM), gemeente="GM0321")
    assert Waarneming.objects.get(pand=panden[0], peildatum=PEILDATUM).ingevoerd_door is None


def test_adressen_kloppen(deelname: Deelname) -> None:
    assert reverse("monitoring:ronde-gemeente", args=[PEILDATUM, "GM0321"]) == deelname.get_absolute_url()
