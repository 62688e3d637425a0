"""A list of contactpersonen from Excel or CSV: seen first, each bad cell named, and all of it or nothing."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from akt.models import Bericht
from loodsen import inlezen
from loodsen.models import Contactpersoon, Organisatie
from tests.wereld import Wereld, maak_wereld

KOP = [veld.kop for veld in inlezen.INVOER.velden]
GOED = [
    "Zon Vastgoed",
    "Belegger",
    "Houten",
    "12345678",
    "zon.example",
    "Zus Zon",
    "Directeur",
    "zus@zon.example",
    "030",
    "",
    "",
]


@pytest.fixture
def wereld(db: None) -> Wereld:
    wereld = maak_wereld()
    Bericht.objects.all().delete()
    return wereld


def xlsx(*rijen: list[Any]) -> bytes:
    boek = Workbook()
    boek.active.title = inlezen.INVOER.blad
    for rij in (KOP, *rijen):
        boek.active.append(rij)
    bestand = io.BytesIO()
    boek.save(bestand)
    return bestand.getvalue()


def kies(client: Client, inhoud: bytes, naam: str = "lijst.xlsx") -> Any:
    return client.post("/contactpersonen/inlezen/", {"bestand": SimpleUploadedFile(naam, inhoud)})


def bevestig(client: Client, voorstel: Any) -> Any:
    return client.post("/contactpersonen/inlezen/", {"voorstel": voorstel.context["ondertekend"]})


def test_eerst_zien_dan_bevestigen_dan_toestemming_vragen(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    collega = ["zon vastgoed", "", "", "", "", "Zoë Zon", "", "zoe@zon.example", "", "", "1-2-2024"]
    bestaand = ["Papieren Huis Ontwikkeling", "Bouwer", "", "", "", "Pia Papier", "Chef", "PIA@papierenhuis.example",
                "", "", ""]  # fmt: skip
    antwoord = kies(client, xlsx(GOED, collega, bestaand, ["Kale Bv", "overig", *[""] * 9]))
    voorstel = antwoord.context["voorstel"]
    assert voorstel.fouten == [] and voorstel.samenvatting().startswith("3 nieuwe rijen, 1 gewijzigde rij")
    assert voorstel.van("gewijzigd")[0].verschillen == [
        ("Soort", "Ontwikkelaar", "Bouwer"), ("Functie", "Planeconoom", "Chef"),
    ]  # fmt: skip
    assert not Organisatie.objects.filter(naam="Zon Vastgoed").exists() and not Bericht.objects.exists()
    assert bevestig(client, antwoord)["Location"] == "/organisaties/"
    zon = Organisatie.objects.get(naam="Zon Vastgoed")
    assert (zon.soort, zon.gemeente, zon.kvk_nummer, zon.website) == (
        "belegger", wereld.houten, "12345678", "https://zon.example",
    )  # fmt: skip
    zus, zoe = zon.contactpersonen.get(naam="Zus Zon"), zon.contactpersonen.get(naam="Zoë Zon")
    assert zus.mist_toestemming and str(zoe.toestemming_op) == "2024-02-01"
    assert list(Bericht.objects.values_list("aan", flat=True)) == ["zus@zon.example"]
    pia = Contactpersoon.objects.get(email="pia@papierenhuis.example")
    assert (pia.naam, pia.functie, pia.telefoon) == ("Pia Papier", "Chef", "030 765 43 21"), "leeg verandert niets"
    versie = pia.history.latest()
    assert (versie.history_change_reason, versie.history_user) == (
        "ingelezen uit lijst.xlsx", wereld.gebruikers["loods"],
    )  # fmt: skip
    opnieuw = kies(client, xlsx(GOED, collega, bestaand))
    assert len(opnieuw.context["voorstel"].van("gelijk")) == 3 and opnieuw.context["ondertekend"] == ""


def test_elke_foute_cel_met_wat_helpt_en_niets_opgeslagen(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    Organisatie.objects.create(naam="Heeft Nummer", soort="bouwer", kvk_nummer="11111111")
    rijen = [
        GOED,
        ["", "Bank", "Atlantis", "12", "geen adres", "x" * 121, "", "geen-mail", "0" * 21, "Omdat", "gisteren"],
        ["Nieuw zonder soort", *[""] * 10],
        ["Zon Vastgoed", "Bouwer", "", "", "", "Ander", "", "ander@zon.example", "", "", ""],
        ["Nummerdief", "Bouwer", "", "11111111", *[""] * 7],
        ["Half", "Bouwer", "", "", "", "", "Chef", "", "030", "", ""],
        ["Zonder mail", "Bouwer", "", "", "", "Iemand", *[""] * 5],
        ["zon vastgoed ", "", "", "", "", "Zus", "", "ZUS@zon.example", "", "", ""],
        ["=1+1", "Bouwer", *[""] * 9],
    ]
    antwoord = kies(client, xlsx(*rijen))
    gevonden = {
        f"{letter}{regel.nummer}": tekst
        for regel in antwoord.context["voorstel"].fouten
        for _, letter, tekst in regel.fouten
    }
    for cel, tekst in {
        "A3": "Vul deze cel in", "B3": "Kies uit: Rijk, Provincie", "C3": "'Atlantis' kennen we niet",
        "D3": "8 cijfers", "E3": "geen webadres", "F3": "langer dan 120", "H3": "geen e-mailadres",
        "I3": "langer dan 20", "J3": "Kies uit: Toestemming", "K3": "geen datum", "B4": "Kies welke soort",
        "B5": "Op rij 2 heeft deze organisatie een andere waarde", "D6": "Een andere organisatie heeft dit KvK-nummer",
        "F7": "Vul de naam in", "H7": "Vul het e-mailadres in", "H8": "Vul het e-mailadres in",
        "9": "Hetzelfde staat ook op rij 2", "A10": "formule",
    }.items():  # fmt: skip
        assert tekst in gevonden.pop(cel), cel
    assert gevonden == {}
    assert antwoord.context["ondertekend"] == ""
    assert not Organisatie.objects.filter(naam="Zon Vastgoed").exists()


def test_lijkt_op_een_bestaande_is_een_opmerking(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    antwoord = kies(client, xlsx(["Papieren Huis Ontwikkelaar", "Ontwikkelaar", *[""] * 9]))
    assert "Lijkt op Papieren Huis Ontwikkeling" in antwoord.content.decode()
    assert antwoord.context["ondertekend"]


def test_intussen_veranderd_of_van_een_ander_wordt_niet_opgeslagen(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    voorstel = kies(client, xlsx(GOED))
    ander = Client()
    ander.force_login(wereld.gebruikers["beheerder"])
    assert bevestig(ander, voorstel)["Location"] == "/contactpersonen/inlezen/", "een voorstel is van een persoon"
    Organisatie.objects.create(naam="Zon Vastgoed", soort="bouwer")
    antwoord = bevestig(client, voorstel)
    assert antwoord.status_code == 409 and "intussen" in antwoord.content.decode().lower()
    assert not Contactpersoon.objects.filter(email="zus@zon.example").exists()
    assert bevestig(client, antwoord).status_code == 302
    assert Organisatie.objects.get(naam="Zon Vastgoed").soort == "belegger"


def test_csv_kan_ook_en_een_vreemd_bestand_niet(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    csv = "\n".join(";".join(rij) for rij in (KOP, GOED)).encode("cp1252")
    assert bevestig(client, kies(client, csv, "lijst.csv")).status_code == 302
    assert Contactpersoon.objects.filter(email="zus@zon.example").exists()
    for inhoud, naam, tekst in (
        (b"x", "lijst.pdf", "eindigt op .xlsx of .csv"),
        (b"PK\x03\x04rommel", "lijst.xlsx", "geen leesbare Excel-werkmap"),
        (b"Naam;Leeftijd\nA;3\n", "lijst.csv", "Deze kolommen ontbreken"),
        (b"x" * (3 * 1024 * 1024 + 1), "lijst.csv", "groter dan 3 MB"),
    ):
        antwoord = kies(client, inhoud, naam)
        assert antwoord.status_code == 422 and tekst in antwoord.content.decode()


def test_sjabloon_past_op_de_invoer(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    inhoud = client.get("/contactpersonen/sjabloon.xlsx").content
    boek = load_workbook(io.BytesIO(inhoud))
    assert [cel.value for cel in boek[inlezen.INVOER.blad][1]] == KOP
    boek[inlezen.INVOER.blad].append(GOED)
    gevuld = io.BytesIO()
    boek.save(gevuld)
    assert kies(client, gevuld.getvalue()).context["voorstel"].compleet


def test_meer_rijen_kosten_niet_meer_vragen_om_te_controleren(
    wereld: Wereld, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def rijen(hoeveel: int) -> list[Any]:
        return [
            (
                i + 2,
                dict(zip(KOP, [f"Bedrijf {i}", *GOED[1:3], "", *GOED[4:7], f"n{i}@b.example", *GOED[8:]], strict=True)),
            )
            for i in range(hoeveel)
        ]

    for hoeveel in (2, 200):
        with django_assert_num_queries(4):
            assert inlezen.stel_voor(rijen(hoeveel)).compleet
