"""Reading what people deliver: any file gives the right rows or one clear sentence, and never a crash."""

from __future__ import annotations

import datetime
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from monitoring.inlezen import BestandFout, Blad, CelFout, lees
from monitoring.inlezen.bestand import MAX_BYTES
from monitoring.inlezen.kolommen import KOLOMMEN
from monitoring.inlezen.waarden import lees_bag_id, lees_bedrag, lees_datum, lees_keuze, lees_m2, lees_tekst

KOP = ["BAG-pandnummer", "Adres", "Voorraad (m²)", "Aanbod (m²)", "Leegstand (m²)", "Leeg sinds"]
RIJ: list[Any] = ["0321100000000001", "Kokermolen 3", 1250, 0, 200, datetime.date(2024, 2, 1)]


def werkmap(*rijen: list[Any], blad: str = "Panden", verander: Callable[[Any], None] | None = None) -> bytes:
    boek = Workbook()
    boek.active.title = blad
    for rij in rijen:
        boek.active.append(rij)
    if verander:
        verander(boek)
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def zip_van(**delen: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in delen.items():
            archief.writestr(naam, inhoud)
    return uit.getvalue()


# --- cells -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("waarde", "verwacht"),
    [
        (1250, 1250), (1250.0, 1250), (1250.5, 1251), ("1250", 1250), ("1.250", 1250), ("1 250", 1250),
        ("1.250,5", 1251), ("1.250,0 m²", 1250), ("1250 m2", 1250), ("1250,00", 1250), (" 12 ", 12), ("0", 0),
        ("1.234.567", 1234567), ("1250.5", 1251), ("1\u00a0250", 1250), ("", None), (None, None), ("  ", None),
    ],
)  # fmt: skip
def test_oppervlakten_zoals_mensen_ze_schrijven(waarde: Any, verwacht: int | None) -> None:
    assert lees_m2(waarde) == verwacht


@pytest.mark.parametrize(
    ("waarde", "woorden"),
    [
        ("veel", "geen getal"), ("1,250", "1250 zonder komma"), (-5, "onder 0"), ("-5", "onder 0"),
        ("12a", "geen getal"), (float("nan"), "geen getal"), (float("inf"), "geen getal"), ("9" * 400, "te lang"),
        (True, "Hier hoort een getal"),
        (10**9, "te groot"), (datetime.datetime(2024, 1, 1), "datum"), ("1.25.0", "geen getal"), ("٣", "geen getal"),
    ],
)  # fmt: skip
def test_wat_geen_oppervlakte_is(waarde: Any, woorden: str) -> None:
    with pytest.raises(CelFout, match=woorden):
        lees_m2(waarde)


def test_bedragen_houden_hun_centen() -> None:
    assert lees_bedrag("€ 139,50") == Decimal("139.50")
    assert lees_bedrag(139.5) == Decimal("139.50")
    assert lees_bedrag("1.139,5") == Decimal("1139.50")
    with pytest.raises(CelFout, match="te hoog"):
        lees_bedrag(100_000)


@pytest.mark.parametrize(
    "waarde",
    [
        datetime.date(2024, 2, 1), datetime.datetime(2024, 2, 1), "1-2-2024", "01-02-2024", "1/2/2024", "01.02.2024",
        "2024-02-01", "2024-02-01T00:00:00", "1-2-24", "1 februari 2024", "1 feb. 2024", "februari 2024", "Feb 2024",
        45323, 45323.0,
    ],
)  # fmt: skip
def test_datums_zoals_mensen_ze_schrijven(waarde: Any) -> None:
    assert lees_datum(waarde) == datetime.date(2024, 2, 1)


def test_maart_en_oude_jaren() -> None:
    assert lees_datum("1 maart 2020") == lees_datum("mrt 2020") == datetime.date(2020, 3, 1)
    assert lees_datum("1-1-99") == datetime.date(1999, 1, 1)
    assert lees_datum("") is None


@pytest.mark.parametrize(
    "waarde", ["2019", 2019, "gisteren", "31-2-2024", "1-13-2024", "0-0-0000", True, 1.5, "1 foo 2024"]
)
def test_wat_geen_datum_is(waarde: Any) -> None:
    with pytest.raises(CelFout, match="bijvoorbeeld"):
        lees_datum(waarde)


def test_pandnummers_die_excel_verminkte() -> None:
    assert lees_bag_id("0321100000000001") == lees_bag_id(321100000000001) == lees_bag_id("321100000000001")
    for waarde in (1904100000000001, 1.9041e15, "1,9041E+15", "3.2110E+14"):
        with pytest.raises(CelFout, match="laatste cijfer"):
            lees_bag_id(waarde)
    for waarde in ("", None, "abc", "12", "03211000000000011", True):
        with pytest.raises(CelFout, match="16 cijfers"):
            lees_bag_id(waarde)


