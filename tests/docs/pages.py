"""Pages of the documentation: their headings' addresses, their links, their blocks and commands."""

import re
import shlex
from pathlib import Path

from tests.command_line.commands import parley
from tests.places import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)")
FEW = {
    "ablate": ["--histories", "256"], "compare": ["--histories", "100"], "discover": ["--histories", "2000"],
    "doubt": ["--points", "16", "--histories", "20"], "lever": ["--histories", "100"], "report": ["--minutes", "0.05"],
    "run": ["--histories", "100"],
    "seal": ["--histories", "60"], "sweep": ["--histories", "20"], "why": ["--histories", "300"],
}  # fmt: skip
"""Options that make a command small, which stand behind those of the page."""


def name_of(page: Path) -> str:
    """A page's place in the project."""
    return page.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", text)


def addresses(text: str) -> set[str]:
    """What may stand behind # in a link to a page: its headings, as GitHub and MkDocs address them, and explicit ones."""
    found: set[str] = set()
    for heading in re.findall(r"^#+ (.*)$", prose(text), re.M):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        found.add(next(each for n in range(99) if (each := f"{slug}-{n}" if n else slug) not in found))
    return found | set(re.findall(r'<a (?:id|name)="([^"]+)"', text))


def links(text: str) -> list[tuple[str, str]]:
    """Where a page leads within the project: (file, address), either of which may be empty."""
    return LINK.findall(re.sub(r"`[^`\n]*`", "", prose(text)))


def blocks(text: str) -> list[tuple[str, str]]:
    """The page's blocks, in order: (language, text), not indented."""
    return [(language, re.sub(f"^{indent}", "", block, flags=re.M)) for indent, language, block in FENCE.findall(text)]


def lines(block: str) -> list[str]:
    """The commands of a block of shell, those that go over several lines in one."""
    return [line for line in block.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]


def small(command: str, folder: Path):
    """Run a command of parley in a folder as it stands on a page, with fewer histories; its status, output and messages."""
    words = shlex.split(command, comments=True)
    assert words[0] == "parley", command
    few = next((FEW[word] for word in words[1:3] if word in FEW), [])
    return parley(*words[1:], *few, cwd=folder)
