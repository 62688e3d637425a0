"""From the bytes of an upload to rows of raw cells. Hostile and broken files end in a `BestandFout`, and nothing else.

Nothing is believed of the name of the file: the first bytes say what it is. Sizes inside a zip are checked before
anything is unpacked, and Python's zipfile never reads more of a member than its directory promises.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import structlog
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from akt.fouten import AktFout
from akt.opmaak import getal
from monitoring.inlezen.kolommen import INVUL, PER_VELD, VELD_BIJ_KOP, sleutel

log = structlog.get_logger(__name__)

MAX_BYTES = 10 * 1024 * 1024
# What a workbook may be unpacked: ten thousand rows of ours take a third of it.
MAX_UITGEPAKT = 40 * 1024 * 1024
MAX_ONDERDELEN = 500
MAX_RIJEN = 10_000
MAX_KOLOMMEN = 60
# A heading is looked for in this many rows, so that a title above it does no harm.
RIJEN_TOT_KOP = 20
MAX_TEKENS = 500
BLAD = "Panden"


class BestandFout(AktFout):
    """A file that cannot be taken in as a whole; the text says why and what to do."""


@dataclass
class Blad:
    """What a file says. Each row is a dict that fits in JSON: `nr` (its number in the sheet, from 1), `cellen` (raw
    value by field) and `formules` (fields that hold a formula). `letters` gives each field's column."""

    rijen: list[dict[str, Any]]
    letters: dict[str, str]
    onbekend: list[str] = field(default_factory=list)

    @property
    def herkomst(self) -> set[tuple[str, str]]:
        """Pairs of round and gemeente that the rows say to be of; empty when the file does not tell."""
        return {
            (str(rij["cellen"]["ronde"])[:10], str(rij["cellen"]["gemeente"]).strip())
            for rij in self.rijen
            if rij["cellen"].get("ronde") and rij["cellen"].get("gemeente")
        }


Cel = tuple[Any, bool]


def lees(inhoud: bytes, naam: str = "") -> Blad:
    """Read a file. Raises `BestandFout` for whatever is not a sheet with our columns."""
    if len(inhoud) > MAX_BYTES:
        raise BestandFout(te_groot(len(inhoud)))
    if not inhoud.strip(b"\0\t\r\n "):
        raise BestandFout("Het bestand is leeg. Kies het ingevulde sjabloon.")
    if inhoud.startswith(b"\xd0\xcf\x11\xe0"):
        raise BestandFout(
            "Dit is een oud Excel-bestand (.xls) of een bestand met een wachtwoord. Open het in Excel en sla het op "
            "als Excel-werkmap (.xlsx) zonder wachtwoord."
        )
    if inhoud.startswith(b"PK"):
        return _lees_xlsx(inhoud)
    return _lees_csv(inhoud)


def te_groot(grootte: int) -> str:
    """What to say of a file of so many bytes, before it is read."""
    return (
        f"Het bestand is te groot: {getal(grootte / 1024 / 1024)} MB, en {MAX_BYTES // 1024 // 1024} MB mag. "
        "Haal afbeeldingen en andere werkbladen eruit, of gebruik het sjabloon."
    )


# --- Excel -------------------------------------------------------------------------------------
_KAPOT = "Het bestand is beschadigd en kan niet worden gelezen. Open het in Excel en sla het opnieuw op als .xlsx."


def _lees_xlsx(inhoud: bytes) -> Blad:
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            _controleer_zip(archief)
        return _lees_werkmap(inhoud)
    except BestandFout:
        raise
    except Exception as fout:
        # A broken or hostile workbook fails in more ways than can be listed; each of them is the file's fault.
        log.info("upload_onleesbaar", fout=repr(fout)[:300])
        raise BestandFout(_KAPOT) from fout


def _controleer_zip(archief: zipfile.ZipFile) -> None:
    delen = archief.infolist()
    namen = {deel.filename for deel in delen}
    if len(delen) > MAX_ONDERDELEN or sum(deel.file_size for deel in delen) > MAX_UITGEPAKT:
        raise BestandFout("Het bestand is uitgepakt veel te groot. Zet de rijen in een nieuw sjabloon en verstuur dat.")
    if any(deel.flag_bits & 1 for deel in delen):
        raise BestandFout("Het bestand heeft een wachtwoord. Sla het op zonder wachtwoord.")
    if any("vbaproject" in naam.lower() for naam in namen):
        raise BestandFout(
            "In dit bestand zitten macro's (.xlsm). Sla het op als gewone Excel-werkmap (.xlsx), zonder macro's."
        )
    if "xl/workbook.bin" in namen:
        raise BestandFout("Dit is een binaire Excel-werkmap (.xlsb). Sla het op als gewone Excel-werkmap (.xlsx).")
    if "mimetype" in namen:
        raise BestandFout("Dit is een bestand van LibreOffice of OpenOffice. Sla het op als Excel-werkmap (.xlsx).")
    if "[Content_Types].xml" not in namen:
        raise BestandFout("Dit is een zip-bestand en geen Excel-werkmap. Kies het ingevulde sjabloon (.xlsx).")


