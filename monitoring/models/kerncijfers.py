"""Kerncijfers: the aggregates behind dashboards, infographics and API. Written by `monitoring.kerncijfers` only."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from monitoring.models.gebieden import Niveau


class Grootteklasse(models.TextChoices):
    """Size of a pand by its voorraad in m² VVO."""

    KLEIN = "500-1000", "500 tot 1.000 m²"
    MIDDEL = "1000-2500", "1.000 tot 2.500 m²"
    GROOT = "2500-5000", "2.500 tot 5.000 m²"
    ZEER_GROOT = "5000-10000", "5.000 tot 10.000 m²"
    REUS = "10000+", "10.000 m² en meer"


class Bouwperiode(models.TextChoices):
    """Build period of a pand by its bouwjaar in the BAG."""

    VOOR_1950 = "voor-1950", "Voor 1950"
    T1979 = "1950-1979", "1950 tot en met 1979"
    T1999 = "1980-1999", "1980 tot en met 1999"
    T2009 = "2000-2009", "2000 tot en met 2009"
    VANAF_2010 = "vanaf-2010", "Vanaf 2010"
    ONBEKEND = "onbekend", "Onbekend"


class Leegstandsduur(models.TextChoices):
    """Duration of vacancy at the peildatum, by `leeg_sinds`."""

    FRICTIE = "frictie", "Frictieleegstand (korter dan 1 jaar)"
    LANGDURIG = "langdurig", "Langdurige leegstand (1 tot 3 jaar)"
    STRUCTUREEL = "structureel", "Structurele leegstand (3 jaar of langer)"
    ONBEKEND = "onbekend", "Duur onbekend"


class KerncijferQuerySet(models.QuerySet[Any]):
    """What is asked of kerncijfers, live or frozen in a publicatie."""

    def totalen(self) -> KerncijferQuerySet:
        """Rows over all panden of a gebied, not those of one segment."""
        return self.filter(grootteklasse="", bouwperiode="")

    def van(self, niveau: str, codes: str | Sequence[str]) -> KerncijferQuerySet:
        codes = [codes] if isinstance(codes, str) else list(codes)
        return self.filter(niveau=niveau, gebied_code__in=codes)

    def openbaar(self) -> KerncijferQuerySet:
        """Rows that anyone may see; the others would show, or let one work out, figures of very few panden."""
        return self.filter(openbaar=True)

    def laatste_peildatum(self) -> datetime.date | None:
        return self.filter(niveau=Niveau.PROVINCIE).aggregate(m=models.Max("peildatum"))["m"]


class Cijfer(models.Model):
    """All figures of one gebied on one peildatum, in whole m² VVO and counts of panden.

    A row with empty `grootteklasse` and `bouwperiode` is the total; a row with one of them filled is that segment.
    Percentages are computed from these, never stored.
    """

    niveau = models.CharField("niveau", max_length=10, choices=Niveau)
    gebied_code = models.CharField("gebied", max_length=12)
    peildatum = models.DateField("peildatum")
    grootteklasse = models.CharField("grootteklasse", max_length=10, choices=Grootteklasse, blank=True, default="")
    bouwperiode = models.CharField("bouwperiode", max_length=10, choices=Bouwperiode, blank=True, default="")
    voorraad_m2 = models.BigIntegerField("voorraad")
    aanbod_m2 = models.BigIntegerField("aanbod")
    leegstand_m2 = models.BigIntegerField("leegstand")
    frictie_m2 = models.BigIntegerField("frictieleegstand")
    langdurig_m2 = models.BigIntegerField("langdurige leegstand")
    structureel_m2 = models.BigIntegerField("structurele leegstand")
    duur_onbekend_m2 = models.BigIntegerField("leegstand, duur onbekend")
    geraamd_m2 = models.BigIntegerField("geraamd deel van de voorraad")
    waargenomen_m2 = models.BigIntegerField("voorraad met een recente waarneming")
    panden = models.IntegerField("panden")
    panden_leegstand = models.IntegerField("panden met leegstand")
    panden_leeg = models.IntegerField("geheel lege panden")
    panden_waargenomen = models.IntegerField("panden met een recente waarneming")
    openbaar = models.BooleanField(
        "openbaar", db_default=True, help_text="Of iedereen dit cijfer mag zien; zie monitoring.openheid."
    )

    # Measures that add up over gebieden and segments, in the order of tables, exports and SQL.
    MATEN = (
        "voorraad_m2", "aanbod_m2", "leegstand_m2", "frictie_m2", "langdurig_m2", "structureel_m2",
        "duur_onbekend_m2", "geraamd_m2", "waargenomen_m2", "panden", "panden_leegstand", "panden_leeg",
        "panden_waargenomen",
    )  # fmt: skip

    objects = KerncijferQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.niveau} {self.gebied_code} {self.peildatum}"

    def _percentage(self, deel: int) -> Decimal | None:
        """Share of the voorraad in percents, unrounded; None where there is no voorraad."""
        return Decimal(deel) * 100 / Decimal(self.voorraad_m2) if self.voorraad_m2 else None

    @property
    def leegstandspercentage(self) -> Decimal | None:
        return self._percentage(self.leegstand_m2)

    @property
    def aanbodpercentage(self) -> Decimal | None:
        return self._percentage(self.aanbod_m2)

    @property
    def dekking(self) -> Decimal | None:
        """Share of the voorraad (%) whose last waarneming is recent enough."""
        return self._percentage(self.waargenomen_m2)

    @property
    def geraamd_percentage(self) -> Decimal | None:
        return self._percentage(self.geraamd_m2)

    def als_dict(self) -> dict[str, Any]:
        return {maat: getattr(self, maat) for maat in self.MATEN}


class Kerncijfer(Cijfer):
    """The figures as they are now, kept up to date with every change."""

    class Meta:
        verbose_name = "kerncijfer"
        verbose_name_plural = "kerncijfers"
        ordering = ["niveau", "gebied_code", "peildatum"]
        constraints = [
            models.UniqueConstraint(
                fields=["niveau", "gebied_code", "peildatum", "grootteklasse", "bouwperiode"],
                name="kerncijfer_eenmaal",
            ),
            models.CheckConstraint(
                condition=Q(leegstand_m2__gte=0)
                & Q(leegstand_m2__lte=models.F("voorraad_m2"))
                & Q(aanbod_m2__gte=0)
                & Q(aanbod_m2__lte=models.F("voorraad_m2")),
                name="kerncijfer_binnen_voorraad",
            ),
            models.CheckConstraint(
                condition=Q(
                    leegstand_m2=models.F("frictie_m2")
                    + models.F("langdurig_m2")
                    + models.F("structureel_m2")
                    + models.F("duur_onbekend_m2")
                ),
                name="kerncijfer_duur_telt_op",
            ),
        ]
        indexes = [models.Index(fields=["niveau", "peildatum"], name="kerncijfer_niveau_peildatum")]


class Herberekening(models.Model):
    """What waits to be recomputed: a gemeente from a peildatum on, written in the transaction of the change itself.

    So nothing is lost when Redis or the worker is away: whoever comes by next takes the open rows.
    """

    gemeente = models.ForeignKey("monitoring.Gemeente", on_delete=models.CASCADE, related_name="+")
    vanaf = models.DateField("vanaf peildatum")
    tot = models.DateField("tot peildatum", null=True, blank=True)
    aangevraagd_op = models.DateTimeField("aangevraagd op", auto_now_add=True)

    class Meta:
        verbose_name = "herberekening"
        verbose_name_plural = "herberekeningen"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.gemeente_id} vanaf {self.vanaf}"
