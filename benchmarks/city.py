"""200,000 residents of Benxi in the bench database, brought in by the product's own import, once."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from hashlib import sha256
from pathlib import Path

from django.core.management import call_command

from benchmarks.ground import HOME, ROOT, TODAY, renew_database
from jiceng.accounts.actors import command_actor
from jiceng.core import scope
from jiceng.core.clock import today
from jiceng.core.spans import parse_period
from jiceng.demo.city import City, Community, generate
from jiceng.home.imports import run_import
from jiceng.regions.models import Region
from jiceng.residents.models import ChangeListClosure
from jiceng.residents.services import claim_of, move_resident

CITY = "2105"
RESIDENTS = 200_000
SEED = 1
FILES = HOME / "files"
STAMP = HOME / "city"


def ensure() -> None:
    """Load the city unless the database holds it; what came after is migrated."""
    stamp = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    wanted = _digests()
    if stamp and all(wanted.get(name) == digest for name, digest in stamp.items()):
        call_command("migrate", only_if_behind=True, verbosity=0)
    else:
        say(f"loading {RESIDENTS:,} residents; kept for later runs")
        STAMP.unlink(missing_ok=True)
        renew_database()
        call_command("regions", "load", within=CITY, stdout=sys.stderr)
        load(make(RESIDENTS), FILES)
    STAMP.write_text(json.dumps(wanted))


def say(text: str) -> None:
    """Tell how far the run is, beside the table on standard output."""
    sys.stderr.write(f"{text}\n")


def make(residents: int) -> City:
    """The city with so many residents over all communities of the database."""
    with scope.entered(scope.WHOLE):
        places = Region.objects.communities().filter(code__startswith=CITY).order_by("code")
        communities = [Community(code, name) for code, name in places.values_list("code", "name")]
    return generate(residents, SEED, dt.date.fromisoformat(TODAY), communities)


def load(city: City, folder: Path) -> None:
    """Import the files of the city as a first load of existing ledgers, and do what no file says."""
    for ledger, path in city.write(folder):
        began = time.monotonic()
        with scope.entered(scope.WHOLE):
            outcome = run_import(
                actor=command_actor(), ledger=ledger, data=path, file_name=path.name,
                region=None, today=today(), history=True,
            )  # fmt: skip
        spent = time.monotonic() - began
        say(f"  {path.name}: {outcome.rows:,} rows, {outcome.rejected} rejected, {spent:.0f} s")
    with scope.entered(scope.WHOLE):
        _close_change_lists(city)
        _move_people(city)


def _close_change_lists(city: City) -> None:
    regions = Region.objects.in_bulk(field_name="code")
    ChangeListClosure.objects.bulk_create(
        ChangeListClosure(
            region=regions[c.community], path=regions[c.community].path, known_on=c.on, closed_on=c.on,
            **parse_period(c.quarter)._asdict(),
        )
        for c in city.closings
    )  # fmt: skip


def _move_people(city: City) -> None:
    """People whose registers lie elsewhere than they lived: reports have to look for them."""
    regions = Region.objects.in_bulk(field_name="code")
    for move in city.moves:
        claim = claim_of(move.number, move.on)
        assert claim is not None
        move_resident(
            actor=command_actor(), claim=claim, to_region=regions[move.community], on=move.on,
            reason="搬迁", household_number=move.household, today=move.on,
        )  # fmt: skip


def _digests() -> dict[str, str]:
    """What shapes the database: the city asked for, and a digest of every migration."""
    files = sorted(ROOT.glob("jiceng/*/migrations/[0-9]*.py"))
    digests = {f"{path.parts[-3]}/{path.name}": sha256(path.read_bytes()).hexdigest() for path in files}
    return {"city": f"{RESIDENTS} residents, seed {SEED}, {TODAY}, with moves", **digests}
