"""Writing the demo data to the database, and taking it out again."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from akt.fouten import AktFout
from akt.models import Gebruiker
from akt.opmaak import aantal, getal
from akt.ruimtes import Melding, Opzet
from monitoring.context import SLEUTEL
from monitoring.demo import fotos, metingen, rondes, signalen
from monitoring.demo.gebruikers import maak_gebruikers
from monitoring.demo.kernen import kern_bij, teken_grenzen
from monitoring.demo.plekken import PAND, Adresboek, Kavels, bag_id, omtrek
from monitoring.demo.terreinen import maak_terreinen
from monitoring.demo.verloop import Demopand, ontwerp, sloopdatum, waarnemingen
from monitoring.kerncijfers import herbouw
from monitoring.models import Adres, AdresPand, Bron, Gemeente, Maat, Pand, Terrein, Waarneming
from monitoring.stamgegevens import laad_stamgegevens

MINSTE_PANDEN = 50
PANDEN_PER_KEER = 500
MELD_PER = 2_000
TABELLEN = "monitoring_pand, monitoring_adres, monitoring_adrespand, monitoring_waarneming"

KOLOMMEN = (
    "pand_id", "peildatum", "voorraad_m2", "aanbod_m2", "leegstand_m2", "leeg_sinds", "opgegeven_in", "geraamd",
    "vraaghuur", "gebruik", "bron_id", "toelichting", "ingevoerd_door_id", "ingevoerd_op",
)  # fmt: skip
# In the order of what hangs on what. Real panden on a demo terrein let go of it.
VERWIJDER = (
    signalen.VERWIJDER.replace("%%", "%"),
    "DELETE FROM monitoring_waarneming WHERE pand_id IN (SELECT id FROM monitoring_pand WHERE demo)",
    "DELETE FROM monitoring_adrespand WHERE pand_id IN (SELECT id FROM monitoring_pand WHERE demo)"
    " OR adres_id IN (SELECT id FROM monitoring_adres WHERE demo)",
    "DELETE FROM monitoring_adres WHERE demo",
    "DELETE FROM monitoring_historicalpand WHERE demo",
    "DELETE FROM monitoring_pand WHERE demo",
    "UPDATE monitoring_pand SET terrein_id = NULL WHERE terrein_id IN (SELECT id FROM monitoring_terrein WHERE demo)",
    "DELETE FROM monitoring_historicalterrein WHERE demo",
    "DELETE FROM monitoring_terrein WHERE demo",
)


def controleer(opzet: Opzet) -> None:
    """Raises `AktFout` when the demo must not or cannot be loaded."""
    if not settings.DEBUG and Pand.objects.filter(demo=False).exists():
        raise AktFout("In deze database staan echte panden. Demogegevens komen daar niet bij.")
    if opzet.panden < MINSTE_PANDEN:
        raise AktFout(f"Vraag ten minste {MINSTE_PANDEN} panden; met minder klopt de verdeling niet.")
    if not 1 <= opzet.kwartalen <= 80:
        raise AktFout("Kies een aantal kwartalen van 1 tot en met 80.")


def laad_demo(opzet: Opzet | None = None, meld: Melding = lambda regel: None) -> str:
    """Replace the demo data and rebuild the kerncijfers, in one transaction; returns a summary in Dutch.

    Raises `AktFout` where real panden are and DEBUG is off.
    """
    opzet = opzet or Opzet()
    controleer(opzet)
    peildata = opzet.peildata()
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Checked per statement: the queue of deferred checks would hold every row until the commit.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        laad_stamgegevens()
        weg = verwijder_demo()
        if weg:
            meld(weg)
        grenzen = teken_grenzen()
        if grenzen:
            meld(f"{aantal(grenzen, 'schematische grens', 'schematische grenzen')} getekend.")
        terreinen = maak_terreinen(random.Random(opzet.zaad))
        loodsen = maak_gebruikers()
        panden = ontwerp(opzet.panden, peildata, opzet.zaad)
        rijen = _schrijf_panden(opzet, peildata, panden, terreinen, loodsen, meld)
        _tel_tabellen()
        meld(metingen.maak_demo(terreinen, loodsen, opzet.zaad))
        rondes.maak_demo(loodsen, random.Random(opzet.zaad))
        fotos.maak_demo(random.Random(opzet.zaad))
        signalen.verstoor()
        uitkomst = herbouw()
        signalen.maak_demo()
        transaction.on_commit(lambda: cache.delete(SLEUTEL))
    meld(uitkomst.samenvatting())
    return (
        f"Demogegevens geladen: {aantal(opzet.panden, 'pand', 'panden')}, "
        f"{aantal(len(terreinen), 'terrein', 'terreinen')} en {aantal(rijen, 'waarneming', 'waarnemingen')} "
        f"over {aantal(opzet.kwartalen, 'kwartaal', 'kwartalen')}. Ze zijn verzonnen; elke pagina zegt dat."
    )


def verwijder_demo() -> str:
    """Take out all demo panden, terreinen and waarnemingen, also what people recorded for demo panden.

    Returns what went, in Dutch; '' when there was nothing. Real data, users and borders stay.
    """
    mensen = Waarneming.objects.filter(pand__demo=True).exclude(bron__soort=Bron.Soort.DEMO).count()
    panden, terreinen = Pand.objects.filter(demo=True).count(), Terrein.objects.filter(demo=True).count()
    with transaction.atomic(), connection.cursor() as cursor:
        fotos.verwijder()
        rondes.verwijder()
        metingen.verwijder()
        for opdracht in VERWIJDER:
            cursor.execute(opdracht)
    if not panden and not terreinen:
        return ""
    regel = (
        f"Oude demogegevens verwijderd: {aantal(panden, 'pand', 'panden')} en "
        f"{aantal(terreinen, 'terrein', 'terreinen')}."
    )
    if mensen:
        regel += (
            f" Ook {aantal(mensen, 'waarneming', 'waarnemingen')} die mensen bij demopanden hadden vastgelegd, "
            f"{'is' if mensen == 1 else 'zijn'} weg."
        )
    return regel


# --- writing -----------------------------------------------------------------------------------
def _tel_tabellen() -> None:
    """Fresh statistics: with those of an empty table the database would scan it for every pand it looks up."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TABELLEN}")


