"""docs/reliability.md, from the figures that are kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.nightly import record
from tests.nightly.trials import KINDS
from tests.places import ROOT

PAGE = ROOT / "docs" / "reliability.md"
TOP = """# What was tried to break it

`make nightly` damages every kind of input, kills commands, fills disks, stops clocks, sweeps for half an hour and has two hundred
clients ask at once, many of whom mean harm. This page has the figures of what was tried last; `python -m tests.nightly page` makes
it of `tests/nightly/record.json`, in which each part has those of its last night. A twentieth of it, of inputs a fortieth, is in `make test`.

What counts as harm: an exit status other than 0 (done) or 2 (refused), a traceback, an end by a signal, more than a minute for
what takes a moment, a refusal without a word or one after which a file is another, a letter that a terminal would obey, and bytes
that differ from those of an undisturbed run. Each that did harm is named, with the command that does it again.
"""


def page(told: dict[str, Any]) -> str:
    """The page of these figures."""
    parts = {name: write(told[name]) for name, write in PARTS.items() if name in told}
    return "\n".join([TOP, *("\n".join([*lines, *_found(told[name])]) for name, lines in parts.items())])


def write() -> Path:
    """Write the page of the figures that are kept."""
    PAGE.write_text(page(record.read()), encoding="utf-8")
    return PAGE


def _found(part: dict[str, Any]) -> Iterator[str]:
    """What did harm, and when, where and how long it was tried."""
    if part["harmed"]:
        yield "What did harm, and is not mended yet:"
        yield ""
        yield from (f"- {each}" for each in part["harmed"])
        yield ""
    if part.get("mended"):
        yield "What did harm on that night, and has been mended since:"
        yield ""
        yield from (f"- {each}" for each in part["mended"])
        yield ""
    yield f"{part['on']}, {part['processor']}, rules {part['rules_sha256'][:12]}: {part['seconds']:,.0f} seconds{seeds(part)}."
    yield ""


def seeds(part: dict[str, Any]) -> str:
    """From which seed on it was tried, where there is one."""
    return f", seeds from {part['first']:,} on" if "first" in part else ""


def _table(heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[str]:
    lines = [" | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row) for row in (heads, *rows)]
    return [f"| {lines[0]} |", "| --- |" + " ---: |" * (len(heads) - 1), *(f"| {line} |" for line in lines[1:]), ""]


def _inputs(part: dict[str, Any]) -> list[str]:
    rows = [_counts(KINDS[name][0], row) for name, row in part["rows"].items()]
    rows.append(
        _counts(
            "all", {key: sum(row[key] for row in part["rows"].values()) for key in next(iter(part["rows"].values()))}
        )
    )
    return [
        "## Damaged inputs", "",
        "Sound inputs with one to four damages: in their text (a letter, a line, a number, an encoding, a bit) or in their structure (a key, a "
        "kind, a size, a depth, a part of elsewhere).", "",
        *_table(("", "tried", "refused", "done", "did harm", "processor seconds"), rows),
    ]  # fmt: skip


def _counts(name: str, row: dict[str, Any]) -> tuple[object, ...]:
    done = row["tried"] - row["refused"] - row["harmed"]
    return name, row["tried"], row["refused"], done, row["harmed"], f"{row['seconds']:.0f}"


def _links(part: dict[str, Any]) -> list[str]:
    row = part["rows"]["links"]
    return [
        "## Damaged links of the what-if page", "",
        f"Of {row['tried']:,} links {row['refused']:,} were refused with a sentence; each of the others gives a setting within its limits that makes "
        f"the same link again, but for {row['harmed']}.", "",
    ]  # fmt: skip


def _ends(part: dict[str, Any]) -> list[str]:
    row = part["rows"]["scenarios"]
    return [
        "## Numbers at the ends of their ranges", "",
        f"{row['played']:,} random scenarios were played on both engines, with every index of an array checked: {len(part['harmed'])} differed by a bit, "
        f"or looked outside. {row['cannot be run']:,} more could not be run as they were.", "",
    ]  # fmt: skip


def _levels(part: dict[str, Any]) -> list[str]:
    row = part["rows"]["levels"]
    return [
        "## What cannot be taken back", "",
        f"{row['histories']:,} histories of the {row['scenarios']} shipped scenarios, with every issue's level looked at after each of {row['rounds']:,} "
        f"rounds: what cannot be taken back moved {row['moved']:,} times and fell {row['taken back']:,} times; what can be, which the same eyes looked "
        f"at, fell {row['fell']:,} times.", "",
    ]  # fmt: skip


def _kills(part: dict[str, Any]) -> list[str]:
    rows = [(f"`parley {name}`", row["killed"], row["too late"], row["harmed"]) for name, row in part["rows"].items()]
    return [
        "## Kills", "",
        "SIGKILL at a random moment, some of the time again in the second attempt; then the same command, `run` and `sweep` with `--resume`. What "
        "is there in the end has the bytes of an undisturbed one.", "",
        *_table(("", "killed", "done before", "did harm"), rows),
    ]  # fmt: skip


def _weather(part: dict[str, Any]) -> list[str]:
    rows = [(name, row["tried"], row["harmed"]) for name, row in part["rows"].items()]
    return [
        "## Bad weather", "",
        "Refused or done, never half done; and once there is room again, the same command is done.", "",
        *_table(("", "tried", "did harm"), rows),
    ]  # fmt: skip


def _serving(part: dict[str, Any]) -> list[str]:
    rows = [(name, sum(row.values()), ", ".join(f"{status}: {count}" for status, count in sorted(row.items()))) for name, row in part["rows"].items()]  # fmt: skip
    return [
        f"## {part['clients']} clients of `parley serve` at once", "",
        f"Its own page waited {part['slowest']:.1f} seconds at most; memory was {part['before']:.0f} MB before and {part['after']:.0f} MB afterwards.", "",
        *_table(("who asks", "requests", "answers by status"), rows),
    ]  # fmt: skip


def _endurance(part: dict[str, Any]) -> list[str]:
    return [
        "## Sweeping on and on", "",
        f"One sweep played {part['pieces']:,} pieces of 500 histories in {part['minutes']:.0f} minutes, at the lowest priority. Its resident memory was "
        f"{part['settled']:.0f} MB after a fifth of the time and {part['last']:.0f} MB at the end ({part['slope']:+.1f} MB an hour); Ctrl-C ended it with "
        f"exit status {part['status']}.", "",
    ]  # fmt: skip


PARTS = {
    "inputs": _inputs, "links": _links, "ends": _ends, "levels": _levels, "kills": _kills, "weather": _weather, "serving": _serving, "endurance": _endurance,
}  # fmt: skip