def test_keuzes_en_tekst() -> None:
    assert lees_keuze("Kantoor ", {"kantoor": "kantoor"}) == "kantoor"
    with pytest.raises(CelFout, match="keuzelijst"):
        lees_keuze("kasteel", {"kantoor": "kantoor"})
    assert lees_tekst("'=1+1") == "=1+1"
    assert lees_tekst("'s-Gravenweg") == "'s-Gravenweg"


# --- sheets ------------------------------------------------------------------------------------
def test_werkmap_met_titel_extra_kolom_en_andere_volgorde() -> None:
    kop = ["Opmerking van ons", *reversed(KOP)]
    blad = lees(werkmap(["Kantoren van Houten"], [], kop, ["x", *reversed(RIJ)], [], ["y", *reversed(RIJ)]))
    assert [rij["nr"] for rij in blad.rijen] == [4, 6]
    assert blad.onbekend == ["Opmerking van ons"]
    cellen = blad.rijen[0]["cellen"]
    assert (cellen["bag_id"], cellen["voorraad_m2"], cellen["leeg_sinds"]) == (RIJ[0], 1250, "2024-02-01T00:00:00")
    assert blad.letters["leegstand_m2"] == "C"


def test_enig_blad_mag_anders_heten_en_panden_gaat_voor() -> None:
    assert len(lees(werkmap(KOP, RIJ, blad="Blad1")).rijen) == 1
    met_meer = werkmap(KOP, RIJ, verander=lambda boek: boek.create_sheet("Eerst", 0).append(["iets", "anders"]))
    assert len(lees(met_meer).rijen) == 1


def test_formules_worden_gezien_en_niet_uitgerekend() -> None:
    blad = lees(werkmap(KOP, [*RIJ[:2], "=600+650", *RIJ[3:]]))
    assert blad.rijen[0]["formules"] == ["voorraad_m2"]


