"""Calling typst, in a process of its own: a long ledger takes half a gigabyte while it is set, and a template
that never ends takes its process with it instead of the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PRODUCT = Path(__file__).resolve().parents[2]
FONTS = Path(__file__).parent / "fonts"
LONGEST_SECONDS = 120
_FAILED = 3


class PrintFailed(RuntimeError):
    """A paper that could not be set; the message is for users, the cause for the log."""


def typeset(template: str, data: Any) -> bytes:
    """A PDF from a template, named by its path below the product, and data that JSON can hold.

    Raises PrintFailed when the fonts are missing or the template cannot be set.
    """
    if not any(FONTS.glob("*.ttf")):
        raise PrintFailed("缺少打印字体，请先运行 make install")
    order = json.dumps({"template": template, "data": data}, ensure_ascii=False).encode()
    command = [sys.executable, "-c", f"from {__name__} import answer_parent; answer_parent()"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command, input=order, capture_output=True, timeout=LONGEST_SECONDS, check=True, env=environment
        )
    except subprocess.CalledProcessError as error:
        raise PrintFailed("打印文件未能生成") from RuntimeError(error.stderr.decode(errors="replace"))
    except subprocess.TimeoutExpired as error:
        raise PrintFailed("内容过多，打印文件未能在限定时间内生成，请缩小范围") from error
    return done.stdout


def answer_parent() -> None:
    """In the process of its own: the order on standard input, the PDF on standard output."""
    import typst

    order = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    try:
        paper = typst.compile(
            PRODUCT / order["template"],
            root=PRODUCT,
            font_paths=fonts,
            sys_inputs={"data": json.dumps(order["data"], ensure_ascii=False)},
            pdf_tags=False,  # tags double the time and make a long table fifteen times as large
        )
    except typst.TypstError as error:
        sys.stderr.write(error.diagnostic)
        sys.exit(_FAILED)
    sys.stdout.buffer.write(paper)
