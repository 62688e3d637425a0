"""The map page: filters shared with the list, the list of what is in view, and what a chosen pand says."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from tests.factories import PandFactory, adres_in, vierkant
from tests.wereld import Wereld, maak_wereld

# Around the panden of Houten, and around those of Utrecht (degrees).
HOUTEN = "5.14,52.02,5.20,52.06"
UTRECHT = "4.99,52.02,5.08,52.06"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def panden(antwoord: object) -> list[str]:
    return [rij.record.bag_id for rij in antwoord.context["table"].page]  # type: ignore[attr-defined]


def test_lijst_geeft_wat_in_beeld_is(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    assert len(panden(client.get("/kaart/"))) == 10
    houten = client.get("/kaart/", {"vak": HOUTEN})
    assert set(panden(houten)) == {pand.bag_id for pand in wereld.panden}
    assert "6 panden" in houten.content.decode() and "in beeld" in houten.content.decode()
    assert wereld.elders.bag_id in panden(client.get("/kaart/", {"vak": UTRECHT}))
    assert len(panden(client.get("/kaart/", {"vak": UTRECHT, "gemeente": "GM0321"}))) == 0
    # htmx gets the list alone, of the same panden.
    deel = client.get("/kaart/", {"vak": HOUTEN}, headers=HTMX)
    assert set(panden(deel)) == set(panden(houten))
    assert "<html" not in deel.content.decode() and "data-tegelkaart" not in deel.content.decode()


@pytest.mark.parametrize("vak", ["", "onzin", "1,2,3", "5.2,52.1,5.1,52.0", "nan,nan,nan,nan", "0,0,1,1", "1e9,1,2,3"])
def test_een_vak_dat_niet_kan_is_geen_vak(wereld: Wereld, client: Client, vak: str) -> None:
    client.force_login(wereld.gebruikers["coach"])
    antwoord = client.get("/kaart/", {"vak": vak})
    assert antwoord.status_code == 200
    assert len(panden(antwoord)) == 10


def test_de_loods_ziet_alleen_de_eigen_gemeente(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    assert set(panden(client.get("/kaart/"))) == {pand.bag_id for pand in wereld.panden}
    assert panden(client.get("/kaart/", {"vak": UTRECHT})) == []
    assert client.get(f"/panden/{wereld.elders.bag_id}/kort.json").status_code == 404


def test_filters_gaan_mee_naar_de_lijst_en_terug(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["coach"])
    vraag = "gemeente=GM0321&leegstand=ja"
    kaart = client.get(f"/kaart/?{vraag}&vak={HOUTEN}&page=1").content.decode()
    assert f'href="/panden/?{escape(vraag)}"' in kaart
    assert f'data-vraag="{escape(vraag)}"' in kaart
    assert f'href="/kaart/?{escape(vraag)}"' in client.get(f"/panden/?{vraag}").content.decode()


def test_begint_bij_wat_er_te_zien_is(wereld: Wereld, client: Client) -> None:
    """The gemeenten that one may see, the panden that the filter finds, or the view of the address."""
    client.force_login(wereld.gebruikers["coach"])

    def begin(**vraag: str) -> list[float]:
        return [float(deel) for deel in client.get("/kaart/", vraag).context["begin"].split(",")]

    west, zuid, oost, noord = begin()
    assert west < 5.03 < 5.2 < oost and zuid < 52.02 < 52.06 < noord
    west, zuid, oost, noord = begin(gemeente="GM0321")
    assert 5.15 < west < oost < 5.19 and 52.03 < zuid < noord < 52.05
    assert begin(vak=HOUTEN) == [5.14, 52.02, 5.2, 52.06]
    assert begin(q="bestaatniet") == begin()


def test_kort_zegt_wat_de_lijst_zegt(wereld: Wereld, client: Client) -> None:
    client.force_login(wereld.gebruikers["loods"])
    kort = client.get(f"/panden/{wereld.pand.bag_id}/kort.json").json()
    assert kort == {
        "titel": "Kokermolen 1, Houten",
        "tekst": ["Leegstand: 400\xa0m² van 1.000\xa0m² (40%)", "Leeg sinds 1 juni 2021",
                  "Waargenomen op 1 januari 2025", "Het Rondeel, Houten"],
        "url": f"/panden/{wereld.pand.bag_id}/",
    }  # fmt: skip
    nieuw = PandFactory(gemeente=wereld.houten, omtrek=vierkant(141_000, 450_000))
    kort = client.get(f"/panden/{nieuw.bag_id}/kort.json").json()
    assert kort["titel"] == f"pand {nieuw.bag_id}"
    assert kort["tekst"][0] == "Nog geen waarneming. Voorraad volgens de BAG ongeveer 1.900\xa0m²."


def test_query_s_hangen_niet_van_het_aantal_panden_af(
    wereld: Wereld, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(wereld.gebruikers["coach"])
    for i in range(40):
        adres_in(PandFactory(gemeente=wereld.houten, omtrek=vierkant(140_000 + 60 * i, 451_000)))
    with django_assert_max_num_queries(12):
        assert len(panden(client.get("/kaart/", {"gemeente": "GM0321"}))) == 25


def test_achtergrond_alleen_als_hij_is_ingesteld(wereld: Wereld, client: Client, settings: object) -> None:
    client.force_login(wereld.gebruikers["coach"])
    assert "data-achtergrond" not in client.get("/kaart/").content.decode()
    settings.AKT_ACHTERGRONDKAART_URL = "https://kaart.example/{z}/{x}/{y}.png"  # type: ignore[attr-defined]
    assert 'data-achtergrond="https://kaart.example/{z}/{x}/{y}.png"' in client.get("/kaart/").content.decode()
