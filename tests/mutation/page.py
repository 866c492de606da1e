"""docs/mutation_testing.md, from the records of mutants and of coverage, and from what was noted of survivors."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.mutation.covered import COVERAGE
from tests.mutation.record import READ, SECOND, Record, Tried, interval, read
from tests.places import ROOT

PAGE = ROOT / "docs" / "mutation_testing.md"
THEMES = {
    "equivalent": "Equivalent: no history can tell the two apart",
    "speed": "Speed: a shortcut is taken less often or in vain, with the same answer",
    "memory": "Memory: another cell or size of working memory, with nothing else in it",
    "unreachable": "Unreachable: a guard for what scenarios that load cannot hold",
    "rounding": "Rounding: a tolerance or step of a search, too small to move an answer by what is compared",
    "numbers": "Numbers in doubt: the end of a plausible range or a word beside a default, which no history reads",
    "compiled": "Seen by others: tests that this command leaves out, by the kernel or by other pages, would see it",
    "rare": "Rare: only histories more special than those that are tried would tell",
    "untested": "Untested: a gap",
    "unread": "Not read yet",
}
HEAD = """# What the tests see

This page is written by `make mutation` and `make coverage` from `docs/mutation/mutants.json` and
`docs/mutation/coverage.json`; what is said of survivors stands in `tests/mutation/read.json`. A test compares them.

## Faults put in on purpose

`make mutation` puts one small fault at a time into `agents/` and `sim/world/` (the rule book, the decisions and the rounds)
and looks whether a test fails. cosmic-ray makes the faults: arithmetic, bits and comparisons exchanged within their family,
`not` put in or taken away, `and` for `or`, numbers one up or down, loops that do not loop, `break` for `continue`. Faults that
Python itself stops, as shifting a fraction, are left out: they would flatter the tests. Each fault is played by the Mesa
engine, which calls the very functions that the kernel compiles, in a process of its own: first the scenarios of the second
coding (`tests/theory/test_second_coding.py`), then the tests of rules, rounds and theory that take at most {most} seconds of
processor time, the cheapest first, until one fails. A test that hangs counts as one that fails.
"""


def write(record: Record) -> None:
    """Write the page."""
    PAGE.write_text(text(record), encoding="utf-8")


def text(record: Record, notes: Path = READ, coverage: Path = COVERAGE) -> str:
    """The page."""
    of_survivors = json.loads(notes.read_text(encoding="utf-8"))
    parts = [
        HEAD.format(most=f"{record.most:g}"),
        *_score(record),
        *_second(),
        *_by_file(record),
        *_survivors(record, of_survivors),
    ]
    return (
        "\n".join([*parts, *_coverage(json.loads(coverage.read_text(encoding="utf-8")) if coverage.exists() else {})])
        + "\n"
    )


def _score(record: Record) -> Iterator[str]:
    tried, killed = len(record.tried), len(record.tried) - len(record.survivors)
    low, high = interval(killed, tried)
    by_coding = sum("test_second_coding" in each.failed for each in record.tried)
    hangs = sum("hangs" in each.failed for each in record.tried)
    yield (
        f"**{killed} of {tried} faults were seen: {killed / tried:.1%}** (95 % interval of all "
        f"{record.mutants:,} faults there are: {low:.1%} to {high:.1%}). The {tried} are the first, in a random "
        f"order, of some drawn at even distances through the text from a random start (seed {record.seed}): each is as likely, "
        f"and files have about their share. "
        f"{by_coding} were seen by the second coding, {hangs} because something hung.\n"
    )


def _second() -> Iterator[str]:
    """What became of a sample for which no test was written."""
    if SECOND.exists():
        record = read(SECOND)
        tried, killed = len(record.tried), len(record.tried) - len(record.survivors)
        low, high = interval(killed, tried)
        yield (
            "Tests were written for what had survived of these, so that the figure flatters them. Of another sample, drawn "
            f"afterwards (seed {record.seed}), **{killed} of {tried} were seen: {killed / tried:.1%}** ({low:.1%} to {high:.1%}); "
            f"each of these, as what survived of the first, was asked of the second coding and of the tests in its own folder alone. "
            f"{record.note}\n"
        )


def _by_file(record: Record) -> Iterator[str]:
    tried = Counter(each.mutant.file for each in record.tried)
    left = Counter(each.mutant.file for each in record.survivors)
    if record.note:
        yield f"**This record is not finished.** {record.note}\n"
    yield "| file | faults there are | tried | seen |\n|---|---:|---:|---:|"
    for file, count in sorted(record.by_file.items()):
        yield f"| `{file}` | {count:,} | {tried[file]} | {tried[file] - left[file]} |"
    yield f"| all | {record.mutants:,} | {len(record.tried)} | {len(record.tried) - len(record.survivors)} |\n"


def _survivors(record: Record, notes: dict[str, dict[str, str]]) -> Iterator[str]:
    yield "## Faults that no test saw, by theme\n"
    themes = {each: notes.get(each.key, {}).get("theme", "unread") for each in record.survivors}
    counts = Counter(themes.values())
    yield "| theme | faults |\n|---|---:|"
    yield from (f"| {title} | {counts[theme]} |" for theme, title in THEMES.items() if counts[theme])
    for theme, title in THEMES.items():
        if counts[theme]:
            yield f"\n### {title}\n"
            yield from (_told(each, notes) for each in record.survivors if themes[each] == theme)
    yield ""


def _told(each: Tried, notes: dict[str, dict[str, str]]) -> str:
    why = notes.get(each.key, {}).get("why", "")
    before, after = (
        _part(line, other) for line, other in ((each.mutant.before, each.mutant.after), each.mutant[5:3:-1])
    )
    return f"- `{each.mutant.file}`, line {each.mutant.line}: `{before}` → `{after}`" + (f". {why}" if why else "")


def _part(line: str, other: str, about: int = 30, most: int = 90) -> str:
    """A line, or of a long one what is around the place where another differs from it."""
    line = line.replace("`", "'")
    if len(line) <= most:
        return line
    at = next((i for i, pair in enumerate(zip(line, other, strict=False)) if pair[0] != pair[1]), 0)
    return ("…" if at > about else "") + line[max(0, at - about) : at + about].strip() + "…"


def _coverage(found: dict[str, Any]) -> Iterator[str]:
    yield "## Lines that tests reach\n"
    if not found:
        yield "Not measured yet: `make coverage` does."
        return
    yield found["about"] + "\n"
    yield "| room | statements | reached |\n|---|---:|---:|"
    for room, (statements, reached) in found["rooms"].items():
        yield f"| `{room}` | {statements:,} | {reached / statements:.2%} |"
    total, reached = (sum(pair[i] for pair in found["rooms"].values()) for i in (0, 1))
    yield f"| all | {total:,} | {reached / total:.2%} |"
