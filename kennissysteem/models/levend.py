"""What keeps the knowledge alive: questions, thanks, reads, and who follows what."""

from __future__ import annotations

import datetime
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from kennissysteem.models.knelpunten import Knelpunt
from kennissysteem.models.praktijken import Praktijk
from monitoring.models import Gemeente, Transformatie


class ReactieQuerySet(models.QuerySet["Reactie"]):
    def geldig(self) -> ReactieQuerySet:
        """Not withdrawn."""
        return self.filter(ingetrokken_op__isnull=True)

    def vragen(self) -> ReactieQuerySet:
        return self.geldig().filter(soort=Reactie.Soort.VRAAG)

    def open(self) -> ReactieQuerySet:
        """Questions without an answer that stands."""
        antwoorden = Reactie.objects.filter(ouder=OuterRef("pk"), ingetrokken_op__isnull=True)
        return self.vragen().filter(~Exists(antwoorden))


class Reactie(models.Model):
    """A question, a reaction or an answer, on a praktijk or on a knelpunt; for the network only. Plain text."""

    class Soort(models.TextChoices):
        VRAAG = "vraag", "Vraag"
        REACTIE = "reactie", "Reactie"
        ANTWOORD = "antwoord", "Antwoord"

    praktijk = models.ForeignKey(
        Praktijk, verbose_name="praktijk", null=True, blank=True, on_delete=models.CASCADE, related_name="reacties"
    )
    knelpunt = models.ForeignKey(
        Knelpunt, verbose_name="knelpunt", null=True, blank=True, on_delete=models.CASCADE, related_name="reacties"
    )
    soort = models.CharField("soort", max_length=8, choices=Soort)
    ouder = models.ForeignKey(
        "self", verbose_name="antwoord op", null=True, blank=True, on_delete=models.CASCADE, related_name="antwoorden"
    )
    tekst = models.TextField("tekst", max_length=4000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    op = models.DateTimeField("op", default=timezone.now, editable=False)
    verzending = models.UUIDField(
        "kenmerk van de verzending", unique=True, default=uuid.uuid4, editable=False,
        help_text="Van het formulier: twee keer klikken geeft één reactie.",
    )  # fmt: skip
    ingetrokken_op = models.DateTimeField("ingetrokken op", null=True, blank=True, editable=False)
    ingetrokken_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="ingetrokken door", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    ingetrokken_reden = models.CharField("waarom ingetrokken", max_length=200, blank=True)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["verzending"])
    objects: ClassVar[ReactieQuerySet] = ReactieQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "vraag of reactie"
        verbose_name_plural = "vragen en reacties"
        ordering = ["op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(praktijk__isnull=False, knelpunt__isnull=True)
                | Q(praktijk__isnull=True, knelpunt__isnull=False),
                name="reactie_over_een_van_beide",
            ),
            models.CheckConstraint(
                condition=Q(soort="antwoord", ouder__isnull=False)
                | Q(soort__in=["vraag", "reactie"], ouder__isnull=True),
                name="reactie_antwoord_heeft_vraag",
            ),
            models.CheckConstraint(condition=~Q(tekst=""), name="reactie_heeft_tekst"),
            models.CheckConstraint(
                condition=Q(ingetrokken_op__isnull=True, ingetrokken_reden="")
                | Q(ingetrokken_op__isnull=False) & ~Q(ingetrokken_reden=""),
                name="reactie_ingetrokken_met_reden",
                violation_error_message="Schrijf waarom u dit intrekt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} over {self.over}"

    @property
    def over(self) -> Praktijk | Knelpunt:
        """What it is about; the database sees to it that there is one."""
        return self.praktijk or self.knelpunt  # type: ignore[return-value]


class Hielp(models.Model):
    """Someone used a praktijk, and says where. Once for each person."""

    praktijk = models.ForeignKey(Praktijk, verbose_name="praktijk", on_delete=models.CASCADE, related_name="geholpen")
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", on_delete=models.CASCADE, related_name="+"
    )
    waar = models.CharField("waar hebt u het gebruikt?", max_length=120, help_text="De gemeente of het pand.")
    toelichting = models.TextField("wat hielp er?", max_length=1000, blank=True)
    op = models.DateTimeField("op", default=timezone.now, editable=False)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "dit hielp mij"
        verbose_name_plural = "dit hielp mij"
        ordering = ["-op"]
        constraints = [models.UniqueConstraint(fields=["praktijk", "gebruiker"], name="hielp_eenmaal")]

    def __str__(self) -> str:
        return f"{self.praktijk}, {self.waar}"


class Lezing(models.Model):
    """How often a praktijk was opened on a day. Not by whom."""

    praktijk = models.ForeignKey(Praktijk, verbose_name="praktijk", on_delete=models.CASCADE, related_name="lezingen")
    dag = models.DateField("dag")
    aantal = models.PositiveIntegerField("aantal", default=1)

    class Meta:
        verbose_name = "lezing"
        verbose_name_plural = "lezingen"
        ordering = ["-dag"]
        constraints = [models.UniqueConstraint(fields=["praktijk", "dag"], name="lezing_per_dag")]

    def __str__(self) -> str:
        return f"{self.praktijk}, {self.dag}"


class Volgt(models.Model):
    """What someone follows: a knelpunt, a gemeente, or, with both empty, everything.

    `gemeld_tot` is up to when the weekly mail told what is new, so that a missed week comes along with the next.
    """

    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wie", on_delete=models.CASCADE, related_name="volgt"
    )
    knelpunt = models.ForeignKey(
        Knelpunt, verbose_name="knelpunt", null=True, blank=True, on_delete=models.CASCADE, related_name="volgers"
    )
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    sinds = models.DateTimeField("sinds", default=timezone.now, editable=False)
    gemeld_tot = models.DateTimeField("gemeld tot", default=timezone.now, editable=False)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    class Meta:
        verbose_name = "volger"
        verbose_name_plural = "volgers"
        ordering = ["gebruiker", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(knelpunt__isnull=True) | Q(gemeente__isnull=True), name="volgt_een_ding"
            ),
            models.UniqueConstraint(
                fields=["gebruiker", "knelpunt", "gemeente"], nulls_distinct=False, name="volgt_eenmaal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker}: {self.knelpunt or self.gemeente or 'alles'}"


class Praktijkverzoek(models.Model):
    """That the loodsen were asked for a praktijk about a completed transformatie; once."""

    transformatie = models.OneToOneField(
        Transformatie, verbose_name="transformatie", on_delete=models.CASCADE, related_name="praktijkverzoek"
    )
    op = models.DateField("gevraagd op", default=datetime.date.today)

    class Meta:
        verbose_name = "verzoek om een praktijk"
        verbose_name_plural = "verzoeken om een praktijk"
        ordering = ["-op"]

    def __str__(self) -> str:
        return str(self.transformatie)
