"""Photos of a pand from a phone, in a real browser."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from monitoring.models import Foto
from tests.browser.conftest import MaakScherm
from tests.browser.test_toegankelijk import bevindingen, past
from tests.factories import WACHTWOORD
from tests.wereld import Wereld


def test_loods_zet_fotos_bij_een_pand_met_een_telefoon(wereld: Wereld, scherm: MaakScherm, tmp_path: Path) -> None:
    Foto.objects.all().delete()
    gevel, binnen, mis = tmp_path / "gevel.jpg", tmp_path / "binnen.png", tmp_path / "verslag.pdf"
    Image.new("RGB", (1600, 1200), "steelblue").save(gevel)
    Image.new("RGB", (900, 1600), "tan").save(binnen)
    mis.write_bytes(b"%PDF-1.7 " + bytes(500))
    loods = scherm(320, bypass_csp=True, has_touch=True, is_mobile=True)
    loods.log_in("loods@voorbeeld.example", WACHTWOORD)
    pagina = loods.ga(wereld.pand.get_absolute_url())
    pagina.get_by_role("link", name="Foto's toevoegen").tap()
    pagina.set_input_files("[name=fotos]", [gevel, mis])
    pagina.fill("[name=bijschrift]", "Gezien vanaf het plein")
    pagina.get_by_role("button", name="Toevoegen").tap()
    samenvatting = pagina.get_by_role("alert")
    samenvatting.wait_for()
    assert "“verslag.pdf” is geen foto" in samenvatting.inner_text()
    assert bevindingen(loods) == [] and past(loods)
    loods.beeld("fotos-fout")
    # The browser itself notes each answer of 422 in its console; that is what we asked for here.
    loods.klachten[:] = [klacht for klacht in loods.klachten if "422" not in klacht]

    pagina.set_input_files("[name=fotos]", [gevel, binnen])
    pagina.get_by_role("button", name="Toevoegen").tap()
    pagina.get_by_text("2 foto's toegevoegd").wait_for()
    pagina.locator("#fotos").scroll_into_view_if_needed()
    # Drawn, and not merely in the page.
    pagina.wait_for_function(
        "[...document.querySelectorAll('.akt-fotos img')].filter(b => b.naturalWidth).length === 2"
    )
    loods.beeld("fotos-bij-pand")
    pagina.get_by_role("link", name="Gezien vanaf het plein (2 van 2)").tap()
    groot = pagina.get_by_role("img", name="Gezien vanaf het plein (2 van 2)")
    groot.wait_for()
    maten = groot.evaluate("async beeld => { await beeld.decode(); return [beeld.naturalWidth, beeld.naturalHeight]; }")
    assert maten == [900, 1600]
    assert past(loods)
    loods.beeld("foto")
    pagina.get_by_role("link", name="Verwijder de foto").tap()
    pagina.fill("[name=reden]", "Er staat iemand herkenbaar op")
    pagina.get_by_role("button", name="Verwijder de foto").tap()
    pagina.get_by_text("De foto is verwijderd").wait_for()
    assert Foto.objects.get().bijschrift == "Gezien vanaf het plein (1 van 2)"
    assert "Er staat iemand herkenbaar op" in pagina.locator(".akt-tijdlijn").first.inner_text()
