"""Photos of panden: what someone sends is read, checked and written anew.

Only pixels pass: a new JPEG is made of them in two sizes, so that nothing else of the file (GPS, names, a hidden
program) is kept or served. This is done while the person waits: a photo of 12 megapixels takes about a third of a
second, and a mistake can be told at the form, before anything is kept.

A file system knows no transactions. So files are written before the row and taken away again when that fails, are
deleted after the row is, and whatever a crash leaves behind goes with `ruim_op`.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from PIL import ExifTags, Image, ImageOps

from akt.fouten import AktFout, Conflict
from akt.models import Gebruiker
from akt.opmaak import aantal, getal
from monitoring.models import Foto, Pand
from monitoring.models.fotos import MAP

# What browsers and phones send; the content decides, not the name.
VORMEN = ("JPEG", "PNG", "WEBP")
NAAM = ("foto", "foto's")
# The longest side in pixels.
GROOT, KLEIN = 2000, 480
KWALITEIT = 85
MAX_PER_KEER = 10
MAX_PER_PAND = 60
# Younger files may belong to a row that is about to be saved.
BEWAAR_WEES = datetime.timedelta(days=1)


class FotoFout(AktFout):
    """A file that cannot be used as a photo; the text names the remedy."""


@dataclass(frozen=True)
class Beeld:
    """A photo written anew, as JPEG: `groot` of breedte x hoogte pixels, and `klein` for lists."""

    groot: bytes
    klein: bytes
    breedte: int
    hoogte: int
    genomen_op: datetime.date | None

    @property
    def vingerafdruk(self) -> str:
        return hashlib.sha256(self.groot).hexdigest()


# --- reading -----------------------------------------------------------------------------------
def max_bytes() -> int:
    return int(settings.AKT_FOTO_MAX_MB * 1024 * 1024)


def bewerk(bestand: IO[bytes], grootte: int) -> Beeld:
    """Check a file of `grootte` bytes and write it anew. Raises `FotoFout`."""
    if grootte > max_bytes():
        raise FotoFout(
            f"is {getal(grootte / 1024 / 1024)} MB; een foto mag {getal(settings.AKT_FOTO_MAX_MB)} MB zijn. "
            "Maak hem kleiner, of zet uw camera op een lagere kwaliteit."
        )
    if _is_heic(bestand):
        raise FotoFout("is een HEIC-foto, die niet elke browser kan tonen. Bewaar hem eerst als JPEG.")
    try:
        # Only the header is read here, so a huge picture in a tiny file is refused before it is unpacked.
        with Image.open(bestand, formats=VORMEN) as beeld:
            _eis_afmetingen(beeld)
            dag = _dag_uit(beeld.getexif())
            return _schrijf(_pixels(beeld), dag)
    except Image.DecompressionBombError as fout:
        raise _te_groot() from fout
    except Image.UnidentifiedImageError as fout:
        raise FotoFout("is geen foto die het portaal kan lezen. Kies een JPEG, PNG of WebP.") from fout
    # A damaged file shows itself in many ways.
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, OverflowError) as fout:
        raise FotoFout("is beschadigd. Open hem op uw computer en bewaar hem opnieuw.") from fout


def _is_heic(bestand: IO[bytes]) -> bool:
    begin = bestand.read(12)
    bestand.seek(0)
    return begin[4:8] == b"ftyp" and begin[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}


def _te_groot() -> FotoFout:
    return FotoFout(
        f"heeft te veel beeldpunten; een foto mag er {getal(settings.AKT_FOTO_MAX_MEGAPIXELS)} miljoen hebben. "
        "Maak hem kleiner."
    )


def _eis_afmetingen(beeld: Image.Image) -> None:
    if beeld.width * beeld.height > settings.AKT_FOTO_MAX_MEGAPIXELS * 1_000_000:
        raise _te_groot()
    if min(beeld.size) < 100:
        raise FotoFout("is te klein om iets op te zien. Kies een foto van ten minste 100 bij 100 beeldpunten.")


def _dag_uit(exif: Image.Exif) -> datetime.date | None:
    """The day that the camera says; None for what cannot be."""
    with contextlib.suppress(Exception):
        tekst = exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal]
        dag = datetime.datetime.strptime(str(tekst)[:10], "%Y:%m:%d").date()
        return dag if datetime.date(1990, 1, 1) <= dag <= timezone.localdate() else None
    return None


def _pixels(beeld: Image.Image) -> Image.Image:
    """The picture upright, in RGB, at most GROOT; what is transparent becomes white."""
    # A JPEG is unpacked at half or a quarter of its size where that is still enough.
    beeld.draft("RGB", (GROOT, GROOT))
    recht = ImageOps.exif_transpose(beeld)
    if recht.has_transparency_data:
        recht = recht.convert("RGBA")
        wit = Image.new("RGBA", recht.size, "white")
        recht = Image.alpha_composite(wit, recht)
    kaal = recht.convert("RGB")
    kaal.thumbnail((GROOT, GROOT), Image.Resampling.LANCZOS)
    # Comments and the like would go along into the new file.
    kaal.info = {}
    return kaal


def _schrijf(kaal: Image.Image, dag: datetime.date | None) -> Beeld:
    klein = kaal.copy()
    klein.thumbnail((KLEIN, KLEIN), Image.Resampling.LANCZOS)
    return Beeld(_jpeg(kaal), _jpeg(klein), kaal.width, kaal.height, dag)


def _jpeg(beeld: Image.Image) -> bytes:
    uit = io.BytesIO()
    beeld.save(uit, "JPEG", quality=KWALITEIT, optimize=True, progressive=True)
    return uit.getvalue()


# --- asking ------------------------------------------------------------------------------------
def fotos_van(pand: Pand) -> list[Foto]:
    """Photos of a pand with who added them, newest first; this pand object asks the database once."""
    prefetch_related_objects([pand], Prefetch("fotos", Foto.objects.select_related("toegevoegd_door")))
    return list(pand.fotos.all())


# --- keeping -----------------------------------------------------------------------------------
def voeg_toe(
    pand: Pand,
    beelden: Sequence[Beeld],
    gebruiker: Gebruiker | None,
    *,
    bijschrift: str,
    genomen_op: datetime.date | None = None,
    maker: str = "",
    demo: bool = False,
) -> list[Foto]:
    """Keep photos of a pand, all or none; one that is there already is passed over. Raises `FotoFout`.

    Several get a number after their bijschrift, so that each says which one it is.
    """
    with _samen_of_niet() as geschreven, transaction.atomic():
        # The lock makes two uploads follow each other, so that the second one sees the first.
        Pand.objects.select_for_update(of=("self",)).get(pk=pand.pk)
        bekend = set(pand.fotos.values_list("vingerafdruk", flat=True))
        nieuw = list({beeld.vingerafdruk: beeld for beeld in beelden if beeld.vingerafdruk not in bekend}.values())
        if len(bekend) + len(nieuw) > MAX_PER_PAND:
            raise FotoFout(
                f"Bij dit pand staan al {aantal(len(bekend), *NAAM)}; er passen er {getal(MAX_PER_PAND)}. "
                "Verwijder eerst foto's die niets meer toevoegen."
            )
        fotos = []
        for nummer, beeld in enumerate(nieuw, start=1):
            nummering = f" ({nummer} van {len(nieuw)})" if len(nieuw) > 1 else ""
            foto = Foto(
                pand=pand, breedte=beeld.breedte, hoogte=beeld.hoogte, vingerafdruk=beeld.vingerafdruk,
                bijschrift=f"{bijschrift[: 160 - len(nummering)]}{nummering}",
                genomen_op=genomen_op or beeld.genomen_op, maker=maker, toegevoegd_door=gebruiker, demo=demo,
            )  # fmt: skip
            for veld, inhoud in ((foto.bestand, beeld.groot), (foto.miniatuur, beeld.klein)):
                veld.save("", ContentFile(inhoud), save=False)
                geschreven.append(str(veld.name))
            foto.save()
            fotos.append(foto)
    return fotos


@contextlib.contextmanager
def _samen_of_niet() -> Iterator[list[str]]:
    """A list of files that are taken away again when the work inside fails."""
    geschreven: list[str] = []
    try:
        yield geschreven
    except BaseException:
        for naam in geschreven:
            default_storage.delete(naam)
        raise


def vergrendel(foto: Foto) -> Foto:
    """Hold the row of a photo until the transaction ends. Raises `Conflict` when it is gone."""
    vast = Foto.objects.select_for_update(of=("self",)).filter(pk=foto.pk).first()
    if vast is None:
        raise Conflict("Iemand heeft deze foto intussen verwijderd.")
    return vast


def verwijder(foto: Foto, reden: str) -> None:
    """Delete a photo and its files; who did it, when and why stays in its history. Raises `Conflict`."""
    with transaction.atomic():
        vast: Any = vergrendel(foto)
        vast._change_reason = reden
        bestanden = [vast.bestand.name, vast.miniatuur.name]
        vast.delete()
        transaction.on_commit(lambda: verwijder_bestanden(bestanden))


def verwijder_bestanden(namen: Sequence[str]) -> None:
    for naam in namen:
        default_storage.delete(naam)


def ruim_op() -> int:
    """Delete files of a day and older that no photo refers to; returns how many."""
    grens = timezone.now() - BEWAAR_WEES
    weg = 0
    try:
        mappen, _ = default_storage.listdir(MAP)
    except FileNotFoundError:
        return 0
    for map_ in mappen:
        deel = f"{MAP}/{map_}/"
        oud = {f"{deel}{naam}" for naam in default_storage.listdir(deel)[1]}
        oud = {naam for naam in oud if default_storage.get_modified_time(naam) < grens}
        for veld in ("bestand", "miniatuur"):
            oud -= set(Foto.objects.filter(**{f"{veld}__in": oud}).values_list(veld, flat=True))
        verwijder_bestanden(sorted(oud))
        weg += len(oud)
    return weg
