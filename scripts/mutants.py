"""Plants known faults one by one in a copy of the tree; each must make its named test fail.

`make mutants` runs all of them; words as arguments choose faults by their names. The list is mutants.toml.
Exit code 1 when a fault survives, when a test fails without any, or when a fault no longer fits the code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "scripts" / "mutants.toml"
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".*", "vendor")
COPIED = ("jiceng", "tests", "scripts", "docs")
PYTEST = ("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=line")
PASSED, FAILED = 0, 1


class Unfit(Exception):
    """A fault that does not fit the code it is to be planted in."""


@dataclass(frozen=True)
class Fault:
    """One or two wrong edits of a file, and the test that must notice."""

    name: str
    file: str
    test: str
    edits: tuple[tuple[str, str], ...]

    def planted(self, text: str) -> str:
        """The text with the fault in it; Unfit unless each old part stands there exactly once."""
        for old, new in self.edits:
            if text.count(old) != 1:
                raise Unfit(f"{self.name}: {self.file} has {text.count(old)} times: {old}")
            text = text.replace(old, new)
        return text


def faults() -> list[Fault]:
    """The list."""
    entries = tomllib.loads(LIST.read_text("utf-8"))["fault"]
    return [
        Fault(
            entry["name"],
            entry["file"],
            entry["test"],
            tuple((edit["old"], edit["new"]) for edit in (entry, entry.get("also")) if edit),
        )
        for entry in entries
    ]


@contextmanager
def copy_of_the_tree() -> Iterator[Path]:
    """A copy in which to plant faults; its tests have a database server of their own."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder)
        tree.chmod(0o755)  # the account of the database server passes through
        for name in COPIED:
            shutil.copytree(ROOT / name, tree / name, ignore=NOT_COPIED)
        for file in ROOT.glob("*.*"):
            if file.is_file():
                shutil.copy(file, tree)
        yield tree


def outcome(tree: Path, tests: list[str]) -> int:
    """The exit code of some tests in the copy."""
    # An interpreter that starts in the copy finds the packages there before the installed ones.
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *PYTEST, *tests]
    return subprocess.run(
        command, cwd=tree, env=environment, stdout=subprocess.DEVNULL, check=False
    ).returncode


def is_killed(tree: Path, fault: Fault) -> bool:
    """Plant a fault, run its test, and take the fault out again."""
    file = tree / fault.file
    sound = file.read_text("utf-8")
    file.write_text(fault.planted(sound), "utf-8")
    try:
        return outcome(tree, [fault.test]) == FAILED
    finally:
        file.write_text(sound, "utf-8")


def tell(line: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    """Run the chosen faults, or all."""
    chosen = [f for f in faults() if not words or any(word in f.name for word in words)]
    survivors = 0
    with copy_of_the_tree() as tree:
        for fault in chosen:
            fault.planted((tree / fault.file).read_text("utf-8"))
        if outcome(tree, sorted({fault.test for fault in chosen})) != PASSED:
            sys.stdout.write("A named test fails without any fault, or cannot be run.\n")
            return 1
        for fault in chosen:
            start = time.monotonic()
            killed = is_killed(tree, fault)
            survivors += not killed
            seconds = time.monotonic() - start
            sys.stdout.write(f"{'killed' if killed else 'SURVIVED':9}{seconds:6.1f} s  {fault.name}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(chosen) - survivors} of {len(chosen)} faults killed\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
