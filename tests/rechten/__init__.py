"""The matrix of rights, a module for each subject: MATRIX (page -> role -> status of a GET).

A module whose pages need things that tests/wereld.py lacks also has `vul(wereld)`, which makes them and returns the
arguments for their addresses by name.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

MODULES = [
    importlib.import_module(f"{__name__}.{module.name}")
    for module in pkgutil.iter_modules(__path__)
    if module.name != "rollen"
]
MATRIX: dict[str, dict[str, int]] = {naam: rij for module in MODULES for naam, rij in module.MATRIX.items()}


def vul(wereld: Any) -> dict[str, Any]:
    """What the pages need; the arguments for their addresses."""
    argumenten: dict[str, Any] = {}
    for module in MODULES:
        if hasattr(module, "vul"):
            argumenten |= module.vul(wereld)
    return argumenten
