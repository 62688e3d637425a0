"""The terreinen of the demo: real names of kantorenlocaties and bedrijventerreinen, with borders that are made up.

Names, rough places (RD New, whole hundreds of metres) and streets are publicly known. Weights, vulnerability and
reduction targets are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

from monitoring.models import Gemeente, Terrein
from monitoring.models.gebieden import RD_NEW

KANTOREN, BEDRIJVEN, GEMENGD = Terrein.Soort.KANTORENLOCATIE, Terrein.Soort.BEDRIJVENTERREIN, Terrein.Soort.GEMENGD
# Distance between two tries to place a terrein, and how far a try may be off before the terrein is made smaller.
STAP_M = 200
VERSTE_STAP = 25


@dataclass(frozen=True, slots=True)
class Demoterrein:
    """What the demo knows of a terrein.

    `gewicht` is its share of the panden on the terreinen of its gemeente; `kwetsbaar` how easily its panden stand
    empty (1 is average); `reductie_m2` the made-up target of the 20 locations of the structuurvisie, 0 for the others.
    """

    naam: str
    gemeente: str
    x: int
    y: int
    soort: Terrein.Soort
    gewicht: float
    kwetsbaar: float
    reductie_m2: int
    straten: tuple[str, ...]


TERREINEN = (
    Demoterrein("Papendorp", "GM0344", 133400, 453500, KANTOREN, 9, 0.7, 60_000,
                ("Orteliuslaan", "Papendorpseweg", "Van Deventerlaan", "Mercatorlaan")),
    Demoterrein("Rijnsweerd", "GM0344", 139300, 455900, KANTOREN, 6, 1.0, 20_000,
                ("Newtonlaan", "Pythagoraslaan", "Archimedeslaan", "Euclideslaan")),
    Demoterrein("Kanaleneiland", "GM0344", 134900, 454300, KANTOREN, 7, 1.8, 30_000,
                ("Churchilllaan", "Beneluxlaan", "Rooseveltlaan", "Admiraal Helfrichlaan")),
    Demoterrein("Stationsgebied Utrecht", "GM0344", 136000, 455600, KANTOREN, 9, 0.5, 0,
                ("Stationsplein", "Croeselaan", "Jaarbeursplein", "Moreelsepark", "Catharijnesingel")),
    Demoterrein("Leidsche Rijn Centrum", "GM0344", 132600, 456900, KANTOREN, 3, 0.3, 90_000,
                ("Brusselplein", "Grauwaartsingel", "Berlijnplein")),
    Demoterrein("Lage Weide", "GM0344", 132600, 459100, BEDRIJVEN, 5, 1.3, 0,
                ("Atoomweg", "Savannahweg", "Niels Bohrweg", "Kernkade")),
    Demoterrein("De Wetering-Haarrijn", "GM0344", 130700, 458300, BEDRIJVEN, 2.5, 1.2, 25_000,
                ("Proostwetering", "Wetering", "Haarrijnse Rading")),
    Demoterrein("Utrecht Science Park", "GM0344", 140000, 455000, GEMENGD, 4, 0.5, 0,
                ("Yalelaan", "Heidelberglaan", "Padualaan", "Sorbonnelaan")),
    Demoterrein("Galgenwaard", "GM0344", 138700, 454700, KANTOREN, 1.5, 1.2, 0, ("Herculesplein", "Herculeslaan")),
    Demoterrein("Overvecht-Zuid", "GM0344", 137300, 458400, KANTOREN, 3, 1.9, 0,
                ("Einsteindreef", "Zambesidreef", "Brailledreef")),
    Demoterrein("Werkspoorkwartier", "GM0344", 134500, 457700, GEMENGD, 2.5, 0.8, 0,
                ("Vlampijpstraat", "Tractieweg", "Demkaweg")),
    Demoterrein("Cartesiusdriehoek", "GM0344", 134600, 456600, GEMENGD, 1, 1.1, 0, ("Cartesiusweg",)),
    Demoterrein("Merwedekanaalzone", "GM0344", 135300, 453400, GEMENGD, 3, 1.6, 0,
                ("Europalaan", "Koningin Wilhelminalaan", "Winthontlaan")),
    Demoterrein("Oudenrijn", "GM0344", 131400, 454400, BEDRIJVEN, 2, 1.4, 0, ("Rijnzathe", "Strijkviertel")),
    Demoterrein("Maliebaan", "GM0344", 137800, 456100, GEMENGD, 3, 0.6, 0,
                ("Maliebaan", "Maliesingel", "Oorsprongpark")),
    Demoterrein("De Hoef", "GM0307", 156700, 463300, KANTOREN, 5, 1.9, 30_000,
                ("Computerweg", "Databankweg", "Softwareweg", "Spaceshuttle")),
    Demoterrein("Calveen", "GM0307", 155700, 466300, BEDRIJVEN, 2, 1.2, 15_000, ("Neonweg", "Argonweg", "Heliumweg")),
    Demoterrein("Stationsgebied Amersfoort", "GM0307", 154200, 462900, KANTOREN, 4, 0.6, 0,
                ("Stationsplein", "Piet Mondriaanplein", "Barchman Wuytierslaan")),
    Demoterrein("Vathorst Podium", "GM0307", 157900, 467500, KANTOREN, 1.5, 0.7, 40_000, ("Podium", "Maanlander")),
    Demoterrein("De Nieuwe Stad", "GM0307", 154600, 463900, GEMENGD, 1.5, 0.7, 0, ("Oliemolenhof", "Eemlaan")),
    Demoterrein("Isselt", "GM0307", 153300, 464300, BEDRIJVEN, 2, 1.2, 0, ("Nijverheidsweg-Noord", "Uraniumweg")),
    Demoterrein("De Wieken-Vinkenhoef", "GM0307", 158200, 464100, BEDRIJVEN, 1, 1.0, 20_000,
                ("De Wieken", "Vinkenhoef")),
    Demoterrein("De Berg", "GM0307", 153200, 461800, GEMENGD, 1, 0.7, 0, ("Utrechtseweg", "Stadsring")),
    Demoterrein("Plettenburg", "GM0356", 135500, 450500, BEDRIJVEN, 4, 1.5, 15_000,
                ("Ravenswade", "Plettenburgerbaan", "Archimedesbaan")),
    Demoterrein("Rijnhuizen", "GM0356", 135300, 449400, KANTOREN, 4, 2.4, 20_000,
                ("Edisonbaan", "Wattbaan", "Perkinsbaan")),
    Demoterrein("Nieuwegein City", "GM0356", 133900, 449200, KANTOREN, 2.5, 1.3, 35_000, ("Stadsplein", "Zoomstede")),
    Demoterrein("Blokhoeve", "GM0356", 133100, 450500, KANTOREN, 1.5, 1.4, 10_000, ("Symfonielaan", "Blokhoeve")),
    Demoterrein("Laagraven", "GM0356", 136300, 451400, BEDRIJVEN, 1.5, 1.1, 0, ("Laagraven", "Liesbosch")),
    Demoterrein("Het Klooster", "GM0356", 135700, 447100, BEDRIJVEN, 1, 0.7, 0, ("Het Klooster", "Brigadedok")),
    Demoterrein("Het Rondeel", "GM0321", 140600, 449900, KANTOREN, 1.2, 1.9, 10_000, ("Het Rond", "Rondeel")),
    Demoterrein("Molenzoom", "GM0321", 140100, 450500, KANTOREN, 1.5, 1.8, 0,
                ("Kokermolen", "Papiermolen", "Standerdmolen", "Molenzoom")),
    Demoterrein("Doornkade", "GM0321", 140900, 448800, BEDRIJVEN, 1, 1.1, 0, ("Doornkade", "Weidemolen")),
    Demoterrein("De Schaft", "GM0321", 139700, 448300, BEDRIJVEN, 0.8, 1.2, 0, ("Korte Schaft", "Lange Schaft")),
    Demoterrein("De Batterijen", "GM0345", 165500, 447900, BEDRIJVEN, 1.2, 1.0, 0,
                ("De Smalle Zijde", "Laan der Techniek")),
    Demoterrein("De Vendel", "GM0345", 166400, 449600, KANTOREN, 1.5, 1.3, 10_000, ("Vendelier", "Landjuweel")),
    Demoterrein("De Compagnie", "GM0345", 165400, 448900, BEDRIJVEN, 0.8, 0.9, 0, ("Turbinestraat", "Generatorstraat")),
    Demoterrein("Middelland", "GM0632", 121800, 455400, KANTOREN, 2, 1.9, 15_000,
                ("Polanerbaan", "Pelmolenlaan", "Zaagmolenlaan", "Korenmolenlaan")),
    Demoterrein("Snellerpoort", "GM0632", 121100, 455900, KANTOREN, 0.8, 1.2, 20_000,
                ("Steinhagenseweg", "Wulverhorstbaan")),
    Demoterrein("Barwoutswaarder", "GM0632", 119700, 455300, BEDRIJVEN, 0.8, 0.8, 0, ("Barwoutswaarder", "Kuipersweg")),
    Demoterrein("Planetenbaan", "GM1904", 130800, 460600, KANTOREN, 1.5, 2.2, 10_000, ("Planetenbaan", "Bisonspoor")),
    Demoterrein("De Corridor", "GM1904", 128300, 464700, KANTOREN, 0.8, 1.3, 15_000, ("De Corridor", "Stationsweg")),
    Demoterrein("Merenveste", "GM1904", 129300, 465800, BEDRIJVEN, 0.5, 0.8, 0, ("Merenveste", "Keulschevaart")),
    Demoterrein("De Horst", "GM0327", 157200, 459900, KANTOREN, 1.5, 1.7, 0,
                ("Fokkerstraat", "Storkstraat", "De Horst")),
    Demoterrein("Princenhof", "GM0327", 158400, 460900, KANTOREN, 0.8, 1.3, 0, ("Princenhof Park", "Zuiderinslag")),
    Demoterrein("Utrechtseweg Zeist", "GM0355", 144300, 456000, GEMENGD, 2, 1.1, 0, ("Utrechtseweg", "Boulevard")),
    Demoterrein("Huis ter Heide", "GM0355", 146300, 457900, KANTOREN, 1.2, 1.3, 0, ("Prins Alexanderweg", "Rijksweg")),
    Demoterrein("Driebergen-Zeist", "GM1581", 147200, 452000, KANTOREN, 1, 0.8, 10_000, ("Hoofdstraat", "Stationsweg")),
    Demoterrein("Bilthoven Centrum", "GM0310", 142300, 460200, GEMENGD, 1, 0.9, 0, ("Soestdijkseweg", "Emmaplein")),
    Demoterrein("Larenstein", "GM0310", 141300, 458600, KANTOREN, 0.8, 1.2, 0, ("Weltevreden", "Groenekanseweg")),
    Demoterrein("Richelleweg", "GM0342", 148000, 459300, BEDRIJVEN, 0.7, 1.2, 0, ("Richelleweg", "Amersfoortsestraat")),
    Demoterrein("Koningsweg", "GM0342", 148600, 465600, BEDRIJVEN, 0.6, 0.9, 0, ("Koningsweg", "Beckeringhstraat")),
    Demoterrein("Noordschil", "GM0308", 148000, 469700, BEDRIJVEN, 0.6, 0.9, 0, ("Hermesweg", "Zandvoortweg")),
    Demoterrein("Paardenveld", "GM0353", 131000, 448600, BEDRIJVEN, 0.7, 1.0, 0, ("Paardenveld", "Utrechtseweg")),
    Demoterrein("Bedrijvenpark Mijdrecht", "GM0736", 118800, 469700, BEDRIJVEN, 0.9, 1.0, 0,
                ("Rendementsweg", "Communicatieweg")),
    Demoterrein("Regulierenring", "GM0312", 141900, 453300, KANTOREN, 0.8, 1.5, 0, ("Regulierenring", "Kosterijland")),
    Demoterrein("De Hagen", "GM1961", 135300, 443700, BEDRIJVEN, 0.9, 1.2, 0, ("De Hagen", "Hagenweg", "Stuartweg")),
    Demoterrein("Gaasperwaard", "GM1961", 134200, 443300, BEDRIJVEN, 0.5, 0.8, 0, ("Marconiweg", "Lange Dreef")),
    Demoterrein("Nieuw Schaik", "GM1961", 135500, 434600, BEDRIJVEN, 0.4, 0.9, 0, ("Nieuw Schaik", "Techniekweg")),
    Demoterrein("Remmerden", "GM0340", 165500, 442600, BEDRIJVEN, 0.4, 0.9, 0, ("Remmerden", "Nijverheidsweg")),
    Demoterrein("De Kronkels", "GM0313", 153600, 473300, BEDRIJVEN, 0.4, 0.7, 0, ("De Kronkels", "Ansjovisweg")),
)  # fmt: skip


def _pogingen() -> Iterator[tuple[int, int]]:
    """Offsets in steps, from the middle outwards."""
    ring = range(-VERSTE_STAP, VERSTE_STAP + 1)
    yield from sorted(((i, j) for i in ring for j in ring), key=lambda ij: (ij[0] ** 2 + ij[1] ** 2, ij))


def _scheef(x: float, y: float, breedte: float, diepte: float, schuin: float) -> Polygon:
    """A parallelogram around a point: `schuin` shifts its north side, so that not all look alike."""
    west, oost, zuid, noord = x - breedte / 2, x + breedte / 2, y - diepte / 2, y + diepte / 2
    hoeken = ((west, zuid), (oost, zuid), (oost + schuin, noord), (west + schuin, noord), (west, zuid))
    return Polygon([(round(px), round(py)) for px, py in hoeken], srid=RD_NEW)


def plaats_terrein(demo: Demoterrein, grens: GEOSGeometry, bezet: list[Polygon], toeval: random.Random) -> Polygon:
    """Its border: near its real place, inside the gemeente and clear of the other terreinen.

    Where the gemeente has another shape than expected it moves, and shrinks when it fits nowhere near.
    """
    breedte, diepte = 420 + 110 * demo.gewicht**0.5, 320 + 90 * demo.gewicht**0.5
    schuin = toeval.uniform(-0.25, 0.25) * breedte
    binnen = grens.prepared
    start: tuple[float, ...] = (demo.x, demo.y)
    while True:
        for i, j in _pogingen():
            vorm = _scheef(start[0] + i * STAP_M, start[1] + j * STAP_M, breedte, diepte, schuin)
            if binnen.contains(vorm) and not any(vorm.intersects(ander) for ander in bezet):
                return vorm
        start = grens.point_on_surface.coords
        breedte, diepte, schuin = breedte * 0.7, diepte * 0.7, schuin * 0.7


def maak_terreinen(toeval: random.Random) -> list[Terrein]:
    """Save the terreinen, in the order of TERREINEN; a name that a real terrein already has gets an addition."""
    grenzen = {gemeente.code: gemeente.grens for gemeente in Gemeente.objects.huidig() if gemeente.grens}
    vergeven = set(Terrein.objects.values_list("gemeente_id", "naam"))
    bezet: list[Polygon] = []
    terreinen = []
    for nummer, demo in enumerate(TERREINEN, start=1):
        vorm = plaats_terrein(demo, grenzen[demo.gemeente], bezet, toeval)
        bezet.append(vorm)
        terreinen.append(
            Terrein(
                code=f"DEMO-{nummer:02d}",
                naam=f"{demo.naam} (demo)" if (demo.gemeente, demo.naam) in vergeven else demo.naam,
                gemeente_id=demo.gemeente,
                soort=demo.soort,
                in_structuurvisie=demo.reductie_m2 > 0,
                reductiedoel_m2=demo.reductie_m2 or None,
                grens=MultiPolygon(vorm, srid=RD_NEW),
                demo=True,
            )
        )
    return Terrein.objects.bulk_create(terreinen)
