"""The players: kinds of organisations with what they stand for, organisations, and the people one reaches there."""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from simple_history.models import HistoricalRecords

from monitoring.models import Gemeente


def nieuwe_sleutel() -> str:
    """A secret for an address that only its receiver knows; 192 bits, safe in a URL."""
    return secrets.token_urlsafe(24)


class Speler(models.Model):
    """What a kind of organisation stands for in kantorentransformatie (report, bijlage III)."""

    class Soort(models.TextChoices):
        RIJK = "rijk", "Rijk"
        PROVINCIE = "provincie", "Provincie"
        GEMEENTE = "gemeente", "Gemeente"
        BELEGGER = "belegger", "Belegger"
        FINANCIER = "financier", "Financier"
        ONTWIKKELAAR = "ontwikkelaar", "Ontwikkelaar"
        BOUWER = "bouwer", "Bouwer"
        EIGENAAR = "eigenaar", "Eigenaar"
        CORPORATIE = "corporatie", "Woningcorporatie"
        MAKELAAR = "makelaar", "Makelaar"
        GEBRUIKER = "gebruiker", "Gebruiker van kantoren"
        BEWONER = "bewoner", "Bewoners van woningen"
        ADVISEUR = "adviseur", "Adviseur of kennisinstelling"
        OVERIG = "overig", "Overig"

    soort = models.CharField("soort", max_length=12, choices=Soort, primary_key=True)
    rol = models.TextField("rol", blank=True)
    verantwoordelijkheid = models.TextField("verantwoordelijkheid", blank=True)
    belang = models.TextField("belang", blank=True)
    kansen = models.TextField("kansen", blank=True)
    bron = models.CharField("bron", max_length=160, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "speler"
        verbose_name_plural = "spelers"
        ordering = ["soort"]

    def __str__(self) -> str:
        return str(self.get_soort_display())


class Organisatie(models.Model):
    """A party in the network. What it stands for is that of its kind, unless it says so itself."""

    naam = models.CharField("naam", max_length=120)
    soort = models.CharField("soort", max_length=12, choices=Speler.Soort)
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.PROTECT, related_name="organisaties",
        help_text="Voor een gemeente zelf, of waar de organisatie vooral werkt.",
    )  # fmt: skip
    kvk_nummer = models.CharField(
        "KvK-nummer", max_length=8, blank=True,
        validators=[RegexValidator(r"^[0-9]{8}$", "Een KvK-nummer heeft 8 cijfers.")],
    )  # fmt: skip
    website = models.URLField("website", blank=True)
    rol = models.TextField("rol", blank=True, help_text="Leeg: die van deze soort organisaties.")
    verantwoordelijkheid = models.TextField("verantwoordelijkheid", blank=True)
    belang = models.TextField("belang", blank=True)
    kansen = models.TextField("kansen", blank=True)
    actief = models.BooleanField("actief", default=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op"])

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["naam"]
        constraints = [
            models.UniqueConstraint(
                Lower("naam"), name="organisatie_naam_uniek",
                violation_error_message="Er is al een organisatie met deze naam.",
            ),
            models.UniqueConstraint(
                fields=["kvk_nummer"], condition=~Q(kvk_nummer=""), name="organisatie_kvk_uniek",
                violation_error_message="Er is al een organisatie met dit KvK-nummer.",
            ),
            models.CheckConstraint(
                condition=Q(kvk_nummer="") | Q(kvk_nummer__regex=r"^[0-9]{8}$"), name="organisatie_kvk_acht_cijfers",
                violation_error_message="Een KvK-nummer heeft 8 cijfers.",
            ),
        ]  # fmt: skip
        # For finding those that may be the same.
        indexes = [GinIndex(OpClass(F("naam"), name="gin_trgm_ops"), name="organisatie_naam_trgm")]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("loodsen:organisatie", args=[self.pk])


def bewaartermijn() -> datetime.date:
    """Until when someone who is added or confirmed today is kept."""
    return datetime.date.today() + datetime.timedelta(days=settings.AKT_CONTACT_BEWAREN_DAGEN)


class ContactpersoonQuerySet(models.QuerySet["Contactpersoon"]):
    def bewaard(self) -> ContactpersoonQuerySet:
        """Those of whom something is kept: not erased."""
        return self.filter(gewist_op__isnull=True)

    def zichtbaar(self) -> ContactpersoonQuerySet:
        """Those that the network may see: kept, and their term has not ended."""
        return self.bewaard().filter(bewaren_tot__gt=datetime.date.today())


class Contactpersoon(models.Model):
    """Someone one reaches at an organisation. Kept as long as the ground for it lasts, shown to the network only.

    `sleutel` opens a page where the person sees, takes along and erases what is kept, without an account. Of who is
    erased a row stays only where other records point at it, and nothing in it tells who it was.
    """

    GEWIST = "Gewist"

    class Grondslag(models.TextChoices):
        TOESTEMMING = "toestemming", "Toestemming van de persoon"
        TAAK = "taak", "Openbare functie bij een overheid"

    organisatie = models.ForeignKey(
        Organisatie, verbose_name="organisatie", on_delete=models.PROTECT, related_name="contactpersonen"
    )
    naam = models.CharField("naam", max_length=120)
    functie = models.CharField("functie", max_length=120, blank=True)
    email = models.EmailField("e-mailadres")
    telefoon = models.CharField("telefoon", max_length=20, blank=True)
    gebruiker = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="account", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="contactpersoon",
    )  # fmt: skip
    grondslag = models.CharField(
        "grondslag", max_length=12, choices=Grondslag, default=Grondslag.TOESTEMMING,
        help_text="Waarom het portaal deze gegevens mag bewaren.",
    )  # fmt: skip
    toestemming_op = models.DateField(
        "toestemming gegeven op", null=True, blank=True, help_text="Leeg: nog niet gevraagd of nog niet gegeven."
    )
    gevraagd_op = models.DateField("toestemming gevraagd op", null=True, blank=True, editable=False)
    bewaren_tot = models.DateField(
        "bewaren tot", default=bewaartermijn, help_text="Daarna wist het portaal deze persoon."
    )
    gewist_op = models.DateTimeField("gewist op", null=True, blank=True, editable=False)
    sleutel = models.CharField("sleutel", max_length=40, unique=True, default=nieuwe_sleutel, editable=False)
    toegevoegd_op = models.DateTimeField("toegevoegd op", auto_now_add=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)
    gewijzigd_op = models.DateTimeField("gewijzigd op", auto_now=True)

    history = HistoricalRecords(excluded_fields=["gewijzigd_op", "sleutel"])
    objects = ContactpersoonQuerySet.as_manager()

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering = ["naam"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), F("organisatie"), name="contactpersoon_eenmaal_per_organisatie",
                condition=Q(gewist_op__isnull=True),
                violation_error_message="Deze organisatie heeft al een contactpersoon met dit e-mailadres.",
            ),
            models.CheckConstraint(
                condition=Q(gewist_op__isnull=True)
                | Q(naam="Gewist", email="", functie="", telefoon="", gebruiker__isnull=True),
                name="contactpersoon_gewist_is_leeg",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.naam} ({self.organisatie})"

    @property
    def mist_toestemming(self) -> bool:
        return self.grondslag == self.Grondslag.TOESTEMMING and self.toestemming_op is None

    def get_absolute_url(self) -> str:
        return reverse("loodsen:contactpersoon", args=[self.pk])
