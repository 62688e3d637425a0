"""Panden and their addresses, as the BAG knows them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from monitoring.models.gebieden import RD_NEW, Gemeente, Perceel, Terrein


class PandQuerySet(models.QuerySet["Pand"]):
    def bestaand(self) -> PandQuerySet:
        """Panden that stand today: not demolished, not merely planned."""
        return self.filter(einde__isnull=True).exclude(bag_status__in=Pand.NOOIT_GEBOUWD)

    def kantoren(self) -> PandQuerySet:
        """Panden with office space: by the BAG (kantoorfunctie) or because someone observed voorraad."""
        return self.filter(Q(go_kantoor_m2__gt=0) | Q(stand__isnull=False))

    def zichtbaar_voor(self, gebruiker: Any) -> PandQuerySet:
        """The whole provincie for coach and beheerder, the own gemeenten for a loods, nothing for others."""
        from monitoring.rules import gemeenten_van, ziet_alles

        if ziet_alles(gebruiker):
            return self
        return self.filter(gemeente__in=gemeenten_van(gebruiker))


class Pand(models.Model):
    """A building by its BAG id. What ended in the BAG stays, with its end date, because waarnemingen hang on it."""

    class BagStatus(models.TextChoices):
        VERLEEND = "Bouwvergunning verleend", "Bouwvergunning verleend"
        NIET_GEREALISEERD = "Niet gerealiseerd pand", "Niet gerealiseerd pand"
        GESTART = "Bouw gestart", "Bouw gestart"
        NIET_INGEMETEN = "Pand in gebruik (niet ingemeten)", "In gebruik (niet ingemeten)"
        IN_GEBRUIK = "Pand in gebruik", "In gebruik"
        VERBOUWING = "Verbouwing pand", "Verbouwing"
        SLOOPVERGUNNING = "Sloopvergunning verleend", "Sloopvergunning verleend"
        GESLOOPT = "Pand gesloopt", "Gesloopt"
        BUITEN_GEBRUIK = "Pand buiten gebruik", "Buiten gebruik"
        TEN_ONRECHTE = "Pand ten onrechte opgevoerd", "Ten onrechte opgevoerd"

    NOOIT_GEBOUWD = (BagStatus.NIET_GEREALISEERD, BagStatus.TEN_ONRECHTE, BagStatus.GESLOOPT)

    bag_id = models.CharField("BAG-pandnummer", max_length=16)
    naam = models.CharField("naam", max_length=80, blank=True, help_text="Zoals mensen het gebouw kennen.")
    bouwjaar = models.PositiveSmallIntegerField("bouwjaar", null=True, blank=True)
    bag_status = models.CharField("status in de BAG", max_length=40, choices=BagStatus, default=BagStatus.IN_GEBRUIK)
    in_onderzoek = models.BooleanField(
        "in onderzoek", default=False, help_text="De gemeente onderzoekt of de BAG klopt."
    )
    omtrek = models.MultiPolygonField("omtrek", srid=RD_NEW, null=True, blank=True)
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.PROTECT, related_name="panden",
        db_index=False,
    )  # fmt: skip
    gemeente_voorheen = models.ForeignKey(
        Gemeente, verbose_name="gemeente voor de herindeling", null=True, blank=True, on_delete=models.PROTECT,
        related_name="panden_voorheen", db_index=False,
    )  # fmt: skip
    terrein = models.ForeignKey(
        Terrein, verbose_name="terrein", null=True, blank=True, on_delete=models.SET_NULL, related_name="panden"
    )
    perceel = models.ForeignKey(
        Perceel, verbose_name="perceel", null=True, blank=True, on_delete=models.SET_NULL, related_name="panden"
    )
    go_kantoor_m2 = models.PositiveIntegerField(
        "gebruiksoppervlakte kantoor", default=0, help_text="Som van de verblijfsobjecten met kantoorfunctie, in m² GO."
    )
    begin = models.DateField(
        "bestaat sinds", null=True, blank=True, help_text="Begin van de eerste levenscyclus in de BAG."
    )
    einde = models.DateField(
        "bestaat tot", null=True, blank=True, help_text="Vanaf deze dag bestaat het pand niet meer."
    )
    bag_peildatum = models.DateField("stand van de BAG", null=True, blank=True)
    bag_voorkomen = models.PositiveIntegerField("voorkomen in de BAG", default=0)
    demo = models.BooleanField("demogegevens", default=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["omtrek", "gewijzigd_op"])
    objects = PandQuerySet.as_manager()

    class Meta:
        verbose_name = "pand"
        verbose_name_plural = "panden"
        ordering = ["bag_id"]
        indexes = [
            # Named here, because Django gives each indexed text a second index for LIKE that nobody uses.
            models.Index(fields=["gemeente", "bag_id"], name="pand_gemeente"),
            models.Index(fields=["gemeente_voorheen"], name="pand_voorheen"),
            models.Index(fields=["gewijzigd_op", "id"], name="pand_gewijzigd"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["bag_id"], name="pand_bag_id_uniek"),
            models.CheckConstraint(condition=Q(bag_id__regex=r"^[0-9]{16}$"), name="pand_bag_id_16_cijfers"),
            models.CheckConstraint(
                condition=Q(bouwjaar__isnull=True) | Q(bouwjaar__range=(1000, 9999)), name="pand_bouwjaar_vier_cijfers"
            ),
            models.CheckConstraint(
                condition=Q(einde__isnull=True) | Q(begin__isnull=True) | Q(einde__gte=F("begin")),
                name="pand_einde_na_begin",
            ),
        ]

    def __str__(self) -> str:
        return self.naam or f"pand {self.bag_id}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:pand", args=[self.bag_id])

    @property
    def geraamde_voorraad(self) -> int:
        """m² VVO estimated from the BAG's GO with kantoorfunctie, for a pand nobody observed yet."""
        return round(self.go_kantoor_m2 * settings.AKT_FACTOR_GO_NAAR_VVO)


