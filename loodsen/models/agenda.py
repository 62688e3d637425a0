"""The AKT agenda: the planning of the programme, and the five points that each gemeente works on (report 5)."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from monitoring.models import Gemeente, Terrein


class Programmaonderdeel(models.Model):
    """Something the programme does in a period. The planning is open to all, so its owner is a team or a role."""

    class Strand(models.TextChoices):
        ORGANISATIE = "organisatie", "Organisatie"
        FINANCIERING = "financiering", "Financiering"
        SCANS = "scans", "Scans"
        COMMUNICATIE = "communicatie", "Communicatie"
        KENNISSYSTEEM = "kennissysteem", "Kennissysteem"
        MONITORING = "monitoring", "Monitoring"
        PAKT = "pakt", "PAKT"
        LOODSENSESSIES = "loodsensessies", "Sessies met kantorenloodsen"
        GEBIEDSSESSIES = "gebiedssessies", "Gebiedssessies"
        VERBINDEN = "verbinden", "Verbinden"

    class Status(models.TextChoices):
        GEPLAND = "gepland", "Gepland"
        LOOPT = "loopt", "Loopt"
        GEREED = "gereed", "Gereed"
        VERTRAAGD = "vertraagd", "Vertraagd"
        VERVALLEN = "vervallen", "Vervallen"

    KLAAR: ClassVar[frozenset[str]] = frozenset({Status.GEREED, Status.VERVALLEN})

    sleutel = models.SlugField("sleutel", max_length=40, null=True, blank=True, unique=True, editable=False)
    strand = models.CharField("onderdeel", max_length=16, choices=Strand)
    naam = models.CharField("wat", max_length=160)
    begin = models.DateField("begin")
    einde = models.DateField("einde", help_text="De laatste dag.")
    status = models.CharField("status", max_length=10, choices=Status, default=Status.GEPLAND)
    eigenaar = models.CharField(
        "wie", max_length=120, blank=True, help_text="Een organisatie, team of rol; de planning is openbaar."
    )
    toelichting = models.TextField("toelichting", blank=True, max_length=1000)
    volgorde = models.PositiveSmallIntegerField(
        "volgorde", default=0, help_text="Binnen het onderdeel, als het begin gelijk is."
    )
    bron = models.CharField("bron", max_length=200, blank=True)
    bijgehouden_op = models.DateField(
        "stand bijgehouden op", null=True, blank=True, editable=False,
        help_text="Leeg: overgenomen uit de bron; niemand hield de stand bij.",
    )  # fmt: skip
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "programmaonderdeel"
        verbose_name_plural = "programmaonderdelen"
        ordering = ["begin", "volgorde", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(einde__gte=F("begin")),
                name="programmaonderdeel_einde_na_begin",
                violation_error_message="Het einde ligt voor het begin. Controleer de data.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def dagen_te_laat(self, dag: datetime.date) -> int:
        """Days past the end of what is not done; 0 where nobody has kept the status since it was taken over."""
        if self.bijgehouden_op is None or self.status in self.KLAAR:
            return 0
        return max(0, (dag - self.einde).days)


class Punt(models.IntegerChoices):
    """The five points of the AKT agenda for gemeenten, fixed with the eight gemeenten on 19 January 2015."""

    KANTORENLOODS = 1, "Herkenbare kantorenloods met bestuurlijk commitment"
    BELEID = 2, "Eigen beleid met prioritaire gebieden"
    PROCESSEN = 3, "Kritisch naar de eigen processen"
    DOELSTELLING = 4, "Eigen doelstelling voor leegstand, transformatie en sloop"
    SAMENWERKING = 5, "Samenwerking met andere gemeenten"


# What each point asks, for who fills it in (report 5, shortened).
UITLEG: dict[int, str] = {
    Punt.KANTORENLOODS: "De gemeente heeft een duidelijk herkenbare kantorenloods of een team, met bestuurlijk "
    "commitment. De kantorenloods is eenvoudig te vinden voor vragen van binnen en buiten.",
    Punt.BELEID: "De gemeente heeft eigen beleid voor de aanpak van leegstaande kantoren. Zij kiest de gebieden die "
    "extra energie krijgen.",
    Punt.PROCESSEN: "De gemeente kijkt kritisch naar haar processen, zoals vergunningen en bestemmingsplannen, en "
    "geeft aan wat beter kan.",
    Punt.DOELSTELLING: "De gemeente heeft een eigen concrete doelstelling voor leegstand, transformatie en sloop.",
    Punt.SAMENWERKING: "Gemeenten werken meer samen: om van elkaar te leren, te versnellen en te matchen.",
}


class Gemeenteagenda(models.Model):
    """That a gemeente works on the AKT agenda for gemeenten, since when."""

    gemeente = models.OneToOneField(
        Gemeente, verbose_name="gemeente", primary_key=True, on_delete=models.PROTECT, related_name="agenda"
    )
    sinds = models.DateField("doet mee sinds", default=datetime.date.today)
    aangesloten_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="aangesloten door", null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    history = HistoricalRecords()

    class Meta:
        verbose_name = "gemeenteagenda"
        verbose_name_plural = "gemeenteagenda's"
        ordering = ["gemeente__naam"]

    def __str__(self) -> str:
        return f"AKT-agenda van {self.gemeente}"

    def get_absolute_url(self) -> str:
        return reverse("loodsen:gemeenteagenda", args=[self.gemeente_id])


class Gemeenteagendapunt(models.Model):
    """How far a gemeente is with one of the five points, and what its policy on it is. Open to all."""

    class Stand(models.TextChoices):
        NIET_BEGONNEN = "niet_begonnen", "Niet begonnen"
        BEZIG = "bezig", "Bezig"
        GEREED = "gereed", "Gereed"

    agenda = models.ForeignKey(Gemeenteagenda, verbose_name="agenda", on_delete=models.CASCADE, related_name="punten")
    punt = models.PositiveSmallIntegerField("punt", choices=Punt)
    beleid = models.TextField(
        "beleid en afspraken",
        blank=True,
        max_length=4000,
        help_text="Iedereen kan dit lezen. Noem geen namen van mensen.",
    )
    stand = models.CharField("stand", max_length=14, choices=Stand, default=Stand.NIET_BEGONNEN)
    streefdatum = models.DateField("klaar op", null=True, blank=True)
    terreinen = models.ManyToManyField(
        Terrein, verbose_name="prioritaire gebieden", blank=True, related_name="agendapunten"
    )
    bijgewerkt_op = models.DateTimeField("bijgewerkt op", null=True, blank=True, editable=False)
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["bijgewerkt_op"], m2m_fields=[terreinen])

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["agenda", "punt"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "punt"], name="agendapunt_eenmaal"),
            models.CheckConstraint(condition=Q(punt__range=(1, 5)), name="agendapunt_een_van_vijf"),
        ]

    def __str__(self) -> str:
        return f"{self.get_punt_display()} ({self.agenda.gemeente})"

    def get_absolute_url(self) -> str:
        return f"{reverse('loodsen:gemeenteagenda', args=[self.agenda_id])}#punt-{self.punt}"

    def is_te_laat(self, dag: datetime.date) -> bool:
        return self.stand != self.Stand.GEREED and self.streefdatum is not None and self.streefdatum < dag


class Procesverbetering(models.Model):
    """Something a gemeente does better in its own processes (point 3). Open to all."""

    agenda = models.ForeignKey(
        Gemeenteagenda, verbose_name="agenda", on_delete=models.CASCADE, related_name="verbeteringen"
    )
    wat = models.CharField("wat wordt er beter", max_length=200)
    eigenaar = models.CharField("wie", max_length=120, blank=True, help_text="Een team of functie, geen naam.")
    gereed_voor = models.DateField("klaar op", null=True, blank=True)
    gedaan_op = models.DateField("gedaan op", null=True, blank=True, help_text="Leeg: nog niet gedaan.")
    demo = models.BooleanField("demogegevens", default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "procesverbetering"
        verbose_name_plural = "procesverbeteringen"
        ordering = ["gedaan_op", "gereed_voor", "pk"]

    def __str__(self) -> str:
        return self.wat
