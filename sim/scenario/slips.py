"""Where a text went wrong that is no YAML: the parser says where it got stuck, which is mostly below the slip itself.

The lines about that place are looked at as a person would: a key without its colon, a space of another kind, a quotation
mark that closes too late, a line that stands too deep. What is found here is a guess at the cause, so that every message
names the line that it is about; where nothing is found, the parser's own place stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from sim.scenario.phrases import printable, shortened, shown

_WORD = r"[A-Za-z][A-Za-z0-9_]*"
_KEY = re.compile(rf"(?:- +)*(?:{_WORD}|[\"'][^\"':]*[\"'])\s*:(?:\s|$)")
_GLUED = re.compile(rf"((?:- +)*)({_WORD}):(\S.*)")
_EQUALS = re.compile(rf"((?:- +)*)({_WORD}) *= *(\S.*)")
_OPENED = re.compile(rf"((?:- +)*)({_WORD}) +([\[{{].*)")
_SPOKEN = re.compile(rf"((?:- +)*)({_WORD}) +(\S.*)")
_ALONE = re.compile(rf"((?:- +)*)({_WORD})")
_DASHED = re.compile(r"([-–—•*])(?=\S)(?![-0-9.]).*|([–—•]) .*")
_CONFLICT = re.compile(r"(<<<<<<<|>>>>>>>|=======)(?: .*)?")
_STRANGE = {
    "\u00a0": "a space of another kind (U+00A0)", "\u202f": "a space of another kind (U+202F)",
    "\u3000": "a space of another kind (U+3000)", "\u2007": "a space of another kind (U+2007)",
    "\u200b": "an invisible character (U+200B)", "\u200e": "an invisible character (U+200E)",
    "\u2060": "an invisible character (U+2060)", "：": "a colon of another kind (“：”)",
}  # fmt: skip
FORBIDDEN_FIRST = "@`%"
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


class Slip(NamedTuple):
    """What is likely wrong, and where: line and column count from 1."""

    line: int
    column: int
    message: str


class Stuck(NamedTuple):
    """Where the parser got stuck, line and column from 1, and where the value that it read before that opened."""

    line: int
    column: int
    opened: tuple[int, int] | None = None


def likely_in_brackets(text: str, stuck: Stuck) -> Slip | None:
    """The same of a text in which the parser got stuck between brackets, where lines and their depth say nothing."""
    lines = text.splitlines()
    if stuck.line > len(lines):
        return None
    return _strange(lines, stuck.line - 1, stuck) or _inner_quote(lines, stuck.line - 1, stuck)


def likely(text: str, stuck: Stuck) -> Slip | None:
    """Return what is likely wrong with a text in which the parser got stuck; None if nothing is seen."""
    lines = text.splitlines()
    here = stuck.line - 1
    before = _before(lines, here)
    found = _conflict(lines) or _late_quote(lines, stuck)
    if found is not None:
        return found
    for number in (before, here):
        for look in _OF_A_LINE:
            if number is not None and number < len(lines) and (slip := look(lines, number, stuck)):
                return slip
    return _depth(lines, here, before) if here < len(lines) else None


# ------------------------------------------------------------------------------
# What one line may have


def _strange(lines: list[str], number: int, stuck: Stuck) -> Slip | None:
    """A space or a colon that looks like the one that is meant."""
    line = _bare(lines[number], keep_end=True)
    for column, character in enumerate(line):
        if character in _STRANGE:
            instead = (
                "; write :" if character == "：" else "; write a plain space" if "space" in _STRANGE[character] else ""
            )
            return Slip(number + 1, column + 1, f"{_STRANGE[character]} stands here{instead or '; take it out'}")
    return None


def _tab(lines: list[str], number: int, stuck: Stuck) -> Slip | None:
    """A tab where spaces should be."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    column = lines[number].find("\t", 0, indent)
    return Slip(number + 1, column + 1, "a tab stands here; indent with spaces, not tabs") if column >= 0 else None


