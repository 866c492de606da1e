"""Scenario text: YAML in, plain data out, with the place where every value stands.

The only module that knows YAML. It knows nothing of scenarios beyond two words: `extends`, which names a file
to build on, and the keys by which a mapping expresses one number (`NUMBER_FORMS`).

A file from a stranger must not hang or crash the reader, so the text is taken event by event: size, depth
and the number of values after aliases are capped. A scalar means what YAML 1.2's core rules say (`NO` and
`1:30` are text, `1e-3` is a number), because YAML 1.1's surprises are wrong numbers that nobody notices.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple, NoReturn

import yaml

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_VALUES = 100_000
MAX_CHAIN = 16
MAX_DIGITS = 40

NUMBER_FORMS = frozenset({"value", "uniform", "triangular", "normal", "beta", "choice"})
NUMBER_KEYS = NUMBER_FORMS | {"evidence"}

Loc = tuple[str | int, ...]


class Mark(NamedTuple):
    """A place in a file: line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing that is wrong, or worth a warning, and where."""

    mark: Mark
    path: str
    message: str

    def __str__(self) -> str:
        """Return `file:line:column: path: message`, without the path where there is none."""
        return f"{self.mark}: {self.path}: {self.message}" if self.path else f"{self.mark}: {self.message}"


class Change(NamedTuple):
    """One value that `extends` or `--set` replaced; None stands for "was not there" or "was deleted"."""

    path: str
    before: Any
    after: Any
    by: str


class ScenarioError(Exception):
    """A scenario that cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, sorted by place."""
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands.

    `key` is the place of the key that leads here. `created` marks a mapping that exists only because the path
    of a `--set` runs through it. `size` and `height` count what is below, aliases written out.
    """

    value: bool | int | float | str | list[Node] | dict[str, Node] | None
    mark: Mark
    key: Mark | None = None
    created: bool = False
    size: int = 1
    height: int = 1


@dataclass(frozen=True)
class Document:
    """A scenario's data after `extends` and `--set`, and where each part of it was written."""

    file: str
    root: Node
    changes: tuple[Change, ...] = ()

    @cached_property
    def data(self) -> dict[str, Any]:
        """The scenario as plain str, int, float, bool, None, list and dict."""
        plain = _plain(self.root)
        assert isinstance(plain, dict)
        return plain

    def where(self, loc: Sequence[str | int], *, key: bool = False) -> Mark:
        """Return the place of the value at `loc`, or of its key; where it is absent, of what encloses it."""
        nodes = _nodes_along(self.root, loc)
        last = nodes[-1]
        if key and len(nodes) == len(loc) + 1 and last.key is not None:
            return last.key
        return last.mark

    def has(self, loc: Sequence[str | int]) -> bool:
        """Return whether anything was written at `loc`."""
        return len(_nodes_along(self.root, loc)) == len(loc) + 1

    def value(self, loc: Sequence[str | int]) -> Any:
        """Return the plain data at `loc`; raise KeyError where there is none."""
        if not self.has(loc):
            raise KeyError(tuple(loc))
        return _plain(_nodes_along(self.root, loc)[-1])

    def created(self, loc: Sequence[str | int]) -> bool:
        """Return whether the mapping at `loc` exists only because the path of a `--set` runs through it."""
        return self.has(loc) and _nodes_along(self.root, loc)[-1].created

    def path(self, loc: Sequence[str | int]) -> str:
        """Return `loc` as one writes it after `--set`: dotted, list items by name where they have one."""
        return _path(self.root, loc)

    def problem(self, loc: Sequence[str | int], message: str, *, key: bool = False) -> Problem:
        """Return a problem with the value at `loc` (or with its key), told with its place."""
        problem = Problem(self.where(loc, key=key), self.path(loc), message)
        return _attributed(problem, self.file)


class Examination(NamedTuple):
    """What could be read, and everything wrong with it.

    `document` is there in spite of problems when nothing is missing from it (a key twice, say), so that its
    content can be checked in the same go; it is None when part of the text could not be understood.
    """

    document: Document | None
    problems: tuple[Problem, ...]


