"""Text from PDF and Word files, for searching only; read in a child process that may not run away.

The file is not trusted: the child has limits to its memory and time, so that a bomb costs one failed reading. It runs
for seconds; call it from a Celery task.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

SOORTEN = ("pdf", "docx")
MAX_BESTAND = 50 * 1024 * 1024
MAX_TEKENS = 200_000
MAX_BLADZIJDEN = 300
MAX_UITGEPAKT = 40 * 1024 * 1024
MAX_GEHEUGEN = 1024**3
SECONDEN = 30
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Gelezen:
    """Plain text of a document; `melding` says in Dutch why there is none, or less than all."""

    tekst: str
    melding: str = ""


def lees_tekst(bestand: IO[bytes], soort: str) -> str:
    """The text of a PDF ("pdf") or Word file ("docx"), at most MAX_TEKENS; '' when it can't be read."""
    return lees(bestand, soort).tekst


def lees(bestand: IO[bytes], soort: str) -> Gelezen:
    """As `lees_tekst`, with a note where something was left out. Never raises for what is in the file."""
    if soort not in SOORTEN:
        return Gelezen("", "In dit soort bestand kan het portaal niet zoeken.")
    inhoud = bestand.read(MAX_BESTAND + 1)
    if len(inhoud) > MAX_BESTAND:
        return Gelezen("", "Het bestand is te groot om in te zoeken.")
    try:
        # -P: what lies beside this file must not stand in for a library of that name.
        klaar = subprocess.run(  # noqa: S603 - this very file, with a word of SOORTEN
            [sys.executable, "-P", str(Path(__file__).resolve()), soort],
            input=inhoud, capture_output=True, timeout=SECONDEN, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Gelezen("", "Het lezen van de tekst duurde te lang.")
    if klaar.returncode:
        return Gelezen("", "De tekst van dit bestand is niet te lezen.")
    tekst = schoon(klaar.stdout.decode("utf-8", errors="replace"))
    if not tekst:
        return Gelezen("", "Er staat geen tekst in dit bestand; misschien is het een scan.")
    if len(tekst) >= MAX_TEKENS:
        return Gelezen(tekst[:MAX_TEKENS], "Alleen het begin van dit bestand is doorzoekbaar.")
    return Gelezen(tekst)


def schoon(tekst: str) -> str:
    """One space between words, no control characters, and words that a line end cut in two made whole."""
    tekst = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", tekst)
    return " ".join(re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]", " ", tekst).split())


# --- in the child ------------------------------------------------------------------------------
def _pdf(inhoud: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    lezer = PdfReader(BytesIO(inhoud), strict=False)
    if lezer.is_encrypted and not lezer.decrypt(""):
        raise ValueError("met een wachtwoord")
    for nummer, bladzijde in enumerate(lezer.pages):
        if nummer == MAX_BLADZIJDEN:
            return
        yield bladzijde.extract_text() + "\n"


def _docx(inhoud: bytes) -> Iterator[str]:
    from defusedxml.ElementTree import iterparse

    with zipfile.ZipFile(BytesIO(inhoud)) as pak, pak.open("word/document.xml") as deel:
        # By what comes out: the size that a zip states may be a lie.
        tekst = deel.read(MAX_UITGEPAKT + 1)
    if len(tekst) > MAX_UITGEPAKT:
        raise ValueError("te groot")
    # No document of Word has a DTD.
    element: Any
    for _, element in iterparse(BytesIO(tekst), events=("end",), forbid_dtd=True):
        if element.tag == f"{WORD}t":
            yield element.text or ""
        elif element.tag in {f"{WORD}p", f"{WORD}br"}:
            yield "\n"
        elif element.tag == f"{WORD}tab":
            yield " "
        element.clear()


def _kind(soort: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_GEHEUGEN, MAX_GEHEUGEN))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDEN, SECONDEN))
    inhoud = sys.stdin.buffer.read()
    over = MAX_TEKENS
    for stuk in {"pdf": _pdf, "docx": _docx}[soort](inhoud):
        sys.stdout.buffer.write(stuk[:over].encode("utf-8", errors="replace"))
        over -= len(stuk)
        if over <= 0:
            break


if __name__ == "__main__":
    _kind(sys.argv[1])