@pytest.mark.parametrize(
    ("bestand", "woorden"),
    [
        (b"", "leeg"),
        (b"\0\0\0", "leeg"),
        (b"x" * (MAX_BYTES + 1), "te groot"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oud Excel-bestand"),
        (b"PK\x03\x04kapot", "beschadigd"),
        (werkmap(KOP, RIJ)[:-200], "beschadigd"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "kolomkoppen"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "geen Excel- of CSV"),
        (zip_van(**{"brief.txt": b"hallo"}), "zip-bestand"),
        (zip_van(**{"[Content_Types].xml": b"<x/>", "xl/vbaProject.bin": b"macro"}), "macro"),
        (zip_van(**{"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b""}), "xlsb"),
        (zip_van(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "LibreOffice"),
        (zip_van(**{"[Content_Types].xml": b"<Types/>", "xl/a.xml": b"0" * 60_000_000}), "uitgepakt veel te groot"),
        (zip_van(**{f"xl/{i}.xml": b"" for i in range(600)}), "uitgepakt veel te groot"),
        (werkmap(["a", "b"], [1, 2], blad="Iets"), "geen werkblad 'Panden'"),
        (werkmap(["a", "b"], [1, 2]), "kolomkoppen"),
        (werkmap(KOP), "geen panden"),
        (werkmap([*KOP[:4], "Leeg m2", KOP[5]], RIJ), "'Leegstand \\(m²\\)'. Niet herkend: 'Leeg m2'"),
        (werkmap(KOP[:3], RIJ[:3]), "Deze kolommen ontbreken"),
        (werkmap([*KOP, "Voorraad"], [*RIJ, 1]), "twee keer"),
        (werkmap(KOP, RIJ, RIJ, verander=lambda boek: boek.active.merge_cells("C2:C3")), "samengevoegd \\(C2:C3\\)"),
        (b'BAG-pandnummer;Voorraad;Aanbod;Leegstand;Leeg sinds\n"0321', "aanhalingsteken"),
        (b"BAG-pandnummer;Voorraad;Aanbod\n1;2;3", "ontbreken"),
    ],
    ids=lambda waarde: waarde[:24] if isinstance(waarde, str) else "",
)
def test_onbruikbare_bestanden_zeggen_wat_er_mis_is(bestand: bytes, woorden: str) -> None:
    with pytest.raises(BestandFout, match=woorden):
        lees(bestand)


def test_samengevoegde_titel_boven_de_kop_mag() -> None:
    inhoud = werkmap(["Kantoren"], KOP, RIJ, verander=lambda boek: boek.active.merge_cells("A1:F1"))
    assert len(lees(inhoud).rijen) == 1


def test_xml_dat_zichzelf_opblaast_wordt_geweigerd() -> None:
    """Billion laughs in the sheet: the parser stops, without time or memory to speak of."""
    bron = zipfile.ZipFile(io.BytesIO(werkmap(KOP, RIJ)))
    delen = {naam: bron.read(naam) for naam in bron.namelist()}
    blad = next(naam for naam in delen if "sheet1" in naam)
    namen = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    delen[blad] = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{namen}]><w>&a11;</w>'.encode()
    with pytest.raises(BestandFout):
        lees(zip_van(**delen))


def test_blad_dat_over_zijn_grootte_liegt() -> None:
    bron = zipfile.ZipFile(io.BytesIO(werkmap(KOP, RIJ)))
    delen = {naam: bron.read(naam) for naam in bron.namelist()}
    blad = next(naam for naam in delen if "sheet1" in naam)
    delen[blad] = delen[blad].replace(b'ref="A1:F2"', b'ref="A1:XFD1048576"')
    assert len(lees(zip_van(**delen)).rijen) == 1


@pytest.mark.parametrize("scheider", [";", ",", "\t"])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_csv_in_elke_smaak(scheider: str, codering: str) -> None:
    regels = [
        scheider.join(["BAG-pandnummer", "Adres", "Voorraad (m²)", "Aanbod", "Leegstand", "Leeg sinds"]),
        scheider.join(["0321100000000001", '"Coöperatiehof 1"', '"1.250,5"', "0", "", "1-2-2024"]),
    ]
    (rij,) = lees("\r\n".join(regels).encode(codering)).rijen
    assert rij["cellen"]["adres"] == "Coöperatiehof 1"
    assert lees_m2(rij["cellen"]["voorraad_m2"]) == 1251
    assert "leegstand_m2" not in rij["cellen"]


def test_te_veel_rijen() -> None:
    regels = "BAG-pandnummer;Voorraad;Aanbod;Leegstand;Leeg sinds\n" + "0321100000000001;1;0;0;\n" * 10_001
    with pytest.raises(BestandFout, match=r"10\.000 rijen"):
        lees(regels.encode())


def test_vijfduizend_rijen_met_vlak_geheugen() -> None:
    kop = [kolom.kop for kolom in KOLOMMEN]
    rijen = [
        [f"{i:016d}", "Kokermolen 3", "3994DG Houten", 900, None, 1250, 0, 200, datetime.date(2024, 2, 1), "VVO",
         "Kantoor", 139.5, "Parate kennis van de kantorenloods", f"rij {i}", "2026-10-01", "GM0321", i]
        for i in range(5000)
    ]  # fmt: skip
    inhoud = werkmap(kop, *rijen)
    blad = lees(inhoud)
    assert len(blad.rijen) == 5000
    inhoud = werkmap(kop, *rijen[:1500])
    tracemalloc.start()
    lees(inhoud)
    piek = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert piek < 20 * 1024 * 1024, piek


# --- any bytes ---------------------------------------------------------------------------------
GOED = werkmap(KOP, RIJ, RIJ)


def beoordeel(inhoud: bytes) -> None:
    """A clear sentence or rows; whatever is found fits in JSON and can be read cell by cell."""
    try:
        blad = lees(inhoud)
    except BestandFout as fout:
        assert str(fout).endswith((".", "?"))
        return
    assert isinstance(blad, Blad)
    assert blad.rijen
    for rij in blad.rijen:
        for waarde in rij["cellen"].values():
            assert isinstance(waarde, (str, int, float, bool))
            for lezer in (lees_m2, lees_datum, lees_bag_id, lees_bedrag, lees_tekst):
                try:
                    lezer(waarde)
                except CelFout as fout:
                    assert str(fout)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_willekeurige_bytes(inhoud: bytes) -> None:
    beoordeel(inhoud)
    beoordeel(b"PK\x03\x04" + inhoud)
    beoordeel(b"BAG-pandnummer;Voorraad;Aanbod;Leegstand;Leeg sinds\n" + inhoud)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOED) - 1), st.binary(min_size=1, max_size=6))
def test_een_beschadigde_werkmap(plek: int, anders: bytes) -> None:
    beoordeel(GOED[:plek] + anders + GOED[plek + len(anders) :])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=20)), max_size=6), max_size=4)
)
def test_willekeurige_cellen(rijen: list[list[Any]]) -> None:
    def schoon(waarde: Any) -> Any:
        return "".join(c for c in waarde if c.isprintable()) if isinstance(waarde, str) else waarde

    try:
        inhoud = werkmap(KOP, *[[schoon(waarde) for waarde in rij] for rij in rijen])
    except (ValueError, OverflowError):
        return
    beoordeel(inhoud)


def test_een_goede_werkmap_blijft_leesbaar_voor_excel() -> None:
    assert load_workbook(io.BytesIO(GOED)).sheetnames == ["Panden"]
