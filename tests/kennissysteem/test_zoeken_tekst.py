"""Text from PDF and Word files, also from files that are broken or meant to break."""

from __future__ import annotations

import io
import zipfile

import pytest

from kennissysteem import tekst
from kennissysteem.tekst import lees, lees_tekst

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(inhoud: str) -> io.BytesIO:
    bestand = io.BytesIO()
    with zipfile.ZipFile(bestand, "w", zipfile.ZIP_DEFLATED) as pak:
        pak.writestr("word/document.xml", inhoud)
    bestand.seek(0)
    return bestand


def pdf(regel: str) -> io.BytesIO:
    """A PDF of one page with one line of text, written by hand."""
    stroom = f"BT /F1 12 Tf 72 720 Td ({regel}) Tj ET".encode("latin-1")
    delen = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stroom), stroom),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    uit, plekken = b"%PDF-1.4\n", []
    for nummer, deel in enumerate(delen, 1):
        plekken.append(len(uit))
        uit += b"%d 0 obj\n%s\nendobj\n" % (nummer, deel)
    begin = len(uit)
    uit += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % plek for plek in plekken)
    uit += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % begin
    return io.BytesIO(uit)


def test_pdf_en_word_worden_platte_tekst() -> None:
    assert lees_tekst(pdf("Kosten per woning"), "pdf") == "Kosten per woning"
    woord = docx(
        f"<w:document {W}><w:body><w:p><w:r><w:t>Geluids-</w:t></w:r></w:p><w:p><w:r><w:t>norm</w:t></w:r>"
        "<w:r><w:tab/><w:t>financiële &lt;b&gt;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert lees_tekst(woord, "docx") == "Geluidsnorm financiële <b>"


@pytest.mark.parametrize(
    ("bestand", "soort"),
    [
        (io.BytesIO(b"geen pdf"), "pdf"),
        (io.BytesIO(b""), "docx"),
        (docx("<w:document"), "docx"),
        (io.BytesIO(b"MZ"), "exe"),
        (
            docx(
                '<!DOCTYPE b [<!ENTITY a "haha">' + "".join(f'<!ENTITY a{i} "{"&a;" * 10}">' for i in range(9))
                + f"]><w:document {W}><w:p><w:t>&a8;</w:t></w:p></w:document>"
            ),
            "docx",
        ),
    ],
)  # fmt: skip
def test_wat_niet_te_lezen_is_geeft_lege_tekst_met_uitleg(bestand: io.BytesIO, soort: str) -> None:
    gelezen = lees(bestand, soort)
    assert gelezen.tekst == ""
    assert gelezen.melding


def test_een_zipbom_en_een_groot_bestand_worden_geweigerd(monkeypatch: pytest.MonkeyPatch) -> None:
    bom = docx(f"<w:document {W}><w:p><w:t>" + "a" * (tekst.MAX_UITGEPAKT + 10) + "</w:t></w:p></w:document>")
    assert len(bom.getvalue()) < 200_000
    assert lees(bom, "docx").melding == "De tekst van dit bestand is niet te lezen."
    monkeypatch.setattr(tekst, "MAX_BESTAND", 100)
    assert lees(pdf("Iets"), "pdf").melding == "Het bestand is te groot om in te zoeken."


def test_een_lang_stuk_wordt_afgekapt() -> None:
    lang = lees(docx(f"<w:document {W}><w:p><w:t>{'woord ' * 50_000}</w:t></w:p></w:document>"), "docx")
    assert tekst.MAX_TEKENS - 10 < len(lang.tekst) <= tekst.MAX_TEKENS
    assert lang.melding == "Alleen het begin van dit bestand is doorzoekbaar."


def test_te_lang_bezig(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tekst, "SECONDEN", 0.001)
    assert lees(pdf("Iets"), "pdf").melding == "Het lezen van de tekst duurde te lang."
