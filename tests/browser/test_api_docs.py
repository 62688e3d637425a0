"""The page about the API in a real browser, under the portal's own Content-Security-Policy."""

from __future__ import annotations

from tests.browser.conftest import MaakScherm
from tests.wereld import Wereld

LIJST = "#operations-kerncijfers-kerncijfers_list"


def test_api_is_op_de_pagina_uit_te_proberen(wereld: Wereld, scherm: MaakScherm) -> None:
    """The fixture fails the test when the browser complains, for instance about a style that the policy refuses."""
    venster = scherm()
    pagina = venster.ga("/api/v1/docs")
    pagina.wait_for_selector(".opblock")
    assert pagina.locator(".opblock").count() == 8
    pagina.click(f"{LIJST} .opblock-summary-control")
    pagina.click(f"{LIJST} .try-out__btn")
    pagina.click(f"{LIJST} .execute")
    pagina.wait_for_selector(f"{LIJST} .live-responses-table .response-col_status")
    antwoord = pagina.inner_text(f"{LIJST} .live-responses-table")
    assert "200" in antwoord
    assert "gemeente.GM0321.2023-01-01" in antwoord
    venster.beeld("api-docs")


def test_pagina_past_op_een_telefoon(wereld: Wereld, scherm: MaakScherm) -> None:
    venster = scherm(320, donker=True)
    venster.ga("/api/v1/docs").wait_for_selector(".opblock")
    assert venster.pagina.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    venster.beeld("api-docs-320-donker")
