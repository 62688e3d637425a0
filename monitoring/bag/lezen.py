"""Reading the files of a delivery: GDAL's LVBAG driver for the objects, a small reader for what is in onderzoek.

Each batch of files is one ogr2ogr process that writes PostgreSQL's COPY text to a temporary file, with as many at once
as there are cores. What the driver lets pass is checked on the side: the coordinate system, and that no object is lost.
"""

from __future__ import annotations

import datetime
import itertools
import math
import os
import re
import subprocess
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from akt.fouten import BronFout
from monitoring.bag.levering import LAGEN, Bestand

BLOK = 1 << 20
# Files of Kadaster hold 10,000 objects; starting a process costs as much as reading some hundreds.
BESTANDEN_PER_PORTIE = 20
VOORKOMEN = (
    "identificatie", "voorkomenIdentificatie", "status", "beginGeldigheid", "eindGeldigheid", "tijdstipInactief",
    "tijdstipInactiefLV", "tijdstipNietBagLV",
)  # fmt: skip
# The driver's fields per kind, in the order of the columns of the working tables in monitoring.bag.verwerken.
VELDEN = {
    "PND": ("oorspronkelijkBouwjaar",),
    "VBO": ("gebruiksdoel", "oppervlakte", "hoofdadresNummeraanduidingRef", "pandRef"),
    "NUM": (
        "huisnummer", "huisletter", "huisnummerToevoeging", "postcode", "openbareruimteRef", "woonplaatsRef",
    ),
    "OPR": ("naam", "woonplaatsRef"),
    "WPL": ("naam",),
}  # fmt: skip
MET_GEOMETRIE = ("PND", "VBO")
RD_NEW = re.compile(rb"(?:urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:|https?://www\.opengis\.net/\S*/|EPSG:)28992(?:\.xml)?")
SRS = re.compile(rb"srsName\s*=\s*[\"']([^\"']*)[\"']")
# Long enough to hold a name cut in two by the end of a block.
OVERLAP = 200


@dataclass(frozen=True, slots=True)
class Portie:
    """Files of one kind that are read together."""

    soort: str
    in_onderzoek: bool
    bestanden: tuple[Bestand, ...]

    @property
    def naam(self) -> str:
        eerste = self.bestanden[0].naam
        return eerste if len(self.bestanden) == 1 else f"{eerste} of een van de {len(self.bestanden) - 1} erna"


@dataclass(frozen=True, slots=True)
class Gelezen:
    """COPY text of a portie at `van`..`tot` of a temporary file, which should hold `objecten` rows."""

    portie: Portie
    pad: Path
    van: int
    tot: int
    objecten: int

    def blokken(self) -> Iterator[bytes]:
        """The text in blocks; the file is gone afterwards."""
        with self.pad.open("rb") as stroom:
            stroom.seek(self.van)
            rest = self.tot - self.van
            while blok := stroom.read(min(BLOK, rest)):
                rest -= len(blok)
                yield blok
        self.pad.unlink()


def kernen() -> int:
    return len(os.sched_getaffinity(0))


def porties(bestanden: list[Bestand]) -> list[Portie]:
    """Files in batches of one kind, in their order; a kind of few files is spread over the cores."""
    verdeeld = []
    for (soort, in_onderzoek), groep in itertools.groupby(bestanden, lambda b: (b.soort, b.in_onderzoek)):
        van_soort = tuple(groep)
        hoeveel = min(BESTANDEN_PER_PORTIE, math.ceil(len(van_soort) / kernen()))
        for begin in range(0, len(van_soort), hoeveel):
            verdeeld.append(Portie(soort, in_onderzoek, van_soort[begin : begin + hoeveel]))
    return verdeeld


def lees(alle: list[Portie], werkmap: Path, peildatum: datetime.date) -> Iterator[Gelezen]:
    """Read all in their order, as many at once as there are cores. Raises `BronFout`; leaves no process behind."""
    tegelijk = kernen()
    lezer = _Lezer(werkmap, peildatum)
    with ThreadPoolExecutor(tegelijk) as draden:
        rij: deque[Future[Gelezen]] = deque()
        try:
            for nummer, portie in enumerate(alle):
                # One more than run at once, so that the disk never holds more than that.
                if len(rij) > tegelijk:
                    yield rij.popleft().result()
                rij.append(draden.submit(lezer.lees, portie, nummer))
            while rij:
                yield rij.popleft().result()
        finally:
            lezer.stop()


