"""What the columns of a table are, from their headings: actor, capability, positions and saliences."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from experiments.stakeholders.table import letter
from sim.scenario.phrases import listed, shown

Part = Literal["position", "salience"]

ACTOR = ("actor", "party", "stakeholder", "player", "agent", "group", "country", "member state", "state", "name",
         "organisation", "organization", "faction", "who")  # fmt: skip
ISSUE = ("issue", "topic", "dimension", "question", "item", "subject", "controversy")
CAPABILITY = ("capability", "capacity", "power", "influence", "resources", "resource", "clout", "strength", "votes", "vote",
              "voting weight", "weight")  # fmt: skip
ABOUT = ("description", "desc", "about", "full name", "long name", "comment", "note", "remark", "details")
PARTS: Mapping[Part, tuple[str, ...]] = {
    "position": ("position", "pstn", "pos", "stance", "preferred position", "preferred outcome", "preference", "ideal point",
                 "ideal"),
    "salience": ("salience", "saliency", "sal", "importance", "priority"),
}  # fmt: skip
WORDS = {
    part: re.compile(rf"\b({'|'.join(sorted(words, key=len, reverse=True))})s?(?=\b|\d)")
    for part, words in PARTS.items()
}

SCALE = re.compile(r"[(\[]?\s*(\b\d+\s*(-|–|to)\s*\d+\b|%|per cent)\s*[)\]]?", re.IGNORECASE)


class Columns(NamedTuple):
    """Where things stand: numbers of columns, the first 0. `pairs` has those of each issue's position and salience."""

    actor: int
    about: int | None
    issue: int | None
    capability: int | None
    pairs: Mapping[str, tuple[int, int | None]]
    """By the issue's title; empty, in a long table, which has one row for each actor and issue."""
    unread: tuple[str, ...]
    """Headings that say nothing that is known."""


class HeadingsError(Exception):
    """Headings that cannot be understood; the message says why."""


def plain(heading: str) -> str:
    """A heading as it is compared: small letters, words apart, without the scale (`0–100`, `%`)."""
    return " ".join(re.sub(r"[_.:;/()\[\]–—-]+", " ", _apart(heading)).lower().split())


def _apart(heading: str) -> str:
    """A heading without its scale, with the words of `positionOnBases` apart."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", SCALE.sub(" ", heading))


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row is one of headings: it names actors and positions."""
    found = [plain(cell) for cell in cells]
    return any(_is(word, ACTOR) for word in found) and any(WORDS["position"].search(word) for word in found)


def under(above: Sequence[str], cells: Sequence[str]) -> list[str]:
    """Headings in two rows as one: where several columns are a bare `Position`, the row above names their issues.

    An issue may stand over the first of its columns only, as in cells that are merged.
    """
    bare = [_part(cell) for cell in cells]
    if sum(part == ("position", "") for part in bare) < 2:
        return list(cells)
    found, issue = [], ""
    for column, (cell, part) in enumerate(zip(cells, bare, strict=True)):
        issue = (above[column].strip() if column < len(above) else "") or issue
        found.append(f"{issue} {cell}" if part is not None and not part[1] else cell)
    return found


def columns_of(cells: Sequence[str]) -> Columns:
    """What the columns of a table are; HeadingsError if that cannot be told."""
    names = [plain(cell) for cell in cells]
    taken: dict[str, int] = {}
    parts: dict[Part, dict[str, int]] = {"position": {}, "salience": {}}
    unread = []
    for column, name in enumerate(names):
        if not name:
            continue
        kind = _kind(name, taken)
        part = _part(cells[column])
        if part is not None:
            which, issue = part
            if issue in parts[which]:
                raise HeadingsError(
                    f"two {which} columns for {_of(issue)}: {letter(parts[which][issue])} and {letter(column)}"
                )
            parts[which][issue] = column
        elif kind is not None:
            taken[kind] = column
        else:
            unread.append(cells[column].strip())
    if "actor" not in taken:
        raise HeadingsError(f"no column names the actors; one of these was expected: {listed(ACTOR, 'or')}")
    return Columns(
        taken["actor"],
        taken.get("about"),
        taken.get("issue"),
        taken.get("capability"),
        _pairs(parts, cells),
        tuple(unread),
    )


def _kind(name: str, taken: Mapping[str, int]) -> str | None:
    """Which of the plain columns a heading names, of those that were not found yet."""
    kinds = {"actor": ACTOR, "issue": ISSUE, "capability": CAPABILITY, "about": ABOUT}
    return next((kind for kind, words in kinds.items() if kind not in taken and _is(name, words)), None)


def _is(name: str, words: Sequence[str]) -> bool:
    """Whether a heading is one of some words, or their plural."""
    return (
        name in words
        or (name.endswith("s") and name[:-1] in words)
        or (name.endswith("ies") and f"{name[:-3]}y" in words)
    )


def _part(heading: str) -> tuple[Part, str] | None:
    """Whether a heading is of positions or saliences, and of which issue: `Policy Position`, `Sal1`, `Position (bases)`."""
    name = plain(heading)
    for which, pattern in WORDS.items():
        if found := pattern.search(name):
            rest = f"{name[: found.start()]} {name[found.end() :]}"
            return which, " ".join(word for word in rest.split() if word not in {"of", "on", "for", "the"})
    return None


def issue_named(heading: str) -> str:
    """The issue in a heading of positions: `Policy` of `Policy Position`; nothing where it names none."""
    part = _part(heading)
    return _issue_title(part[1], heading) if part else ""


def _pairs(parts: Mapping[Part, Mapping[str, int]], cells: Sequence[str]) -> dict[str, tuple[int, int | None]]:
    """Columns of position and salience by the issue as its heading has it."""
    positions, saliences = parts["position"], parts["salience"]
    if not positions:
        raise HeadingsError(
            f"no column gives positions; one of these words was expected: {listed(PARTS['position'], 'or')}"
        )
    _matched("saliences", saliences, "positions", positions, cells)
    if saliences:
        _matched("positions", positions, "saliences", saliences, cells)
    return {_issue_title(issue, cells[column]): (column, saliences.get(issue)) for issue, column in positions.items()}


def _matched(what: str, having: Mapping[str, int], other: str, among: Mapping[str, int], cells: Sequence[str]) -> None:
    """HeadingsError where an issue has columns of the one kind and not of the other."""
    for issue, column in having.items():
        if issue not in among:
            heading = f"column {letter(column)} ({shown(cells[column].strip())})"
            raise HeadingsError(f"{heading} gives {what} for {_of(issue)}, and no column its {other}")


def _of(issue: str) -> str:
    return shown(issue) if issue else "the issue"


def _issue_title(issue: str, heading: str) -> str:
    """An issue as its heading writes it: `Policy` of `Policy Position`; `Issue 1` of `Pstn1`; nothing of `Position`."""
    if not issue:
        return ""
    if issue.isdigit():
        return f"Issue {issue}"
    words = issue.split()
    written = re.sub(r"[_:()\[\]]+", " ", _apart(heading))
    kept = [
        word for word in written.split() if any(plain(word) == each or each in plain(word).split() for each in words)
    ]
    title = " ".join(kept) or issue
    return title[:1].upper() + title[1:]
