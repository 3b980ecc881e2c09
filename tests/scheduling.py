"""Which tests share a process when there are several: those of a file, and all of the browser's.

What a module prepares is made once. `--dist loadgroup` would be for this, but xdist 3.8 loses the groups
under pytest 9.2.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

ONE_CITY = "tests/browser"


class ByFile(LoadFileScheduling):
    """One file after the other, each in one process; the browser tests as if they were one file."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False  # else the fullest first, and slow files of few tests last
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return ONE_CITY if file.startswith(f"{ONE_CITY}/") else file
