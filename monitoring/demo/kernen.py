"""Where the towns and villages of the provincie lie, roughly; from them the demo draws its schematic borders.

Each kern has publicly known coordinates in RD New rounded to whole kilometres, the gemeente it lies in, the former
gemeente it belonged to (or ""), and the postcodes of its offices. Neighbouring towns outside the provincie are there
to end it: the cells of a Voronoi partition around all of them make a map that one recognises and in which neighbours
touch, and that is nobody's official border.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

GRENS_BRON = "Schema voor de demo"


@dataclass(frozen=True, slots=True)
class Kern:
    naam: str
    x_km: int
    y_km: int
    gemeente: str = ""
    voorheen: str = ""
    postcodes: tuple[int, ...] = ()

    @property
    def plek(self) -> tuple[float, float]:
        """In metres, RD New."""
        return self.x_km * 1000.0, self.y_km * 1000.0


KERNEN = (
    Kern("Utrecht", 137, 456, "GM0344", "", (3511, 3512, 3581, 3584)),
    Kern("Utrecht", 137, 459, "GM0344", "", (3561, 3562, 3563)),
    Kern("Utrecht", 138, 453, "GM0344", "", (3523, 3524, 3525)),
    Kern("Utrecht", 134, 454, "GM0344", "", (3526, 3527, 3528)),
    Kern("Utrecht", 133, 459, "GM0344", "", (3542, 3552, 3555)),
    Kern("Utrecht", 132, 456, "GM0344", "GM0347", (3541, 3543)),
    Kern("De Meern", 130, 455, "GM0344", "GM0347", (3454,)),
    Kern("Vleuten", 130, 457, "GM0344", "GM0347", (3451,)),
    Kern("Haarzuilens", 128, 459, "GM0344", "GM0347", (3455,)),
    Kern("Nieuwegein", 134, 449, "GM0356", "", (3430, 3431, 3433, 3438)),
    Kern("Nieuwegein", 135, 451, "GM0356", "", (3432, 3439)),
    Kern("Nieuwegein", 134, 447, "GM0356", "", (3433, 3434)),
    Kern("IJsselstein", 131, 448, "GM0353", "", (3401, 3402, 3404)),
    Kern("Houten", 140, 449, "GM0321", "", (3991, 3992, 3994, 3995)),
    Kern("Schalkwijk", 141, 445, "GM0321", "", (3998,)),
    Kern("'t Goy", 144, 446, "GM0321", "", (3997,)),
    Kern("Tull en 't Waal", 138, 446, "GM0321", "", (3999,)),
    Kern("Bunnik", 142, 453, "GM0312", "", (3981,)),
    Kern("Odijk", 144, 452, "GM0312", "", (3984,)),
    Kern("Werkhoven", 145, 449, "GM0312", "", (3985,)),
    Kern("De Bilt", 141, 458, "GM0310", "", (3731, 3732)),
    Kern("Bilthoven", 142, 460, "GM0310", "", (3721, 3722, 3723)),
    Kern("Maartensdijk", 140, 463, "GM0310", "GM0334", (3738,)),
    Kern("Westbroek", 137, 463, "GM0310", "GM0334", (3615,)),
    Kern("Hollandsche Rading", 140, 465, "GM0310", "GM0334", (3739,)),
    Kern("Zeist", 145, 456, "GM0355", "", (3701, 3703, 3704, 3707)),
    Kern("Den Dolder", 146, 460, "GM0355", "", (3734,)),
    Kern("Austerlitz", 150, 455, "GM0355", "", (3711,)),
    Kern("Driebergen-Rijsenburg", 148, 451, "GM1581", "GM0316", (3971, 3972)),
    Kern("Doorn", 152, 449, "GM1581", "GM0315", (3941,)),
    Kern("Maarn", 153, 453, "GM1581", "GM0332", (3951,)),
    Kern("Maarsbergen", 156, 452, "GM1581", "GM0332", (3953,)),
    Kern("Leersum", 157, 447, "GM1581", "GM0326", (3956,)),
    Kern("Amerongen", 160, 446, "GM1581", "GM0306", (3958,)),
    Kern("Overberg", 162, 449, "GM1581", "GM0306", (3959,)),
    Kern("Wijk bij Duurstede", 151, 443, "GM0352", "", (3961, 3962)),
    Kern("Cothen", 149, 446, "GM0352", "GM0314", (3945,)),
    Kern("Langbroek", 152, 446, "GM0352", "GM0325", (3947,)),
    Kern("Rhenen", 167, 441, "GM0340", "", (3911,)),
    Kern("Elst", 163, 444, "GM0340", "", (3921,)),
    Kern("Veenendaal", 166, 449, "GM0345", "", (3901, 3903, 3905, 3906)),
    Kern("Veenendaal", 165, 447, "GM0345", "", (3901, 3904)),
    Kern("Renswoude", 165, 454, "GM0339", "", (3927,)),
    Kern("Woudenberg", 157, 455, "GM0351", "", (3931,)),
    Kern("Woudenberg", 159, 455, "GM0351", "", (3931,)),
    Kern("Leusden", 158, 460, "GM0327", "", (3831, 3832, 3833)),
    Kern("Leusden", 156, 458, "GM0327", "", (3831, 3832)),
    Kern("Achterveld", 163, 461, "GM0327", "", (3791,)),
    Kern("Amersfoort", 155, 463, "GM0307", "", (3811, 3812, 3813, 3818)),
    Kern("Amersfoort", 156, 465, "GM0307", "", (3821, 3822, 3823)),
    Kern("Amersfoort", 153, 461, "GM0307", "", (3817, 3818)),
    Kern("Hoogland", 153, 466, "GM0307", "", (3828,)),
    Kern("Amersfoort", 158, 467, "GM0307", "", (3824, 3825, 3826)),
    Kern("Amersfoort", 158, 464, "GM0307", "", (3815, 3816)),
    Kern("Soest", 149, 465, "GM0342", "", (3761, 3762, 3764, 3766)),
    Kern("Soest", 149, 462, "GM0342", "", (3768,)),
    Kern("Soesterberg", 148, 459, "GM0342", "", (3769,)),
    Kern("Baarn", 148, 469, "GM0308", "", (3741, 3742, 3743, 3744)),
    Kern("Lage Vuursche", 144, 466, "GM0308", "", (3749,)),
    Kern("Eemnes", 147, 474, "GM0317", "", (3755,)),
    Kern("Bunschoten-Spakenburg", 154, 474, "GM0313", "", (3751, 3752)),
    Kern("Eemdijk", 152, 472, "GM0313", "", (3754,)),
    Kern("Maarssen", 131, 461, "GM1904", "GM0333", (3601, 3605, 3606, 3608)),
    Kern("Tienhoven", 134, 464, "GM1904", "GM0333", (3612,)),
    Kern("Breukelen", 129, 465, "GM1904", "GM0311", (3621,)),
    Kern("Kockengen", 125, 462, "GM1904", "GM0311", (3628,)),
    Kern("Nieuwer Ter Aa", 127, 467, "GM1904", "GM0311", (3626,)),
    Kern("Loenen aan de Vecht", 130, 469, "GM1904", "GM0329", (3632,)),
    Kern("Vreeland", 131, 471, "GM1904", "GM0329", (3633,)),
    Kern("Nigtevecht", 130, 476, "GM1904", "GM0329", (1393,)),
    Kern("Mijdrecht", 119, 469, "GM0736", "", (3641, 3642)),
    Kern("Vinkeveen", 124, 470, "GM0736", "", (3645,)),
    Kern("Wilnis", 121, 467, "GM0736", "", (3648,)),
    Kern("Abcoude", 127, 476, "GM0736", "GM0305", (1391,)),
    Kern("Baambrugge", 127, 473, "GM0736", "GM0305", (1396,)),
    Kern("Woerden", 121, 455, "GM0632", "", (3441, 3443, 3446, 3447)),
    Kern("Kamerik", 121, 458, "GM0632", "", (3471,)),
    Kern("Zegveld", 118, 459, "GM0632", "", (3474,)),
    Kern("Harmelen", 126, 456, "GM0632", "GM0318", (3481,)),
    Kern("Montfoort", 125, 451, "GM0335", "", (3417,)),
    Kern("Linschoten", 123, 453, "GM0335", "", (3461,)),
    Kern("Oudewater", 119, 449, "GM0589", "", (3421,)),
    Kern("Papekop", 118, 452, "GM0589", "", (3464,)),
    Kern("Hekendorp", 116, 449, "GM0589", "", (3467,)),
    Kern("Lopik", 125, 443, "GM0331", "", (3411,)),
    Kern("Benschop", 127, 447, "GM0331", "", (3405,)),
    Kern("Lopikerkapel", 131, 445, "GM0331", "", (3412,)),
    Kern("Polsbroek", 121, 444, "GM0331", "", (3415,)),
    Kern("Vianen", 135, 444, "GM1961", "GM0620", (4131, 4132, 4133)),
    Kern("Hagestein", 138, 443, "GM1961", "GM0620", (4124,)),
    Kern("Everdingen", 140, 441, "GM1961", "GM0620", (4121,)),
    Kern("Zijderveld", 138, 440, "GM1961", "GM0620", (4122,)),
    Kern("Leerdam", 135, 434, "GM1961", "", (4141, 4142, 4143)),
    Kern("Schoonrewoerd", 136, 437, "GM1961", "", (4145,)),
    Kern("Meerkerk", 128, 437, "GM1961", "", (4231,)),
    Kern("Ameide", 126, 440, "GM1961", "", (4233,)),
    Kern("Lexmond", 131, 441, "GM1961", "", (4128,)),
    Kern("Leerbroek", 131, 436, "GM1961", "", (4245,)),
    Kern("Hei- en Boeicop", 133, 438, "GM1961", "", (4126,)),
    Kern("Kedichem", 131, 432, "GM1961", "", (4247,)),
    Kern("Loosdrecht", 134, 468, "", "GM0330"),
    # Neighbours outside the provincie, clockwise from the north.
    Kern("Ouderkerk aan de Amstel", 123, 479), Kern("Driemond", 129, 480), Kern("Weesp", 132, 480),
    Kern("Nederhorst den Berg", 133, 474), Kern("Kortenhoef", 136, 472), Kern("Hilversum", 140, 470),
    Kern("Laren", 144, 473), Kern("Blaricum", 145, 476), Kern("Bussum", 140, 477), Kern("Huizen", 145, 479),
    Kern("Eemmeer", 150, 479), Kern("Zeewolde", 160, 477), Kern("Nijkerkernauw", 157, 474), Kern("Nijkerk", 161, 470),
    Kern("Hoevelaken", 161, 466), Kern("Terschuur", 165, 464), Kern("Barneveld", 168, 461), Kern("Stroe", 175, 465),
    Kern("Scherpenzeel", 162, 456), Kern("De Glind", 166, 458), Kern("Lunteren", 171, 455),
    Kern("Ederveen", 168, 453), Kern("De Klomp", 169, 450), Kern("Ede", 174, 450), Kern("Bennekom", 173, 446),
    Kern("Wageningen", 173, 442), Kern("Opheusden", 170, 438), Kern("Lienden", 164, 439), Kern("Ingen", 161, 441),
    Kern("Maurik", 156, 441), Kern("Tiel", 158, 433), Kern("Beusichem", 148, 440), Kern("Buren", 152, 437),
    Kern("Culemborg", 144, 441), Kern("Geldermalsen", 146, 433), Kern("Beesd", 141, 433), Kern("Acquoy", 138, 433),
    Kern("Asperen", 136, 431), Kern("Heukelum", 134, 430), Kern("Waardenburg", 146, 426), Kern("Gorinchem", 127, 427),
    Kern("Arkel", 128, 431), Kern("Hoornaar", 125, 433), Kern("Noordeloos", 124, 435), Kern("Goudriaan", 121, 437),
    Kern("Langerak", 123, 438), Kern("Sliedrecht", 112, 427), Kern("Schoonhoven", 118, 440),
    Kern("Bergambacht", 113, 439), Kern("Vlist", 117, 444), Kern("Haastrecht", 114, 446),
    Kern("Driebruggen", 115, 452), Kern("Nieuwerbrug", 116, 455), Kern("Bodegraven", 112, 455),
    Kern("Alphen aan den Rijn", 105, 461), Kern("Meije", 114, 459), Kern("Nieuwkoop", 113, 463),
    Kern("Woerdense Verlaat", 118, 463), Kern("Zevenhoven", 115, 467), Kern("Uithoorn", 116, 472),
    Kern("De Kwakel", 114, 472), Kern("Nes aan de Amstel", 120, 474), Kern("Amstelveen", 119, 479),
)  # fmt: skip

# Cells share their corners, and corners on whole metres are still shared, so neighbours touch without gap or overlap.
TEKEN_GRENZEN = """
    WITH kern AS (
        SELECT *, ST_SetSRID(ST_MakePoint(x, y), 28992) AS plek
        FROM unnest(%(x)s::float8[], %(y)s::float8[], %(gemeente)s::text[], %(voorheen)s::text[])
             AS k (x, y, gemeente, voorheen)
    ), cel AS (
        SELECT ST_SnapToGrid((ST_Dump(ST_VoronoiPolygons(ST_Collect(plek)))).geom, 1) AS vorm FROM kern
    ), deel AS (
        SELECT k.gemeente, k.voorheen, c.vorm FROM kern k JOIN cel c ON ST_Contains(c.vorm, k.plek)
    ), gebied AS (
        SELECT code, ST_Multi(ST_Union(vorm)) AS grens
        FROM (SELECT gemeente AS code, vorm FROM deel UNION ALL SELECT voorheen, vorm FROM deel) d
        WHERE code <> '' GROUP BY code
    )
    UPDATE monitoring_gemeente g
    SET grens = b.grens, grens_bron = %(bron)s, grens_schematisch = true, gewijzigd_op = now()
    FROM gebied b
    WHERE g.code = b.code AND (g.grens IS NULL OR (g.grens_schematisch AND NOT ST_Equals(g.grens, b.grens)))
"""


def teken_grenzen() -> int:
    """Draw schematic borders for gemeenten without a real one; returns how many were drawn or redrawn."""
    with connection.cursor() as cursor:
        cursor.execute(
            TEKEN_GRENZEN,
            {
                "x": [kern.plek[0] for kern in KERNEN],
                "y": [kern.plek[1] for kern in KERNEN],
                "gemeente": [kern.gemeente for kern in KERNEN],
                "voorheen": [kern.voorheen for kern in KERNEN],
                "bron": GRENS_BRON,
            },
        )
        return cursor.rowcount


def kern_bij(x: float, y: float, gemeente: str) -> Kern:
    """The nearest kern of a gemeente to a point in RD New."""
    return min(
        (kern for kern in KERNEN if kern.gemeente == gemeente),
        key=lambda kern: (kern.plek[0] - x) ** 2 + (kern.plek[1] - y) ** 2,
    )
