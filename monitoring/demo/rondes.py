"""A running round in the demo: half of the gemeenten has begun, some are done."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping

from django.utils import timezone

from akt.models import Gebruiker
from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Deelname, Ronde, Waarneming
from monitoring.rondes import voortgang

TOELICHTING = "Demo: deze ronde is verzonnen."


def verwijder() -> None:
    """Take the round of the demo out, with its history; other rounds stay."""
    ids = list(Ronde.objects.filter(toelichting=TOELICHTING).values_list("pk", flat=True))
    Ronde.objects.filter(pk__in=ids).delete()
    Deelname.history.filter(ronde_id__in=ids).delete()
    Ronde.history.filter(id__in=ids).delete()


def maak_demo(loodsen: Mapping[str, Gebruiker], toeval: random.Random) -> Ronde | None:
    """A round on the current quarter for the gemeenten with a demo loods; None when there is one already.

    Call it after the waarnemingen and before the kerncijfers are built: it withdraws waarnemingen on the peildatum of
    gemeenten that are still at it, so that there is something left to do.
    """
    peildatum = begin_kwartaal(timezone.localdate())
    if Ronde.objects.filter(peildatum=peildatum).exists():
        return None
    nu = timezone.now()
    ronde = Ronde.objects.create(
        peildatum=peildatum, deadline=timezone.localdate() + datetime.timedelta(21), toelichting=TOELICHTING
    )
    for nummer, (code, loods) in enumerate(sorted(loodsen.items())):
        deelname = Deelname.objects.create(ronde=ronde, gemeente_id=code, uitgenodigd_op=nu)
        op_peildatum = Waarneming.objects.actueel().filter(pand__gemeente=code, pand__demo=True, peildatum=peildatum)
        if nummer % 3:
            # Two of three still have panden to do; some of those all of them.
            ids = list(op_peildatum.order_by("pand__bag_id").values_list("pk", flat=True))
            terug = ids if nummer % 3 == 1 else toeval.sample(ids, len(ids) // 2)
            Waarneming.objects.filter(pk__in=terug).update(vervangen_op=nu)
        if voortgang([deelname.pk])[deelname.pk].te_doen == 0:
            deelname.afgerond_op, deelname.afgerond_door = nu, loods
            deelname.save(update_fields=["afgerond_op", "afgerond_door"])
    return ronde
