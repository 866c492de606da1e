"""One file with everything in it: the page's text and styles, its scripts, the kernel and the data."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from experiments.page.data import PageData, Written, page_data
from sim.engine.ahead import wasm

WEB = Path(__file__).parent / "web"
PAGE, WORKER = WEB / "page" / "main.js", WEB / "core" / "worker.js"
IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]*)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/\n|^[ \t]*//[^\n]*\n", re.MULTILINE | re.DOTALL)
POLICY = (
    "default-src 'none'; script-src 'sha256-{script}' 'wasm-unsafe-eval'; style-src 'sha256-{style}'; worker-src blob:; "
    "img-src data: blob:; connect-src {connect}; form-action 'none'; base-uri 'none'"
)


class NoKernelError(Exception):
    """The browser's kernel of these rules is not there: they were edited, and it was not made anew."""


def page_of(base: Written, variants: Sequence[Written] = (), served: bool = False) -> bytes:
    """A page of a scenario and its variants, as one HTML file in UTF-8; `served` if parley itself hands it out.

    NoKernelError if the browser's kernel was not made of the rules as they are.
    """
    kernel = wasm.find()
    if kernel is None:
        raise NoKernelError("the rules were edited, and what browsers run was not made anew: `make wasm` does so")
    return filled(page_data(base, variants), kernel.read_bytes(), served).encode()


def filled(data: PageData, kernel: bytes, served: bool) -> str:
    """The page's text with everything in its place."""
    styles, script = (WEB / "page.css").read_text("utf-8"), bundle(PAGE) + "begin();\n"
    policy = POLICY.format(script=digest(script), style=digest(styles), connect="'self'" if served else "'none'")
    parts = {
        "policy": policy,
        "title": escape(data["title"]),
        "styles": styles,
        "served": " data-served" if served else "",
        "kernel": packed(kernel),
        "data": packed(json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()),
        "worker": bundle(WORKER) + "work();\n",
        "script": script,
    }
    page = (WEB / "page.html").read_text("utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], page)


def digest(text: str) -> str:
    """The hash by which a policy knows a script or a style."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def packed(data: bytes) -> str:
    """Bytes as a page carries them: the same for the same bytes, whatever the clock says."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


# ------------------------------------------------------------------------------
# Scripts


def bundle(entry: Path) -> str:
    """A module and all that it imports as one script, each after what it needs; names are unique over all of them."""
    return "\n".join(EXPORT.sub("", COMMENT.sub("", IMPORT.sub("", file.read_text("utf-8")))) for file in needed(entry))


def needed(entry: Path) -> list[Path]:
    """A module and all that it imports, each after what it needs."""
    order: dict[Path, None] = {}

    def add(file: Path) -> None:
        for other in imports(file):
            if other not in order:
                add(other)
        order[file] = None

    add(entry.resolve())
    return list(order)


def imports(file: Path) -> Iterator[Path]:
    """The modules that a module imports, in its order."""
    for found in IMPORT.finditer(file.read_text("utf-8")):
        yield (file.parent / found[1]).resolve()
