"""Finding an address while one types."""

import pytest

from monitoring.adressen import normaliseer, zoek_adressen, zoektekst
from tests.factories import AdresFactory


@pytest.mark.parametrize(
    ("getypt", "verwacht"),
    [
        ("Burg. Wallerweg 3 (3991 DG)", "burgemeester wallerweg 3 3991dg"),
        ("Kerkstr 12a", "kerkstraat 12a"),
        ("St. Jacobsstraat", "sint jacobsstraat"),
        ("Prof. dr. Poelsln. 5", "professor doctor poelslaan 5"),
        ("'s-Gravendijkwal", "s gravendijkwal"),
        ("Café-plein", "cafe plein"),
        ("  KOKERMOLEN   3 ", "kokermolen 3"),
    ],
)
def test_normaliseren_schrijft_afkortingen_uit(getypt: str, verwacht: str) -> None:
    assert normaliseer(getypt) == verwacht


@pytest.fixture
def adressen(db: None) -> None:
    AdresFactory(straat="Kokermolen", huisnummer=3, postcode="3994DG")
    AdresFactory(straat="Kokermolen", huisnummer=30, postcode="3994DG")
    AdresFactory(straat="Burgemeester Wallerweg", huisnummer=3, postcode="3991AA")
    AdresFactory(straat="Korte Schaft", huisnummer=12, huisletter="A", postcode="3991AT")
    AdresFactory(straat="2e Industrieweg", huisnummer=8, postcode="3994AA")
    AdresFactory(straat="Laan 1914", huisnummer=35, postcode="3818EX", bag_id="0307010000000035")


def gevonden(vraag: str) -> list[str]:
    return [adres.regel for adres in zoek_adressen(vraag)]


@pytest.mark.usefixtures("adressen")
@pytest.mark.parametrize(
    ("vraag", "eerste"),
    [
        ("kokermolen 3", "Kokermolen 3"),
        ("kokermol", "Kokermolen 3"),
        ("kokkermolen 30", "Kokermolen 30"),
        ("burg wallerwg 3", "Burgemeester Wallerweg 3"),
        ("Korte Schaft 12a", "Korte Schaft 12A"),
        ("3994 DG 30", "Kokermolen 30"),
        ("3994dg 3", "Kokermolen 3"),
        ("Kokermolen 3, Houten", "Kokermolen 3"),
        ("2e industrieweg", "2e Industrieweg 8"),
        ("korte schaft 12 a", "Korte Schaft 12A"),
        ("kokermolen30", "Kokermolen 30"),
        ("3994dg30", "Kokermolen 30"),
        ("kokermolen 3 3994", "Kokermolen 3"),
        ("laan 1914 35", "Laan 1914 35"),
        ("laan 1914", "Laan 1914 35"),
        ("kokermolen 999", "Kokermolen 3"),
    ],
)
def test_vindt_het_adres_ook_met_afkorting_of_tikfout(vraag: str, eerste: str) -> None:
    assert gevonden(vraag)[0] == eerste


@pytest.mark.usefixtures("adressen")
def test_huisnummer_is_precies() -> None:
    assert gevonden("kokermolen 3") == ["Kokermolen 3"]


@pytest.mark.usefixtures("adressen")
@pytest.mark.parametrize("vraag", ["", "k", "ko", "zzzzzzz", "%", "' OR 1=1 --"])
def test_wat_nergens_op_lijkt_geeft_niets(vraag: str) -> None:
    assert gevonden(vraag) == []


@pytest.mark.usefixtures("adressen")
def test_vervallen_adres_wordt_niet_gevonden() -> None:
    AdresFactory(straat="Oude Haven", huisnummer=1, einde="2020-01-01")
    assert gevonden("oude haven") == []


def test_zoektekst_bevat_alles_waarop_men_zoekt(db: None) -> None:
    adres = AdresFactory(straat="Dr. Kuyperln", huisnummer=4, huisletter="B", postcode="3994DG", woonplaats="Houten")
    assert zoektekst(adres) == "doctor kuyperlaan 4b 3994dg houten"


@pytest.mark.usefixtures("adressen")
def test_bag_nummer_vindt_het_adres() -> None:
    assert gevonden("0307010000000035") == ["Laan 1914 35"]
