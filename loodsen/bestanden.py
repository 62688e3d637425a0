"""Files that people send in: what they are is told by their content, not by their name."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from akt.fouten import AktFout

MAX_BYTES = 10 * 1024 * 1024
# What a zip of an office program unpacks to at most, so that reading its list stays cheap.
MAX_DELEN = 5_000
TOEGESTAAN = "pdf, Word, Excel, PowerPoint, OpenDocument, png of jpeg"

_OOXML = "application/vnd.openxmlformats-officedocument."
# First part of an Office file -> its type and the ending of its name.
_OFFICE = {
    "word/document.xml": (f"{_OOXML}wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (f"{_OOXML}spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (f"{_OOXML}presentationml.presentation", ".pptx"),
}
_OPENDOCUMENT = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}


def herken(inhoud: bytes) -> tuple[str, str]:
    """MIME type and ending of a file that is allowed. Raises `AktFout` for any other, with macros or too big."""
    if len(inhoud) > MAX_BYTES:
        raise AktFout(f"Dit bestand is te groot. Een bestand mag {MAX_BYTES // 1024 // 1024} MB zijn.")
    if inhoud.startswith(b"%PDF-"):
        return "application/pdf", ".pdf"
    if inhoud.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", ".png"
    if inhoud.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", ".jpg"
    if inhoud.startswith(b"PK\x03\x04") and (soort := _in_zip(inhoud)):
        return soort
    raise AktFout(f"Dit soort bestand kan niet. Kies een bestand van het type {TOEGESTAAN}.")


def _in_zip(inhoud: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as zip_:
            namen = zip_.namelist()
            if len(namen) > MAX_DELEN:
                return None
            if any(naam.lower().endswith(("vbaproject.bin", ".exe", ".js")) for naam in namen):
                raise AktFout("In dit bestand zitten macro's. Bewaar het zonder macro's en voeg het opnieuw toe.")
            if "mimetype" in namen and zip_.getinfo("mimetype").file_size < 200:
                soort = zip_.read("mimetype").decode("ascii", "replace")
                return (soort, _OPENDOCUMENT[soort]) if soort in _OPENDOCUMENT else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        return None
    return next((soort for deel, soort in _OFFICE.items() if deel in namen), None)


def naam_met_einde(naam: str, einde: str) -> str:
    """The name under which a file is given out: without a path, with the ending that belongs to its content."""
    kaal = PurePath(naam.replace("\\", "/")).name
    stam = kaal[: -len(einde)] if kaal.lower().endswith(einde) else PurePath(kaal).stem
    return f"{stam[: 120 - len(einde)].strip() or 'document'}{einde}"
