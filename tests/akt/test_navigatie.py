"""The menu: groups, what each role finds in it, and the mark of the current page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import GebruikerFactory


def menu(client: Client, pad: str) -> str:
    inhoud = client.get(pad).content.decode()
    return "".join(re.findall(r'<nav class="akt-nav".*?</nav>', inhoud, re.DOTALL))


def test_bezoeker_ziet_wat_open_is_en_geen_werk(db: None, client: Client) -> None:
    gevonden = menu(client, "/definities/")
    assert "Infographics" in gevonden and "Panden" not in gevonden and "Post" not in gevonden
    assert re.search(r'href="/definities/" aria-current="page"', gevonden)
    assert re.search(r"data-huidig>Open data<", gevonden), "de groep van deze pagina is ook gemerkt"


@pytest.mark.parametrize(
    ("rol", "wel", "niet"),
    [
        ("kantorenloods", ["Pand vastleggen", "Rondes", "Taken"], ["Post", "Beheer"]),
        ("kantorencoach", ["Kaart", "Kerncijfers"], ["Pand vastleggen", "Post"]),
        ("beheerder", ["Post", "Beheer"], []),
    ],
)
def test_menu_per_rol(db: None, client: Client, rol: str, wel: list[str], niet: list[str]) -> None:
    client.force_login(GebruikerFactory(rol=rol, is_staff=rol == "beheerder", is_superuser=rol == "beheerder"))
    gevonden = menu(client, "/toegankelijkheid/")
    assert all(f">{label}<" in gevonden for label in wel)
    assert not any(f">{label}<" in gevonden for label in niet)


def test_groep_met_een_ingang_staat_op_zichzelf(db: None, client: Client) -> None:
    client.force_login(GebruikerFactory(rol="kantorenloods"))
    assert ">Portaal<" not in menu(client, "/toegankelijkheid/"), "een loods heeft daar alleen Taken"