def read(path: str | os.PathLike[str], overrides: Sequence[str] = ()) -> Document:
    """Read a scenario file, what it `extends`, and `PATH=VALUE` overrides; raise ScenarioError."""
    document, problems = examine(path, overrides)
    if problems or document is None:
        raise ScenarioError(problems)
    return document


def examine(path: str | os.PathLike[str], overrides: Sequence[str] = ()) -> Examination:
    """Read like `read`, but return the problems beside whatever could be read; raise nothing."""
    return _Assembly(os.fspath(path)).examine(overrides)


def dump(data: Any) -> str:
    """Return plain data as YAML text that `read` gives back unchanged (and YAML 1.1 readers too)."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def suggest(word: str, choices: Iterable[str]) -> str:
    """Return `; did you mean "x"?` for the choice most like `word`, or nothing if none is."""
    by_lower = {choice.lower(): choice for choice in choices}
    close = difflib.get_close_matches(word[:100].lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {shown(by_lower[close[0]])}?" if close else ""


def shown(value: Any) -> str:
    """Return a scalar as it would be written in a file, shortened, on one line, with nothing unprintable."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return _printable(json.dumps(_shortened(value), ensure_ascii=False))
    if isinstance(value, list | dict):
        return described(value)
    return json.dumps(value).replace("-Infinity", "-.inf").replace("Infinity", ".inf").replace("NaN", ".nan")


def described(value: Any) -> str:
    """Return what a value is, in words: `the number 3`, `the text "abc"`, `a list`, `keys and values`."""
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "keys and values"
    if value is None or isinstance(value, bool):
        return shown(value)
    return f"the text {shown(value)}" if isinstance(value, str) else f"the number {shown(value)}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by file, line and column, each once."""
    return tuple(sorted(set(problems)))


# ------------------------------------------------------------------------------
# Nodes


def _plain(node: Node) -> Any:
    if isinstance(node.value, dict):
        return {name: _plain(child) for name, child in node.value.items()}
    if isinstance(node.value, list):
        return [_plain(child) for child in node.value]
    return node.value


def _nodes_along(root: Node, loc: Sequence[str | int]) -> list[Node]:
    """Return the nodes from the root towards `loc`, as far as there are any."""
    nodes = [root]
    for piece in loc:
        child = _child(nodes[-1], piece)
        if child is None:
            break
        nodes.append(child)
    return nodes


