"""Writes BAG Extract 2.0 files as Kadaster delivers them, from a handful of objects to millions; memory stays flat."""

from __future__ import annotations

import datetime
import itertools
import random
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

PEILDATUM = datetime.date(2020, 9, 15)
GEMEENTE = "0321"
OBJECTEN_PER_BESTAND = 10_000
SRS = "urn:ogc:def:crs:EPSG::28992"
DOMEIN = {
    "PND": "Pand",
    "VBO": "Verblijfsobject",
    "NUM": "Nummeraanduiding",
    "OPR": "Openbareruimte",
    "WPL": "Woonplaats",
}
NAAMRUIMTEN = " ".join(
    f'xmlns:{voorvoegsel}="{uri}"'
    for voorvoegsel, uri in {
        "DatatypenNEN3610": "www.kadaster.nl/schemas/lvbag/imbag/datatypennen3610/v20200601",
        "Objecten": "www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601",
        "gml": "http://www.opengis.net/gml/3.2",
        "Historie": "www.kadaster.nl/schemas/lvbag/imbag/historie/v20200601",
        "Objecten-ref": "www.kadaster.nl/schemas/lvbag/imbag/objecten-ref/v20200601",
        "nen5825": "www.kadaster.nl/schemas/lvbag/imbag/nen5825/v20200601",
        "KenmerkInOnderzoek": "www.kadaster.nl/schemas/lvbag/imbag/kenmerkinonderzoek/v20200601",
        "selecties-extract": "http://www.kadaster.nl/schemas/lvbag/extract-selecties/v20200601",
        "sl-bag-extract": "http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601",
        "sl": "http://www.kadaster.nl/schemas/standlevering-generiek/1.0",
    }.items()
)


def _gebied(gemeente: str | None) -> str:
    if gemeente is None:
        return "<selecties-extract:Gebied-NLD>Nederland</selecties-extract:Gebied-NLD>"
    return (
        "<selecties-extract:Gebied-GEM><selecties-extract:GemeenteCollectie><selecties-extract:Gemeente>"
        f"<selecties-extract:GemeenteIdentificatie>{gemeente}</selecties-extract:GemeenteIdentificatie>"
        "</selecties-extract:Gemeente></selecties-extract:GemeenteCollectie></selecties-extract:Gebied-GEM>"
    )


def _selectie(peildatum: datetime.date, gemeente: str | None) -> str:
    return (
        f"<selecties-extract:Gebied-Registratief>{_gebied(gemeente)}</selecties-extract:Gebied-Registratief>"
        "<selecties-extract:LVC-Extract><selecties-extract:StandTechnischeDatum>"
        f"{peildatum}</selecties-extract:StandTechnischeDatum></selecties-extract:LVC-Extract>"
    )


def begin_bestand(soort: str, peildatum: datetime.date = PEILDATUM, gemeente: str | None = GEMEENTE) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sl-bag-extract:bagStand {NAAMRUIMTEN}>'
        f"<sl-bag-extract:bagInfo>{_selectie(peildatum, gemeente)}</sl-bag-extract:bagInfo>"
        f"<sl:standBestand><sl:dataset>LVBAG</sl:dataset><sl:inhoud><sl:gebied>GEMEENTE</sl:gebied>"
        "<sl:leveringsId>0000000001</sl:leveringsId><sl:objectTypen>"
        f"<sl:objectType>{soort}</sl:objectType></sl:objectTypen></sl:inhoud>\n"
    )


EINDE_BESTAND = "</sl:standBestand>\n</sl-bag-extract:bagStand>\n"


def bestand(
    soort: str,
    objecten: Iterable[str],
    peildatum: datetime.date = PEILDATUM,
    gemeente: str | None = GEMEENTE,
) -> str:
    """One whole XML file; for small ones."""
    return begin_bestand(soort, peildatum, gemeente) + "".join(objecten) + EINDE_BESTAND


def leveringsdocument(peildatum: datetime.date = PEILDATUM, gemeente: str | None = GEMEENTE) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xb:BAG-Extract-Levering '
        'xmlns:xb="http://www.kadaster.nl/schemas/lvbag/extract-levering/v20200601" '
        'xmlns:selecties-extract="http://www.kadaster.nl/schemas/lvbag/extract-selecties/v20200601">'
        f"<xb:SelectieGegevens>{_selectie(peildatum, gemeente)}</xb:SelectieGegevens></xb:BAG-Extract-Levering>\n"
    )


