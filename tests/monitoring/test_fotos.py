"""Photos of panden: only pixels come in, nothing half is kept, and only who may see the pand sees them."""

from __future__ import annotations

import datetime
import io
import os
import random
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from monitoring import fotos
from monitoring.demo import fotos as demofotos
from monitoring.dossier import lees_waarnemingen, tijdlijn
from monitoring.fotos import Beeld, FotoFout, bewerk, ruim_op, verwijder, voeg_toe
from monitoring.models import Foto, Pand
from tests.factories import GebruikerFactory, PandFactory
from tests.wereld import Wereld, maak_wereld


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def pand(db: None) -> Pand:
    return PandFactory()


@pytest.fixture
def wereld(db: None) -> Wereld:
    return maak_wereld()


def bestanden(media: Path) -> list[Path]:
    return sorted(pad for pad in (media / "fotos").rglob("*") if pad.is_file())


def foto(vorm: str = "JPEG", maat: tuple[int, int] = (400, 300), kleur: Any = "steelblue", **opties: Any) -> bytes:
    """A picture as a file: the left half in the colour, the right half white."""
    beeld = Image.new(opties.pop("mode", "RGB"), maat, "white")
    beeld.paste(kleur, (0, 0, maat[0] // 2, maat[1]))
    uit = io.BytesIO()
    beeld.save(uit, vorm, **opties)
    return uit.getvalue()


def lees(inhoud: bytes) -> Beeld:
    return bewerk(io.BytesIO(inhoud), len(inhoud))


def open_(inhoud: bytes) -> Image.Image:
    return Image.open(io.BytesIO(inhoud))


def exif_van_telefoon(orientatie: int = 1, dag: str = "2024:05:17 12:30:00") -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientatie
    exif[ExifTags.Base.Artist] = "Geheime Naam"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = dag
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (52.0, 5.0, 30.0)
    return exif


# --- what comes in -----------------------------------------------------------------------------
@pytest.mark.parametrize("vorm", ["JPEG", "PNG", "WEBP", "MPO"])
def test_soorten_worden_jpeg_in_twee_maten(vorm: str) -> None:
    beeld = lees(foto(vorm, (3000, 1500)))
    groot, klein = open_(beeld.groot), open_(beeld.klein)
    assert (groot.format, groot.size, klein.format, klein.size) == ("JPEG", (2000, 1000), "JPEG", (480, 240))
    assert (beeld.breedte, beeld.hoogte) == groot.size
    links, rechts = groot.getpixel((100, 500)), groot.getpixel((1900, 500))
    assert links == pytest.approx((70, 130, 180), abs=6) and rechts == pytest.approx((255, 255, 255), abs=6)


def test_een_kleine_foto_wordt_niet_vergroot() -> None:
    assert (lees(foto(maat=(400, 300))).breedte, open_(lees(foto(maat=(400, 300))).klein).width) == (400, 400)


def test_exif_gps_en_al_het_andere_is_weg() -> None:
    """Who took it, where, with what, comments, profiles, what hangs behind the picture: only the day is read."""
    profiel = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    inhoud = foto(
        exif=exif_van_telefoon(), comment=b"geheim commentaar", icc_profile=profiel,
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>geheim xmp</x:xmpmeta>",
    ) + b"<?php geheim(); ?>"  # fmt: skip
    assert {"exif", "comment", "icc_profile", "xmp"} <= set(open_(inhoud).info)
    beeld = lees(inhoud)
    for schoon in (beeld.groot, beeld.klein):
        nieuw = open_(schoon)
        assert not nieuw.getexif() and not nieuw.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert set(nieuw.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"geheim" not in schoon.lower() and b"Exif" not in schoon
    assert beeld.genomen_op == datetime.date(2024, 5, 17)
    tekst = PngImagePlugin.PngInfo()
    tekst.add_text("Author", "Geheime Naam", zip=False)
    assert b"Geheim" not in lees(foto("PNG", pnginfo=tekst)).groot


@pytest.mark.parametrize("dag", ["0000:00:00 00:00:00", "2999:01:01 00:00:00", "1970:01:01 00:00:00", "gisteren"])
def test_een_camera_zonder_klok_geeft_geen_dag(dag: str) -> None:
    assert lees(foto(exif=exif_van_telefoon(dag=dag))).genomen_op is None


def test_een_foto_op_zijn_kant_staat_recht() -> None:
    """Orientation 6: the camera was turned, so the left of the file is the top of the picture."""
    beeld = lees(foto(exif=exif_van_telefoon(orientatie=6), maat=(3000, 1500)))
    groot = open_(beeld.groot)
    assert (groot.size, open_(beeld.klein).size) == ((1000, 2000), (240, 480))
    assert groot.getpixel((500, 100)) == pytest.approx((70, 130, 180), abs=6)
    assert groot.getpixel((500, 1900)) == pytest.approx((255, 255, 255), abs=6)


@pytest.mark.parametrize(
    ("mode", "kleur"), [("RGBA", (255, 0, 0, 0)), ("LA", (0, 0)), ("L", 255), ("P", 0), ("1", 1), ("I;16", 65535)]
)
def test_doorzichtig_wordt_wit_en_elke_kleurruimte_gaat_mee(mode: str, kleur: Any) -> None:
    beeld = Image.new(mode, (200, 200), kleur)
    opties = {}
    if mode == "P":
        beeld.putpalette([255, 0, 0])
        opties = {"transparency": 0}
    uit = io.BytesIO()
    beeld.save(uit, "PNG", **opties)
    assert open_(lees(uit.getvalue()).groot).getpixel((100, 100)) == (255, 255, 255)


def test_cmyk_van_een_drukker() -> None:
    uit = io.BytesIO()
    Image.new("CMYK", (200, 200), (0, 0, 0, 0)).save(uit, "JPEG")
    assert open_(lees(uit.getvalue()).groot).getpixel((100, 100)) == (255, 255, 255)


# --- what does not -----------------------------------------------------------------------------
def png_bom(breedte: int, hoogte: int) -> bytes:
    """A few bytes that say to be a gigantic picture."""

    def stuk(soort: bytes, inhoud: bytes) -> bytes:
        return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))

    kop = struct.pack(">IIBBBBB", breedte, hoogte, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + stuk(b"IHDR", kop) + stuk(b"IDAT", zlib.compress(bytes(1000))) + stuk(b"IEND", b"")


def tekstbom() -> bytes:
    """A PNG with 200 MB of text in it, squeezed into little."""
    tekst = PngImagePlugin.PngInfo()
    tekst.add_text("Comment", "0" * 200_000_000, zip=True)
    return foto("PNG", pnginfo=tekst)


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        (lambda: png_bom(50_000, 50_000), "te veel beeldpunten"),
        (lambda: png_bom(9_000, 9_000), "te veel beeldpunten"),
        (tekstbom, "beschadigd"),
        (lambda: b"MZ\x90\x00" + os.urandom(2000), "geen foto"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "geen foto"),
        (lambda: b"%PDF-1.7 " + bytes(500), "geen foto"),
        (lambda: foto("GIF"), "geen foto"),
        (lambda: foto("TIFF"), "geen foto"),
        (lambda: b"", "geen foto"),
        (lambda: b"\0\0\0\x18ftypheic" + bytes(500), "HEIC"),
        (lambda: foto(maat=(1200, 900))[:-2000], "beschadigd"),
        (lambda: foto("PNG", (1200, 900))[:200], "beschadigd"),
        (lambda: foto(maat=(60, 400)), "te klein"),
    ],
)  # fmt: skip
def test_wat_geen_goede_foto_is_wordt_geweigerd_met_raad(inhoud: Any, melding: str) -> None:
    with pytest.raises(FotoFout, match=melding) as fout:
        lees(inhoud())
    assert str(fout.value).count(".") >= 1 or "Kies" in str(fout.value)


