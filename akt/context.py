"""What every page needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portaal(request: HttpRequest) -> dict[str, Any]:
    return {"contact": settings.AKT_CONTACT, "basis_url": settings.BASIS_URL}
