"""A paper that asks to be printed: opened in a browser, it brings up the print dialog by itself.

typst writes no action for opening a document, so it is appended as the format provides for changes: the
catalogue once more with the action in it, and a table of where it stands.
"""

from __future__ import annotations

import re

_END = re.compile(rb"trailer\s*<<(/Size \d+/Root (\d+) 0 R.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)
_PRINT = b"/OpenAction<</S/JavaScript/JS(this.print\\(\\))>>"


def asking_to_be_printed(paper: bytes) -> bytes:
    """The PDF with the print dialog as what happens on opening; as it was where its end is not understood."""
    end = _END.search(paper, max(0, len(paper) - 2048))
    catalogue = _object(paper, int(end[2])) if end else None
    if end is None or catalogue is None:
        return paper
    paper = paper if paper.endswith(b"\n") else paper + b"\n"
    changed = catalogue[: catalogue.rindex(b">>")] + _PRINT + catalogue[catalogue.rindex(b">>") :]
    table = len(paper) + len(changed) + 1
    return b"".join(
        [
            paper,
            changed,
            b"\nxref\n%d 1\n%010d 00000 n \n" % (int(end[2]), len(paper)),
            b"trailer\n<<%b/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (end[1], int(end[3]), table),
        ]
    )


def _object(paper: bytes, number: int) -> bytes | None:
    """An object of the file, from its number to its end."""
    found = re.search(rb"(?<=[\r\n])%d 0 obj\b.*?endobj" % number, paper, re.DOTALL)
    return found[0] if found else None
