"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache

from monitoring.stamgegevens import laad_stamgegevens

GEDEELD = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _lege_cache() -> None:
    cache.clear()


@pytest.fixture
def stamgegevens(db: None) -> None:
    """Gebieden, definities and bronnen, as every real database has them."""
    laad_stamgegevens()


@pytest.fixture(scope="session")
def echte_data() -> Path:
    """Folder with real files (BAG extract, CBS gemeenten); beside the checkout, not in it."""
    if not GEDEELD.is_dir():
        pytest.skip("Er staat geen map met echte bestanden naast de checkout.")
    return GEDEELD
