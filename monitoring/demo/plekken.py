"""Where the panden of the demo stand: footprints that don't overlap, and addresses that don't exist twice."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon

from monitoring.adressen import zoektekst
from monitoring.demo.kernen import KERNEN, Kern, kern_bij
from monitoring.demo.terreinen import TERREINEN
from monitoring.demo.verloop import Demopand
from monitoring.models import Adres, Gemeente, Terrein
from monitoring.models.gebieden import RD_NEW

# No gemeente has this number, so no object in the BAG has such an id. The two digits after it are the BAG's kinds.
BAG_GEMEENTE = "9999"
PAND, VERBLIJFSOBJECT, NUMMERAANDUIDING = "10", "01", "20"
# Side of the square that a pand gets, in metres, where there is room.
KAVEL_M = 60
# So many tries in a row without a free square mean that a gemeente is full.
MISSERS = 2_000
STRATEN = (
    "Stationsweg", "Dorpsstraat", "Kerkstraat", "Hoofdstraat", "Molenweg", "Julianalaan", "Wilhelminalaan",
    "Marktplein", "Raadhuisstraat", "Nieuweweg", "Beatrixlaan", "Industrieweg", "Oranjelaan", "Parallelweg",
    "Burgemeester Jansenlaan", "Havenstraat", "Schoolstraat", "Kastanjelaan", "Lindenlaan", "Prins Bernhardlaan",
    "Doctor Schaepmanlaan", "Thorbeckelaan", "Zandweg", "Nassaustraat", "Torenstraat", "Vijverlaan", "Tolweg",
    "Handelsweg", "Spoorlaan", "Willem de Zwijgerlaan", "Emmalaan", "Weverstraat", "Kloosterstraat", "Singel",
    "Achterdijk", "Noorderweg",
)  # fmt: skip
STRATEN_PER_KERN = 14
# Letters of postcodes; the real ones skip these too.
LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
NUMMERS_PER_POSTCODE = 40


def bag_id(soort: str, nummer: int) -> str:
    """A number like the BAG's that cannot be a real one: '9999' + kind + ten digits."""
    return f"{BAG_GEMEENTE}{soort}{nummer:010d}"