def test_een_te_groot_bestand_wordt_niet_eens_gelezen(settings: Any) -> None:
    settings.AKT_FOTO_MAX_MB = 1
    with pytest.raises(FotoFout, match="is 3 MB; een foto mag 1 MB zijn"):
        bewerk(io.BytesIO(), 3 * 1024 * 1024)


def test_kapotte_exif_houdt_een_foto_niet_tegen() -> None:
    inhoud = foto(exif=exif_van_telefoon())
    kapot = inhoud.replace(b"Geheime Naam", b"\xff" * 12).replace(b"2024:05:17", b"\xff" * 10)
    assert kapot != inhoud
    assert lees(kapot).breedte == 400


# --- kept as a whole or not at all -------------------------------------------------------------
def test_bewaard_onder_een_naam_die_niets_zegt(pand: Pand, media: Path) -> None:
    een, twee = voeg_toe(
        pand, [lees(foto(exif=exif_van_telefoon())), lees(foto(kleur="red"))], None, bijschrift="Gevel", maker="Jan"
    )
    assert (een.bijschrift, twee.bijschrift) == ("Gevel (1 van 2)", "Gevel (2 van 2)")
    assert (een.genomen_op, twee.genomen_op) == (datetime.date(2024, 5, 17), None)
    assert len(bestanden(media)) == 4
    assert {pad.relative_to(media).as_posix() for pad in bestanden(media)} == {
        naam for foto in (een, twee) for naam in (foto.bestand.name, foto.miniatuur.name)
    }


