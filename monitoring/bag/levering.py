"""What is in a delivery: zips in zips, folders and loose XML files become one list of files, each looked at.

Only zips inside zips are unpacked, to a temporary folder and under names of our own: a name in a zip is never a path.
"""

from __future__ import annotations

import datetime
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from akt.fouten import BronFout
from akt.opmaak import datum

# Kinds of the BAG that are read, by the code in the files, with GDAL's name of their layer; in the order of reading.
LAGEN = {
    "PND": "Pand",
    "VBO": "Verblijfsobject",
    "NUM": "Nummeraanduiding",
    "OPR": "Openbareruimte",
    "WPL": "Woonplaats",
}
# Kinds of which the portal tells that they are in onderzoek.
ONDERZOCHT = ("PND", "VBO")
KOP = 1 << 16
# A delivery of Kadaster is three zips deep: the delivery, what is in onderzoek, one kind of that.
DIEPTE = 4
# The BAG packs to a tenth or twentieth; what packs far better and is large has been made to fill a disk.
GROOT = 1 << 30
VERDACHTE_VERHOUDING = 300

WORTEL = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:[\w.-]+:)?([\w.-]+)", re.DOTALL)
STANDDATUM = re.compile(rb"StandTechnischeDatum>\s*(\d{4}-\d\d-\d\d)\s*<")
SOORT = re.compile(rb"objectType>\s*([A-Z]{3})\s*<")
GEMEENTE = re.compile(rb"GemeenteIdentificatie>\s*(\d{4})\s*<")
OBJECT = re.compile(rb"<(?:[\w.-]+:)?(bagObject|kenmerkInOnderzoek)>")


@dataclass(frozen=True, slots=True)
class Bestand:
    """One XML file with objects of one kind: `lid` of the zip `pad`, or `pad` itself. `naam` is how people know it."""

    naam: str
    soort: str
    in_onderzoek: bool
    pad: Path
    lid: str = ""

    @property
    def gdal(self) -> str:
        return f"/vsizip/{{{self.pad}}}/{self.lid}" if self.lid else str(self.pad)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        with leesbaar(self.naam):
            if not self.lid:
                with self.pad.open("rb") as stroom:
                    yield stroom
                return
            with zipfile.ZipFile(self.pad) as zip_, zip_.open(self.lid) as stroom:
                yield stroom


@dataclass
class Levering:
    """A delivery and what it says of itself.

    `gemeenten` are the CBS codes the complete part covers: None for the whole country, empty when nothing says that
    the delivery is complete. `in_onderzoek` holds the kinds of which it tells what is being investigated.
    """

    naam: str
    bestanden: list[Bestand] = field(default_factory=list)
    in_onderzoek: set[str] = field(default_factory=set)
    gemeenten: set[str] | None = field(default_factory=set)
    standen: set[datetime.date] = field(default_factory=set)
    gezien: set[str] = field(default_factory=set)

    @property
    def stand(self) -> datetime.date:
        return next(iter(self.standen))

    @property
    def soorten(self) -> set[str]:
        """Kinds of which it holds objects."""
        return {bestand.soort for bestand in self.bestanden if not bestand.in_onderzoek}


@contextmanager
def leesbaar(naam: str) -> Iterator[None]:
    """What goes wrong while reading a file becomes one line that names it."""
    try:
        yield
    except NotImplementedError as fout:
        raise BronFout(f"{naam} is ingepakt op een manier die het portaal niet kent.") from fout
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, RuntimeError) as fout:
        raise BronFout(f"{naam} is beschadigd of niet volledig. Haal het bestand opnieuw op.") from fout
    except OSError as fout:
        raise BronFout(f"{naam} kan niet worden gelezen: {fout.strerror or fout}.") from fout


@contextmanager
def open_levering(bron: Path) -> Iterator[Levering]:
    """Look through a delivery; the files it lists can be read inside the context. Raises `BronFout`."""
    if not bron.exists():
        raise BronFout(f"{bron} bestaat niet.")
    levering = Levering(bron.name or str(bron))
    with tempfile.TemporaryDirectory(prefix="akt-bag-") as werkmap:
        zoeker = _Zoeker(levering, Path(werkmap))
        with leesbaar(levering.naam):
            zoeker.doorzoek(bron.resolve())
        _controleer(levering)
        yield levering


def _controleer(levering: Levering) -> None:
    """Raises `BronFout` unless there are panden or verblijfsobjecten, all of one day."""
    if not levering.standen:
        raise BronFout(f"{levering.naam} is geen BAG Extract 2.0: er zit geen bestand met BAG-objecten in.")
    if len(levering.standen) > 1:
        dagen = ", ".join(datum(dag) for dag in sorted(levering.standen))
        raise BronFout(
            f"{levering.naam} bevat leveringen van verschillende dagen ({dagen}). Importeer er een per keer."
        )
    if not levering.soorten & {"PND", "VBO"}:
        wel = ", ".join(sorted(levering.gezien)) or "niets"
        raise BronFout(
            f"In {levering.naam} staan geen panden (PND) en geen verblijfsobjecten (VBO), wel: {wel}. "
            "Importeer de hele levering, of panden en verblijfsobjecten samen met de andere soorten."
        )
    volgorde = list(LAGEN)
    levering.bestanden.sort(key=lambda bestand: (bestand.in_onderzoek, volgorde.index(bestand.soort)))


