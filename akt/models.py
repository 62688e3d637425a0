"""People and long-running work: what every app needs and no programme app owns."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords


class Rol(models.TextChoices):
    """What a user is in the programme; the object permissions in each app's `rules` module start from it."""

    MARKTPARTIJ = "marktpartij", "Marktpartij"
    EXPERT = "expert", "Expert"
    KANTORENLOODS = "kantorenloods", "Kantorenloods"
    KANTORENCOACH = "kantorencoach", "Kantorencoach"
    BEHEERDER = "beheerder", "Beheerder"


class GebruikerManager(BaseUserManager["Gebruiker"]):
    def create_user(self, email: str, password: str | None = None, **velden: Any) -> Gebruiker:
        if not email:
            raise ValueError("Een gebruiker heeft een e-mailadres nodig.")
        gebruiker = self.model(email=self.normalize_email(email).lower(), **velden)
        gebruiker.set_password(password)
        gebruiker.save(using=self._db)
        return gebruiker

    def create_superuser(self, email: str, password: str | None = None, **velden: Any) -> Gebruiker:
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, "rol": Rol.BEHEERDER, **velden}
        )


class Gebruiker(AbstractBaseUser, PermissionsMixin):
    """Someone with a log-in. The e-mail address is the user name; personal data stays at name and address."""

    email = models.EmailField(
        "e-mailadres", unique=True, error_messages={"unique": "Dit e-mailadres is al in gebruik."}
    )
    naam = models.CharField("naam", max_length=120)
    rol = models.CharField("rol", max_length=20, choices=Rol, default=Rol.MARKTPARTIJ)
    is_active = models.BooleanField(
        "actief", default=True, help_text="Zet uit in plaats van een gebruiker te verwijderen."
    )
    is_staff = models.BooleanField("mag in het beheer", default=False)
    aangemaakt_op = models.DateTimeField("aangemaakt op", default=timezone.now, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login"])
    objects: ClassVar[GebruikerManager] = GebruikerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["naam"]

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(condition=models.Q(rol__in=Rol.values), name="gebruiker_rol_bestaat"),
        ]

    def __str__(self) -> str:
        return self.naam or self.email

    def get_full_name(self) -> str:
        return self.naam

    def get_short_name(self) -> str:
        return self.naam.split(" ")[0] if self.naam else self.email


class Taak(models.Model):
    """Work that takes over a second: followed on a page with a progress bar, left and found again, retried."""

    class Status(models.TextChoices):
        WACHT = "wacht", "Wacht"
        BEZIG = "bezig", "Bezig"
        KLAAR = "klaar", "Klaar"
        MISLUKT = "mislukt", "Mislukt"

    # Without a sign of life for so long the worker is taken to be gone.
    STILTE = datetime.timedelta(minutes=15)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    naam = models.CharField("taak", max_length=200)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.WACHT)
    gedaan = models.PositiveIntegerField("gedaan", default=0)
    totaal = models.PositiveIntegerField("totaal", default=0)
    melding = models.TextField("melding", blank=True)
    werk = models.CharField("werk", max_length=120, blank=True, help_text="Naam van de Celery-taak.")
    gegevens = models.JSONField("gegevens", default=dict, blank=True, help_text="Waarmee het werk is gestart.")
    herhaalt = models.OneToOneField(
        "self", verbose_name="herhaalt", null=True, blank=True, on_delete=models.SET_NULL, related_name="herhaling"
    )
    gestart_door = models.ForeignKey(
        Gebruiker, verbose_name="gestart door", null=True, blank=True, on_delete=models.SET_NULL, related_name="taken"
    )
    aangemaakt_op = models.DateTimeField("aangemaakt op", auto_now_add=True)
    gemeld_op = models.DateTimeField("laatste teken", default=timezone.now, editable=False)
    klaar_op = models.DateTimeField("klaar op", null=True, blank=True)

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = ["-aangemaakt_op"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gedaan__lte=models.F("totaal")), name="taak_gedaan_binnen_totaal"
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("taak", args=[self.pk])

    @property
    def vastgelopen(self) -> bool:
        """Started and never ended, without a sign of life: its worker was killed, or there is none."""
        return self._onderweg and self.gemeld_op < timezone.now() - self.STILTE

    @property
    def loopt(self) -> bool:
        return self._onderweg and not self.vastgelopen

    @property
    def _onderweg(self) -> bool:
        return self.status in {self.Status.WACHT, self.Status.BEZIG}

    @property
    def stand(self) -> str:
        """What people are told: the status, or that the task hangs."""
        return "Vastgelopen" if self.vastgelopen else str(self.get_status_display())

    @property
    def stand_klasse(self) -> str:
        """Suffix of the status class on the page."""
        return str(self.Status.MISLUKT if self.vastgelopen else self.status)

    @property
    def procent(self) -> int:
        """Progress in whole percents, 0 to 100."""
        return round(100 * self.gedaan / self.totaal) if self.totaal else 0

    def meld(self, gedaan: int, totaal: int, melding: str = "") -> None:
        """Report progress; readers see it at once."""
        self.status, self.gedaan, self.totaal, self.melding = self.Status.BEZIG, min(gedaan, totaal), totaal, melding
        self.gemeld_op = timezone.now()
        self.save(update_fields=["status", "gedaan", "totaal", "melding", "gemeld_op"])

    def sluit(self, melding: str, *, gelukt: bool = True) -> None:
        """End the task with what it did or why it failed."""
        self.status = self.Status.KLAAR if gelukt else self.Status.MISLUKT
        if gelukt:
            self.totaal = max(self.totaal, 1)
            self.gedaan = self.totaal
        self.melding = melding
        self.klaar_op = self.gemeld_op = timezone.now()
        self.save(update_fields=["status", "gedaan", "totaal", "melding", "klaar_op", "gemeld_op"])


