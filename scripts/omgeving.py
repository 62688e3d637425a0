"""Set up and run the portal on one machine: the work behind `make demo`, `test`, `check` and `bench`.

Only the standard library is used, because this runs before anything is installed.
PostgreSQL and Redis are private to the run: they listen on Unix sockets only and never
touch servers the machine already has. Where DATABASE_URL or REDIS_URL is set, that server is used instead.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import ctypes.util
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
VAR = WORTEL / "var"
VENV = WORTEL / ".venv"
PYTHON = VENV / "bin" / "python"
IS_ROOT = os.geteuid() == 0


class Gestopt(Exception):
    """Something the user has to know in one line; ends the run with exit code 1."""


def meld(tekst: str) -> None:
    print(f"· {tekst}", flush=True)


def draai(*opdracht: str | Path, env: dict[str, str] | None = None, stil: bool = False) -> None:
    """Run a command; on failure show its last lines and stop."""
    uitvoer = subprocess.PIPE if stil else None
    klaar = subprocess.run(
        [str(deel) for deel in opdracht],
        cwd=WORTEL,
        env=env,
        stdout=uitvoer,
        stderr=subprocess.STDOUT if stil else None,
        text=True,
        check=False,
    )
    if klaar.returncode:
        if stil:
            print("\n".join((klaar.stdout or "").splitlines()[-25:]), file=sys.stderr)
        raise Gestopt(f"'{' '.join(str(deel) for deel in opdracht[:4])} …' is mislukt (code {klaar.returncode}).")


# --- packages -------------------------------------------------------------------------------------------------------


def postgres_bin() -> Path | None:
    """The newest PostgreSQL on this machine that has PostGIS."""
    kandidaten = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda pad: int(pad.parent.name) if pad.parent.name.isdigit() else 0,
        reverse=True,
    )
    for kandidaat in kandidaten:
        extensie = Path(f"/usr/share/postgresql/{kandidaat.parent.name}/extension/postgis.control")
        if (kandidaat / "postgres").exists() and extensie.exists():
            return kandidaat
    return None


def postgis_pakket() -> str:
    """Name of the PostGIS package of this Debian release (its number differs per release)."""
    gevonden = subprocess.run(
        ["apt-cache", "search", "--names-only", r"^postgresql-[0-9]+-postgis-3$"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    namen = sorted(regel.split(" ")[0] for regel in gevonden if regel)
    return namen[-1] if namen else "postgresql-15-postgis-3"


def ontbrekende_systeempakketten(browser: bool) -> list[str]:
    nodig: list[str] = []
    if not os.environ.get("DATABASE_URL") and not postgres_bin():
        nodig += ["postgresql", "POSTGIS"]
    if not os.environ.get("REDIS_URL") and not shutil.which("redis-server"):
        nodig.append("redis-server")
    if not shutil.which("ogr2ogr"):
        nodig.append("gdal-bin")
    if not shutil.which("npm"):
        nodig += ["nodejs", "npm"]
    if not ctypes.util.find_library("pangoft2-1.0"):
        # What WeasyPrint lays out text with, for the PDFs.
        nodig += ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
    if browser and not shutil.which("chromium"):
        nodig += ["chromium", "fonts-dejavu-core"]
    heeft_venv = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    if heeft_venv.returncode:
        nodig.append(f"python3.{sys.version_info.minor}-venv")
    return nodig


def zorg_voor_systeempakketten(browser: bool) -> None:
    nodig = ontbrekende_systeempakketten(browser)
    if not nodig:
        return
    leesbaar = " ".join("postgresql-<versie>-postgis-3" if naam == "POSTGIS" else naam for naam in nodig)
    if not shutil.which("apt-get"):
        raise Gestopt(f"Deze pakketten ontbreken en er is geen apt-get om ze te installeren: {leesbaar}")
    voor = [] if IS_ROOT else ["sudo"]
    if voor and not shutil.which("sudo"):
        raise Gestopt(f"Deze pakketten ontbreken; installeer ze als beheerder: {leesbaar}")
    meld(f"systeempakketten installeren: {leesbaar}")
    draai(*voor, "apt-get", "update", stil=True)
    namen = [postgis_pakket() if naam == "POSTGIS" else naam for naam in nodig]
    draai(
        *voor, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", *namen,
        stil=True,
    )  # fmt: skip


def vingerafdruk(*bestanden: Path) -> str:
    som = hashlib.sha256(sys.version.encode())
    for bestand in bestanden:
        som.update(bestand.read_bytes())
    return som.hexdigest()


def eenmalig(stempel: Path, kenmerk: str, werk: Callable[[], None]) -> None:
    """Do the work only when its inputs changed since the last time."""
    if stempel.exists() and stempel.read_text() == kenmerk:
        return
    werk()
    stempel.write_text(kenmerk)


def zorg_voor_python() -> None:
    eisen = WORTEL / "requirements" / "ontwikkeling.txt"

    def installeer() -> None:
        meld("Python-pakketten installeren (vastgezette versies)")
        if not PYTHON.exists():
            draai(sys.executable, "-m", "venv", VENV)
        uv = shutil.which("uv")
        if uv:
            draai(uv, "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", eisen, stil=True)
        else:
            draai(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", eisen, stil=True)

    eenmalig(VAR / "python.stempel", vingerafdruk(eisen) if PYTHON.exists() else "", installeer)
    (VAR / "python.stempel").write_text(vingerafdruk(eisen))


def weiger_link(map_: Path) -> None:
    """Stop before what someone else keeps behind a symbolic link would be emptied."""
    if map_.is_symlink():
        raise Gestopt(f"{map_.name} is een link naar {map_.resolve()}. Die map wordt niet geleegd; haal de link weg.")


def zorg_voor_voorkant() -> None:
    slot, bouw = WORTEL / "package-lock.json", WORTEL / "scripts" / "bouw-voorkant.mjs"

    def installeer() -> None:
        # npm ci begins by emptying it.
        weiger_link(WORTEL / "node_modules")
        meld("npm-pakketten installeren (vastgezette versies)")
        draai("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", stil=True)
        draai("node", bouw, stil=True)

    kenmerk = vingerafdruk(slot, bouw)
    if not (WORTEL / "static" / "vendor").exists():
        (VAR / "npm.stempel").unlink(missing_ok=True)
    eenmalig(VAR / "npm.stempel", kenmerk, installeer)


def zet_op(browser: bool) -> None:
    """All packages; safe to run from two commands at once."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "opzet.slot").open("w") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        zorg_voor_systeempakketten(browser)
        zorg_voor_python()
        zorg_voor_voorkant()