class Kavels:
    """Hands out squares (x, y, side) in metres: on a terrein, or scattered around the kernen of a gemeente."""

    def __init__(self, panden: list[Demopand], terreinen: list[Terrein], zaad: int) -> None:
        self.toeval = random.Random(zaad + 1)
        self.terreinen = [terrein.grens for terrein in terreinen]
        codes = {pand.gemeente for pand in panden}
        grenzen = {gem.code: gem.grens for gem in Gemeente.objects.filter(code__in=codes) if gem.grens}
        self.op_terrein: dict[int, Iterator[tuple[float, float, float]]] = {}
        self.los: dict[str, Iterator[tuple[float, float, float]]] = {}
        per_terrein = Counter(pand.terrein for pand in panden if pand.terrein is not None)
        per_gemeente = Counter(pand.gemeente for pand in panden if pand.terrein is None)
        for nummer, aantal in sorted(per_terrein.items()):
            self.op_terrein[nummer] = self._op_terrein(self.terreinen[nummer], aantal)
        for code, aantal in sorted(per_gemeente.items()):
            buren = [grens for demo, grens in zip(TERREINEN, self.terreinen, strict=True) if demo.gemeente == code]
            self.los[code] = self._verspreid(code, grenzen[code], buren, aantal)

    def kies(self, pand: Demopand) -> tuple[float, float, float]:
        return next(self.op_terrein[pand.terrein] if pand.terrein is not None else self.los[pand.gemeente])

    def _op_terrein(self, grens: GEOSGeometry, aantal: int) -> Iterator[tuple[float, float, float]]:
        """A raster as coarse as fits, its squares in random order."""
        binnen = grens.prepared
        xmin, ymin, xmax, ymax = grens.extent
        zijde = min(float(KAVEL_M), math.sqrt(grens.area / aantal))
        while True:
            vakken = [
                (xmin + i * zijde, ymin + j * zijde, zijde)
                for i in range(int((xmax - xmin) / zijde))
                for j in range(int((ymax - ymin) / zijde))
            ]
            vakken = [vak for vak in vakken if binnen.contains(_vierkant(*vak))]
            if len(vakken) >= aantal:
                self.toeval.shuffle(vakken)
                yield from vakken
                return
            zijde *= 0.95

    def _verspreid(
        self, code: str, grens: GEOSGeometry, terreinen: Sequence[GEOSGeometry], aantal: int
    ) -> Iterator[tuple[float, float, float]]:
        """Squares of one raster, near the kernen first; further off as it fills up. Never on a terrein."""
        binnen = grens.prepared
        bezet = [terrein.prepared for terrein in terreinen]
        kernen = [kern for kern in KERNEN if kern.gemeente == code]
        harten = [kern.plek if grens.contains(Point(*kern.plek, srid=RD_NEW)) else None for kern in kernen]
        midden = grens.point_on_surface.coords
        gewichten = [len(kern.postcodes) ** 1.5 for kern in kernen]
        xmin, ymin, xmax, ymax = grens.extent
        vrij = max(grens.area - sum(terrein.area for terrein in terreinen), 0.1 * grens.area)
        zijde = min(float(KAVEL_M), math.sqrt(vrij / aantal / 6))
        reikwijdte, verst = 500.0, max(xmax - xmin, ymax - ymin) / 3
        gebruikt: set[tuple[int, int]] = set()
        missers = 0
        while True:
            hart = self.toeval.choices(harten, gewichten)[0] or midden
            vak = (
                math.floor(self.toeval.gauss(hart[0], reikwijdte) / zijde),
                math.floor(self.toeval.gauss(hart[1], reikwijdte) / zijde),
            )
            vierkant = _vierkant(vak[0] * zijde, vak[1] * zijde, zijde)
            if vak not in gebruikt and binnen.contains(vierkant) and not any(b.intersects(vierkant) for b in bezet):
                gebruikt.add(vak)
                missers = 0
                yield (vak[0] * zijde, vak[1] * zijde, zijde)
                continue
            missers += 1
            reikwijdte = min(reikwijdte + 1, verst)
            if missers > MISSERS:
                # Full for squares of this size: go on with quarters of them.
                gebruikt = {(2 * i + a, 2 * j + b) for i, j in gebruikt for a in (0, 1) for b in (0, 1)}
                zijde, missers = zijde / 2, 0


def _vierkant(x: float, y: float, zijde: float) -> Polygon:
    return Polygon.from_bbox((x, y, x + zijde, y + zijde))


def omtrek(voorraad_m2: int, kavel: tuple[float, float, float], toeval: random.Random) -> tuple[MultiPolygon, Point]:
    """A rectangle or an L-shape inside its square, as large as the voorraad asks for, and a point inside it."""
    x, y, zijde = kavel
    lagen = max(1, min(22, round(math.sqrt(voorraad_m2 / 350))))
    breedte = math.sqrt(voorraad_m2 / 0.8 / lagen) * toeval.uniform(0.75, 1.5)
    diepte = voorraad_m2 / 0.8 / lagen / breedte
    ruimte = 0.9 * zijde
    breedte, diepte = min(breedte, ruimte), min(diepte, ruimte)
    west = x + 0.05 * zijde + toeval.random() * (ruimte - breedte)
    zuid = y + 0.05 * zijde + toeval.random() * (ruimte - diepte)
    oost, noord = west + breedte, zuid + diepte
    hoeken = [(west, zuid), (oost, zuid), (oost, noord), (west, noord), (west, zuid)]
    if toeval.random() < 0.35:
        mid_x, mid_y = west + breedte * toeval.uniform(0.4, 0.6), zuid + diepte * toeval.uniform(0.4, 0.6)
        hoeken[2:3] = [(oost, mid_y), (mid_x, mid_y), (mid_x, noord)]
    ring = [(round(px, 1), round(py, 1)) for px, py in hoeken]
    plek = Point(round(west + breedte * 0.2, 1), round(zuid + diepte * 0.2, 1), srid=RD_NEW)
    return MultiPolygon(Polygon(ring, srid=RD_NEW), srid=RD_NEW), plek