class Bericht(models.Model):
    """A mail: written in the transaction that gives reason to it, sent by a worker after, kept as a log of what went.

    The text goes after a while (`AKT_POST_TEKST_DAGEN`), the row later (`AKT_POST_DAGEN`).
    """

    class Status(models.TextChoices):
        WACHT = "wacht", "Wacht"
        VERSTUURD = "verstuurd", "Verstuurd"
        MISLUKT = "mislukt", "Mislukt"
        AFGEMELD = "afgemeld", "Niet verstuurd: afgemeld"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    soort = models.SlugField("soort", max_length=40)
    aan = models.EmailField("aan")
    antwoord_aan = models.EmailField("antwoord aan", blank=True)
    onderwerp = models.CharField("onderwerp", max_length=200)
    tekst = models.TextField("tekst", blank=True)
    bijlagen = models.JSONField(
        "bijlagen", default=list, blank=True, help_text="Lijst van naam, type en inhoud (tekst)."
    )
    sleutel = models.CharField(
        "sleutel", max_length=120, null=True, blank=True, unique=True,
        help_text="Wat maar één keer verstuurd mag worden, heeft een sleutel.",
    )  # fmt: skip
    status = models.CharField("status", max_length=10, choices=Status, default=Status.WACHT)
    pogingen = models.PositiveSmallIntegerField("pogingen", default=0)
    fout = models.CharField("fout", max_length=300, blank=True)
    aangemaakt_op = models.DateTimeField("aangemaakt op", default=timezone.now, editable=False)
    probeer_na = models.DateTimeField("probeer na", default=timezone.now, editable=False)
    verstuurd_op = models.DateTimeField("verstuurd op", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["-aangemaakt_op"]
        indexes = [
            models.Index(fields=["-aangemaakt_op"], name="bericht_nieuwste"),
            models.Index(fields=["probeer_na"], name="bericht_wacht", condition=models.Q(status="wacht")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verstuurd_op__isnull=True) | models.Q(status="verstuurd"),
                name="bericht_verstuurd_heeft_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.onderwerp} aan {self.aan}"

    def get_absolute_url(self) -> str:
        return reverse("bericht", args=[self.pk])


class Afmelding(models.Model):
    """Someone who no longer wants an optional kind of mail."""

    email = models.EmailField("e-mailadres")
    soort = models.SlugField("soort", max_length=40)
    op = models.DateTimeField("op", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "afmelding"
        verbose_name_plural = "afmeldingen"
        constraints = [models.UniqueConstraint(fields=["email", "soort"], name="afmelding_eenmaal")]

    def __str__(self) -> str:
        return f"{self.email}: {self.soort}"
