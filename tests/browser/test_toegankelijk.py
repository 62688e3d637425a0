"""axe-core on every page, in light and dark, wide and at 320 px. Pages are found by walking the URL conf."""

from __future__ import annotations

from monitoring.publicaties import bereken_voorbeeld, keuze_peildata
from tests.browser.conftest import AXE, MaakScherm, Scherm
from tests.factories import WACHTWOORD
from tests.paginas import html
from tests.wereld import Wereld

LOGIN = ("/account/login/", "/account/password/reset/")


def bevindingen(scherm: Scherm) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, as short lines."""
    scherm.pagina.evaluate(AXE.read_text())
    uitslag = scherm.pagina.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [f"{regel['id']}: {knoop['html'][:120]}" for regel in uitslag["violations"] for knoop in regel["nodes"][:3]]


def past(scherm: Scherm) -> bool:
    return bool(scherm.pagina.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_axe_vindt_niets_op_geen_enkele_pagina(wereld: Wereld, scherm: MaakScherm) -> None:
    mis: list[str] = []
    for breedte, donker in ((1280, False), (320, True)):
        beheerder = scherm(breedte, donker, bypass_csp=True)
        for adres in LOGIN:
            beheerder.ga(adres)
            mis += [f"{adres} ({breedte} px): {regel}" for regel in bevindingen(beheerder)]
        beheerder.log_in("beheer@voorbeeld.example", WACHTWOORD)
        for pagina in html():
            adres = pagina.adres(wereld)
            beheerder.ga(adres)
            beheerder.beeld(f"{pagina.naam.replace(':', '-')}-{breedte}{'-donker' if donker else ''}")
            mis += [f"{adres} ({breedte} px): {regel}" for regel in bevindingen(beheerder)]
            if not past(beheerder):
                mis.append(f"{adres} ({breedte} px): past niet in de breedte")
    assert mis == []


def test_probleempagina_is_toegankelijk(wereld: Wereld, scherm: MaakScherm) -> None:
    bezoeker = scherm(bypass_csp=True)
    bezoeker.ga("/bestaat-niet/")
    assert bevindingen(bezoeker) == []
    bezoeker.beeld("404")
    bezoeker.klachten.clear()


def test_voorbeeld_van_een_publicatie_is_toegankelijk(wereld: Wereld, scherm: MaakScherm) -> None:
    bereken_voorbeeld(keuze_peildata(None)[0])
    for breedte, donker in ((1280, False), (320, True)):
        beheerder = scherm(breedte, donker, bypass_csp=True)
        beheerder.log_in("beheer@voorbeeld.example", WACHTWOORD)
        beheerder.ga("/publicaties/nieuw/").get_by_role("heading", name="Wat verandert er?").wait_for()
        assert bevindingen(beheerder) == []
        assert past(beheerder)
        beheerder.beeld(f"publicatie-voorbeeld-{breedte}")