class Adresboek:
    """Hands out addresses: each street counts on, each block of house numbers has its own postcode."""

    def __init__(self, zaad: int) -> None:
        self.toeval = random.Random(zaad + 2)
        self.laatste: dict[tuple[str, str], int] = defaultdict(int)
        self.cijfers: dict[tuple[str, str], int] = {}
        self.postcodes: dict[tuple[str, str, int], str] = {}
        self.uitgegeven: Counter[int] = Counter()
        self.straten: dict[str, list[str]] = {}
        self.verblijfsobjecten = 0

    def _straat(self, pand: Demopand, kern: Kern) -> str:
        if pand.terrein is not None:
            return self.toeval.choice(TERREINEN[pand.terrein].straten)
        if kern.naam not in self.straten:
            self.straten[kern.naam] = self.toeval.sample(STRATEN, STRATEN_PER_KERN)
        return self.toeval.choice(self.straten[kern.naam])

    def _postcode(self, straat: tuple[str, str], huisnummer: int, kern: Kern) -> str:
        cijfers = self.cijfers.setdefault(straat, self.toeval.choice(kern.postcodes))
        blok = (*straat, huisnummer // NUMMERS_PER_POSTCODE)
        if blok not in self.postcodes:
            eerste, tweede = divmod(self.uitgegeven[cijfers], len(LETTERS))
            self.postcodes[blok] = f"{cijfers}{LETTERS[eerste % len(LETTERS)]}{LETTERS[tweede]}"
            self.uitgegeven[cijfers] += 1
        return self.postcodes[blok]

    def geef(self, pand: Demopand, plek: Point, kantoor_m2: int, anders_m2: int) -> list[Adres]:
        """The addresses of a pand: one, or some units in a larger pand. Areas are m² GO, in use as office or not."""
        kern = kern_bij(plek.x, plek.y, pand.gemeente)
        straat = self._straat(pand, kern)
        sleutel = (kern.naam, straat)
        huisnummer = self.laatste[sleutel] + self.toeval.randint(1, 4)
        self.laatste[sleutel] = huisnummer
        postcode = self._postcode(sleutel, huisnummer, kern)
        eenheden = self.toeval.randint(2, 4) if pand.voorraad_m2 > 2_500 and self.toeval.random() < 0.5 else 1
        soorten = [("kantoorfunctie", m2) for m2 in _delen(kantoor_m2, eenheden)]
        soorten += [("woonfunctie", anders_m2)] if anders_m2 else []
        adressen = []
        for volgnummer, (gebruiksdoel, oppervlakte) in enumerate(soorten):
            self.verblijfsobjecten += 1
            adres = Adres(
                bag_id=bag_id(VERBLIJFSOBJECT, self.verblijfsobjecten),
                nummeraanduiding_id=bag_id(NUMMERAANDUIDING, self.verblijfsobjecten),
                straat=straat,
                huisnummer=huisnummer,
                huisletter="ABCDE"[volgnummer] if len(soorten) > 1 else "",
                postcode=postcode,
                woonplaats=kern.naam,
                gebruiksdoelen=[gebruiksdoel],
                oppervlakte_m2=oppervlakte,
                bag_status="Verblijfsobject in gebruik",
                plek=plek,
                demo=True,
            )
            adres.zoektekst = zoektekst(adres)
            adressen.append(adres)
        return adressen


def _delen(geheel: int, stuks: int) -> list[int]:
    """A whole in nearly equal parts; nothing for nothing."""
    if not geheel:
        return []
    deel, rest = divmod(geheel, stuks)
    return [deel + (nummer < rest) for nummer in range(stuks)]