# --- objects -----------------------------------------------------------------------------------
def _voorkomen(nummer: int, begin: str, eind: str | None, *, inactief: str | None = None, niet_bag: str | None = None):
    geldig = f"<Historie:eindGeldigheid>{eind}</Historie:eindGeldigheid>" if eind else ""
    inactief_ = f"<Historie:tijdstipInactief>{inactief}T10:00:00.000</Historie:tijdstipInactief>" if inactief else ""
    niet_bag_ = f"<Historie:tijdstipNietBagLV>{niet_bag}T10:00:00.000</Historie:tijdstipNietBagLV>" if niet_bag else ""
    return (
        "<Objecten:voorkomen><Historie:Voorkomen>"
        f"<Historie:voorkomenidentificatie>{nummer}</Historie:voorkomenidentificatie>"
        f"<Historie:beginGeldigheid>{begin}</Historie:beginGeldigheid>{geldig}"
        f"<Historie:tijdstipRegistratie>{begin}T09:00:00.000</Historie:tijdstipRegistratie>{inactief_}"
        f"<Historie:BeschikbaarLV><Historie:tijdstipRegistratieLV>{begin}T09:30:00.000"
        f"</Historie:tijdstipRegistratieLV>{niet_bag_}</Historie:BeschikbaarLV>"
        "</Historie:Voorkomen></Objecten:voorkomen>"
    )


def _object(element: str, inhoud: str) -> str:
    return (
        f"<sl:stand><sl-bag-extract:bagObject><Objecten:{element}>{inhoud}</Objecten:{element}>"
        "</sl-bag-extract:bagObject></sl:stand>\n"
    )


def _slot(status: str, voorkomen: str) -> str:
    return (
        f"<Objecten:status>{escape(status)}</Objecten:status><Objecten:geconstateerd>N</Objecten:geconstateerd>"
        "<Objecten:documentdatum>2010-01-01</Objecten:documentdatum>"
        f"<Objecten:documentnummer>2010/0001</Objecten:documentnummer>{voorkomen}"
    )


def _ref(soort: str, bag_id: str) -> str:
    element = "OpenbareRuimte" if soort == "OPR" else DOMEIN[soort]
    return f'<Objecten-ref:{element}Ref domein="NL.IMBAG.{DOMEIN[soort]}">{bag_id}</Objecten-ref:{element}Ref>'


def _id(soort: str, bag_id: str) -> str:
    return f'<Objecten:identificatie domein="NL.IMBAG.{DOMEIN[soort]}">{bag_id}</Objecten:identificatie>'


def ring(punten: Iterable[tuple[float, float]]) -> str:
    """A posList in three dimensions, as the BAG writes footprints."""
    return " ".join(f"{x:.3f} {y:.3f} 0.0" for x, y in punten)


def vierkant(x: float, y: float, zijde: float = 20) -> list[tuple[float, float]]:
    return [(x, y), (x + zijde, y), (x + zijde, y + zijde), (x, y + zijde), (x, y)]


def pand(
    bag_id: str,
    punten: Iterable[tuple[float, float]],
    *,
    bouwjaar: int | str = 1988,
    status: str = "Pand in gebruik",
    voorkomen: int = 1,
    begin: str = "2010-01-01",
    eind: str | None = None,
    inactief: str | None = None,
    niet_bag: str | None = None,
    srs: str = SRS,
) -> str:
    return _object(
        "Pand",
        f'{_id("PND", bag_id)}<Objecten:geometrie><gml:Polygon srsName="{srs}" srsDimension="3" '
        f'gml:id="PND_{bag_id}_{voorkomen}"><gml:exterior><gml:LinearRing><gml:posList>{ring(punten)}</gml:posList>'
        "</gml:LinearRing></gml:exterior></gml:Polygon></Objecten:geometrie>"
        f"<Objecten:oorspronkelijkBouwjaar>{bouwjaar}</Objecten:oorspronkelijkBouwjaar>"
        + _slot(status, _voorkomen(voorkomen, begin, eind, inactief=inactief, niet_bag=niet_bag)),
    )