def _per_keer(panden: list[Demopand]) -> Iterator[list[Demopand]]:
    rij = iter(panden)
    while deel := list(islice(rij, PANDEN_PER_KEER)):
        yield deel


def _schrijf_panden(
    opzet: Opzet, peildata: Sequence[datetime.date], panden: list[Demopand], terreinen: list[Terrein],
    loodsen: dict[str, Gebruiker], meld: Melding,
) -> int:  # fmt: skip
    """Panden with addresses and waarnemingen, a part at a time; returns the number of waarnemingen."""
    bron = Bron.objects.filter(soort=Bron.Soort.DEMO).order_by("pk")[0]
    voorheen = set(Gemeente.objects.filter(einde__isnull=False).values_list("code", flat=True))
    kavels, adresboek = Kavels(panden, terreinen, opzet.zaad), Adresboek(opzet.zaad)
    vormen = random.Random(opzet.zaad + 3)
    rijen = gedaan = 0
    for deel in _per_keer(panden):
        nieuw, adressen = [], []
        for demo in deel:
            vorm, plek = omtrek(demo.voorraad_m2, kavels.kies(demo), vormen)
            kern = kern_bij(plek.x, plek.y, demo.gemeente)
            einde = sloopdatum(demo, peildata)
            kantoor = _gebruiksoppervlakte(demo, vormen)
            anders = round(demo.leeg_m2 / settings.AKT_FACTOR_GO_NAAR_VVO) if demo.getransformeerd is not None else 0
            nieuw.append(
                Pand(
                    bag_id=bag_id(PAND, demo.nummer),
                    bouwjaar=demo.bouwjaar,
                    bag_status=Pand.BagStatus.GESLOOPT if einde else Pand.BagStatus.IN_GEBRUIK,
                    omtrek=vorm,
                    gemeente_id=demo.gemeente,
                    gemeente_voorheen_id=kern.voorheen if kern.voorheen in voorheen else None,
                    terrein=terreinen[demo.terrein] if demo.terrein is not None else None,
                    go_kantoor_m2=kantoor,
                    begin=datetime.date(demo.bouwjaar, 1, 1),
                    einde=einde,
                    demo=True,
                )
            )
            eigen = adresboek.geef(demo, plek, kantoor, anders)
            if einde:
                for adres in eigen:
                    adres.einde, adres.bag_status = einde, "Verblijfsobject ingetrokken"
            adressen.append(eigen)
        Pand.objects.bulk_create(nieuw)
        Adres.objects.bulk_create([adres for eigen in adressen for adres in eigen])
        AdresPand.objects.bulk_create(
            [AdresPand(adres=adres, pand=pand) for pand, eigen in zip(nieuw, adressen, strict=True) for adres in eigen]
        )
        rijen += _schrijf_waarnemingen(opzet, peildata, zip(deel, nieuw, strict=True), bron, loodsen)
        if not gedaan:
            _tel_tabellen()
        gedaan += len(deel)
        if gedaan % MELD_PER == 0 or gedaan == len(panden):
            meld(f"{getal(gedaan)} van {aantal(len(panden), 'pand', 'panden')}, {getal(rijen)} waarnemingen.")
    return rijen