def _lees_werkmap(inhoud: bytes) -> Blad:
    boek = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=False, keep_links=False)
    try:
        bladen = [blad for blad in boek.worksheets if hasattr(blad, "reset_dimensions")]
        eigen = [blad for blad in bladen if blad.title.strip().lower() == BLAD.lower()]
        fout: BestandFout | None = None
        for blad in eigen or bladen:
            # What a sheet says of its own size may be wrong, or a trap.
            blad.reset_dimensions()
            try:
                uitkomst, kopregel = _verzamel(_excelrijen(blad))
            except GeenKop as geen:
                fout = fout or geen
                continue
            _weiger_samengevoegd(boek, blad, kopregel)
            return uitkomst
        if not eigen:
            namen = ", ".join(f"'{blad.title[:31]}'" for blad in bladen[:8]) or "geen"
            raise BestandFout(
                f"Er is geen werkblad '{BLAD}' met de kolommen van het sjabloon. Gevonden: {namen}. "
                "Download het sjabloon opnieuw en zet uw gegevens daarin."
            )
        raise fout or BestandFout(_KAPOT)
    finally:
        boek.close()


def _excelrijen(blad: Any) -> Iterator[tuple[int, list[Cel]]]:
    for nummer, rij in enumerate(blad.iter_rows(max_col=MAX_KOLOMMEN), start=1):
        if any(cel.value is not None for cel in rij):
            yield nummer, [(cel.value, cel.data_type in "fe" and cel.value is not None) for cel in rij]


def _weiger_samengevoegd(boek: Any, blad: Any, kopregel: int) -> None:
    """Merged cells hide which row a value is of. openpyxl does not tell while it streams, so look in the XML."""
    rest = b""
    with boek._archive.open(blad._worksheet_path) as bron:
        while deel := bron.read(1 << 20):
            for treffer in re.finditer(rb'mergeCell\s[^>]*?ref="([A-Z]+(\d+):[A-Z]+\d+)"', rest + deel):
                if int(treffer[2]) >= kopregel:
                    plek = treffer[1].decode()
                    raise BestandFout(
                        f"Er zijn cellen samengevoegd ({plek}). Splits ze weer (Start > Samenvoegen ongedaan maken) en "
                        "vul elke rij in."
                    )
            rest = (rest + deel)[-200:]


# --- CSV ---------------------------------------------------------------------------------------
def _lees_csv(inhoud: bytes) -> Blad:
    tekst = _naar_tekst(inhoud)
    kop = "\n".join(tekst.splitlines()[:RIJEN_TOT_KOP])
    scheider = max(";\t,", key=lambda teken: _herkend(kop, teken))
    try:
        # One that closes no quotation mark swallows the file into one cell; that is refused by its size.
        rijen = csv.reader(io.StringIO(tekst, newline=""), delimiter=scheider, strict=True)
        blad, _ = _verzamel(
            (regel, [(cel or None, cel.startswith("=")) for cel in rij[:MAX_KOLOMMEN]])
            for regel, rij in enumerate(rijen, start=1)
            if any(rij)
        )
    except csv.Error as fout:
        raise BestandFout(
            "Dit CSV-bestand is niet goed opgebouwd: een aanhalingsteken is niet gesloten of een cel is te lang. "
            "Sla het opnieuw op vanuit Excel."
        ) from fout
    return blad


def _naar_tekst(inhoud: bytes) -> str:
    """Text in UTF-8, UTF-16 or the code page of Windows; raises `BestandFout` for what is no text."""
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        coderingen = ["utf-16"]
    elif b"\0" in inhoud[:4000]:
        coderingen = ["utf-16-le", "utf-16-be"]
    else:
        coderingen = ["utf-8-sig", "cp1252"]
    for codering in coderingen:
        try:
            tekst = inhoud.decode(codering)
        except UnicodeError:
            continue
        if "\0" not in tekst:
            return tekst
    raise BestandFout("Dit is geen Excel- of CSV-bestand. Kies het ingevulde sjabloon (.xlsx of .csv).")


