"""What people search for and don't find, without who they are: it shows which practice is still to be written."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max, QuerySet, Sum

from kennissysteem.models import Zoekvraag

# An e-mail address, or eight digits or more: a telephone number, an account, a number of a person.
PERSOONLIJK = re.compile(r"\S@\S|(?:\d[\s().+/-]*){8,}")


def noteer(vraag: str, gevonden: int) -> bool:
    """Count a question of today with what it found at most; returns whether it was kept.

    One with personal data in it is not kept at all.
    """
    tekst = " ".join(vraag.lower().split())[: Zoekvraag._meta.get_field("tekst").max_length]  # type: ignore[index]
    if len(tekst) < 3 or PERSOONLIJK.search(vraag):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO kennissysteem_zoekvraag AS z (tekst, dag, keer, gevonden) VALUES (%s, %s, 1, %s)
               ON CONFLICT (tekst, dag) DO UPDATE SET keer = z.keer + 1,
                   gevonden = greatest(z.gevonden, EXCLUDED.gevonden)""",
            [tekst, datetime.date.today(), gevonden],
        )
    return True


def ontbreekt() -> QuerySet[Any, Any]:
    """Questions for which nothing was ever found, the most asked first; `vaak` times, last on `laatst`."""
    return (
        Zoekvraag.objects.values("tekst")
        .annotate(vaak=Sum("keer"), laatst=Max("dag"), meest=Max("gevonden"))
        .filter(meest=0)
        .order_by("-vaak", "-laatst", "tekst")
    )


def ruim_op() -> int:
    """Forget questions older than AKT_ZOEKVRAAG_DAGEN; returns how many rows went."""
    grens = datetime.date.today() - datetime.timedelta(days=settings.AKT_ZOEKVRAAG_DAGEN)
    return Zoekvraag.objects.filter(dag__lt=grens).delete()[0]