def _first(lines: list[str], number: int, stuck: Stuck) -> Slip | None:
    """A value that begins with what begins no value."""
    if number + 1 != stuck.line or stuck.column > len(lines[number]):
        return None
    line, column = lines[number], stuck.column - 1
    if line[column] in FORBIDDEN_FIRST:
        return Slip(stuck.line, stuck.column, f'a text that begins with "{line[column]}" needs quotation marks')
    closed = re.search(r"(: +|- +)([\[{].*[\]}]) *$", line[:column])
    if line[column] == "," and _is_closed_before(line, column):
        return Slip(stuck.line, stuck.column, "a comma stands here after the end of the value; take it out")
    if line[column] in "]}":
        return Slip(
            stuck.line,
            stuck.column,
            f'this "{line[column]}" closes nothing; is one too many, or its other end missing?',
        )
    if closed is not None:
        opening = closed[2][0]
        message = f'a text that begins with "{opening}" needs quotation marks'
        return Slip(stuck.line, closed.start(2) + 1, message)
    return None


def _is_closed_before(line: str, column: int) -> bool:
    """Whether brackets close right before a column."""
    return line[:column].rstrip().endswith(("]", "}"))


def _inner_quote(lines: list[str], number: int, stuck: Stuck) -> Slip | None:
    """A quotation mark inside a quoted text, which closes it."""
    if number + 1 != stuck.line:
        return None
    line = lines[number]
    for found in _QUOTED.finditer(line):
        goes_on = re.match(r"\s*[^\s,:#\]}]", line[found.end() :])
        if goes_on and _opens(line[: found.start()]):
            instead = "double it ('')" if found[0][0] == "'" else 'write \\"'
            message = f"the quotation closes here, and the text goes on; {instead} inside of it"
            return Slip(number + 1, found.end(), message)
    return None


def _opens(before: str) -> bool:
    return re.search(r"(?:: +|- +|, *|[\[{] *)$", before) is not None