def test_dezelfde_foto_komt_er_een_keer(pand: Pand, media: Path) -> None:
    """Sent again from a phone on a bad connection, or chosen twice."""
    beeld = lees(foto())
    assert len(voeg_toe(pand, [beeld, beeld], None, bijschrift="Gevel")) == 1
    assert voeg_toe(pand, [beeld], None, bijschrift="Gevel") == []
    assert len(voeg_toe(PandFactory(), [beeld], None, bijschrift="Gevel")) == 1
    assert len(bestanden(media)) == 4


def test_als_de_database_weigert_blijft_er_geen_bestand(pand: Pand, media: Path) -> None:
    beelden = [lees(foto()), lees(foto(kleur="red"))]
    with pytest.raises(IntegrityError), transaction.atomic():
        voeg_toe(pand, beelden, None, bijschrift="Gevel", genomen_op=datetime.date(1600, 1, 1))
    assert not Foto.objects.exists() and bestanden(media) == []


def test_als_de_schijf_weigert_blijft_er_niets(pand: Pand, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    echt, keer = fotos.default_storage.save, iter(range(10))

    def vol(*args: Any, **kwargs: Any) -> str:
        if next(keer) == 2:
            raise OSError("No space left on device")
        return echt(*args, **kwargs)

    monkeypatch.setattr(fotos.default_storage._wrapped, "save", vol, raising=False)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        voeg_toe(pand, [lees(foto()), lees(foto(kleur="red"))], None, bijschrift="Gevel")
    assert not Foto.objects.exists() and bestanden(media) == []


def test_te_veel_bij_een_pand(pand: Pand, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fotos, "MAX_PER_PAND", 1)
    voeg_toe(pand, [lees(foto())], None, bijschrift="Gevel")
    with pytest.raises(FotoFout, match="al 1 foto"):
        voeg_toe(pand, [lees(foto(kleur="red"))], None, bijschrift="Gevel")
    assert len(bestanden(media)) == 2


@pytest.mark.django_db(transaction=True)
def test_verwijderen_wist_de_bestanden_pas_als_het_vaststaat(media: Path) -> None:
    (foto_,) = voeg_toe(PandFactory(), [lees(foto())], GebruikerFactory(), bijschrift="Gevel")
    with pytest.raises(RuntimeError), transaction.atomic():
        verwijder(foto_, "Ander pand")
        raise RuntimeError
    assert Foto.objects.exists() and len(bestanden(media)) == 2
    verwijder(foto_, "Ander pand")
    assert not Foto.objects.exists() and bestanden(media) == []
    weg = Foto.history.get(history_type="-")
    assert (weg.bijschrift, weg.history_change_reason) == ("Gevel", "Ander pand")
    assert not {"bestand", "miniatuur"} & {veld.name for veld in Foto.history.model._meta.fields}


def test_wezen_worden_opgeruimd_en_wat_hoort_blijft(pand: Pand, media: Path) -> None:
    assert ruim_op() == 0
    voeg_toe(pand, [lees(foto())], None, bijschrift="Gevel")
    eigen = bestanden(media)
    oud, vers = media / "fotos" / "ab" / f"{'a' * 32}.jpg", media / "fotos" / "ab" / f"{'b' * 32}.jpg"
    for pad in (oud, vers):
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes(b"x")
    for pad in (oud, *eigen):
        os.utime(pad, (0, 0))
    assert ruim_op() == 1
    assert set(bestanden(media)) == {*eigen, vers}


@pytest.mark.parametrize(
    "velden",
    [{"bijschrift": ""}, {"bestand": "fotos/voorgevel.jpg"}, {"miniatuur": "../../etc/passwd"}, {"breedte": 0},
     {"genomen_op": datetime.date(1800, 1, 1)}],
)  # fmt: skip
def test_database_bewaakt_wat_een_foto_is(pand: Pand, velden: dict[str, Any]) -> None:
    (foto_,) = voeg_toe(pand, [lees(foto())], None, bijschrift="Gevel")
    with pytest.raises(IntegrityError), transaction.atomic():
        Foto.objects.filter(pk=foto_.pk).update(**velden)


# --- pages -------------------------------------------------------------------------------------
def stuur(client: Client, pand: Pand, *inhoud: tuple[str, bytes], **velden: str) -> Any:
    gegevens = {"bijschrift": "De voorgevel"} | velden
    bijlagen = [SimpleUploadedFile(naam, wat, "image/jpeg") for naam, wat in inhoud]
    return client.post(f"/panden/{pand.bag_id}/fotos/toevoegen/", {**gegevens, "fotos": bijlagen})


@pytest.fixture
def loods(wereld: Wereld, client: Client) -> Iterator[Client]:
    client.force_login(wereld.gebruikers["loods"])
    yield client


def test_loods_voegt_fotos_toe(wereld: Wereld, loods: Client) -> None:
    wereld.pand.fotos.all().delete()
    een, twee = foto(exif=exif_van_telefoon()), foto("PNG", kleur="red")
    antwoord = stuur(loods, wereld.pand, ("IMG_1.jpg", een), ("IMG_2.png", twee), maker="Jan de Wit")
    assert antwoord.status_code == 302 and antwoord["Location"].endswith("#fotos")
    eerste, tweede = wereld.pand.fotos.order_by("id")
    assert (eerste.toegevoegd_door, eerste.maker, eerste.genomen_op) == (
        wereld.gebruikers["loods"], "Jan de Wit", datetime.date(2024, 5, 17)
    )  # fmt: skip
    pagina = loods.get(wereld.pand.get_absolute_url()).content.decode()
    assert "De voorgevel (2 van 2)" in pagina and "2 foto&#x27;s toegevoegd" in pagina
    assert f"/panden/{wereld.pand.bag_id}/fotos/{eerste.pk}/klein.jpg" in pagina
    # A folder of files is nowhere in a page, and not served either.
    assert "/media/" not in pagina and loods.get(f"/media/{eerste.bestand.name}").status_code == 404
    assert Foto.history.get(id=tweede.pk).history_user == wereld.gebruikers["loods"]


def test_een_verkeerd_bestand_houdt_alles_tegen_en_wordt_genoemd(wereld: Wereld, loods: Client, media: Path) -> None:
    voor = bestanden(media)
    antwoord = stuur(loods, wereld.pand, ("goed.jpg", foto(kleur="red")), ("virus.jpg", b"MZ" + bytes(400)))
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert "“virus.jpg” is geen foto die het portaal kan lezen. Kies een JPEG, PNG of WebP." in tekst
    assert "Er is nog niets opgeslagen." in tekst and 'value="De voorgevel"' in tekst
    assert wereld.pand.fotos.count() == 1 and bestanden(media) == voor


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"bijschrift": " "}, "Zeg kort wat er te zien is."),
        ({"genomen_op": "2999-01-01"}, "Deze dag ligt in de toekomst"),
        ({"genomen_op": "1700-01-01"}, "Zo oud is geen foto"),
    ],
)
def test_velden_van_een_foto(wereld: Wereld, loods: Client, velden: dict[str, str], melding: str) -> None:
    antwoord = stuur(loods, wereld.pand, ("a.jpg", foto(kleur="red")), **velden)
    assert antwoord.status_code == 422 and melding in antwoord.content.decode()
    assert wereld.pand.fotos.count() == 1