def _child(node: Node, piece: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(piece) if isinstance(piece, str) else None
    if isinstance(node.value, list) and isinstance(piece, int) and 0 <= piece < len(node.value):
        return node.value[piece]
    return None


def _item_name(node: Node) -> str | None:
    """Return what a list item's `name` says, if it has one."""
    name = node.value.get("name") if isinstance(node.value, dict) else None
    return name.value if name is not None and isinstance(name.value, str) else None


def _path(root: Node, loc: Sequence[str | int]) -> str:
    nodes = _nodes_along(root, loc)
    pieces = []
    for depth, piece in enumerate(loc):
        parent = nodes[depth].value if depth < len(nodes) else None
        pieces.append(_piece(parent, piece))
    return ".".join(pieces)


def _piece(parent: Any, piece: str | int) -> str:
    if isinstance(parent, list) and isinstance(piece, int) and piece < len(parent):
        names = [_item_name(item) for item in parent]
        name = names[piece]
        if name is not None and names.count(name) == 1:
            return _printable(_shortened(name))
    return _printable(_shortened(str(piece)))


_SHORT = 60
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def _printable(text: str) -> str:
    """Escape what could move a terminal's cursor or break a line: messages quote files from strangers."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


# ------------------------------------------------------------------------------
# Text to nodes

# libyaml's event parser does not recurse, unlike its composer, which overflows the stack on 100,000 brackets.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITY = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NOT_A_NUMBER = frozenset({".nan", ".NaN", ".NAN"})
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# An escape can smuggle in what a file may not hold itself; it would reach a terminal, or break a figure.
_UNPRINTABLE = re.compile(f"{_FORBIDDEN.pattern}|[\r\x85]")

_SYNTAX = (
    (
        "mapping values are not allowed",
        'a ":" is not expected here; is the indentation right, or does a text with ": " in it need quotes?',
    ),
    (
        "cannot start any token",
        "no value can start with this character; indent with spaces, not tabs, and put such text in quotes",
    ),
    ("could not find expected ':'", 'expected "key: value", but this key has no ":" after it'),
    ("while scanning a quoted scalar", "a quotation mark opens here and is never closed"),
    ("while parsing a flow sequence", 'a list opens with "[" here and goes wrong: is a "," or "]" missing?'),
    ("while parsing a flow mapping", 'a group opens with "{" here and goes wrong: is a "," or "}" missing?'),
    ("while parsing a block", "the indentation does not fit the lines above it"),
    ("node content", "a value is missing here"),
    ("expected <document start>", "the text goes on after its end; is the indentation right?"),
    ("did not find expected <document start>", "the text goes on after its end; is the indentation right?"),
)


class _StopReadingError(Exception):
    """The rest of the text cannot be read; why is already among the problems."""


class _Text:
    """Turns one YAML text into nodes, gathering problems.

    `shift` is what to add to columns of the first line, for text that stands behind something else.
    """

    def __init__(self, text: str, file: str, shift: int = 0) -> None:
        self.text = text
        self.file = file
        self.shift = shift
        self.problems: list[Problem] = []
        self.complete = True
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
            self._note(self._mark(None), f"not valid YAML: {_printable(str(error).splitlines()[0])}")
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
        for event in self._until(yaml.SequenceEndEvent):
            self._path.append(str(len(items)))
            items.append(self._node(event, depth + 1))
            self._path.pop()
        return _sized(items, items, mark)

    def _mapping(self, mark: Mark, depth: int) -> Node:
        entries: dict[str, Node] = {}
        for event in self._until(yaml.MappingEndEvent):
            key_mark = self._mark(event.start_mark)
            name = self._key(event, key_mark, depth)
            self._path.append("?" if name is None else _piece(None, name))
            if name in entries:
                first = _line(entries[name])
                self._note(key_mark, f"duplicate key {shown(name)}; the first is on line {first}")
            value = self._node(next(self._stream), depth + 1)
            if name is not None:
                entries.setdefault(name, replace(value, key=key_mark))
            self._path.pop()
        return _sized(entries, list(entries.values()), mark)

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

    def _leave_out(self, mark: Mark, message: str) -> None:
        self._note(mark, message)
        self.complete = False

    def _alias(self, event: Any, mark: Mark, depth: int) -> Node:
        name = _printable(_shortened(event.anchor))
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
            tag = _printable(_shortened(event.tag.replace("tag:yaml.org,2002:", "!!")))
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
        self._note(mark, f"the number {_shortened(text)} is too large; if it is text, put it in quotes")
        return 0

    def _check_characters(self) -> None:
        found = _FORBIDDEN.search(self.text)
        if found is not None:
            mark = _mark_at(self.text, found.start(), self.file, self.shift)
            self._stop(mark, f"the character U+{ord(found[0]):04X} is not allowed in a text file")

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        complaint = f"{error.context}: {error.problem}"
        message = next((plain for part, plain in _SYNTAX if part in complaint), None)
        # What is opened and never closed is noticed only at the end of the file, which is of no help.
        opened = message is not None and " here and " in message and error.context_mark is not None
        mark = self._mark(error.context_mark if opened else error.problem_mark)
        self._note(mark, message or f"not valid YAML: {_printable(str(error.problem))}")

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


def _sized(value: Any, children: Sequence[Node], mark: Mark) -> Node:
    size = 1 + sum(child.size for child in children)
    height = 1 + max((child.height for child in children), default=0)
    return Node(value, mark, size=size, height=height)


def _is_empty(event: Any) -> bool:
    """Return whether the event is the nothing of a file of comments, as against a `null` that was written."""
    return isinstance(event, yaml.ScalarEvent) and event.value == "" and event.implicit[0]


def _line(node: Node) -> int:
    return node.key.line if node.key is not None else node.mark.line


def _mark_at(text: str, position: int, file: str, shift: int = 0) -> Mark:
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


# ------------------------------------------------------------------------------
# Files and overrides to a document


class _Step(NamedTuple):
    """One name in the path of a `--set`, and where it stands."""

    name: str
    mark: Mark


@dataclass
class _Assembly:
    """Puts a document together from files and overrides, gathering problems and changes."""

    given: str
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    complete: bool = True

    def examine(self, overrides: Sequence[str]) -> Examination:
        root = self._file(self.given, ())
        if root is not None and self.complete:
            for override in overrides:
                root = self._override(root, override)
        problems = in_order(_attributed(problem, self.given) for problem in self.problems)
        if root is None or not self.complete:
            return Examination(None, problems)
        return Examination(Document(self.given, root, tuple(self.changes)), problems)

    def _file(self, file: str, above: tuple[str, ...]) -> Node | None:
        """Read a file and what it extends; `above` are the files that led here, the given one first."""
        text = self._text(file)
        root = None if text is None else self._parse(_Text(text, file))
        if root is not None and not isinstance(root.value, dict):
            self._note(root.mark, "", f"expected keys and values, got {described(_plain(root))}")
            root = None
        if root is None or not isinstance(root.value, dict):
            self.complete = False
            return None
        extends = root.value.pop("extends", None)
        if extends is None or not self.complete:
            return root
        base = self._base(extends, file, (*above, file))
        if base is None:
            self.complete = False
            return None
        return _merged(base, root, _Record(base, (), file, self.changes))

    def _text(self, file: str) -> str | None:
        start = Mark(file, 1, 1)
        try:
            with open(file, "rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            self._note(start, "", _cannot_read(error))
            return None
        if len(content) > MAX_BYTES:
            self._note(start, "", f"larger than {MAX_BYTES:,} bytes")
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8", "replace")
            self._note(_mark_at(before, len(before), file), "", "not UTF-8 text; save the file as UTF-8")
            return None

    def _parse(self, text: _Text) -> Node | None:
        root = text.root()
        self.problems += text.problems
        self.complete = self.complete and text.complete
        return root

    def _base(self, extends: Node, file: str, above: tuple[str, ...]) -> Node | None:
        base, message = _base_file(extends.value, file)
        if base is not None:
            message = _bad_chain(base, above)
        if base is None or message is not None:
            self._note(extends.mark, "extends", message or "")
            return None
        return self._file(base, above)

    def _override(self, root: Node, override: str) -> Node:
        """Return the root with one override applied, or as it was where that cannot be done."""
        file = f"--set {_printable(override)}"
        path, equals, value = override.partition("=")
        if not equals:
            self._note(Mark(file, 1, 1), "", "expected PATH=VALUE, as in time.rounds=36")
            return root
        steps = _steps(path, file)
        for step in steps:
            if not step.name:
                self._note(step.mark, "", "the path before the = is empty, or has an empty name in it")
                return root
        if len(steps) > MAX_DEPTH:
            self._note(steps[MAX_DEPTH].mark, "", f"the path has more than {MAX_DEPTH} names")
            return root
        if not value.strip():
            message = 'there is nothing after the "="; to delete, write null'
            self._note(Mark(file, 1, len(path) + 2), _printable(path.strip()), message)
            return root
        text = _Text(value, file, shift=len(path) + 1)
        node = text.root()
        self.problems += (problem._replace(path=_printable(path.strip())) for problem in text.problems)
        if node is None or not text.complete:
            return root
        return self._assigned(root, steps, node, _Record(root, (), file, self.changes)) or root

    def _assigned(self, node: Node, steps: Sequence[_Step], value: Node, record: _Record) -> Node | None:
        """Return `node` with `value` set where `steps` lead, or None (after noting why) if nowhere."""
        step, rest = steps[0], steps[1:]
        if isinstance(node.value, list):
            return self._assigned_item(node.value, node, steps, value, record)
        mapping = _opened(node, step.name)
        if mapping is None or not isinstance(mapping.value, dict):
            message = f"there is no {shown(step.name)} here: it is {described(_plain(node))}"
            self._note(step.mark, record.path(), message)
            return None
        if not rest:
            patch = replace(mapping, value={step.name: replace(value, key=step.mark)})
            return _merged(mapping, patch, record)
        child = mapping.value.get(step.name) or Node({}, step.mark, key=step.mark, created=True)
        changed = self._assigned(child, rest, value, record.below(step.name))
        return None if changed is None else replace(mapping, value={**mapping.value, step.name: changed})

    def _assigned_item(
        self, items: list[Node], node: Node, steps: Sequence[_Step], value: Node, record: _Record
    ) -> Node | None:
        step, rest = steps[0], steps[1:]
        index = _index(items, step.name)
        if isinstance(index, str):
            self._note(step.mark, record.path(), index)
            return None
        inside = record.below(index)
        if rest:
            changed = self._assigned(items[index], rest, value, inside)
        elif value.value is None:
            inside.add(items[index], None)
            return replace(node, value=[*items[:index], *items[index + 1 :]])
        else:
            changed = _merged(items[index], value, inside)
        if changed is None:
            return None
        return replace(node, value=[*items[:index], changed, *items[index + 1 :]])

    def _note(self, mark: Mark, path: str, message: str) -> None:
        self.problems.append(Problem(mark, path, message))


def _attributed(problem: Problem, given: str) -> Problem:
    """Say which file was asked for, where the problem stands in another place."""
    file = problem.mark.file
    if file == given:
        return problem
    how = "set on" if file.startswith("--set ") else "extended by"
    return problem._replace(message=f"{problem.message} ({how} {given})")


def _cannot_read(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no such file{_sibling(error.filename)}"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; expected a file"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {_printable(reason).lower()}"


def _sibling(missing: Any) -> str:
    """The file in the same folder that may have been meant."""
    path = Path(str(missing))
    try:
        return suggest(path.name, [file.name for file in path.parent.iterdir() if file.suffix in {".yaml", ".yml"}])
    except OSError:
        return ""


def _base_file(name: Any, file: str) -> tuple[str | None, str | None]:
    """Return the file that `extends: name` means in `file`, or what is wrong with it."""
    if not isinstance(name, str) or not name.strip():
        return None, f"expected the name of a file, got {described(name)}"
    parts = {*PurePosixPath(name).parts, *PureWindowsPath(name).parts}
    windows = PureWindowsPath(name)
    if ".." in parts or os.path.isabs(name) or windows.drive or windows.root:
        return None, f"{shown(name)} leaves this file's folder; only files in it or below it can be extended"
    folder = os.path.dirname(file)
    base = os.path.join(folder, name)
    try:
        inside = os.path.realpath(folder or ".")
        if os.path.commonpath([inside, os.path.realpath(base)]) != inside:
            return None, f"{shown(name)} is a link that leads out of this file's folder"
        if not os.path.isfile(base):
            return None, _no_base(name, base)
    except (OSError, ValueError):
        return None, f"{shown(name)} is no file name"
    return base, None


def _no_base(name: str, base: str) -> str:
    if os.path.exists(base):
        return f"{shown(name)} is not a file"
    folder = os.path.dirname(base) or "."
    here = [entry for entry in sorted(os.listdir(folder)) if entry.endswith((".yaml", ".yml"))]
    return f"there is no file {shown(name)} here{suggest(os.path.basename(name), here)}"


def _bad_chain(base: str, above: tuple[str, ...]) -> str | None:
    if os.path.realpath(base) in map(os.path.realpath, above):
        return f"extends in a circle: {' → '.join((*above, base))}"
    if len(above) >= MAX_CHAIN:
        return f"more than {MAX_CHAIN} files extend one another"
    return None


def _steps(path: str, file: str) -> list[_Step]:
    column = len(path) - len(path.lstrip()) + 1
    steps = []
    for name in path.strip().split("."):
        steps.append(_Step(name.strip(), Mark(file, 1, column)))
        column += len(name) + 1
    return steps


def _opened(node: Node, name: str) -> Node | None:
    """Return `node` as a mapping that may hold `name`: nothing is an empty one, a number n is {value: n}."""
    if isinstance(node.value, dict):
        return node
    if node.value is None:
        return replace(node, value={})
    if _is_number(node) and name in NUMBER_KEYS:
        return replace(node, value={"value": node})
    return None


def _index(items: list[Node], name: str) -> int | str:
    """Return which item `name` means, by name or else by position, or what is wrong with it."""
    names = [_item_name(item) for item in items]
    if names.count(name) > 1:
        return f"{names.count(name)} items are named {shown(name)}; give a position instead, counting from 0"
    if name in names:
        return names.index(name)
    if re.fullmatch("[0-9]{1,6}", name) and int(name) < len(items):
        return int(name)
    if not items:
        return f"there is no item {shown(name)}: the list is empty"
    known = [other for other in names if other is not None]
    guess = suggest(name, known)
    listed = f" (there are: {_shortened(', '.join(known))})" if known and not guess else ""
    positions = "" if known else f" (positions run from 0 to {len(items) - 1})"
    return f"there is no item {shown(name)} in this list{guess}{listed}{positions}"


# ------------------------------------------------------------------------------
# Merging


@dataclass(frozen=True)
class _Record:
    """Where in the document a merge is at, and the list in which it writes down what it changes."""

    root: Node
    loc: Loc
    by: str
    changes: list[Change]

    def below(self, piece: str | int) -> _Record:
        return replace(self, loc=(*self.loc, piece))

    def path(self) -> str:
        return _path(self.root, self.loc)

    def add(self, before: Node | None, after: Node | None) -> None:
        old = None if before is None else _plain(before)
        new = None if after is None else _plain(after)
        # repr tells 1 from true and from 1.0, which == does not.
        if repr(old) != repr(new):
            self.changes.append(Change(self.path(), old, new, self.by))


def _merged(base: Node, over: Node, record: _Record) -> Node:
    """Return `base` overridden by `over`: mappings merge, null deletes, all else replaces.

    A number replaces a number as a whole, and evidence evidence: old reasons do not vouch for a new value.

    The places are those of `over`: it is what a person has just written, and so where a fault most likely is.
    A null over nothing stays, so that a misspelt deletion is met by whoever checks the keys.
    """
    if _is_number(base) and isinstance(over.value, dict) and set(over.value) == {"evidence"}:
        base = replace(base, value={"value": base})
    if not isinstance(base.value, dict) or not isinstance(over.value, dict) or (_forms(base) and _forms(over)):
        record.add(base, over)
        return over
    entries = dict(base.value)
    for name, node in over.value.items():
        before, inside = entries.get(name), record.below(name)
        if before is None:
            inside.add(None, node)
            entries[name] = node
        elif node.value is None:
            inside.add(before, None)
            del entries[name]
        elif name == "evidence" or (name in NUMBER_FORMS and _forms(base)):
            inside.add(before, node)
            entries[name] = node
        else:
            entries[name] = _merged(before, node, inside)
    return replace(over, value=entries)


def _forms(node: Node) -> set[str]:
    """Return by which of NUMBER_FORMS a mapping expresses a number; none if it is something else."""
    if not isinstance(node.value, dict) or not node.value.keys() <= NUMBER_KEYS:
        return set()
    return {name for name, child in node.value.items() if name in NUMBER_FORMS and child.value is not None}


def _is_number(node: Node) -> bool:
    return isinstance(node.value, int | float) and not isinstance(node.value, bool)
