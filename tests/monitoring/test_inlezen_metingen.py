"""Taking in plancapaciteit, transformaties and transacties from Excel and CSV: all of it or nothing, seen first."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from akt.fouten import AktFout, Conflict
from monitoring.inlezen_metingen import INVOER, MAX_RIJEN, lees_bestand, neem_in, stel_voor
from monitoring.models import Plancapaciteit, Transactie, Transformatie
from tests.wereld import Wereld, maak_wereld

PLAN = INVOER["plancapaciteit"]
KENNIS = "Parate kennis van de kantorenloods"
GOED = ["Kade", "Houten", "Het Rondeel", "Hard", 2500, datetime.date(2024, 1, 1), KENNIS, ""]


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def xlsx(soort: str, *rijen: list[Any], blad: str = "", kop: list[str] | None = None) -> bytes:
    boek = Workbook()
    werkblad = boek.active
    werkblad.title = blad or INVOER[soort].blad
    werkblad.append(kop or [veld.kop for veld in INVOER[soort].velden])
    for rij in rijen:
        werkblad.append(rij)
    bestand = io.BytesIO()
    boek.save(bestand)
    return bestand.getvalue()


def plannen(*rijen: list[Any]) -> bytes:
    return xlsx("plancapaciteit", *rijen)


def kies(client: Client, inhoud: bytes, naam: str = "plannen.xlsx", adres: str = "plancapaciteit") -> Any:
    return client.post(f"/{adres}/inlezen/", {"bestand": SimpleUploadedFile(naam, inhoud)})


def bevestig(client: Client, voorstel: Any, adres: str = "plancapaciteit") -> Any:
    return client.post(f"/{adres}/inlezen/", {"voorstel": voorstel.context["ondertekend"]})


def fouten(antwoord: Any) -> dict[str, str]:
    """Text by cell ('C2')."""
    return {
        f"{letter}{regel.nummer}": tekst
        for regel in antwoord.context["voorstel"].fouten
        for _, letter, tekst in regel.fouten
    }


def test_eerst_zien_dan_bevestigen(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    bestaand = ["rondeel 2014", "GM0321", "Het Rondeel", "Hard (onherroepelijk)", "11.000", "1-6-2014", KENNIS, ""]
    antwoord = kies(client, plannen(GOED, bestaand))
    voorstel = antwoord.context["voorstel"]
    assert voorstel.samenvatting() == (
        "1 nieuwe rij, 1 gewijzigde rij, 0 rijen zonder wijziging en 0 rijen met een fout"
    )
    assert voorstel.van("gewijzigd")[0].verschillen == [("Plancapaciteit (m² BVO)", "12.000", "11.000")]
    assert Plancapaciteit.objects.count() == 1
    assert Plancapaciteit.objects.get().bvo_m2 == 12_000
    antwoord = bevestig(client, antwoord)
    assert antwoord["Location"] == "/plancapaciteit/"
    nieuw, oud = Plancapaciteit.objects.get(plan="Kade"), Plancapaciteit.objects.get(plan="Rondeel 2014")
    assert (nieuw.bvo_m2, nieuw.status, nieuw.terrein, nieuw.peildatum) == (
        2500, "hard", wereld.terrein, datetime.date(2024, 1, 1),
    )  # fmt: skip
    assert oud.bvo_m2 == 11_000
    for ding in (nieuw, oud):
        versie = ding.history.latest()
        assert (versie.history_user, versie.history_change_reason) == (
            wereld.gebruikers["loods"], "ingelezen uit plannen.xlsx",
        )  # fmt: skip
    # The same file again has nothing to do.
    opnieuw = kies(client, plannen(GOED, bestaand))
    assert len(opnieuw.context["voorstel"].van("gelijk")) == 2
    assert opnieuw.context["ondertekend"] == ""


def test_elke_foute_cel_met_wat_helpt_en_niets_opgeslagen(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    antwoord = kies(client, plannen(
        GOED,
        ["", "Utrecht", "", "Keihard", "veel", "gisteren", "Mijn buurman", ""],
        ["Kade", "Houten", "Papendorp", "hard", "12,5", "=VANDAAG()", KENNIS, ""],
        ["Kade", "Nergenshuizen", "Het Rondeel", "hard", 10, "31-12-2090", KENNIS, ""],
        ["Kade", "Houten", "", "hard", 10, "31-12-2090", KENNIS, "x" * 301],
        ["KADE ", "houten", "", "hard", 10, "2024-01-01", KENNIS, ""],
        ["Straks", "Houten", "", "hard", 10, "31-12-2090", KENNIS, ""],
    ))  # fmt: skip
    gevonden = fouten(antwoord)
    for cel, tekst in {
        "A3": "Vul deze cel in", "B3": "U legt niet vast voor Utrecht", "D3": "Kies uit: Hard (onherroepelijk), Zacht",
        "E3": "geen getal", "F3": "geen datum", "G3": "Kies een bron", "C4": "In Houten is geen terrein 'Papendorp'",
        "E4": "geen heel getal", "F4": "formule", "B5": "kennen we niet", "C5": "zonder een goede gemeente",
        "H6": "langer dan 300 tekens", "7": "Hetzelfde staat ook op rij 2", "F8": "toekomst",
    }.items():  # fmt: skip
        assert tekst in gevonden.pop(cel), cel
    assert gevonden == {}
    assert antwoord.context["ondertekend"] == ""
    assert Plancapaciteit.objects.count() == 1


@pytest.mark.parametrize(
    ("naam", "inhoud", "tekst"),
    [
        ("plannen.xls", b"x", "eindigt op .xlsx of .csv"),
        ("plannen.xlsx", b"geen zip", "geen leesbare Excel"),
        ("plannen.xlsx", b"", "is leeg"),
        ("plannen.xlsx", xlsx("plancapaciteit", GOED, kop=["Plan", "Gemeente"]), "Deze kolommen ontbreken: Terrein"),
        ("plannen.xlsx", xlsx("plancapaciteit", ["x"], kop=[*(v.kop for v in PLAN.velden), "Extra"]), "niet: Extra"),
        ("plannen.xlsx", xlsx("plancapaciteit"), "geen rijen met gegevens"),
        ("plannen.xlsx", b"PK" + b"0" * 3_200_000, "groter dan 3 MB"),
        ("plannen.xlsx", plannen(*[GOED] * (MAX_RIJEN + 1)), "meer dan 2.000 rijen"),
        ("plannen.csv", f'{";".join(veld.kop for veld in PLAN.velden)}\n"open'.encode(), "Regel 2 van het CSV"),
    ],
    ids=lambda waarde: "" if isinstance(waarde, bytes) else None,
)
def test_verkeerd_bestand_geeft_een_melding(
    wereld: Wereld, client: Client, naam: str, inhoud: bytes, tekst: str
) -> None:  # fmt: skip
    client.force_login(wereld.gebruikers["loods"])
    antwoord = kies(client, inhoud, naam)
    assert antwoord.status_code == 422
    assert tekst in " ".join(antwoord.context["form"].errors["bestand"])


def _pak(**delen: bytes) -> bytes:
    bestand = io.BytesIO()
    with zipfile.ZipFile(bestand, "w", zipfile.ZIP_DEFLATED) as pak:
        for naam, inhoud in delen.items():
            pak.writestr(naam, inhoud)
    return bestand.getvalue()


def test_zipbom_macros_en_verkeerd_blad() -> None:
    with pytest.raises(AktFout, match="uitgepakt veel te groot"):
        lees_bestand("a.xlsx", _pak(bom=b"0" * 61 * 1024 * 1024), PLAN)
    with pytest.raises(AktFout, match="macro's"):
        lees_bestand("a.xlsx", _pak(**{"xl/vbaProject.bin": b"x"}), PLAN)
    boek = load_workbook(io.BytesIO(plannen(GOED)))
    boek[PLAN.blad].title = "Blad1"
    boek.create_sheet("Ander")
    bestand = io.BytesIO()
    boek.save(bestand)
    with pytest.raises(AktFout, match="Het blad 'Plancapaciteit' ontbreekt"):
        lees_bestand("a.xlsx", bestand.getvalue(), PLAN)


@pytest.mark.parametrize(("scheiding", "codering"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "cp1252")])
def test_csv_leest_als_excel(wereld: Wereld, client: Client, scheiding: str, codering: str) -> None:
    client.force_login(wereld.gebruikers["loods"])
    kop = scheiding.join(veld.kop for veld in PLAN.velden)
    rij = scheiding.join(["Café", "Houten", "", "zacht", "2.500", "1-1-2024", KENNIS, ""])
    antwoord = kies(client, f"{kop}\r\n\r\n{rij}\r\n".encode(codering), "plannen.csv")
    assert bevestig(client, antwoord).status_code == 302
    assert Plancapaciteit.objects.filter(plan="Café", bvo_m2=2500, status="zacht").exists()


def test_sjabloon_is_in_te_vullen_en_in_te_lezen(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    for naam, invoer in INVOER.items():
        adres = {"plancapaciteit": "plancapaciteit", "transformatie": "transformaties", "transactie": "transacties"}[
            naam
        ]
        antwoord = client.get(f"/{adres}/sjabloon.xlsx")
        boek = load_workbook(io.BytesIO(antwoord.content))
        blad = boek[invoer.blad]
        assert [cel.value for cel in blad[1]] == [veld.kop for veld in invoer.velden]
        assert len(blad.data_validations.dataValidation) == sum(bool(veld.keuzes) for veld in invoer.velden)
        assert [rij[0].value for rij in boek["Uitleg"].iter_rows(2, 1 + len(invoer.velden))] == [
            veld.kop for veld in invoer.velden
        ]
        # A loods chooses from the own gemeente only.
        keuzes = {cel.value for rij in boek["Keuzes"].iter_rows() for cel in rij}
        assert "Houten" in keuzes
        assert "Utrecht" not in keuzes
        with pytest.raises(AktFout, match="geen rijen"):
            lees_bestand("a.xlsx", antwoord.content, invoer)


def test_transformaties_met_panden_en_transacties_met_prijzen(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    een, twee = wereld.panden[0].bag_id, wereld.panden[1].bag_id
    rij = ["Kokermolen wordt wonen", "Houten", f"{een}, {twee}", "Wonen", 900, 14, "Bouw", "1-3-2024", "", KENNIS, "Nu"]
    antwoord = kies(client, xlsx("transformatie", rij), adres="transformaties")
    [regel] = antwoord.context["voorstel"].van("gewijzigd")
    assert [kop for kop, *_ in regel.verschillen] == ["BAG-pandnummers", "Toelichting"]
    assert bevestig(client, antwoord, "transformaties").status_code == 302
    project = Transformatie.objects.get()
    assert {pand.bag_id for pand in project.panden.all()} == {een, twee}
    elders = kies(client, xlsx("transformatie", [*rij[:2], wereld.elders.bag_id, *rij[3:]]), adres="transformaties")
    assert "Geen pand van uw gemeente" in fouten(elders)["C2"]

    rijen = [
        ["2-2-2024", "Houten", een, 120, "huur", "122,50", "ICT en media", KENNIS, ""],
        ["3-2-2024", "Houten", "", 5000, "koop", "€ 1.250.000", "overig", KENNIS, ""],
        # Already there, as recorded by hand.
        ["17-5-2024", "Houten", een, 450, "huur", 115, "overig", KENNIS, ""],
    ]
    antwoord = kies(client, xlsx("transactie", *rijen), adres="transacties")
    assert [regel.soort for regel in antwoord.context["voorstel"].regels] == ["nieuw", "nieuw", "gelijk"]
    assert bevestig(client, antwoord, "transacties").status_code == 302
    assert sorted(Transactie.objects.values_list("prijs", flat=True)) == [115, 122.5, 1_250_000]


def test_alles_of_niets_en_niet_iets_anders_dan_gezien(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    bestaand = ["Rondeel 2014", "Houten", "Het Rondeel", "hard", 11_000, "1-6-2014", KENNIS, ""]
    antwoord = kies(client, plannen(GOED, bestaand))
    Plancapaciteit.objects.update(bvo_m2=9_000)
    antwoord = bevestig(client, antwoord)
    assert antwoord.status_code == 409
    assert "door iemand anders gewijzigd" in antwoord.content.decode()
    assert Plancapaciteit.objects.get().bvo_m2 == 9_000
    # Seen anew, it may go in.
    assert bevestig(client, antwoord).status_code == 302
    assert Plancapaciteit.objects.count() == 2


def test_voorstel_is_van_een_mens_en_van_een_onderwerp(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    voorstel = kies(client, plannen(GOED))
    client.force_login(wereld.gebruikers["beheerder"])
    assert bevestig(client, voorstel)["Location"] == "/plancapaciteit/inlezen/"
    client.force_login(wereld.gebruikers["loods"])
    assert bevestig(client, voorstel, "transacties")["Location"] == "/transacties/inlezen/"
    assert client.post("/plancapaciteit/inlezen/", {"voorstel": "onzin"}).status_code == 302
    assert Plancapaciteit.objects.count() == 1
    client.force_login(wereld.gebruikers["coach"])
    assert client.post("/plancapaciteit/inlezen/", {"voorstel": "x"}).status_code == 403


def test_foute_rijen_komen_er_ook_achterlangs_niet_in(wereld: Wereld) -> None:
    loods = wereld.gebruikers["loods"]
    rijen = lees_bestand("a.xlsx", plannen(["", *GOED[1:]]), PLAN)
    with pytest.raises(AktFout, match="Verbeter de fouten"):
        neem_in(PLAN, rijen, loods, stel_voor(PLAN, rijen, loods).vingerafdruk(), "a.xlsx")
    goed = lees_bestand("a.xlsx", plannen(GOED), PLAN)
    with pytest.raises(Conflict):
        neem_in(PLAN, goed, loods, "anders", "a.xlsx")
    assert Plancapaciteit.objects.count() == 1


def test_tweeduizend_rijen_in_vaste_querys(
    wereld: Wereld, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    inhoud = plannen(*([f"Plan {nummer}", *GOED[1:]] for nummer in range(MAX_RIJEN)))
    rijen = lees_bestand("a.xlsx", inhoud, PLAN)
    with django_assert_max_num_queries(6):
        voorstel = stel_voor(PLAN, rijen, wereld.gebruikers["loods"])
    assert len(voorstel.van("nieuw")) == MAX_RIJEN