def verblijfsobject(
    bag_id: str,
    hoofdadres: str,
    panden: Iterable[str],
    plek: tuple[float, float],
    *,
    doelen: Iterable[str] = ("kantoorfunctie",),
    oppervlakte: int = 1000,
    status: str = "Verblijfsobject in gebruik",
    voorkomen: int = 1,
    begin: str = "2010-01-01",
    eind: str | None = None,
    inactief: str | None = None,
    niet_bag: str | None = None,
) -> str:
    return _object(
        "Verblijfsobject",
        f"<Objecten:heeftAlsHoofdadres>{_ref('NUM', hoofdadres)}</Objecten:heeftAlsHoofdadres>"
        f"{_voorkomen(voorkomen, begin, eind, inactief=inactief, niet_bag=niet_bag)}{_id('VBO', bag_id)}"
        f'<Objecten:geometrie><Objecten:punt><gml:Point srsName="{SRS}" srsDimension="3" '
        f'gml:id="VBO_{bag_id}_{voorkomen}"><gml:pos>{ring([plek])}</gml:pos></gml:Point></Objecten:punt>'
        "</Objecten:geometrie>"
        + "".join(f"<Objecten:gebruiksdoel>{doel}</Objecten:gebruiksdoel>" for doel in doelen)
        + f"<Objecten:oppervlakte>{oppervlakte}</Objecten:oppervlakte>"
        + _slot(status, "")
        + f"<Objecten:maaktDeelUitVan>{''.join(_ref('PND', p) for p in panden)}</Objecten:maaktDeelUitVan>",
    )


def nummeraanduiding(
    bag_id: str,
    openbare_ruimte: str,
    huisnummer: int,
    *,
    huisletter: str = "",
    toevoeging: str = "",
    postcode: str = "3994DG",
    woonplaats: str = "",
    voorkomen: int = 1,
    begin: str = "2010-01-01",
    eind: str | None = None,
) -> str:
    letter = f"<Objecten:huisletter>{huisletter}</Objecten:huisletter>" if huisletter else ""
    extra = f"<Objecten:huisnummertoevoeging>{toevoeging}</Objecten:huisnummertoevoeging>" if toevoeging else ""
    code = f"<Objecten:postcode>{postcode}</Objecten:postcode>" if postcode else ""
    ligt_in = f"<Objecten:ligtIn>{_ref('WPL', woonplaats)}</Objecten:ligtIn>" if woonplaats else ""
    return _object(
        "Nummeraanduiding",
        f"{_id('NUM', bag_id)}<Objecten:huisnummer>{huisnummer}</Objecten:huisnummer>{letter}{extra}{code}"
        "<Objecten:typeAdresseerbaarObject>Verblijfsobject</Objecten:typeAdresseerbaarObject>"
        + _slot("Naamgeving uitgegeven", _voorkomen(voorkomen, begin, eind))
        + f"{ligt_in}<Objecten:ligtAan>{_ref('OPR', openbare_ruimte)}</Objecten:ligtAan>",
    )


def openbare_ruimte(bag_id: str, naam: str, woonplaats: str, *, voorkomen: int = 1, begin: str = "2010-01-01") -> str:
    return _object(
        "OpenbareRuimte",
        f"{_id('OPR', bag_id)}<Objecten:naam>{escape(naam)}</Objecten:naam><Objecten:type>Weg</Objecten:type>"
        + _slot("Naamgeving uitgegeven", _voorkomen(voorkomen, begin, None))
        + f"<Objecten:ligtIn>{_ref('WPL', woonplaats)}</Objecten:ligtIn>",
    )


def woonplaats(bag_id: str, naam: str, *, voorkomen: int = 1, begin: str = "2010-01-01") -> str:
    return _object(
        "Woonplaats",
        f"{_id('WPL', bag_id)}<Objecten:naam>{escape(naam)}</Objecten:naam><Objecten:geometrie><Objecten:vlak>"
        f'<gml:Polygon srsName="{SRS}" srsDimension="2" gml:id="WPL_{bag_id}_{voorkomen}"><gml:exterior>'
        "<gml:LinearRing><gml:posList>130000 440000 160000 440000 160000 470000 130000 470000 130000 440000"
        "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></Objecten:vlak></Objecten:geometrie>"
        + _slot("Woonplaats aangewezen", _voorkomen(voorkomen, begin, None)),
    )


