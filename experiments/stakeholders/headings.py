"""What a heading says: whether it names actors, issues or numbers, and numbers of what, on which issue."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from experiments.stakeholders.words import ABOUT, ACTOR, ISSUE, MEASURE, PARTS, SHORT, SMALL, VALUE, Part

Kind = Literal["actor", "issue", "measure", "value", "about"]
KINDS: dict[Kind, tuple[str, ...]] = {
    "actor": ACTOR, "issue": ISSUE, "measure": MEASURE, "value": VALUE, "about": ABOUT,
}  # fmt: skip
WORDS = {
    part: re.compile(rf"\b({'|'.join(sorted(words, key=len, reverse=True))})s?(?=\b|\d)")
    for part, words in PARTS.items()
}
SCALE = re.compile(
    r"[(\[][^()\[\]]*(?:\b\d+\s*(?:-|–|to|bis|à|a)\s*\d+\b|\d\s*=|\bmax\b|\bmin\b)[^()\[\]]*[)\]]"
    r"|\b\d+\s*(?:-|–|to)\s*\d+\b|[(\[]?\s*(?:%|per cent)\s*[)\]]?",
    re.IGNORECASE,
)
"""The scale in a heading: `(0–100)`, `(0 = none, 100 = all)`, `%`."""
BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
FOLDED = re.compile("[\u0300-\u036f]")


class Said(NamedTuple):
    """What a heading says of its numbers: of what they are, and of which issue or actor; nothing where it names none."""

    part: Part
    name: str


def plain(heading: str) -> str:
    """A heading as it is compared: small letters without accents, words apart, without the scale (`0–100`, `%`)."""
    folded = unicodedata.normalize("NFC", FOLDED.sub("", unicodedata.normalize("NFKD", _apart(heading))))
    return " ".join(re.sub(r"[_.:;,/\\()\[\]–—-]+", " ", folded).lower().split())


def _apart(heading: str) -> str:
    """A heading without its scale, with the words of `positionOnBases` apart."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", SCALE.sub(" ", heading))


def is_one_of(name: str, words: Sequence[str]) -> bool:
    """Whether a plain heading is one of some words, or their plural."""
    return (
        name in words
        or (name.endswith("s") and name[:-1] in words)
        or (name.endswith("ies") and f"{name[:-3]}y" in words)
    )


def kind_of(heading: str) -> Kind | None:
    """Which of the plain columns a heading names. Of two words, as in `Actor / Issue`, the first counts."""
    name = plain(heading)
    first = plain(re.split(r"[/\\|×]", heading)[0])
    return next((k for k, words in KINDS.items() if is_one_of(name, words) or is_one_of(first, words)), None)


def said_by(heading: str) -> Said | None:
    """What a heading says of numbers: `Policy Position`, `Sal1`, `Position (bases)`, `pos_FR`, `Power`."""
    name = plain(heading)
    parts: tuple[Part, ...] = ("position", "salience")
    for part in parts:
        if found := WORDS[part].search(name):
            rest = f"{name[: found.start()]} {name[found.end() :]}"
            return Said(part, " ".join(word for word in rest.split() if word not in SMALL))
    if name in SHORT:
        return Said(SHORT[name], "")
    return Said("capability", "") if is_one_of(name, PARTS["capability"]) else None


def weight_by(heading: str) -> Said | None:
    """A capability that a heading names with more words: `Relative power`, `Number of votes`, `Tax influence`."""
    name = plain(BRACKETS.sub(" ", heading))
    found = list(WORDS["capability"].finditer(name))
    if not found or kind_of(heading) is not None:
        return None
    last = found[-1]
    if (
        name[last.end() :].strip()
        and not re.match(r"(number of|share of|\w+ (of|in) )", name[last.start() :])
        and last.start()
    ):
        return None
    rest = f"{name[: last.start()]} {name[last.end() :]}"
    return Said("capability", " ".join(word for word in rest.split() if word not in SMALL))


def part_of_title(title: str) -> Part | None:
    """What the numbers of a whole table are, by its title: `Table 2: Saliences (0–100)`; None if it names two, or none."""
    name = plain(title)
    if name in SHORT:
        return SHORT[name]
    found: list[Part] = [part for part, pattern in WORDS.items() if pattern.search(name)]
    named = [part for part in found if part != "capability"] or found
    return named[0] if len(named) == 1 else None


def without_units(heading: str) -> str:
    """A heading without what stands in brackets, where more stands outside them than what the numbers are."""
    bare = BRACKETS.sub(" ", heading)
    said = said_by(bare)
    return bare if said is not None and said.name else heading


def named_in(name: str, heading: str) -> str:
    """A name as its heading writes it: `Policy` of `Policy Position`; `Issue 1` of `Pstn1`; nothing of `Position`."""
    if not name:
        return ""
    if name.isdigit():
        return f"Issue {name}"
    words = name.split()
    kept = [
        word
        for word in re.sub(r"[_:()\[\]]+", " ", _apart(heading)).split()
        if any(plain(word) == each or each in plain(word).split() for each in words)
    ]
    title = " ".join(kept) or name
    return title[:1].upper() + title[1:]


def issue_named(heading: str) -> str:
    """The issue in a heading of positions: `Policy` of `Policy Position`; nothing where it names none."""
    said = said_by(heading)
    return named_in(said.name, heading) if said else ""