def test_geen_en_te_veel_fotos(wereld: Wereld, loods: Client) -> None:
    assert "Kies eerst een of meer foto" in stuur(loods, wereld.pand).content.decode()
    elf = [(f"{i}.jpg", foto()) for i in range(11)]
    assert "het kunnen er 10 tegelijk zijn" in stuur(loods, wereld.pand, *elf).content.decode()
    assert wereld.pand.fotos.count() == 1


def test_nog_eens_versturen_verdubbelt_niet(wereld: Wereld, loods: Client) -> None:
    for _ in range(2):
        stuur(loods, wereld.pand, ("a.jpg", foto(kleur="red")))
    assert wereld.pand.fotos.count() == 2
    assert "stond al bij dit pand" in loods.get(wereld.pand.get_absolute_url()).content.decode()


def test_het_beeld_komt_veilig_en_alleen_voor_wie_het_mag(wereld: Wereld, loods: Client) -> None:
    adres = f"/panden/{wereld.pand.bag_id}/fotos/{wereld.argumenten['foto_id']}"
    antwoord = loods.get(f"{adres}/groot.jpg")
    assert Image.open(io.BytesIO(b"".join(antwoord.streaming_content))).size == (300, 200)  # type: ignore[attr-defined]
    assert antwoord["Content-Type"] == "image/jpeg" and antwoord["X-Content-Type-Options"] == "nosniff"
    assert antwoord["Content-Disposition"].startswith("inline;")
    assert antwoord["Cache-Control"] == "private, no-cache" and "Cookie" in antwoord["Vary"]
    assert loods.get(f"{adres}/groot.jpg", headers={"If-None-Match": antwoord["ETag"]}).status_code == 304
    assert loods.get(f"{adres}/klein.jpg")["ETag"] != antwoord["ETag"]
    assert loods.get(f"{adres}/reusachtig.jpg").status_code == 404
    # The same photo under the address of another pand, and a photo elsewhere.
    assert loods.get(adres.replace(wereld.pand.bag_id, wereld.panden[1].bag_id) + "/groot.jpg").status_code == 404
    (elders,) = voeg_toe(wereld.elders, [lees(foto())], None, bijschrift="Elders")
    for naam in ("", "groot.jpg", "wijzigen/", "verwijderen/"):
        assert loods.get(f"{elders.get_absolute_url()}{naam}").status_code == 404
    assert stuur(loods, wereld.elders, ("a.jpg", foto(kleur="red"))).status_code == 404
    # What the browser kept, is asked for again by who may not see it.
    markt = Client()
    assert markt.get(f"{adres}/groot.jpg", headers={"If-None-Match": antwoord["ETag"]}).status_code == 302
    markt.force_login(wereld.gebruikers["marktpartij"])
    assert markt.get(f"{adres}/groot.jpg", headers={"If-None-Match": antwoord["ETag"]}).status_code == 403
    coach = Client()
    coach.force_login(wereld.gebruikers["coach"])
    assert stuur(coach, wereld.pand, ("a.jpg", foto())).status_code == 403
    assert coach.post(f"{adres}/verwijderen/", {"reden": "Zomaar"}).status_code == 403