def in_onderzoek(
    soort: str,
    bag_id: str,
    kenmerk: str = "geometrie",
    *,
    waarde: str = "J",
    begin: str = "2015-01-01",
    eind: str | None = None,
    niet_bag: str | None = None,
) -> str:
    """A kenmerk of a pand or verblijfsobject that the gemeente investigates (`waarde` J) or no longer (N)."""
    naam = DOMEIN[soort]
    geldig = f"<Historie:eindGeldigheid>{eind}</Historie:eindGeldigheid>" if eind else ""
    weg = f"<Historie:tijdstipNietBagLV>{niet_bag}T10:00:00.000</Historie:tijdstipNietBagLV>" if niet_bag else ""
    return (
        f"<sl:stand><sl-bag-extract:kenmerkInOnderzoek><KenmerkInOnderzoek:Kenmerk{naam}InOnderzoek>"
        f"<KenmerkInOnderzoek:kenmerk>{kenmerk}</KenmerkInOnderzoek:kenmerk>"
        f'<KenmerkInOnderzoek:identificatieVan{naam} domein="NL.IMBAG.{naam}">{bag_id}'
        f"</KenmerkInOnderzoek:identificatieVan{naam}>"
        f"<KenmerkInOnderzoek:inOnderzoek>{waarde}</KenmerkInOnderzoek:inOnderzoek>"
        f"<KenmerkInOnderzoek:documentdatum>{begin}</KenmerkInOnderzoek:documentdatum>"
        "<KenmerkInOnderzoek:documentnummer>2015/1</KenmerkInOnderzoek:documentnummer>"
        "<KenmerkInOnderzoek:historieInOnderzoek><Historie:HistorieInOnderzoek>"
        f"<Historie:tijdstipRegistratie>{begin}T09:00:00.000</Historie:tijdstipRegistratie>"
        f"<Historie:beginGeldigheid>{begin}</Historie:beginGeldigheid>{geldig}"
        f"<Historie:BeschikbaarLVInOnderzoek><Historie:tijdstipRegistratieLV>{begin}T09:30:00.000"
        f"</Historie:tijdstipRegistratieLV>{weg}</Historie:BeschikbaarLVInOnderzoek>"
        "</Historie:HistorieInOnderzoek></KenmerkInOnderzoek:historieInOnderzoek>"
        f"</KenmerkInOnderzoek:Kenmerk{naam}InOnderzoek></sl-bag-extract:kenmerkInOnderzoek></sl:stand>\n"
    )


# --- deliveries --------------------------------------------------------------------------------
def _schrijf_soort(
    pad: Path, voorvoegsel: str, soort: str, objecten: Iterable[str], peildatum: datetime.date, gemeente: str | None
) -> None:
    """The inner zip of one kind, split into files of OBJECTEN_PER_BESTAND."""
    datum = peildatum.strftime("%d%m%Y")
    stroom = iter(objecten)
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zip_:
        for nummer in itertools.count(1):
            deel = list(itertools.islice(stroom, OBJECTEN_PER_BESTAND))
            if not deel and nummer > 1:
                return
            with zip_.open(f"{gemeente or '9999'}{voorvoegsel}{soort}{datum}-{nummer:06d}.xml", "w") as uit:
                uit.write(begin_bestand(soort, peildatum, gemeente).encode())
                uit.writelines(tekst.encode() for tekst in deel)
                uit.write(EINDE_BESTAND.encode())


