"""Measure importeer_bag beside `ogr2ogr -f PostgreSQL` that loads the same files into the same database.

Called by scripts/bench.py in an empty, migrated database, which it leaves empty. The reference is what one would type:
per kind one ogr2ogr that loads the zip as it lies in the delivery into a table of its own, with GDAL's defaults (COPY,
a spatial index). It keeps no history, joins no addresses, knows no gemeenten and makes nothing to search in.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection

from monitoring import bag
from monitoring.models import Gemeente, Pand, Provincie
from tests.monitoring.bag_xml import DOMEIN, PEILDATUM, schrijf_grote_levering

WORTEL = Path(__file__).resolve().parent.parent
HERHALINGEN = 3
# How much more memory three times the objects may take before it is called growth.
SPELING = 1.15


def _sql(opdracht: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(opdracht)


def _duur(werk: Callable[[], object]) -> float:
    """Seconds of wall clock."""
    begin = time.perf_counter()
    werk()
    return time.perf_counter() - begin


def _leeg() -> None:
    """Without panden and adressen, and with no work left for autovacuum to start in the middle of a run."""
    _sql(
        "TRUNCATE monitoring_pand, monitoring_adres, monitoring_adrespand, monitoring_historicalpand, "
        "monitoring_herberekening, monitoring_waarneming, monitoring_pandstand CASCADE"
    )
    _sql("".join(f"DROP TABLE IF EXISTS bench_{soort.lower()};" for soort in DOMEIN))
    _sql("CHECKPOINT")


def _verbinding() -> str:
    instellingen = connection.settings_dict
    delen = {
        "host": instellingen["HOST"], "port": instellingen["PORT"], "user": instellingen["USER"],
        "password": instellingen["PASSWORD"], "dbname": instellingen["NAME"],
    }  # fmt: skip
    return "PG:" + " ".join(f"{naam}='{waarde}'" for naam, waarde in delen.items() if waarde)


def _referentie(levering: Path) -> None:
    datum = PEILDATUM.strftime("%d%m%Y")
    for soort in DOMEIN:
        subprocess.run(
            ["ogr2ogr", "-f", "PostgreSQL", _verbinding(), f"/vsizip//vsizip/{levering}/9999{soort}{datum}.zip",
             "-nln", f"bench_{soort.lower()}"],
            check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def _importeer(levering: Path, *, nieuw: bool) -> None:
    uitkomst = bag.importeer(levering)
    goed = uitkomst.panden.nieuw and uitkomst.adressen.nieuw if nieuw else not uitkomst.panden.veranderd
    if not goed or uitkomst.panden.geweigerd or uitkomst.adressen.geweigerd:
        raise RuntimeError(f"De import deed iets anders dan verwacht: {uitkomst}")


def _nakomelingen(pid: int) -> list[int]:
    try:
        kinderen = [
            int(kind)
            for taak in Path(f"/proc/{pid}/task").iterdir()
            for kind in (taak / "children").read_text().split()
        ]
    except OSError:
        return []
    return [pid, *(nazaat for kind in kinderen for nazaat in _nakomelingen(kind))]


def _rss(pid: int) -> tuple[bytes, int]:
    """Command line and resident memory in bytes of a process; nothing when it is gone."""
    try:
        opdracht = Path(f"/proc/{pid}/cmdline").read_bytes()
        return opdracht, int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return b"", 0


def _geheugen(levering: Path) -> float:
    """Highest memory of the command and all it starts, together, in MiB."""
    _leeg()
    proces = subprocess.Popen(
        [sys.executable, "manage.py", "importeer_bag", str(levering)], cwd=WORTEL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    hoogste = 0
    klaar = threading.Event()
    while not klaar.wait(0.01):
        # By command line: a child that has not started its own program yet still is its parent, in the same memory.
        hoogste = max(hoogste, sum(dict(_rss(pid) for pid in _nakomelingen(proces.pid)).values()))
        if proces.poll() is not None:
            klaar.set()
    if proces.returncode:
        raise RuntimeError("importeer_bag is mislukt.")
    return hoogste / 2**20


def _regel(naam: str, waarde: str, grens: str, gehaald: bool | None, toelichting: str) -> dict[str, Any]:
    oordeel = "ter vergelijking" if gehaald is None else "gehaald" if gehaald else "niet gehaald"
    return {"naam": naam, "waarde": waarde, "grens": grens, "oordeel": oordeel, "toelichting": toelichting}


def meet(objecten: int = 100_000) -> list[dict[str, Any]]:
    """Medians of three alternating runs, as dicts with naam, waarde, grens, oordeel and toelichting.

    Needs a database without panden; leaves it as it was.
    """
    if Pand.objects.exists():
        raise RuntimeError("De bench draait alleen in een lege database.")
    provincie, eigen_provincie = Provincie.objects.get_or_create(code="PV50", defaults={"naam": "Bench"})
    grens = MultiPolygon(Polygon.from_bbox((120000, 440000, 160000, 500000)), srid=28992)
    oud = Gemeente.objects.filter(code="GM0321").first()
    gemeente, eigen_gemeente = Gemeente.objects.get_or_create(
        code="GM0321", defaults={"naam": "Houten", "provincie": provincie}
    )
    try:
        Gemeente.objects.filter(pk=gemeente.pk).update(grens=grens)
        return _meet(objecten)
    finally:
        _leeg()
        if eigen_gemeente:
            gemeente.delete()
        elif oud is not None:
            Gemeente.objects.filter(pk=oud.pk).update(grens=oud.grens)
        if eigen_provincie:
            provincie.delete()


def _meet(objecten: int) -> list[dict[str, Any]]:
    tijden: dict[str, list[float]] = {"ogr2ogr": [], "eerste": [], "weer": []}
    with tempfile.TemporaryDirectory(prefix="akt-bench-") as map_:
        groot = schrijf_grote_levering(Path(map_) / "groot.zip", objecten)
        klein = schrijf_grote_levering(Path(map_) / "klein.zip", objecten // 3)
        for _ in range(HERHALINGEN):
            _leeg()
            tijden["ogr2ogr"].append(_duur(lambda: _referentie(groot)))
            _leeg()
            tijden["eerste"].append(_duur(lambda: _importeer(groot, nieuw=True)))
            tijden["weer"].append(_duur(lambda: _importeer(groot, nieuw=False)))
        geheugen = {"klein": _geheugen(klein), "groot": _geheugen(groot)}
    med = {naam: statistics.median(rij) for naam, rij in tijden.items()}

    def verhouding(naam: str) -> str:
        return f"{med[naam] / med['ogr2ogr']:.2f}x".replace(".", ",")

    def sec(naam: str) -> str:
        return f"{med[naam]:.2f} s".replace(".", ",")

    kernen = len(os.sched_getaffinity(0))
    return [
        _regel(
            "BAG importeren in een leeg portaal",
            verhouding("eerste"),
            "1,0x",
            med["eerste"] <= med["ogr2ogr"],
            f"{sec('eerste')} tegen {sec('ogr2ogr')} voor ogr2ogr -f PostgreSQL; {objecten} objecten, {kernen} kernen",
        ),
        _regel(
            "Dezelfde BAG-levering nog eens",
            verhouding("weer"),
            "1,0x",
            med["weer"] <= med["ogr2ogr"],
            f"{sec('weer')} tegen {sec('ogr2ogr')}; niets verandert",
        ),
        _regel(
            "Geheugen bij het importeren",
            f"{geheugen['groot']:.0f} MiB",
            f"{SPELING:.2f}x".replace(".", ",") + " van een derde van de objecten",
            geheugen["groot"] <= SPELING * geheugen["klein"],
            f"opdracht en wat zij start, hoogste stand samen; {geheugen['klein']:.0f} MiB bij {objecten // 3} objecten",
        ),
    ]
