"""Quotations looked up word for word in the texts that they are said to come from.

Only what a typesetter changes may differ: white space, the shapes of quotation marks and dashes, and whether an
accented letter is written as one character or two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from experiments.words.regular import read_bytes
from sim.scenario.checks.common import walk
from sim.scenario.document import Document, Loc, Problem, in_order
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import Evidence, Scenario

_SINGLE, _DOUBLE, _DASHES = "‘’‚‛′‹›`´", "“”„‟″«»", "‐‑‒–—―−"
_PLAIN = str.maketrans({
    **dict.fromkeys(_SINGLE, "'"), **dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_DASHES, "-"),
})  # fmt: skip


def folded(text: str) -> str:
    """Text with white space, quotation marks and dashes made plain."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())


def stands_in(words: str, text: str) -> bool:
    """Whether these very words stand in a text, neither first nor last cut short; both folded."""
    start = r"\b" if words[:1].isalnum() else ""
    end = r"\b" if words[-1:].isalnum() else ""
    return re.search(start + re.escape(words) + end, text) is not None


def look_up(document: Document, scenario: Scenario, folder: Path) -> tuple[Problem, ...]:
    """Every quotation that is not in its source, and every source whose file cannot be read, with their places."""
    texts: dict[str, str] = {}
    problems = []
    for name, source in scenario.sources.items():
        if source.file is None:
            continue
        try:
            texts[name] = folded(read_bytes(folder / source.file).decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            message = f"{shown(source.file)} {_why(error)}: nothing quoted from it can be looked up"
            problems.append(document.problem(("sources", name, "file"), message))
    return in_order(problems + [document.problem(*found) for found in _missing(scenario, texts)])


def _missing(scenario: Scenario, texts: Mapping[str, str]) -> Iterator[tuple[Loc, str]]:
    """Quotations that are not in their source, with their places in the scenario."""
    for loc, piece in walk(scenario, ()):
        if not isinstance(piece, Evidence) or piece.quoted is None or piece.quoted not in texts:
            continue
        words, text = folded(piece.text or ""), texts[piece.quoted]
        if not stands_in(words, text):
            file = scenario.sources[piece.quoted].file
            yield (*loc, "text"), f"these words are not in {file}: “{_one_line(words)}”{_how_far(words, text)}"


def _how_far(words: str, text: str) -> str:
    """Up to where the words are there, as a hint at the mistake."""
    pieces = words.split(" ")
    length = next((n for n in range(len(pieces) - 1, 0, -1) if stands_in(" ".join(pieces[:n]), text)), 0)
    if length < 2:
        return ""
    return f"; they are there up to “{_one_line(' '.join(pieces[max(0, length - 4) : length]))}”"


def _one_line(text: str) -> str:
    """Text from a stranger's file, without what could move a terminal's cursor."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")


def _why(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is not there"
    return "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"cannot be read ({error.strerror})"
