"""Who may open what: every address of the portal for every role. A new page must be added to tests/rechten to pass."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.paginas import alle, eigen
from tests.rechten import MATRIX
from tests.wereld import Wereld, maak_wereld


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def test_elke_pagina_staat_in_de_matrix() -> None:
    namen = {pagina.naam for pagina in eigen()}
    assert namen == set(MATRIX), "Zet een nieuwe pagina in de matrix, en haal een verdwenen pagina eruit."


def test_matrix(wereld: Wereld) -> None:
    mis = []
    for pagina in eigen():
        for rol, verwacht in MATRIX[pagina.naam].items():
            client = Client()
            if rol != "bezoeker":
                client.force_login(wereld.gebruikers[rol])
            status = client.get(pagina.adres(wereld)).status_code
            if status != verwacht:
                mis.append(f"{pagina.naam} als {rol}: {status}, verwacht {verwacht}")
    assert mis == []


@pytest.mark.parametrize("soort", ["monitoring:pand", "monitoring:pand-omtrek", "monitoring:pand-vastleggen"])
def test_andermans_pand_bestaat_niet(wereld: Wereld, client: Client, soort: str) -> None:
    pagina = next(pagina for pagina in eigen() if pagina.naam == soort)
    client.force_login(wereld.gebruikers["loods"])
    assert client.get(pagina.adres(wereld)).status_code == 200
    wereld.pand = wereld.elders
    assert client.get(pagina.adres(wereld)).status_code == 404


@pytest.mark.parametrize("rol", ["loods", "coach", "marktpartij"])
def test_alleen_de_beheerder_herbouwt_en_beheert(wereld: Wereld, client: Client, rol: str) -> None:
    client.force_login(wereld.gebruikers[rol])
    assert client.post("/kerncijfers/").status_code == 403
    assert client.get("/beheer/").status_code == 302


def test_wachtwoordpaginas_van_de_bibliotheek_antwoorden(wereld: Wereld) -> None:
    """None of the log-in library's pages breaks in our templates, logged in or not."""
    for ingelogd in (False, True):
        for pagina in alle():
            if not pagina.route.startswith("account/") or pagina.argumenten:
                continue
            client = Client()
            if ingelogd:
                client.force_login(wereld.gebruikers["loods"])
            assert client.get(pagina.adres(wereld)).status_code in {200, 302, 404, 405}, pagina.naam
