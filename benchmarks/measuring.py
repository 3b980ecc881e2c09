"""Candidates that take turns, medians of their times, and the ratios that are judged."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

MARGIN = 1.5  # a bound counts as broken only beyond it: single ratios drift by a quarter on a busy machine

Candidate = Callable[[], object]


@dataclass(frozen=True)
class Ratio:
    """One line of the table: seconds of the floor (or the rival) and of the product, and the bound."""

    what: str
    other: float
    product: float
    bound: float | None  # None: shown, not judged
    is_rival: bool = False  # then the product must be `bound` times faster; else at most `bound` times slower

    @property
    def value(self) -> float:
        """The ratio: product to floor, or rival to product."""
        return self.other / self.product if self.is_rival else self.product / self.other

    @property
    def verdict(self) -> str:
        """How it compares with the bound."""
        if self.bound is None:
            return "not judged"
        over = self.bound / self.value if self.is_rival else self.value / self.bound
        return "ok" if over <= 1 else "over, within noise" if over <= MARGIN else "EXCEEDED"

    @property
    def is_broken(self) -> bool:
        """Whether the bound is exceeded by more than noise."""
        return self.verdict == "EXCEEDED"


def in_turns(
    candidates: dict[str, Candidate],
    rounds: int,
    around: Callable[[], AbstractContextManager[object]] = nullcontext,
    warm: bool = True,
) -> dict[str, float]:
    """Median seconds of each candidate. `around` is entered for each turn and not measured."""
    gc.collect()  # what earlier measures left behind is nobody's work here
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for turn in range(-1 if warm else 0, rounds):
        for name, run in candidates.items():
            with around():
                began = time.perf_counter()
                run()
                spent = time.perf_counter() - began
            if turn >= 0:
                times[name].append(spent)
    return {name: statistics.median(some) for name, some in times.items()}


def table(ratios: Iterable[Ratio]) -> str:
    """The ratios as text."""
    head = ("", "floor or rival", "product", "ratio", "bound", "")
    lines = [head] + [
        (r.what, _time(r.other), _time(r.product), f"{r.value:.2f} x", _bound(r), r.verdict) for r in ratios
    ]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(line[n].rjust(widths[n]) for n in range(1, 5)), line[5]]
        ).rstrip()
        for line in lines
    )


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def _bound(ratio: Ratio) -> str:
    if ratio.bound is None:
        return "-"
    return f"{'>=' if ratio.is_rival else '<='} {ratio.bound:g} x"
