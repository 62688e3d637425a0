"""The rounds."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Deelname, Ronde
from monitoring.models.rondes import Upload
from monitoring.rondes import panden_in
from tests.rechten.rollen import NETWERK, SCHRIJVERS

BEHEER = {"bezoeker": 302, "marktpartij": 403, "loods": 403, "coach": 403, "beheerder": 200}
# One's own upload only; this one is of the beheerder.
EIGEN = {"bezoeker": 302, "marktpartij": 403, "loods": 404, "coach": 403, "beheerder": 200}

MATRIX: dict[str, dict[str, int]] = {
    "monitoring:rondes": NETWERK,
    "monitoring:ronde-nieuw": BEHEER,
    "monitoring:ronde": NETWERK,
    "monitoring:ronde-gemeente": NETWERK,
    # Rows only come in by POST.
    "monitoring:ronde-rijen": {rol: 405 if status in (200, 403) else status for rol, status in SCHRIJVERS.items()}
    | {"marktpartij": 403},
    "monitoring:ronde-sjabloon-xlsx": NETWERK,
    "monitoring:ronde-sjabloon-csv": NETWERK,
    "monitoring:ronde-excel": NETWERK,
    "monitoring:ronde-upload": EIGEN,
    "monitoring:ronde-opmerkingen": EIGEN,
}


def vul(wereld: Any) -> dict[str, Any]:
    """A round of Houten and Utrecht, and a sheet of the beheerder that waits for a yes, with one wrong row."""
    ronde = Ronde.objects.create(
        peildatum=begin_kwartaal(datetime.date.today()), deadline=datetime.date.today() + datetime.timedelta(20)
    )
    deelname = Deelname.objects.create(ronde=ronde, gemeente=wereld.houten)
    Deelname.objects.create(ronde=ronde, gemeente=wereld.utrecht)
    nummers = list(panden_in([deelname.pk]).order_by("bag_id").values_list("bag_id", flat=True)[:2])
    invul = {"voorraad_m2": 3000, "aanbod_m2": 0, "leegstand_m2": 250, "leeg_sinds": "1-3-2024"}
    rijen: list[dict[str, Any]] = [
        {"nr": i, "cellen": {"bag_id": nummer, **invul}, "formules": []} for i, nummer in enumerate(nummers, start=2)
    ]
    rijen.append({"nr": 9, "cellen": {"bag_id": "0321100999999999", **invul}, "formules": []})
    upload = Upload.objects.create(
        deelname=deelname, gebruiker=wereld.gebruikers["beheerder"], bestandsnaam="panden-houten.xlsx", rijen=rijen,
        gelezen_op=timezone.now(),
    )  # fmt: skip
    return {"ronde_dag": ronde.peildatum, "ronde_gemeente": wereld.houten.code, "upload_id": upload.pk}