def test_een_bestand_dat_kwijt_is_geeft_404(wereld: Wereld, loods: Client) -> None:
    foto_ = wereld.pand.fotos.get()
    Path(foto_.bestand.path).unlink()
    assert loods.get(f"{foto_.get_absolute_url()}groot.jpg").status_code == 404


def test_tekst_wijzigen_en_botsen(wereld: Wereld, loods: Client) -> None:
    foto_ = wereld.pand.fotos.get()
    adres = f"{foto_.get_absolute_url()}wijzigen/"
    gezien = loods.get(adres).context["form"]["gezien"].value()
    assert loods.post(adres, {"bijschrift": "Beter", "gezien": gezien}).status_code == 302
    botsing = loods.post(adres, {"bijschrift": "Anders", "gezien": gezien})
    assert botsing.status_code == 409 and "“Beter”" in botsing.content.decode()
    assert 'value="Anders"' in botsing.content.decode()
    assert wereld.pand.fotos.get().bijschrift == "Beter"
    opnieuw = {"bijschrift": "Anders", "gezien": botsing.context["form"]["gezien"].value()}
    assert loods.post(adres, opnieuw).status_code == 302
    assert wereld.pand.fotos.get().bijschrift == "Anders"


def test_verwijderen_met_reden_staat_in_de_tijdlijn(
    wereld: Wereld, loods: Client, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    foto_ = wereld.pand.fotos.get()
    adres = f"{foto_.get_absolute_url()}verwijderen/"
    assert "Zeg kort waarom" in loods.post(adres, {"reden": ""}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert loods.post(adres, {"reden": "Er staat iemand op."}).status_code == 302
    assert not wereld.pand.fotos.exists() and bestanden(media) == []
    regels = tijdlijn(wereld.pand, lees_waarnemingen(wereld.pand), mag_vastleggen=False, ziet_signalen=False)
    (weg,) = [gebeurtenis for gebeurtenis in regels if gebeurtenis.soort == "foto"]
    assert (weg.titel, weg.regels, weg.vervallen) == ("Foto verwijderd", ["De voorgevel."], True)
    assert weg.herkomst.startswith("Verwijderd door Loes Houten op ") and "Er staat iemand op." in weg.herkomst
    assert loods.post(adres, {"reden": "Nog eens"}).status_code == 404


def test_foto_op_de_tijdlijn(pand: Pand) -> None:
    voeg_toe(
        pand, [lees(foto())], GebruikerFactory(naam="Loes"), bijschrift="De gevel", maker="Jan",
        genomen_op=datetime.date(2020, 3, 1),
    )  # fmt: skip
    (op_lijn,) = tijdlijn(pand, [], mag_vastleggen=False, ziet_signalen=False)
    assert (op_lijn.dag, op_lijn.titel, op_lijn.regels) == (datetime.date(2020, 3, 1), "Foto genomen", ["De gevel."])
    assert op_lijn.herkomst.startswith("Foto: Jan. Toegevoegd door Loes op ") and op_lijn.url


def test_dossier_vraagt_niet_meer_bij_meer_fotos(wereld: Wereld, loods: Client, django_assert_num_queries: Any) -> None:
    # The first time fills the cache.
    loods.get(wereld.pand.get_absolute_url())
    with CaptureQueriesContext(connection) as een:
        loods.get(wereld.pand.get_absolute_url())
    gebruikers = [GebruikerFactory() for _ in range(5)]
    for i, gebruiker in enumerate(gebruikers):
        voeg_toe(wereld.pand, [lees(foto(maat=(200 + i, 200)))], gebruiker, bijschrift=f"Foto {i}")
    with django_assert_num_queries(len(een)):
        loods.get(wereld.pand.get_absolute_url())


# --- demo --------------------------------------------------------------------------------------
def test_demofotos_komen_en_gaan(pand: Pand, media: Path, django_capture_on_commit_callbacks: Any) -> None:
    Pand.objects.update(demo=True)
    voeg_toe(pand, [lees(foto())], GebruikerFactory(), bijschrift="Van een mens")
    assert demofotos.maak_demo(random.Random(1)) == 1
    assert Foto.objects.filter(demo=True).count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        demofotos.verwijder()
    assert not Foto.objects.exists() and not Foto.history.exists() and bestanden(media) == []
