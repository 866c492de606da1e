"""YAML text to nodes, and plain data to YAML text: the only module that knows YAML.

A file from a stranger must not hang or crash the reader, so the text is taken event by event: size, depth
and the number of values after aliases are capped. A scalar means what YAML 1.2's core rules say (`NO` and
`1:30` are text, `1e-3` is a number), because YAML 1.1's surprises are wrong numbers that nobody notices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NoReturn

import yaml

from sim.scenario.document import Mark, Node, Problem, piece_words
from sim.scenario.hints import of_number
from sim.scenario.phrases import described, printable, shortened, shown
from sim.scenario.slips import Slip, Stuck, likely, likely_in_brackets

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_VALUES = 100_000
MAX_DIGITS = 40


def dump(data: Any) -> str:
    """Return plain data as YAML text that `read` gives back unchanged (and YAML 1.1 readers too)."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


# libyaml's event parser does not recurse, unlike its composer, which overflows the stack on 100,000 brackets.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_FIGURE = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?")
_COMMAS = re.compile(r"[-+]?[0-9]+(,[0-9]+)+(\.[0-9]+)?")
_DIGITS = re.compile(r"[0-9]+")
_WITHOUT_COLON = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(?::|\s+)([^\s{}\[\]].*)")
_INFINITY = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NOT_A_NUMBER = frozenset({".nan", ".NaN", ".NAN"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# An escape can smuggle in what a file may not hold itself; it would reach a terminal, or break a figure.
_UNPRINTABLE = re.compile(f"{_FORBIDDEN.pattern}|[\r\x85]")

_SYNTAX = (
    (
        "mapping values are not allowed",
        'a ":" is not expected here; is the indentation right, or does a text with ": " in it need quotes?',
    ),
    ("cannot start any token", "no value can start with this character; put such a text in quotes"),
    ("could not find expected ':'", 'expected "key: value", but this key has no ":" after it'),
    ("unknown escape", 'a "\\" in double quotes begins an escape; write "\\\\", or use single quotes'),
    ("decimal number", 'a "\\" in double quotes begins an escape; write "\\\\", or use single quotes'),
    ("while scanning a quoted scalar", "a quotation mark opens here and is never closed"),
    ("while scanning a double-quoted scalar", "a quotation mark opens here and is never closed"),
    ("while scanning an alias", 'a text that begins with "*" needs quotes'),
    ("while scanning an anchor", 'a text that begins with "&" needs quotes'),
    ("while scanning a tag", 'a text that begins with "!" needs quotes'),
    ("while parsing a tag", 'a text that begins with "!" needs quotes'),
    ("while scanning a block scalar", 'a text that begins with ">" or "|" needs quotes'),
    ("while scanning a directive", 'a text that begins with "%" needs quotes'),
    (
        "while parsing a flow sequence",
        'a list opens with "[" here and goes wrong: is a "," or "]" missing, or does a text in it need quotes?',
    ),
    (
        "while parsing a flow mapping",
        'a group opens with "{" here and goes wrong: is a "," or "}" missing, or does a text in it need quotes?',
    ),
    ("while parsing a block", "the indentation does not fit the lines above it"),
    ("node content", "a value is missing here"),
    ("expected <document start>", "the text goes on after its end; is the indentation right?"),
    ("did not find expected <document start>", "the text goes on after its end; is the indentation right?"),
)
_AT_ITS_OPENING = (" here and ", "begins with", "has no")
"""What is said of the place where something opened, which helps more than where the parser noticed."""


class _StopReadingError(Exception):
    """The rest of the text cannot be read; why is already among the problems."""


class Text:
    """Turns one YAML text into nodes, gathering problems.

    `shift` is what to add to columns of the first line, for text that stands behind something else.
    """

    def __init__(self, text: str, file: str, shift: int = 0) -> None:
        self.text = text
        self.file = file
        self.shift = shift
        self.problems: list[Problem] = []
        self.complete = True
        self.partial = False
        """Whether something was left out (below a key that is there twice), or a number cut at its comma."""
        self._path: list[str] = []
        self._anchors: dict[str, Node | None] = {}
        self._values = 0
        self._stream: Iterator[Any] = iter(())

    def root(self) -> Node | None:
        """Return the document's only value, or None if it could not be read to its end."""
        try:
            self._check_characters()
            self._stream = yaml.parse(self.text, Loader=_Loader)
            return self._document()
        except _StopReadingError:
            pass
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # PyYAML's own scanner lets chr() fail on escapes such as "\UFFFFFFFF".
            self._note(self._mark(None), f"not valid YAML: {printable(str(error).splitlines()[0])}")
        self.complete = False
        return None

    def _document(self) -> Node:
        next(self._stream)
        start = next(self._stream)
        if isinstance(start, yaml.StreamEndEvent):
            self._stop(self._mark(None), "there is nothing in it")
        first = next(self._stream)
        if _is_empty(first):
            self._stop(self._mark(first.start_mark), "there is nothing in it")
        root = self._node(first, 1)
        next(self._stream)
        after = next(self._stream)
        if isinstance(after, yaml.DocumentStartEvent):
            message = 'a second document starts here ("---"); only one is allowed'
            self._stop(self._mark(after.start_mark), message)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        mark = self._mark(event.start_mark)
        if depth > MAX_DEPTH:
            self._stop(mark, f"nested more than {MAX_DEPTH} deep")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, mark, depth)
        self._count(1, mark)
        self._check_tag(event, mark)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            node = Node(self._scalar(event, mark), mark)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(mark, depth)
        else:
            node = self._mapping(mark, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _sequence(self, mark: Mark, depth: int) -> Node:
        items: list[Node] = []
        numbers: list[Any] = []
        for event in self._until(yaml.SequenceEndEvent):
            self._path.append(str(len(items)))
            items.append(self._node(event, depth + 1))
            self._path.pop()
            if _is_figure(event):
                numbers.append(event)
        run_on = _run_on(numbers) if len(numbers) == len(items) else ()
        return replace(_sized(items, items, mark), run_on=run_on)

    def _mapping(self, mark: Mark, depth: int) -> Node:
        entries: dict[str, Node] = {}
        last: tuple[str, Any] | None = None  # the name of the entry before, and the event of its value
        for event in self._until(yaml.MappingEndEvent):
            key_mark = self._mark(event.start_mark)
            value_event = None
            if isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
                value_event = next(self._stream)
                if _is_nothing_at_all(event, value_event) and self._mended(event, last, entries):
                    continue
            name = self._key(event, key_mark, depth)
            self._path.append("?" if name is None else piece_words(None, name))
            if name in entries:
                first = _line(entries[name])
                self._note(key_mark, f"duplicate key {shown(name)}; the first is on line {first}")
            value_event = value_event or next(self._stream)
            value = self._node(value_event, depth + 1)
            self.partial = self.partial or (name in entries and isinstance(value.value, dict | list))
            if name is not None:
                entries.setdefault(name, replace(value, key=key_mark))
                last = (name, value_event)
            self._path.pop()
        return _sized(entries, list(entries.values()), mark)

    def _mended(self, event: Any, last: tuple[str, Any] | None, entries: dict[str, Node]) -> bool:
        """Whether a key without any colon, in braces, is a slip that is noted here: then it is read as it was meant."""
        mark, text = self._mark(event.start_mark), event.value
        if last is not None and (number := self._with_commas(last[1], event)):
            if _follows(last[1], event):
                where = ".".join((*self._path, piece_words(None, last[0])))
                message = f"expected a number, got {shortened(number)}{of_number(number)}"
                self.problems.append(Problem(self._mark(last[1].start_mark), where, message))
                self.partial = True
            return True
        if last is not None and self._is_text(last[1]):
            whole = f"{last[1].value}, {text}"
            message = f"a text with a comma in it needs quotation marks here; write {shown(whole)}"
            self._note(self._mark(last[1].start_mark), message)
            return True
        found = _WITHOUT_COLON.fullmatch(text)
        if found is None or found[1] in entries:
            return False
        what = "a space is missing after the" if text[found.end(1)] == ":" else "there is no"
        self._note(mark, f'{what} ":" in {shown(text)}; write {printable(shortened(f"{found[1]}: {found[2]}"))}')
        value = Node(self._number(found[2], mark), mark, key=mark)
        entries[found[1]] = value
        return True

    def _until(self, end: type) -> Iterator[Any]:
        while not isinstance(event := next(self._stream), end):
            yield event

    def _key(self, event: Any, mark: Mark, depth: int) -> str | None:
        """Return a key's text, or None (after noting why) if it has to be left out with its value.

        Keys are text, save those of a `choice`, which are the numbers to choose from.
        """
        plain = event.value if isinstance(event, yaml.ScalarEvent) and event.implicit[0] else None
        if plain == "<<":
            self._leave_out(mark, 'merging with "<<" is not allowed; write the keys out, or use "extends"')
            return None
        if plain == "":
            self._leave_out(mark, 'a key is missing before the ":"')
            return None
        key = self._node(event, depth + 1).value
        if isinstance(key, list | dict):
            self._leave_out(mark, f"a key must be text, not {described(key)}")
            return None
        if isinstance(key, str):
            return key
        text = plain or shown(key)
        if self._path[-1:] == ["choice"] and isinstance(key, int | float) and not isinstance(key, bool):
            return text
        self._note(mark, f"a key must be text; put it in quotes: {shown(text)}")
        return text

    def _is_text(self, value: Any) -> bool:
        """Whether an event is a text of several words without quotation marks."""
        return isinstance(value, yaml.ScalarEvent) and value.implicit[0] and " " in value.value

    def _with_commas(self, value: Any, key: Any) -> str | None:
        """The number with commas that begins as a value in braces and of which a key is a part; None if it is not."""
        found = _COMMAS.match(self.text, value.start_mark.index) if _is_figure(value) else None
        return found[0] if found is not None and key.start_mark.index < found.end() else None

    def _leave_out(self, mark: Mark, message: str) -> None:
        self._note(mark, message)
        self.complete = False

    def _alias(self, event: Any, mark: Mark, depth: int) -> Node:
        name = printable(shortened(event.anchor))
        target = self._anchors.get(event.anchor)
        if target is None:
            open_still = event.anchor in self._anchors
            why = "something that contains itself" if open_still else f"nothing: no &{name} comes before it"
            self._leave_out(mark, f"*{name} stands for {why}")
            return Node(None, mark)
        self._count(target.size, mark)
        if depth + target.height - 1 > MAX_DEPTH:
            self._stop(mark, f"nested more than {MAX_DEPTH} deep once aliases are written out")
        return replace(target, mark=mark)

    def _check_tag(self, event: Any, mark: Mark) -> None:
        if event.tag is not None:
            tag = printable(shortened(event.tag.replace("tag:yaml.org,2002:", "!!")))
            self._leave_out(mark, f"the tag {tag} is not allowed; to keep a value as text, quote it")

    def _scalar(self, event: Any, mark: Mark) -> bool | int | float | str | None:
        text: str = event.value
        if found := _UNPRINTABLE.search(text):
            character = f"U+{ord(found[0]):04X}"
            self._leave_out(mark, f"an escape in this text stands for {character}, which is not allowed in a text")
            return _UNPRINTABLE.sub("?", text)
        if event.style or event.tag is not None:
            return text
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        return self._number(text, mark)

    def _number(self, text: str, mark: Mark) -> int | float | str:
        """Return the number that `text` is, or else the text itself."""
        if _INTEGER.fullmatch(text):
            if len(text) <= MAX_DIGITS:
                return int(text)
        elif _FLOAT.fullmatch(text):
            number = float(text)
            if abs(number) != float("inf"):
                return number
        elif _INFINITY.fullmatch(text):
            return float("-inf") if text.startswith("-") else float("inf")
        else:
            return float("nan") if text in _NOT_A_NUMBER else text
        self._note(mark, f"the number {shortened(text)} is too large; if it is text, put it in quotes")
        return 0

    def _check_characters(self) -> None:
        found = _FORBIDDEN.search(self.text)
        if found is not None:
            mark = mark_at(self.text, found.start(), self.file, self.shift)
            self._stop(mark, f"the character U+{ord(found[0]):04X} is not allowed in a text file")

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        complaint = f"{error.context}: {error.problem}"
        message = next((plain for part, plain in _SYNTAX if part in complaint), None)
        # What is opened and never closed is noticed only at the end of the file, which is of no help.
        opened = message is not None and any(part in message for part in _AT_ITS_OPENING)
        mark = self._mark(error.context_mark if opened and error.context_mark is not None else error.problem_mark)
        slip = self._likely(error) if self.shift == 0 else None
        if slip is not None:
            self.problems.append(Problem(Mark(self.file, slip.line, slip.column), "", slip.message))
        else:
            self._note(mark, message or f"not valid YAML: {printable(str(error.problem))}")

    def _likely(self, error: yaml.MarkedYAMLError) -> Slip | None:
        """What a person has likely done; None where the parser says it well: of what opens and never closes."""
        at = error.problem_mark or error.context_mark
        if at is None or "quoted" in f"{error.context}":
            return None
        if "flow" in f"{error.context}":
            return likely_in_brackets(self.text, Stuck(at.line + 1, at.column + 1))
        return likely(self.text, Stuck(at.line + 1, at.column + 1, self._last_opened(at)))

    def _last_opened(self, until: Any) -> tuple[int, int] | None:
        """Where the last value before a place begins, if it goes on for several lines."""
        last = None
        with suppress(yaml.YAMLError):
            for token in yaml.scan(self.text, Loader=_Loader):
                if token.start_mark.index >= until.index:
                    break
                if isinstance(token, yaml.ScalarToken):
                    last = token
        if last is None or last.start_mark.line == last.end_mark.line:
            return None
        return last.start_mark.line + 1, last.start_mark.column + 1

    def _count(self, values: int, mark: Mark) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            self._stop(mark, f"more than {MAX_VALUES:,} values (each alias counts as all it stands for)")

    def _mark(self, mark: Any) -> Mark:
        if mark is None:
            return Mark(self.file, 1, 1 + self.shift)
        return Mark(self.file, mark.line + 1, mark.column + 1 + (self.shift if mark.line == 0 else 0))

    def _note(self, mark: Mark, message: str) -> None:
        self.problems.append(Problem(mark, ".".join(self._path), message))

    def _stop(self, mark: Mark, message: str) -> NoReturn:
        self._note(mark, message)
        raise _StopReadingError


def _is_figure(event: Any) -> bool:
    """Whether an event is a number as YAML has it, without a sign of its own that would part it from what stands before."""
    return isinstance(event, yaml.ScalarEvent) and event.implicit[0] and bool(_FIGURE.fullmatch(event.value))


def _follows(before: Any, event: Any) -> bool:
    """Whether nothing but a comma stands between two events."""
    return bool(event.start_mark.index == before.end_mark.index + 1)


def _run_on(numbers: Sequence[Any]) -> tuple[str, ...]:
    """Numbers with a comma and no space between them, where other commas of the list have one: `0,5` of `[0,5, 1]`."""
    groups: list[list[Any]] = []
    for event in numbers:
        if groups and _follows(groups[-1][-1], event) and _DIGITS.fullmatch(event.value):
            groups[-1].append(event)
        else:
            groups.append([event])
    if len(groups) < 2:  # no comma of the list has a space after it: that is how its author writes lists
        return ()
    return tuple(",".join(event.value for event in group) for group in groups if len(group) > 1)


def _is_nothing_at_all(key: Any, value: Any) -> bool:
    """Whether a value is absent together with its colon: `{a, b: 1}`."""
    return _is_empty(value) and bool(value.start_mark.index == key.end_mark.index)


def _sized(value: Any, children: Sequence[Node], mark: Mark) -> Node:
    size = 1 + sum(child.size for child in children)
    height = 1 + max((child.height for child in children), default=0)
    return Node(value, mark, size=size, height=height)


def _is_empty(event: Any) -> bool:
    """Return whether the event is the nothing of a file of comments, as against a `null` that was written."""
    return isinstance(event, yaml.ScalarEvent) and event.value == "" and event.implicit[0]


def _line(node: Node) -> int:
    return node.key.line if node.key is not None else node.mark.line


def mark_at(text: str, position: int, file: str, shift: int = 0) -> Mark:
    """Return the place of a character, counted from 0; `shift` is added to columns of the first line."""
    line = text.count("\n", 0, position)
    column = position - (text.rfind("\n", 0, position) + 1)
    return Mark(file, line + 1, column + 1 + (shift if line == 0 else 0))


class _Dumper(yaml.SafeDumper):
    """Quotes text that either YAML 1.1 or this module would take for a number."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write shared values out, so that the file needs no reading back and forth."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent list items below their key, as people write them."""
        super().increase_indent(flow, False)


for _tag, _pattern in (("int", _INTEGER), ("float", _FLOAT)):
    _whole = re.compile(rf"(?:{_pattern.pattern})\Z")
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _whole, list("-+.0123456789"))
