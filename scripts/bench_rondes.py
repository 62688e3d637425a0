"""What keeping panden up to date costs people, counted in a browser, and the check of a large Excel sheet.

Called by scripts/bench.py inside its data; makes gemeenten of its own there and takes them out again. What the browser
sees is the portal in gunicorn, on the same database.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import sync_playwright

from akt.models import Gebruiker, Rol
from akt.opmaak import getal
from monitoring.adressen import zoektekst
from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Adres, AdresPand, Bron, Deelname, Gemeente, Pand, Ronde, Waarneming, Werkgebied
from monitoring.models.rondes import Upload
from monitoring.rondeinvoer import met_nieuwste, pandrijen, stil
from monitoring.rondes import panden_in
from monitoring.sjabloon import maak_xlsx, sjabloonrijen
from monitoring.uploads import lees_upload
from monitoring.views.netwerk import met_adressen
from scripts.bench_kerncijfers import _regel
from tests.browser.handelingen import Teller, bevestig_alle, leg_pand_vast

WORTEL = Path(__file__).resolve().parent.parent
PANDEN, RIJEN = 300, 5_000
MAX_TOETSEN, MAX_KLIKKEN, MAX_SECONDEN, MAX_VASTLEGGEN = 12, 3, 5, 45
# How much more memory ten times the rows may take before it is called growth.
SPELING = 1.15
# What a person takes for a key, in milliseconds: two fingers.
RUST = 250
WACHTWOORD = "alleen-voor-de-bench"
# In a process of its own, whose memory is that of this work and nothing else.
GEHEUGEN = """
from monitoring.models.rondes import Upload
from monitoring.rondeinvoer import stil
from monitoring.uploads import lees_upload
lees_upload(Upload.objects.select_related("deelname__ronde", "gebruiker").get(pk="{upload}"), stil)
print(next(regel.split()[1] for regel in open("/proc/self/status") if regel.startswith("VmHWM")))
"""
WEG = (
    "DELETE FROM monitoring_signaal WHERE gemeente_id = %(code)s",
    "DELETE FROM monitoring_waarneming WHERE pand_id IN (SELECT id FROM monitoring_pand WHERE gemeente_id = %(code)s)",
    "DELETE FROM monitoring_adrespand WHERE pand_id IN (SELECT id FROM monitoring_pand WHERE gemeente_id = %(code)s)",
    "DELETE FROM monitoring_adres WHERE woonplaats = %(code)s",
    "DELETE FROM monitoring_pand WHERE gemeente_id = %(code)s",
)


def meet() -> list[dict[str, Any]]:
    """Keystrokes and clicks, and the seconds and memory of a sheet; dicts as in the other benches."""
    with _gemeente("GM9997", PANDEN) as deelname:
        uitkomsten = _handelingen(deelname)
    with _gemeente("GM9998", RIJEN // 10) as klein, _gemeente("GM9999", RIJEN) as groot:
        return uitkomsten + _excel(klein, groot)


def _komma(waarde: float, decimalen: int = 1) -> str:
    return f"{waarde:.{decimalen}f}".replace(".", ",")


# --- data --------------------------------------------------------------------------------------
@contextlib.contextmanager
def _gemeente(code: str, hoeveel: int) -> Iterator[Deelname]:
    """A gemeente in a running round: panden with an address and a waarneming of a quarter ago, and a loods."""
    peildatum = begin_kwartaal(datetime.date.today())
    bron = Bron.objects.filter(soort=Bron.Soort.PARATE_KENNIS).first() or Bron.objects.create(
        naam="Parate kennis van de kantorenloods", soort=Bron.Soort.PARATE_KENNIS
    )
    gemeente = Gemeente.objects.create(code=code, naam=f"Gemeente {code}", provincie_id="PV50")
    loods = Gebruiker.objects.create_user(
        f"{code.lower()}@voorbeeld.example", WACHTWOORD, naam=f"Loods {code}", rol=Rol.KANTORENLOODS
    )
    Werkgebied.objects.create(gebruiker=loods, gemeente=gemeente, van=datetime.date(2014, 1, 1))
    panden = Pand.objects.bulk_create(
        Pand(bag_id=f"{code[2:]}10{i:010d}", gemeente=gemeente, bouwjaar=1988, go_kantoor_m2=2000, demo=True)
        for i in range(hoeveel)
    )
    adressen = [
        Adres(
            bag_id=f"{code[2:]}01{i:010d}", straat="Benchlaan", huisnummer=i + 1, postcode="9999ZZ", woonplaats=code,
            gebruiksdoelen=["kantoorfunctie"], oppervlakte_m2=2000, demo=True,
        )
        for i in range(hoeveel)
    ]  # fmt: skip
    for adres in adressen:
        adres.zoektekst = zoektekst(adres)
    Adres.objects.bulk_create(adressen)
    AdresPand.objects.bulk_create(
        AdresPand(adres=adres, pand=pand) for adres, pand in zip(adressen, panden, strict=True)
    )
    eerder = begin_kwartaal(peildatum - datetime.timedelta(days=1))
    Waarneming.objects.bulk_create(
        Waarneming(pand=pand, peildatum=eerder, voorraad_m2=1900, bron=bron, ingevoerd_door=loods) for pand in panden
    )
    ronde, _ = Ronde.objects.get_or_create(
        peildatum=peildatum, defaults={"deadline": datetime.date.today() + datetime.timedelta(days=30)}
    )
    deelname = Deelname.objects.create(ronde=ronde, gemeente=gemeente)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE monitoring_pand, monitoring_adres, monitoring_adrespand, monitoring_waarneming")
    try:
        yield deelname
    finally:
        deelname.delete()
        Ronde.objects.filter(pk=ronde.pk, deelnames__isnull=True).delete()
        with connection.cursor() as cursor:
            for opdracht in WEG:
                cursor.execute(opdracht, {"code": code})
        gemeente.werkgebieden.all().delete()
        loods.delete()
        gemeente.delete()


# --- in a browser ------------------------------------------------------------------------------
@contextlib.contextmanager
def _portaal() -> Iterator[str]:
    """The address of the portal on the database of the bench."""
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort = vrij.getsockname()[1]
    env = os.environ | {"DJANGO_SECRET_KEY": os.urandom(32).hex(), "AKT_MFA_VERPLICHT": "0"}
    proces = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "akt.wsgi", "-b", f"127.0.0.1:{poort}", "--threads", "4"],
        cwd=WORTEL, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            with socket.socket() as kabel:
                if kabel.connect_ex(("127.0.0.1", poort)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{poort}"
    finally:
        proces.terminate()
        proces.wait(20)


def _handelingen(deelname: Deelname) -> list[dict[str, Any]]:
    code = deelname.gemeente_id
    with _portaal() as basis, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pagina = browser.new_page(locale="nl-NL")
        teller = Teller(pagina)
        pagina.goto(f"{basis}/account/login/")
        pagina.fill("[name=login]", f"{code.lower()}@voorbeeld.example")
        pagina.fill("[name=password]", WACHTWOORD)
        pagina.click("main button[type=submit]")
        pagina.wait_for_url(lambda url: "/account/login" not in url)
        pagina.goto(f"{basis}/rondes/")
        bevestigd = bevestig_alle(pagina, teller, f"Gemeente {code}", PANDEN)
        pagina.goto(f"{basis}/panden/vastleggen/")
        toetsenbord = leg_pand_vast(
            pagina, teller, zoek="benchl 12", adres="Benchlaan 12,", leegstand="800", sinds="2012024", rust=RUST
        )
        pagina.goto(f"{basis}/panden/vastleggen/")
        muis = leg_pand_vast(
            pagina, teller, zoek="benchl 34", adres="Benchlaan 34,", leegstand="1200", sinds="11152023", muis=True,
            rust=RUST,
        )  # fmt: skip
        browser.close()
    vastgelegd = Waarneming.objects.actueel().filter(pand__gemeente=code, leegstand_m2__gt=0)
    if set(vastgelegd.values_list("leegstand_m2", "leeg_sinds")) != {
        (800, datetime.date(2024, 2, 1)), (1200, datetime.date(2023, 11, 15))
    }:  # fmt: skip
        raise RuntimeError("In de browser is iets anders vastgelegd dan getypt.")
    seconden = max(toetsenbord.seconden, muis.seconden)
    return [
        _regel(
            "Toetsaanslagen om een pand vast te leggen, na het adres",
            f"{toetsenbord.toetsen}, of {muis.toetsen} met {muis.klikken} klikken",
            f"≤ {MAX_TOETSEN}",
            max(toetsenbord.toetsen, muis.toetsen) <= MAX_TOETSEN,
            "800 m² sinds 1 februari 2024 met alleen het toetsenbord, en 1.200 m² sinds 15 november 2023 met de muis "
            "erbij; vier cijfers met alleen het toetsenbord kosten er één meer",
        ),
        _regel(
            "Een pand vastleggen, met het zoeken van het adres",
            f"{_komma(seconden)} s",
            f"≤ {MAX_VASTLEGGEN} s",
            seconden <= MAX_VASTLEGGEN,
            f"door een script dat {_komma(RUST / 1000, 2)} s over een toets doet en niet nadenkt",
        ),
        _regel(
            f"Klikken om {PANDEN} panden ongewijzigd te bevestigen",
            str(bevestigd.klikken),
            f"≤ {MAX_KLIKKEN}",
            bevestigd.klikken <= MAX_KLIKKEN,
            f"vanaf de lijst van rondes; {_komma(bevestigd.seconden)} s tot de bevestiging er staat",
        ),
    ]


# --- a sheet -----------------------------------------------------------------------------------
def _upload(deelname: Deelname) -> Upload:
    """The sheet of a gemeente with half of its rows changed, as it waits for a worker."""
    rijen = sjabloonrijen(deelname, pandrijen(deelname, met_adressen(met_nieuwste(panden_in([deelname.pk])))))
    for rij in rijen[::2]:
        rij["leegstand_m2"] = 250
    rijen[0]["aanbod_m2"] = "veel"
    loods = deelname.gemeente.werkgebieden.get().gebruiker
    return Upload.objects.create(
        deelname=deelname, gebruiker=loods, bestandsnaam="bench.xlsx", bestand=maak_xlsx(deelname, rijen)
    )


def _geheugen(deelname: Deelname) -> float:
    """Highest memory in MiB of a process that reads and checks the sheet."""
    opdracht = [sys.executable, "manage.py", "shell", "-v0", "-c", GEHEUGEN.format(upload=_upload(deelname).pk)]
    klaar = subprocess.run(opdracht, cwd=WORTEL, capture_output=True, text=True, check=True)
    return int(klaar.stdout.split()[-1]) / 1024


def _excel(klein: Deelname, groot: Deelname) -> list[dict[str, Any]]:
    upload = _upload(groot)
    begin = time.perf_counter()
    lees_upload(upload, stil)
    gecontroleerd = time.perf_counter() - begin
    client = Client()
    client.force_login(upload.gebruiker)
    with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False, MFA_VERPLICHT=False):
        antwoord = client.get(upload.get_absolute_url())
    duur = time.perf_counter() - begin
    if getal(RIJEN // 2 - 1) not in antwoord.content.decode():
        raise RuntimeError("Het voorbeeld van het Excelbestand klopt niet.")
    geheugen = {"klein": _geheugen(klein), "groot": _geheugen(groot)}
    return [
        _regel(
            f"Excel van {RIJEN} rijen: gecontroleerd en getoond",
            f"{_komma(duur)} s",
            f"< {MAX_SECONDEN} s",
            duur < MAX_SECONDEN,
            f"lezen en controleren door de werker {_komma(gecontroleerd)} s, daarna de pagina met het voorbeeld",
        ),
        _regel(
            f"Geheugen bij een Excel van {RIJEN} rijen",
            f"{geheugen['groot']:.0f} MiB",
            f"{_komma(SPELING, 2)}x van een tiende van de rijen",
            geheugen["groot"] <= SPELING * geheugen["klein"],
            f"hoogste stand van het proces dat leest en controleert; {geheugen['klein']:.0f} MiB bij een tiende",
        ),
    ]
