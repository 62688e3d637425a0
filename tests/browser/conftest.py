"""A real browser against a real server, database, queue and worker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from tests.wereld import Wereld, maak_wereld

WORTEL = Path(__file__).resolve().parent.parent.parent
BEELDEN = WORTEL / "var" / "schermen"
AXE = WORTEL / "node_modules" / "axe-core" / "axe.min.js"

# Playwright's synchronous API runs an event loop in this thread, at which Django would refuse the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.fspath):
            item.add_marker(pytest.mark.browser)
            # One browser and one worker: these tests share a process under xdist.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium staat niet op deze machine (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def wereld(transactional_db: None) -> Wereld:
    cache.clear()
    return maak_wereld()


class Scherm:
    """A page that keeps what the browser complained about."""

    def __init__(self, pagina: Page, basis: str) -> None:
        self.pagina, self.basis = pagina, basis
        self.klachten: list[str] = []
        self.vreemd: list[str] = []
        pagina.on("console", lambda bericht: self.klachten.append(bericht.text) if bericht.type == "error" else None)
        pagina.on("pageerror", lambda fout: self.klachten.append(str(fout)))
        pagina.on("request", lambda vraag: self._bekijk(vraag.url))

    def _bekijk(self, url: str) -> None:
        if not url.startswith((self.basis, "data:", "blob:", "about:")):
            self.vreemd.append(url)

    def ga(self, adres: str) -> Page:
        self.pagina.goto(self.basis + adres)
        return self.pagina

    def log_in(self, email: str, wachtwoord: str) -> None:
        self.ga("/account/login/")
        self.pagina.fill("[name=login]", email)
        self.pagina.fill("[name=password]", wachtwoord)
        self.pagina.click("main button[type=submit]")
        self.pagina.wait_for_url(lambda url: "/account/login" not in url)

    def blader(self) -> None:
        """Scroll past everything, so that charts and maps that wait for that are drawn."""
        for vak in self.pagina.locator("[data-grafiek], [data-kaart]").all():
            vak.scroll_into_view_if_needed()
            vak.locator(".main-svg, .leaflet-map-pane").first.wait_for(state="attached")
        self.pagina.evaluate("scrollTo(0, 0)")

    def beeld(self, naam: str) -> None:
        BEELDEN.mkdir(parents=True, exist_ok=True)
        self.pagina.screenshot(path=BEELDEN / f"{naam}.png", full_page=True)


MaakScherm = Callable[..., Scherm]


@pytest.fixture
def scherm(browser: Browser, live_server: object) -> Iterator[MaakScherm]:
    """A maker of fresh browser windows; each test ends with a clean console and no request elsewhere."""
    gemaakt: list[Scherm] = []

    def maak(breedte: int = 1280, donker: bool = False, **opties: object) -> Scherm:
        ruimte = browser.new_context(
            viewport={"width": breedte, "height": 900}, locale="nl-NL", color_scheme="dark" if donker else "light",
            reduced_motion="reduce", **opties,
        )  # fmt: skip
        ruimte.set_default_timeout(15_000)
        gemaakt.append(Scherm(ruimte.new_page(), str(live_server)))
        return gemaakt[-1]

    yield maak
    for scherm in gemaakt:
        scherm.pagina.context.close()
    klachten = [klacht for scherm in gemaakt for klacht in scherm.klachten]
    assert klachten == [], "De browser klaagde."
    assert [url for scherm in gemaakt for url in scherm.vreemd] == [], "Een pagina vroeg iets aan een ander."


@pytest.fixture
def werker(wereld: Wereld) -> Iterator[None]:
    """A real Celery worker on the test database and this process's own queue."""
    host = connection.settings_dict["HOST"].replace("/", "%2F") or "127.0.0.1"
    poort = f":{connection.settings_dict['PORT']}" if connection.settings_dict["PORT"] else ""
    wachtwoord = f":{connection.settings_dict['PASSWORD']}" if connection.settings_dict["PASSWORD"] else ""
    gebruiker = connection.settings_dict["USER"]
    omgeving = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgis://{gebruiker}{wachtwoord}@{host}{poort}/{connection.settings_dict['NAME']}",
        "PYTEST_XDIST_WORKER": settings.WERKER,
    }
    logboek = WORTEL / "var" / "werker.log"
    logboek.parent.mkdir(exist_ok=True)
    with logboek.open("ab") as log:
        proces = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "akt", "worker", "-P", "solo", "-l", "info"],
            cwd=WORTEL, env=omgeving, stdout=log, stderr=log,
        )  # fmt: skip
    yield
    proces.terminate()
    proces.wait(20)


def wacht_tot(klaar: Callable[[], bool], seconden: float = 30) -> None:
    """Waits for something that another process does."""
    einde = time.monotonic() + seconden
    while not klaar():
        assert time.monotonic() < einde, "Het duurde te lang."
        time.sleep(0.1)