class _Lezer:
    def __init__(self, werkmap: Path, peildatum: datetime.date) -> None:
        self.werkmap = werkmap
        self.peildatum = peildatum
        self.gestopt = threading.Event()

    def stop(self) -> None:
        """Let what still runs end soon."""
        self.gestopt.set()

    def lees(self, portie: Portie, nummer: int) -> Gelezen:
        uit = self.werkmap / f"{nummer}.copy"
        if portie.in_onderzoek:
            return self._in_onderzoek(portie, uit)
        return self._objecten(portie, uit)

    def _in_onderzoek(self, portie: Portie, uit: Path) -> Gelezen:
        ids = 0
        with uit.open("wb") as stroom:
            for bestand in portie.bestanden:
                for bag_id in Onderzoekslezer(self.peildatum).lees(bestand):
                    if self.gestopt.is_set():
                        break
                    stroom.write(f"{portie.soort}\t{bag_id}\n".encode())
                    ids += 1
        return Gelezen(portie, uit, 0, uit.stat().st_size, ids)

    def _objecten(self, portie: Portie, uit: Path) -> Gelezen:
        fouten = uit.with_suffix(".fout")
        with uit.open("wb") as stroom, fouten.open("wb") as fout:
            try:
                proces = subprocess.Popen(  # noqa: S603 - a fixed program, with paths of our own
                    _opdracht(portie, uit.with_suffix(".vrt")), stdin=subprocess.DEVNULL, stdout=stroom, stderr=fout
                )
            except FileNotFoundError as oorzaak:
                raise BronFout("ogr2ogr is niet gevonden. Installeer GDAL (pakket gdal-bin).") from oorzaak
            try:
                objecten = sum(self._controleer(bestand) for bestand in portie.bestanden)
                while proces.poll() is None and not self.gestopt.is_set():
                    self._wacht(proces)
            finally:
                if proces.poll() is None:
                    proces.kill()
                proces.wait()
        _controleer_gdal(portie, proces.returncode, fouten)
        van, tot = _grenzen(uit)
        return Gelezen(portie, uit, van, tot, objecten)

    def _wacht(self, proces: subprocess.Popen[bytes]) -> None:
        try:
            proces.wait(0.2)
        except subprocess.TimeoutExpired:
            return

    def _controleer(self, bestand: Bestand) -> int:
        """Number of objects in a file. Raises `BronFout` for coordinates that are not RD New, which LVBAG ignores."""
        tekens = 0
        staart = b""
        stelsels: set[bytes] = set()
        with bestand.open() as stroom:
            while (blok := stroom.read(BLOK)) and not self.gestopt.is_set():
                tekst = staart + blok
                tekens += tekst.count(b"bagObject>") - staart.count(b"bagObject>")
                stelsels.update(SRS.findall(tekst))
                staart = tekst[-OVERLAP:]
        for stelsel in stelsels:
            if not RD_NEW.fullmatch(stelsel):
                naam = stelsel.decode(errors="replace")[:80]
                raise BronFout(f"{bestand.naam} heeft coördinaten in {naam} en niet in RD (EPSG:28992).")
        return tekens // 2


