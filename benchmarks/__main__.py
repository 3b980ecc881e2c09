"""`python -m benchmarks [MEASURE ...]`: print the ratios; exit 1 when a bound is broken beyond noise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from benchmarks.ground import deployment
from benchmarks.measuring import Ratio, table


def main(wanted: list[str]) -> int:
    """Measure what is named, or everything."""
    with deployment():
        from benchmarks import city

        measures = _measures()
        unknown = [name for name in wanted if name not in measures]
        if unknown:
            sys.stderr.write(f"no such measure: {', '.join(unknown)}; there are {', '.join(measures)}\n")
            return 2
        city.ensure()
        ratios = []
        for name in wanted or measures:
            city.say(f"measuring: {name}")
            ratios += list(measures[name]())
    sys.stdout.write(f"{table(ratios)}\n")
    return 1 if any(ratio.is_broken for ratio in ratios) else 0


def _measures() -> dict[str, Callable[[], Iterator[Ratio]]]:
    from benchmarks import duties, imports, pages, protection, reports, searching

    return {
        "imports": imports.measure,
        "reports": reports.measure,
        "pages": pages.measure,
        "protection": protection.measure,
        "duties": duties.measure,
        "search": searching.measure,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
