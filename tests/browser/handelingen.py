"""What work costs a person: clicks and keystrokes counted in the browser, on the pages themselves.

The journeys that issue and design set a limit to are here once, for the tests and for `make bench`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.sync_api import Page

# Only what a person does: not the click that Enter on a button makes, and a key that is held down is one.
LUISTERAAR = """
addEventListener("keydown", (toets) => { if (toets.isTrusted && !toets.repeat) aktTel("toetsen"); }, true);
addEventListener("click", (klik) => { if (klik.isTrusted && klik.detail) aktTel("klikken"); }, true);
"""


@dataclass
class Telling:
    """Clicks, keystrokes and seconds since the start."""

    toetsen: int = 0
    klikken: int = 0
    seconden: float = 0


class Teller:
    """Counts over all pages that a browser window goes through; make it before the first of them is opened."""

    def __init__(self, pagina: Page) -> None:
        self._aantal = {"toetsen": 0, "klikken": 0}
        pagina.expose_function("aktTel", self._tel)
        pagina.add_init_script(LUISTERAAR)
        self.begin()

    def _tel(self, wat: str) -> None:
        self._aantal[wat] += 1

    def begin(self) -> None:
        self._aantal |= {"toetsen": 0, "klikken": 0}
        self._start = time.monotonic()

    def stand(self) -> Telling:
        return Telling(**self._aantal, seconden=time.monotonic() - self._start)


def leg_pand_vast(
    pagina: Page, teller: Teller, *, zoek: str, adres: str, leegstand: str, sinds: str, muis: bool = False,
    rust: float = 0,
) -> Telling:  # fmt: skip
    """From the search field to the message that it is recorded; counts from the moment that the address is chosen.

    `pagina` shows 'Pand vastleggen', `sinds` holds the keys of a date as the browser's own field wants them. With
    `muis` one clicks to the next field and on the button, else all goes by keyboard. `rust` is what a person takes
    for a key, in milliseconds.
    """
    begin = time.monotonic()
    toets = pagina.keyboard
    toets.type(zoek, delay=rust)
    pagina.get_by_role("option", name=adres).first.wait_for()
    toets.press("ArrowDown", delay=rust)
    toets.press("Enter", delay=rust)
    # The cursor is in the first field, on what is there.
    pagina.wait_for_function("document.activeElement.name === 'leegstand_m2'")
    teller.begin()
    toets.type(leegstand, delay=rust)
    if muis:
        # On the first part of the date.
        pagina.locator("[name=leeg_sinds]").click(position={"x": 20, "y": 20})
    else:
        toets.press("Tab", delay=rust)
    toets.type(sinds, delay=rust)
    if muis:
        pagina.get_by_role("button", name="Vastleggen", exact=True).click()
    else:
        toets.press("Enter", delay=rust)
    pagina.get_by_text("Vastgelegd:").wait_for()
    telling = teller.stand()
    telling.seconden = time.monotonic() - begin
    return telling


def bevestig_alle(pagina: Page, teller: Teller, gemeente: str, hoeveel: int) -> Telling:
    """All panden of a gemeente confirmed as unchanged, from the list of rounds that `pagina` shows."""
    teller.begin()
    pagina.get_by_role("link", name=gemeente, exact=True).click()
    pagina.get_by_role("button", name=f"Bevestig alle {hoeveel} panden ongewijzigd", exact=True).click()
    pagina.get_by_text(f"{hoeveel} panden ongewijzigd bevestigd").wait_for()
    return teller.stand()