def schrijf_levering(
    pad: Path,
    objecten: Mapping[str, Iterable[str]],
    *,
    peildatum: datetime.date = PEILDATUM,
    gemeente: str | None = GEMEENTE,
    in_onderzoek: Mapping[str, Iterable[str]] | None = None,
    met_leveringsdocument: bool = True,
) -> Path:
    """A delivery as a zip of zips: per kind (PND, VBO, NUM, OPR, WPL) an inner zip, and a Leveringsdocument."""
    datum = peildatum.strftime("%d%m%Y")
    with tempfile.TemporaryDirectory() as map_, zipfile.ZipFile(pad, "w") as buiten:
        if met_leveringsdocument:
            buiten.writestr("Leveringsdocument-BAG-Extract.xml", leveringsdocument(peildatum, gemeente))
        for soort, stroom in objecten.items():
            binnen = Path(map_) / f"9999{soort}{datum}.zip"
            _schrijf_soort(binnen, "", soort, stroom, peildatum, gemeente)
            buiten.write(binnen, binnen.name)
            binnen.unlink()
        if in_onderzoek is not None:
            verzameld = Path(map_) / f"9999InOnderzoek{datum}.zip"
            with zipfile.ZipFile(verzameld, "w") as midden:
                for soort, stroom in in_onderzoek.items():
                    binnen = Path(map_) / f"{gemeente or '9999'}IO{soort}{datum}.zip"
                    _schrijf_soort(binnen, "IO", soort, stroom, peildatum, gemeente)
                    midden.write(binnen, binnen.name)
            buiten.write(verzameld, verzameld.name)
    return pad


def _omtrek(x: float, y: float, rng: random.Random) -> list[tuple[float, float]]:
    """An L-shaped footprint of ten points or so, as most real ones have."""
    b, d = rng.uniform(6, 25), rng.uniform(8, 20)
    h = rng.uniform(2, 5)
    return [
        (x, y), (x + b / 2, y), (x + b / 2, y - h), (x + b, y - h), (x + b, y + d), (x + b * 0.7, y + d),
        (x + b * 0.7, y + d + h), (x + b * 0.2, y + d + h), (x + b * 0.2, y + d), (x, y + d), (x, y),
    ]  # fmt: skip


def schrijf_grote_levering(
    pad: Path, objecten: int, *, peildatum: datetime.date = PEILDATUM, gemeente: str = GEMEENTE, zaad: int = 1
) -> Path:
    """A delivery with this many panden, verblijfsobjecten and nummeraanduidingen together, in equal parts.

    One in five panden has an earlier voorkomen and one in eight verblijfsobjecten is an office, as in a town centre.
    """
    aantal = objecten // 3
    straten = max(1, aantal // 60)

    def hoek(n: int) -> tuple[float, float]:
        return 136000 + 40 * (n % 250), 450000 + 40 * (n // 250 % 500)

    def panden() -> Iterator[str]:
        rng = random.Random(zaad)
        for n in range(aantal):
            bag_id, omtrek = f"{gemeente}100{n:09d}", _omtrek(*hoek(n), rng)
            eerder = n % 5 == 0
            if eerder:
                yield pand(bag_id, omtrek, bouwjaar=9999, eind="2014-05-01")
            yield pand(bag_id, omtrek, bouwjaar=rng.randint(1880, 2019), voorkomen=1 + eerder,
                       begin="2014-05-01" if eerder else "2010-01-01")  # fmt: skip

    def verblijfsobjecten() -> Iterator[str]:
        rng = random.Random(zaad)
        for n in range(aantal):
            x, y = hoek(n)
            doelen = ("kantoorfunctie",) if n % 8 == 0 else ("woonfunctie",)
            yield verblijfsobject(f"{gemeente}010{n:09d}", f"{gemeente}200{n:09d}", [f"{gemeente}100{n:09d}"],
                                  (x + 3, y + 3), doelen=doelen, oppervlakte=rng.randint(40, 4000))  # fmt: skip

    return schrijf_levering(
        pad,
        {
            "PND": panden(),
            "VBO": verblijfsobjecten(),
            "NUM": (
                nummeraanduiding(f"{gemeente}200{n:09d}", f"{gemeente}300{n % straten:09d}", 1 + n // straten,
                                 postcode=f"{3400 + n % 599}{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}")
                for n in range(aantal)
            ),
            "OPR": (
                openbare_ruimte(f"{gemeente}300{n:09d}", f"Burgemeester {_naam(n)}straat", "1234")
                for n in range(straten)
            ),
            "WPL": [woonplaats("1234", "Houten")],
        },
        peildatum=peildatum,
        gemeente=gemeente,
    )  # fmt: skip


def _naam(n: int) -> str:
    lettergrepen = ("ver", "hoe", "ven", "dijk", "laar", "meer", "berg", "wijk", "horst", "rode")
    return "".join(lettergrepen[int(cijfer)] for cijfer in str(n)).capitalize()