def _no_colon(lines: list[str], number: int, stuck: Stuck) -> Slip | None:
    """A line that should be `key: value` and has no colon, or no space after it."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    line = _bare(lines[number])
    at = indent + 1
    if not line or _KEY.match(line) or (_inside_text(lines, number) and not _opened_by(line, number, stuck)):
        return None
    if line.startswith(("//", "/*")):
        return Slip(number + 1, at, 'a comment begins with "#"')
    if found := _GLUED.fullmatch(line):
        column = at + found.end(2)
        return Slip(number + 1, column, f'a space is missing after the ":"; write {_said(found[2], found[3])}')
    if found := _EQUALS.fullmatch(line):
        return Slip(number + 1, at + found.end(2), f'expected a ":" here; write {_said(found[2], found[3])}')
    if _DASHED.fullmatch(line):
        if line[0] != "-":
            return Slip(
                number + 1, at, f'an item of a list begins with "- ", a hyphen and a space, not with "{line[0]}"'
            )
        return Slip(number + 1, at + 1, 'a space is missing after the "-" of this item')
    if found := _OPENED.fullmatch(line) or _SPOKEN.fullmatch(line):
        return Slip(number + 1, at + found.end(2), f'a ":" is missing here; write {_said(found[2], found[3])}')
    if found := _ALONE.fullmatch(line):
        return Slip(number + 1, at + found.end(2), f'a ":" is missing here; write {shortened(found[2])}:')
    return None


def _opened_by(line: str, number: int, stuck: Stuck) -> bool:
    """Whether the value that the parser was reading opened on this line: it cannot be the rest of another one."""
    return stuck.opened is not None and stuck.opened[0] == number + 1


def _second_colon(lines: list[str], number: int, stuck: Stuck) -> Slip | None:
    """A text with `: ` in it that is not quoted."""
    if number + 1 != stuck.line:
        return None
    line = lines[number]
    key = re.match(rf"\s*(?:- +)*{_WORD}: +", line)
    if key is None or key.end() >= stuck.column or line[stuck.column - 1 : stuck.column] != ":":
        return None
    if line[key.end()] in "\"'[{":
        return None
    value = shortened(_bare(line[key.end() :]))
    return Slip(number + 1, stuck.column, f'a text with ": " in it needs quotation marks; write {shown(value)}')


_Look = Callable[[list[str], int, Stuck], Slip | None]
_OF_A_LINE: tuple[_Look, ...] = (_strange, _tab, _first, _inner_quote, _second_colon, _no_colon)


# ------------------------------------------------------------------------------
# What several lines may have


def _conflict(lines: list[str]) -> Slip | None:
    """What a version control leaves of two versions."""
    for number, line in enumerate(lines):
        if line.startswith(("<<<<<<<", ">>>>>>>")) and _CONFLICT.fullmatch(line):
            return Slip(
                number + 1, 1, "two versions of this file were put together here, and the conflict is not resolved"
            )
    return None


def _late_quote(lines: list[str], stuck: Stuck) -> Slip | None:
    """A quotation mark that is missing, so that the text ends only at the next one, lines below."""
    if stuck.opened is None or stuck.opened[0] >= stuck.line:
        return None
    line, column = stuck.opened
    character = lines[line - 1][column - 1 : column]
    if character not in {'"', "'"}:
        return None
    return Slip(
        line, column, f"a quotation mark opens here, and the next one is on line {stuck.line}: is one missing here?"
    )


def _depth(lines: list[str], here: int, before: int | None) -> Slip | None:
    """A line that stands deeper or less deep than what it goes with."""
    if before is None or not lines[here].strip():
        return None
    indent, above = _indent(lines[here]), _indent(lines[before])
    if indent > above and not re.search(r":\s*$", _bare(lines[before])):
        message = (
            f"this line stands deeper ({_spaces(indent)}) than line {before + 1} ({above}), which has its value already"
        )
        return Slip(here + 1, indent + 1, f"{message}: is the indentation right?")
    parent = next((i for i in range(here - 1, -1, -1) if _bare(lines[i]) and _indent(lines[i]) < indent), None)
    first = 0 if parent is None else parent + 1
    sibling = next((i for i in range(first, here) if _bare(lines[i])), None)
    if sibling is None:
        return None
    depth = _indent(lines[sibling])
    listed = [lines[i].lstrip().startswith("- ") for i in (sibling, here)]
    if depth == indent and listed[0] != listed[1]:
        which = ("begins", "does not") if listed[0] else ("does not begin", "does")
        message = f'line {sibling + 1} {which[0]} with "- ", this line {which[1]}: items of a list all do, keys never'
        return Slip(here + 1, indent + 1, message)
    if depth == indent:
        return None
    below = "" if parent is None else f", both below line {parent + 1}"
    message = f"this line is {_spaces(indent)} in, line {sibling + 1} is {depth} in{below}: is the indentation right?"
    return Slip(here + 1, indent + 1, message)


def _before(lines: list[str], here: int) -> int | None:
    """The last line above that says anything."""
    return next((i for i in range(min(here, len(lines)) - 1, -1, -1) if _bare(lines[i])), None)


def _inside_text(lines: list[str], number: int) -> bool:
    """Whether a line may go on with a text that began above: it stands deeper than a line that has a value."""
    before = _before(lines, number)
    if before is None:
        return False
    line = _bare(lines[before])
    unfinished = line.count("[") + line.count("{") > line.count("]") + line.count("}")
    has_value = re.search(r":\s+\S", line) is not None and not re.search(r":\s*$", line)
    return unfinished or (has_value and _indent(lines[number]) > _indent(lines[before]))


def _bare(line: str, keep_end: bool = False) -> str:
    """A line without its comment and the spaces around it."""
    without = re.sub(r"(^|\s)#.*", "", line)
    return without if keep_end else without.strip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}"


def _said(key: str, value: str) -> str:
    """What to write: `key: value`, shortened."""
    return printable(shortened(f"{key}: {value}"))