def _opdracht(portie: Portie, vrt: Path) -> list[str]:
    """The ogr2ogr command for a portie; a VRT makes its files one layer."""
    laag = LAGEN[portie.soort]
    bronnen = "".join(
        f'<OGRVRTLayer name="b{nummer}"><SrcDataSource>{escape(bestand.gdal)}</SrcDataSource>'
        f'<OpenOptions><OOI key="LEGACY_ID">YES</OOI></OpenOptions><SrcLayer>{laag}</SrcLayer></OGRVRTLayer>'
        for nummer, bestand in enumerate(portie.bestanden)
    )
    vrt.write_text(
        f'<OGRVRTDataSource><OGRVRTUnionLayer name="{laag}">{bronnen}</OGRVRTUnionLayer></OGRVRTDataSource>',
        encoding="utf-8",
    )
    return [
        "ogr2ogr", "-f", "PGDump", "/vsistdout/", str(vrt), laag, "-nln", "bag",
        "-select", ",".join((*VOORKOMEN, *VELDEN[portie.soort])),
        "-lco", "CREATE_TABLE=OFF", "-lco", "SPATIAL_INDEX=NONE",
        "--config", "PG_USE_COPY", "YES", "--config", "OGR_GEOMETRY_ACCEPT_UNCLOSED_RING", "NO",
        *(() if portie.soort in MET_GEOMETRIE else ("-nlt", "NONE")),
    ]  # fmt: skip


def _controleer_gdal(portie: Portie, code: int, fouten: Path) -> None:
    """Raises `BronFout` when GDAL stopped halfway or complained of more than a value."""
    with fouten.open("rb") as stroom:
        regels = stroom.read(BLOK).decode(errors="replace").splitlines()
    fouten.unlink()
    fout = next((regel for regel in regels if regel.startswith("ERROR")), "")
    if code or fout:
        reden = fout.partition(": ")[2][:200] or f"ogr2ogr stopte met code {code}"
        raise BronFout(f"{portie.naam} kan niet worden gelezen: het is geen geldige XML van de BAG ({reden}).")


def _grenzen(uit: Path) -> tuple[int, int]:
    """Where the COPY text begins and ends in what PGDump wrote."""
    with uit.open("rb") as stroom:
        kop = stroom.read(4096)
        stroom.seek(max(0, uit.stat().st_size - 64))
        begin = stroom.tell()
        staart = stroom.read()
    van = kop.find(b"FROM STDIN;\n")
    tot = staart.rfind(b"\\.\n")
    if van < 0 or tot < 0:
        return 0, 0
    return van + len(b"FROM STDIN;\n"), begin + tot


class Onderzoekslezer:
    """Reads which objects are in onderzoek on a day, from the kenmerken that LVBAG does not read."""

    def __init__(self, peildatum: datetime.date) -> None:
        self.peildatum = peildatum.isoformat()
        self.gevonden: list[str] = []
        self.waarden: dict[str, str] = {}
        self.tekst: list[str] = []

    def lees(self, bestand: Bestand) -> Iterator[str]:
        """BAG ids, maybe more than once. Raises `BronFout` when the XML is broken."""
        ontleder: Any = expat.ParserCreate()
        ontleder.buffer_text = True
        ontleder.StartElementHandler = self._begin
        ontleder.CharacterDataHandler = self.tekst.append
        ontleder.EndElementHandler = self._einde
        with bestand.open() as stroom:
            try:
                yield from self._delen(ontleder, stroom)
            except expat.ExpatError as fout:
                raise BronFout(f"{bestand.naam} kan niet worden gelezen: de XML klopt niet ({fout}).") from fout

    def _delen(self, ontleder: Any, stroom: IO[bytes]) -> Iterator[str]:
        while blok := stroom.read(BLOK):
            ontleder.Parse(blok, False)
            yield from self.gevonden
            self.gevonden.clear()
        ontleder.Parse(b"", True)

    def _begin(self, _naam: str, _kenmerken: dict[str, str]) -> None:
        self.tekst.clear()

    def _einde(self, naam: str) -> None:
        kort = naam.rpartition(":")[2]
        if kort != "kenmerkInOnderzoek":
            self.waarden["id" if kort.startswith("identificatieVan") else kort] = "".join(self.tekst).strip()
            self.tekst.clear()
            return
        w, self.waarden = self.waarden, {}
        geldig = w.get("beginGeldigheid", "9999") <= self.peildatum < w.get("eindGeldigheid", "9999")
        vervallen = {"tijdstipInactief", "tijdstipInactiefLV", "tijdstipNietBagLV"} & w.keys()
        if geldig and not vervallen and w.get("inOnderzoek") == "J" and w.get("id", "").isdecimal():
            self.gevonden.append(w["id"])