# --- processes ------------------------------------------------------------------------------------------------------

PR_SET_PDEATHSIG = 1


def sterf_met_ouder(sein: int) -> Callable[[], None]:
    """For preexec_fn: the child gets this signal when the supervisor itself is killed."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def zet() -> None:
        prctl(PR_SET_PDEATHSIG, sein, 0, 0, 0)

    return zet


class Processen(contextlib.ExitStack):
    """Children in their own session, stopped in reverse order: web first, database last."""

    def start(
        self, naam: str, opdracht: list[str], *, env: dict[str, str] | None = None, logmap: Path,
        gebruiker: str | None = None, sein: int = signal.SIGTERM,
    ) -> subprocess.Popen[bytes]:  # fmt: skip
        log = self.enter_context((logmap / f"{naam}.log").open("ab"))
        als = {"user": gebruiker, "group": gebruiker, "extra_groups": []} if gebruiker else {}
        proces = subprocess.Popen(
            opdracht, cwd="/" if gebruiker else WORTEL, env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=sterf_met_ouder(sein), **als,
        )  # fmt: skip
        self.callback(self.stop, proces, sein)
        return proces

    @staticmethod
    def stop(proces: subprocess.Popen[bytes], sein: int) -> None:
        if proces.poll() is None:
            proces.send_signal(sein)
            try:
                proces.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(proces.pid, signal.SIGKILL)
                proces.wait()


def wacht_op(wat: str, klaar: Callable[[], bool], proces: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if klaar():
            return
        if proces.poll() is not None:
            break
        time.sleep(0.05)
    staart = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
    raise Gestopt(f"{wat} start niet. Laatste regels van {log}:\n{staart}")


def mag_postgres_erbij(map_: Path) -> bool:
    """Whether the `postgres` user can reach this folder (root's own home, for one, is closed to it)."""
    return all(ouder.stat().st_mode & 0o001 for ouder in [map_, *map_.parents])


def datamap(naam: str) -> Path:
    """Folder for a cluster: inside the checkout, or in /var/tmp where the postgres user cannot enter the checkout."""
    if IS_ROOT and not mag_postgres_erbij(WORTEL):
        kenmerk = hashlib.sha256(str(WORTEL).encode()).hexdigest()[:10]
        return Path(f"/var/tmp/akt-portaal-{kenmerk}/{naam}")
    return VAR / naam


def start_postgres(processen: Processen, map_: Path, logmap: Path, sokkel: Path, snel: bool) -> str:
    """Start a private PostgreSQL on a Unix socket and give its DATABASE_URL."""
    bin_ = postgres_bin()
    if bin_ is None:
        raise Gestopt("PostgreSQL met PostGIS is niet gevonden.")
    gebruiker = "postgres" if IS_ROOT else None
    als = {"user": gebruiker, "group": gebruiker, "extra_groups": []} if gebruiker else {}
    cluster = map_ / "pg"
    if gebruiker:
        account = pwd.getpwnam("postgres")
        for eigen in (map_, sokkel):
            os.chown(eigen, account.pw_uid, account.pw_gid)
    if not (cluster / "PG_VERSION").exists():
        shutil.rmtree(cluster, ignore_errors=True)
        uitkomst = subprocess.run(
            [bin_ / "initdb", "-D", cluster, "-U", "akt", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            capture_output=True, text=True, check=False, cwd="/", **als,
        )  # fmt: skip
        if uitkomst.returncode:
            raise Gestopt(f"initdb is mislukt: {uitkomst.stderr.strip().splitlines()[-1:]}")
    instellingen = {
        "listen_addresses": "", "unix_socket_directories": str(sokkel), "unix_socket_permissions": "0700",
        "shared_buffers": "256MB", "max_connections": "60", "random_page_cost": "1.1", "jit": "off",
        "maintenance_work_mem": "128MB", "work_mem": "32MB", "max_wal_size": "4GB", "timezone": "UTC",
    }  # fmt: skip
    if snel:
        # A test or bench cluster is thrown away: a crash may lose it.
        instellingen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    opties = [deel for naam, waarde in instellingen.items() for deel in ("-c", f"{naam}={waarde}")]
    proces = processen.start(
        "postgres", [str(bin_ / "postgres"), "-D", str(cluster), *opties],
        logmap=logmap, gebruiker=gebruiker, sein=signal.SIGINT,
    )  # fmt: skip

    def klaar() -> bool:
        controle = [bin_ / "pg_isready", "-q", "-h", sokkel, "-U", "akt", "-d", "postgres"]
        return subprocess.run(controle, check=False).returncode == 0

    wacht_op("PostgreSQL", klaar, proces, logmap / "postgres.log")
    vraag = "select 1 from pg_database where datname = 'akt'"
    bestaat = subprocess.run(
        [bin_ / "psql", "-h", sokkel, "-U", "akt", "-d", "postgres", "-Atc", vraag],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if bestaat.stdout.strip() != "1":
        draai(bin_ / "createdb", "-h", sokkel, "-U", "akt", "akt")
    return f"postgis://akt@{str(sokkel).replace('/', '%2F')}/akt"


def start_redis(processen: Processen, map_: Path, logmap: Path, sokkel: Path) -> str:
    """Start a private Redis on a Unix socket and give its REDIS_URL."""
    pad = sokkel / "redis.sock"
    proces = processen.start(
        "redis",
        ["redis-server", "--port", "0", "--unixsocket", str(pad), "--unixsocketperm", "700", "--dir", str(map_),
         "--appendonly", "yes", "--daemonize", "no", "--save", ""],
        logmap=logmap,
    )  # fmt: skip

    def klaar() -> bool:
        with socket.socket(socket.AF_UNIX) as kabel:
            try:
                kabel.connect(str(pad))
                kabel.sendall(b"PING\r\n")
                return kabel.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    wacht_op("Redis", klaar, proces, logmap / "redis.log")
    return f"unix://{pad}"


@contextlib.contextmanager
def diensten(processen: Processen, map_: Path, *, snel: bool) -> Iterator[dict[str, str]]:
    """The environment of a run, with a private database and queue unless the caller brought their own."""
    map_.mkdir(parents=True, exist_ok=True)
    logmap = map_ / "log"
    logmap.mkdir(exist_ok=True)
    # Socket paths may hold about 100 characters, which a deep checkout would pass.
    with tempfile.TemporaryDirectory(prefix="akt-", dir="/tmp") as sokkelnaam, processen:
        sokkel = Path(sokkelnaam)
        env = dict(os.environ, VIRTUAL_ENV=str(VENV), PATH=f"{VENV / 'bin'}:{os.environ['PATH']}")
        if not env.get("REDIS_URL"):
            redis_map = map_ / "redis"
            redis_map.mkdir(exist_ok=True)
            env["REDIS_URL"] = start_redis(processen, redis_map, logmap, sokkel)
        if not env.get("DATABASE_URL"):
            env["DATABASE_URL"] = start_postgres(processen, map_, logmap, sokkel, snel)
        yield env


# --- commands -------------------------------------------------------------------------------------------------------


def demo(poort: int) -> int:
    with socket.socket() as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            proef.bind(("127.0.0.1", poort))
        except OSError as fout:
            raise Gestopt(f"Poort {poort} is al in gebruik. Kies een andere: make demo PORT={poort + 10}") from fout
    zet_op(browser=False)
    map_ = datamap(f"demo-{poort}")
    with diensten(Processen(), map_, snel=False) as env:
        processen = Processen()
        sleutel = map_ / "sleutel"
        if not sleutel.exists():
            sleutel.write_text(os.urandom(32).hex())
        env |= {
            "DJANGO_DEBUG": env.get("DJANGO_DEBUG", "0"),
            "DJANGO_SECRET_KEY": env.get("DJANGO_SECRET_KEY", sleutel.read_text()),
            "DJANGO_ALLOWED_HOSTS": "127.0.0.1,localhost",
            "AKT_HTTPS": "0",
            "AKT_BASIS_URL": f"http://127.0.0.1:{poort}",
            "AKT_EMAIL_MAP": str(map_ / "post"),
            # The log-ins of a demo are public; a second step would only stand in the way.
            "AKT_MFA_VERPLICHT": env.get("AKT_MFA_VERPLICHT", "0"),
        }
        manage = [str(PYTHON), "manage.py"]
        meld("database bijwerken")
        draai(*manage, "migrate", "--no-input", "-v0", env=env)
        draai(*manage, "collectstatic", "--no-input", "-v0", env=env)
        draai(*manage, "laad_demo", "--als-leeg", "--panden", "6000", "--kwartalen", "24", env=env)
        logmap = map_ / "log"
        with processen:
            celery = [str(PYTHON), "-m", "celery", "-A", "akt"]
            werkers = [
                processen.start("worker", [*celery, "worker", "-c", "2", "-l", "info"], env=env, logmap=logmap),
                processen.start(
                    "beat", [*celery, "beat", "-l", "info", "--pidfile", ""], env=env, logmap=logmap
                ),
            ]  # fmt: skip
            web = processen.start(
                "web",
                [str(PYTHON), "-m", "gunicorn", "akt.wsgi", "-b", f"127.0.0.1:{poort}", "-w", "2", "--threads", "4",
                 "--worker-tmp-dir", "/tmp", "--access-logfile", "-"],
                env=env, logmap=logmap,
            )  # fmt: skip

            def klaar() -> bool:
                with socket.socket() as kabel:
                    return kabel.connect_ex(("127.0.0.1", poort)) == 0

            wacht_op("De webserver", klaar, web, logmap / "web.log")
            draai(*manage, "toon_demo", env=env)
            print(f"  http://127.0.0.1:{poort}   (logboeken: {logmap})\n  Stoppen: Ctrl-C", flush=True)
            while True:
                time.sleep(0.5)
                for proces in [*werkers, web]:
                    if proces.poll() is not None:
                        raise Gestopt(f"Een onderdeel is gestopt; zie de logboeken in {logmap}.")


@contextlib.contextmanager
def wegwerpomgeving() -> Iterator[dict[str, str]]:
    """A database and queue of their own for a test or bench, gone afterwards; several may run at once."""
    with tempfile.TemporaryDirectory(prefix="akt-proef-", dir="/var/tmp") as naam:
        map_ = Path(naam)
        map_.chmod(0o755)
        with diensten(Processen(), map_, snel=True) as env:
            yield env


def test(rest: list[str]) -> int:
    zet_op(browser=True)
    with wegwerpomgeving() as env:
        opties = rest or ["-n", "2", "--dist", "loadgroup"]
        return subprocess.run([PYTHON, "-m", "pytest", *opties], cwd=WORTEL, env=env, check=False).returncode


def bench(rest: list[str]) -> int:
    zet_op(browser=True)
    with wegwerpomgeving() as env:
        return subprocess.run([PYTHON, "scripts/bench.py", *rest], cwd=WORTEL, env=env, check=False).returncode


def check() -> int:
    zet_op(browser=False)
    with wegwerpomgeving() as env:
        streng = env | {
            "DJANGO_DEBUG": "0", "DJANGO_SECRET_KEY": os.urandom(40).hex(), "DJANGO_ALLOWED_HOSTS": "portaal.example",
        }  # fmt: skip
        bin_ = VENV / "bin"
        stappen: list[tuple[str, list[str | Path], dict[str, str]]] = [
            ("ruff", [bin_ / "ruff", "check", "."], env),
            ("ruff format", [bin_ / "ruff", "format", "--check", "."], env),
            ("import-linter", [bin_ / "lint-imports"], env),
            ("mypy", [bin_ / "mypy"], env),
            ("migraties", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], env),
            ("check --deploy", [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], streng),
            (
                "OpenAPI",
                [PYTHON, "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull],
                env,
            ),
        ]
        mis = []
        for naam, opdracht, omgeving in stappen:
            meld(naam)
            if subprocess.run(opdracht, cwd=WORTEL, env=omgeving, check=False).returncode:
                mis.append(naam)
        if mis:
            raise Gestopt(f"Niet in orde: {', '.join(mis)}")
        meld("alles in orde")
        return 0


def schoon() -> int:
    for map_ in (VAR, datamap("x").parent, VENV, WORTEL / "node_modules", WORTEL / "static" / "vendor"):
        shutil.rmtree(map_, ignore_errors=True)
    return 0


def main() -> int:
    lezer = argparse.ArgumentParser(description=__doc__)
    delen = lezer.add_subparsers(dest="opdracht", required=True)
    delen.add_parser("demo").add_argument("--port", type=int, default=8000)
    for naam in ("test", "bench"):
        delen.add_parser(naam).add_argument("rest", nargs="*")
    delen.add_parser("check")
    delen.add_parser("schoon")
    keuze = lezer.parse_args()

    def onderbreek(*_: object) -> None:
        raise KeyboardInterrupt

    # SIGINT too: a shell starts background jobs with it ignored.
    for sein in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sein, onderbreek)
    werk: dict[str, Callable[[], int]] = {
        "demo": lambda: demo(keuze.port),
        "test": lambda: test(keuze.rest),
        "bench": lambda: bench(keuze.rest),
        "check": check,
        "schoon": schoon,
    }
    try:
        return werk[keuze.opdracht]()
    except KeyboardInterrupt:
        print("\nGestopt.")
        return 0 if keuze.opdracht == "demo" else 130
    except Gestopt as fout:
        print(f"✗ {fout}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