class Adres(models.Model):
    """A BAG verblijfsobject at its hoofdadres (nummeraanduiding), with gebruiksdoelen and GO in m²."""

    bag_id = models.CharField("BAG-verblijfsobject", max_length=16)
    nummeraanduiding_id = models.CharField("BAG-nummeraanduiding", max_length=16, blank=True)
    straat = models.CharField("straat", max_length=80, blank=True)
    huisnummer = models.PositiveIntegerField("huisnummer", null=True, blank=True)
    huisletter = models.CharField("huisletter", max_length=1, blank=True)
    toevoeging = models.CharField("toevoeging", max_length=4, blank=True)
    postcode = models.CharField("postcode", max_length=6, blank=True)
    woonplaats = models.CharField("woonplaats", max_length=80, blank=True)
    gebruiksdoelen = ArrayField(
        models.CharField(max_length=40), verbose_name="gebruiksdoelen", default=list, blank=True
    )
    oppervlakte_m2 = models.PositiveIntegerField("gebruiksoppervlakte", null=True, blank=True, help_text="In m² GO.")
    bag_status = models.CharField("status in de BAG", max_length=60, blank=True)
    in_onderzoek = models.BooleanField("in onderzoek", default=False)
    plek = models.PointField("plek", srid=RD_NEW, null=True, blank=True)
    panden = models.ManyToManyField(Pand, verbose_name="panden", through="AdresPand", related_name="adressen")
    zoektekst = models.CharField(
        "zoektekst", max_length=220, blank=True, editable=False,
        help_text="Genormaliseerd adres waarin wordt gezocht; zie monitoring.adressen.",
    )  # fmt: skip
    einde = models.DateField("bestaat tot", null=True, blank=True)
    bag_peildatum = models.DateField("stand van de BAG", null=True, blank=True)
    bag_voorkomen = models.PositiveIntegerField("voorkomen in de BAG", default=0)
    demo = models.BooleanField("demogegevens", default=False)

    class Meta:
        verbose_name = "adres"
        verbose_name_plural = "adressen"
        ordering = ["straat", "huisnummer", "huisletter", "toevoeging"]
        indexes = [
            GinIndex(OpClass(F("zoektekst"), name="gin_trgm_ops"), name="adres_zoektekst_trgm"),
            models.Index(fields=["postcode", "huisnummer"], name="adres_postcode"),
            models.Index(fields=["nummeraanduiding_id"], name="adres_nummeraanduiding"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["bag_id"], name="adres_bag_id_uniek"),
            models.CheckConstraint(condition=Q(bag_id__regex=r"^[0-9]{16}$"), name="adres_bag_id_16_cijfers"),
            models.CheckConstraint(
                condition=Q(postcode="") | Q(postcode__regex=r"^[1-9][0-9]{3}[A-Z]{2}$"), name="adres_postcode_vorm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regel}, {self.woonplaats}" if self.woonplaats else self.regel

    @property
    def nummer(self) -> str:
        """House number as on the door: '12', '12A', '12A-3'."""
        toevoeging = f"-{self.toevoeging}" if self.toevoeging else ""
        return f"{self.huisnummer or ''}{self.huisletter}{toevoeging}"

    @property
    def regel(self) -> str:
        return f"{self.straat} {self.nummer}".strip() or f"adresloos object {self.bag_id}"


class AdresPand(models.Model):
    """A verblijfsobject lies in one or more panden."""

    adres = models.ForeignKey(Adres, on_delete=models.CASCADE, related_name="in_panden", db_index=False)
    pand = models.ForeignKey(Pand, on_delete=models.CASCADE, related_name="met_adressen")

    class Meta:
        verbose_name = "adres in pand"
        verbose_name_plural = "adressen in panden"
        constraints = [models.UniqueConstraint(fields=["adres", "pand"], name="adres_eenmaal_in_pand")]

    def __str__(self) -> str:
        return f"{self.adres_id} in {self.pand_id}"
