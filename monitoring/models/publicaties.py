"""Publicaties: numbered releases of all kerncijfers. What is published stays as it is, in the database itself too."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from akt.opmaak import datum
from monitoring.models.kerncijfers import Cijfer


class PublicatieQuerySet(models.QuerySet["Publicatie"]):
    def vastgesteld(self) -> PublicatieQuerySet:
        """Releases that are out, the newest first."""
        return self.filter(vastgesteld_op__isnull=False).order_by("-nummer", "-versie")

    def laatste(self) -> Publicatie | None:
        """The release that everything open is served from."""
        return self.vastgesteld().first()


class Publicatie(models.Model):
    """A release: the kerncijfers of all peildata up to its own. A correction is a next version of the same number.

    A database trigger refuses any change once it is vastgesteld.
    """

    nummer = models.PositiveIntegerField("nummer")
    versie = models.PositiveSmallIntegerField("versie", default=1)
    peildatum = models.DateField("peildatum", help_text="De laatste peildatum in deze publicatie.")
    toelichting = models.TextField("toelichting", help_text="Wat lezers moeten weten: wat is nieuw of gecorrigeerd?")
    corrigeert = models.OneToOneField(
        "self", verbose_name="corrigeert", null=True, blank=True, on_delete=models.PROTECT,
        related_name="gecorrigeerd_door",
    )  # fmt: skip
    vastgesteld_op = models.DateTimeField("vastgesteld op", null=True, editable=False)
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="vastgesteld door", null=True, editable=False,
        on_delete=models.SET_NULL, related_name="publicaties",
    )  # fmt: skip
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    objects = PublicatieQuerySet.as_manager()

    class Meta:
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"
        ordering = ["-nummer", "-versie"]
        constraints = [
            models.UniqueConstraint(fields=["nummer", "versie"], name="publicatie_eenmaal"),
            models.CheckConstraint(
                condition=Q(versie=1, corrigeert__isnull=True) | Q(versie__gt=1, corrigeert__isnull=False),
                name="publicatie_versie_corrigeert",
            ),
            models.CheckConstraint(condition=~Q(toelichting=""), name="publicatie_heeft_toelichting"),
            # One at a time is being made.
            models.UniqueConstraint(
                models.Value(1), condition=Q(vastgesteld_op__isnull=True), name="publicatie_een_in_de_maak"
            ),
        ]

    def __str__(self) -> str:
        return f"Publicatie {self.naam}"

    @property
    def naam(self) -> str:
        """'3', and for a correction '3.2'."""
        return str(self.nummer) if self.versie == 1 else f"{self.nummer}.{self.versie}"

    @property
    def omschrijving(self) -> str:
        """'Publicatie 3 van 1 oktober 2026'; the day is the one on which it came out."""
        return f"{self} van {datum(self.vastgesteld_op.date())}" if self.vastgesteld_op else str(self)

    def get_absolute_url(self) -> str:
        return f"{reverse('monitoring:publicaties')}#publicatie-{self.nummer}-{self.versie}"


class Publicatiecijfer(Cijfer):
    """A kerncijfer as a release has it."""

    publicatie = models.ForeignKey(
        Publicatie, verbose_name="publicatie", on_delete=models.CASCADE, related_name="cijfers", db_index=False
    )

    class Meta:
        verbose_name = "gepubliceerd cijfer"
        verbose_name_plural = "gepubliceerde cijfers"
        ordering = ["niveau", "gebied_code", "peildatum"]
        constraints = [
            models.UniqueConstraint(
                fields=["publicatie", "niveau", "gebied_code", "peildatum", "grootteklasse", "bouwperiode"],
                name="publicatiecijfer_eenmaal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publicatie_id}: {super().__str__()}"


class Publicatiestand(models.Model):
    """What a published figure is made of: the state of a pand on a peildatum, from this release on.

    A later release has rows only for what is new or revised. Never shown to anyone: it tells which panden a revision
    is about, so that no revision gives away one pand (see monitoring.publicaties). 0 m² voorraad: counts no more.
    """

    publicatie = models.ForeignKey(
        Publicatie, verbose_name="publicatie", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    pand_id = models.BigIntegerField("pand")
    peildatum = models.DateField("peildatum")
    gemeente_code = models.CharField("gemeente", max_length=6)
    voorheen_code = models.CharField("voormalige gemeente", max_length=6, blank=True)
    terrein_code = models.CharField("terrein", max_length=12, blank=True)
    terrein_gemeente_code = models.CharField("gemeente van het terrein", max_length=6, blank=True)
    grootte = models.SmallIntegerField("grootteklasse")
    periode = models.SmallIntegerField("bouwperiode")
    voorraad_m2 = models.IntegerField("voorraad")
    aanbod_m2 = models.IntegerField("aanbod")
    leegstand_m2 = models.IntegerField("leegstand")
    duur = models.CharField("duur van de leegstand", max_length=1, blank=True)
    geraamd = models.BooleanField("geraamd")
    recent = models.BooleanField("recent waargenomen")

    class Meta:
        verbose_name = "gepubliceerde stand van een pand"
        verbose_name_plural = "gepubliceerde standen van panden"
        constraints = [
            models.UniqueConstraint(fields=["pand_id", "peildatum", "publicatie"], name="publicatiestand_eenmaal")
        ]
        indexes = [models.Index(fields=["peildatum"], name="publicatiestand_peildatum")]

    def __str__(self) -> str:
        return f"pand {self.pand_id} op {self.peildatum}"