def _gebruiksoppervlakte(demo: Demopand, toeval: random.Random) -> int:
    """m² GO as office in the BAG today; where nobody measured, it is what the voorraad is estimated from."""
    verschil = toeval.uniform(0.97, 1.03) if demo.waargenomen and demo.maat == Maat.VVO else 1.0
    return round(demo.voorraad_aan_het_eind / settings.AKT_FACTOR_GO_NAAR_VVO * verschil)


def _schrijf_waarnemingen(
    opzet: Opzet, peildata: Sequence[datetime.date], panden: Iterator[tuple[Demopand, Pand]] | zip, bron: Bron,
    loodsen: dict[str, Gebruiker],
) -> int:  # fmt: skip
    """COPY of the waarnemingen of some panden. No value needs escaping: numbers, dates and fixed words."""
    nu = timezone.now()
    toeval = random.Random(opzet.zaad + 4)
    ochtend = {dag: datetime.datetime(dag.year, dag.month, dag.day, 9, tzinfo=datetime.UTC) for dag in peildata}
    rijen = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY monitoring_waarneming ({', '.join(KOLOMMEN)}) FROM STDIN") as kopie,
    ):
        for demo, pand in panden:
            loods = loodsen.get(demo.gemeente)
            regels = []
            for rij in waarnemingen(demo, peildata, opzet.zaad):
                moment = min(nu, ochtend[rij.peildatum] + datetime.timedelta(minutes=toeval.randrange(40 * 24 * 60)))
                regels.append(
                    f"{pand.pk}\t{rij.peildatum}\t{rij.voorraad_m2}\t{rij.aanbod_m2}\t{rij.leegstand_m2}\t"
                    f"{rij.leeg_sinds or chr(92) + 'N'}\t{demo.maat}\t{demo.maat != Maat.VVO}\t"
                    f"{rij.vraaghuur or chr(92) + 'N'}\t{rij.gebruik}\t{bron.pk}\t{rij.toelichting}\t"
                    f"{loods.pk if loods else chr(92) + 'N'}\t{moment.isoformat()}\n"
                )
            kopie.write("".join(regels))
            rijen += len(regels)
    return rijen