def _herkend(kop: str, scheider: str) -> int:
    """How many of our headings one finds when the text is divided by this sign."""
    return sum(sleutel(deel) in VELD_BIJ_KOP for regel in kop.splitlines() for deel in regel.split(scheider))


# --- rows --------------------------------------------------------------------------------------
class GeenKop(BestandFout):
    """No row with our headings was found."""


def _verzamel(rijen: Iterable[tuple[int, Sequence[Cel]]]) -> tuple[Blad, int]:
    """The heading and the rows below it; also gives the number of the row with the heading."""
    stroom = iter(rijen)
    velden: dict[int, str] = {}
    koppen: list[str] = []
    kopregel = 0
    for gelezen, (nummer, rij) in enumerate(stroom):
        koppen = [str(waarde).strip() if waarde is not None else "" for waarde, _ in rij]
        velden = {i: VELD_BIJ_KOP[sleutel(kop)] for i, kop in enumerate(koppen) if sleutel(kop) in VELD_BIJ_KOP}
        if "bag_id" in velden.values() or len(set(velden.values()) & set(INVUL)) >= 3:
            kopregel = nummer
            break
        if gelezen >= RIJEN_TOT_KOP:
            break
    if not kopregel:
        raise GeenKop(
            "De kolomkoppen van het sjabloon zijn niet gevonden. Laat de eerste rij zoals die is, of download het "
            "sjabloon opnieuw."
        )
    onbekend = [kop[:40] for i, kop in enumerate(koppen) if kop and i not in velden]
    _eis_kolommen(list(velden.values()), onbekend)
    gevonden: list[dict[str, Any]] = []
    for nummer, rij in stroom:
        cellen = {velden[i]: _plat(waarde) for i, (waarde, _) in enumerate(rij) if i in velden and waarde is not None}
        if not any(cellen.get(veld) not in (None, "") for veld in ("bag_id", *INVUL)):
            continue
        if len(gevonden) == MAX_RIJEN:
            raise BestandFout(f"Het bestand heeft meer dan {getal(MAX_RIJEN)} rijen. Verdeel het over meer bestanden.")
        formules = [velden[i] for i, (_, formule) in enumerate(rij) if formule and i in velden]
        gevonden.append({"nr": nummer, "cellen": cellen, "formules": formules})
    if not gevonden:
        raise BestandFout("Er staan geen panden in het bestand. Vul de rijen onder de kolomkoppen in.")
    letters = {veld: get_column_letter(i + 1) for i, veld in velden.items()}
    return Blad(gevonden, letters, onbekend), kopregel


def _eis_kolommen(velden: list[str], onbekend: list[str]) -> None:
    """All that are needed, and each once."""
    dubbel = [PER_VELD[veld].kop for veld in dict.fromkeys(velden) if velden.count(veld) > 1]
    if dubbel:
        raise BestandFout(f"De kolom '{dubbel[0]}' staat er twee keer. Laat er één staan.")
    weg = [kolom.kop for kolom in PER_VELD.values() if kolom.verplicht and kolom.veld not in velden]
    if weg:
        namen = ", ".join(f"'{kop}'" for kop in weg)
        tekst = f"{'Deze kolom ontbreekt' if len(weg) == 1 else 'Deze kolommen ontbreken'}: {namen}."
        if onbekend:
            tekst += f" Niet herkend: {', '.join(repr(kop) for kop in onbekend[:6])}."
        raise BestandFout(f"{tekst} Geef de kolommen de namen uit het sjabloon.")


def _plat(waarde: Any) -> Any:
    """A cell as it can be kept in JSON."""
    if waarde is None or isinstance(waarde, (bool, int)):
        return waarde if abs(waarde or 0) < 10**18 else str(waarde)[:MAX_TEKENS]
    if isinstance(waarde, float):
        return waarde if abs(waarde) < 1e18 else str(waarde)
    if isinstance(waarde, (datetime.datetime, datetime.date, datetime.time)):
        return waarde.isoformat()
    if isinstance(waarde, Decimal):
        return str(waarde)
    # PostgreSQL holds neither null characters nor halves of a character.
    return str(waarde).replace("\0", "").encode("utf-8", "replace").decode()[:MAX_TEKENS]