class _Zoeker:
    """Walks through folders and zips, and adds what it finds to a Levering."""

    def __init__(self, levering: Levering, werkmap: Path) -> None:
        self.levering = levering
        self.werkmap = werkmap
        self.zips = 0

    def doorzoek(self, bron: Path) -> None:
        if not bron.is_dir():
            if not bron.stat().st_size:
                raise BronFout(f"{bron.name} is leeg.")
            self._bestand(bron, bron.name, of_zip=True)
            return
        for pad in sorted(bron.rglob("*")):
            naam = pad.relative_to(bron).as_posix()
            if _telt_mee(naam) and pad.is_file():
                self._bestand(pad, naam, of_zip=naam.lower().endswith(".zip"))

    def _bestand(self, pad: Path, naam: str, *, of_zip: bool) -> None:
        with leesbaar(naam):
            with pad.open("rb") as stroom:
                kop = stroom.read(KOP)
            if of_zip and (kop[:2] == b"PK" or naam.lower().endswith(".zip")):
                self.zips += 1
                # A link of ours, because GDAL wants the extension and has trouble with odd names.
                eigen = self.werkmap / f"{self.zips}.zip"
                eigen.symlink_to(pad)
                self._zip(eigen, naam, 1)
            else:
                self._xml(kop, naam, pad)

    def _zip(self, pad: Path, naam: str, diepte: int) -> None:
        if diepte > DIEPTE:
            raise BronFout(f"{naam} zit te diep: zip in zip in zip.")
        with leesbaar(naam), zipfile.ZipFile(pad) as zip_:
            for lid in zip_.infolist():
                self._lid(zip_, lid, pad, naam, diepte)

    def _lid(self, zip_: zipfile.ZipFile, lid: zipfile.ZipInfo, pad: Path, buiten: str, diepte: int) -> None:
        naam = f"{buiten}/{lid.filename}"
        if "\\" in lid.filename or lid.filename.startswith("/") or ".." in PurePosixPath(lid.filename).parts:
            raise BronFout(f"{buiten} bevat een bestand met een onveilige naam: {lid.filename}.")
        if lid.is_dir() or not _telt_mee(lid.filename):
            return
        if lid.flag_bits & 1:
            raise BronFout(f"{naam} is beveiligd met een wachtwoord. Pak het eerst uit.")
        if lid.file_size > GROOT and lid.file_size > VERDACHTE_VERHOUDING * lid.compress_size:
            raise BronFout(f"{naam} wordt uitgepakt verdacht groot en is niet gelezen.")
        with leesbaar(naam):
            if lid.filename.lower().endswith(".zip"):
                self.zips += 1
                binnen = self.werkmap / f"{self.zips}.zip"
                with zip_.open(lid) as stroom, binnen.open("wb") as uit:
                    shutil.copyfileobj(stroom, uit, 1 << 20)
                self._zip(binnen, naam, diepte + 1)
                return
            with zip_.open(lid) as stroom:
                kop = stroom.read(KOP)
            self._xml(kop, naam, pad, lid.filename)

    def _xml(self, kop: bytes, naam: str, pad: Path, lid: str = "") -> None:
        """Judge an XML file by its first part."""
        if not kop.strip():
            raise BronFout(f"{naam} is leeg.")
        treffer = WORTEL.match(kop)
        wortel = treffer[1] if treffer else b""
        if wortel == b"BAG-GWR-Deelbestand-LVC":
            return
        if wortel not in (b"bagStand", b"BAG-Extract-Levering") or b"kadaster.nl/schemas/lvbag/" not in kop:
            raise BronFout(f"{naam} is geen bestand uit een BAG Extract 2.0.")
        stand = STANDDATUM.search(kop)
        if not stand:
            raise BronFout(f"{naam} noemt geen datum van de stand (StandTechnischeDatum).")
        try:
            dag = datetime.date.fromisoformat(stand[1].decode())
        except ValueError as fout:
            raise BronFout(f"{naam} noemt een onmogelijke datum van de stand: {stand[1].decode()}.") from fout
        if wortel == b"BAG-Extract-Levering":
            self._leveringsdocument(kop)
            return
        soort = SOORT.search(kop)
        if not soort:
            raise BronFout(f"{naam} noemt geen soort objecten (objectType).")
        self.levering.standen.add(dag)
        self._objecten(kop, soort[1].decode(), naam, pad, lid)

    def _leveringsdocument(self, kop: bytes) -> None:
        """A Leveringsdocument says that the delivery is whole, and of which gemeenten."""
        codes = {f"GM{code.decode()}" for code in GEMEENTE.findall(kop)}
        if not codes:
            self.levering.gemeenten = None if b"Gebied-NLD" in kop else self.levering.gemeenten
        elif self.levering.gemeenten is not None:
            self.levering.gemeenten |= codes

    def _objecten(self, kop: bytes, soort: str, naam: str, pad: Path, lid: str) -> None:
        eerste = OBJECT.search(kop)
        if eerste is None:
            # Kadaster also delivers files without any object, which GDAL has nothing to say about.
            if len(kop) == KOP or not kop.rstrip().endswith(b"bagStand>"):
                raise BronFout(f"{naam} is beschadigd of niet volledig. Haal het bestand opnieuw op.")
            if f"IO{soort}" in PurePosixPath(naam).name:
                self.levering.in_onderzoek.add(soort)
            return
        self.levering.gezien.add(soort)
        onderzoek = eerste[1] == b"kenmerkInOnderzoek"
        if soort not in (ONDERZOCHT if onderzoek else LAGEN):
            return
        if onderzoek:
            self.levering.in_onderzoek.add(soort)
        self.levering.bestanden.append(Bestand(naam, soort, onderzoek, pad, lid))


def _telt_mee(naam: str) -> bool:
    """Only XML and zip, and not what a Mac leaves behind."""
    delen = PurePosixPath(naam).parts
    return (
        naam.lower().endswith((".xml", ".zip"))
        and "__MACOSX" not in delen
        and not any(deel.startswith(".") for deel in delen)
    )
