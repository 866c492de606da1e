"""A scenario from its file, what that `extends`, and overrides: read, merged, and each change recorded.

It knows two words of scenarios: `extends`, which names a file to build on, and the keys by which a mapping expresses
one number (`NUMBER_FORMS`).
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple

from sim.scenario.document import (
    Change,
    Document,
    Loc,
    Mark,
    Node,
    Problem,
    ScenarioError,
    Source,
    attributed,
    in_order,
    item_name,
    path_of,
    plain,
)
from sim.scenario.phrases import described, printable, shortened, shown, suggest
from sim.scenario.yaml_text import MAX_BYTES, MAX_DEPTH, Text, mark_at

MAX_CHAIN = 16


NUMBER_FORMS = frozenset({"value", "uniform", "triangular", "normal", "beta", "choice"})
NUMBER_KEYS = NUMBER_FORMS | {"evidence"}


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
    return Reading(path).examine(overrides)


class Reading:
    """A scenario file and what it extends, read once: to be examined with one set of overrides after the other."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._files = _Assembly(os.fspath(path))
        self._root = self._files.read()

    def examine(self, overrides: Sequence[str] = ()) -> Examination:
        """The problems with these overrides, beside whatever could be read; raises nothing."""
        files = self._files
        own = replace(files, problems=list(files.problems), changes=list(files.changes))
        return own.examine(self._root, overrides)


def extended(path: str | os.PathLike[str]) -> str | None:
    """Return the file that a scenario file extends; None if it extends none, or cannot be read."""
    assembly = _Assembly(os.fspath(path))
    text = assembly._text(assembly.given)
    root = None if text is None else assembly._parse(Text(text, assembly.given))
    if root is None or not isinstance(root.value, dict) or "extends" not in root.value:
        return None
    return _base_file(root.value["extends"].value, assembly.given)[0]


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
    sources: list[Source] = field(default_factory=list)
    complete: bool = True
    partial: bool = False

    def read(self) -> Node | None:
        """The files put together; None if they are not all there."""
        return self._file(self.given, ())

    def examine(self, root: Node | None, overrides: Sequence[str]) -> Examination:
        """The files with overrides, and all problems of both."""
        if root is not None and self.complete:
            for override in overrides:
                root = self._override(root, override)
        problems = in_order(attributed(problem, self.given) for problem in self.problems)
        if root is None or not self.complete:
            return Examination(None, problems)
        document = Document(self.given, root, tuple(self.changes), self.partial, tuple(self.sources))
        return Examination(document, problems)

    def _file(self, file: str, above: tuple[str, ...]) -> Node | None:
        """Read a file and what it extends; `above` are the files that led here, the given one first."""
        text = self._text(file)
        root = None if text is None else self._parse(Text(text, file))
        if root is not None and not isinstance(root.value, dict):
            self._note(root.mark, "", f"expected keys and values, got {described(plain(root))}")
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
        return _merged(base, root, _Record(base, (), file, self.changes, self.problems))

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
        self.sources.append(Source(file, hashlib.sha256(content).hexdigest()))
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8", "replace")
            self._note(mark_at(before, len(before), file), "", "not UTF-8 text; save the file as UTF-8")
            return None

    def _parse(self, text: Text) -> Node | None:
        root = text.root()
        self.problems += text.problems
        self.complete = self.complete and text.complete
        self.partial = self.partial or text.partial
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
        path, equals, value = override.partition("=")
        file = f"--set {printable(shortened(path))}{equals}{printable(shortened(value))}"
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
            self._note(Mark(file, 1, len(path) + 2), printable(shortened(path.strip())), message)
            return root
        text = Text(value, file, shift=len(path) + 1)
        node = text.root()
        self.problems += (problem._replace(path=printable(shortened(path.strip()))) for problem in text.problems)
        if node is None or not text.complete:
            return root
        record = _Record(root, (), f"--set {printable(override)}", self.changes, self.problems)
        return self._assigned(root, steps, node, record) or root

    def _assigned(self, node: Node, steps: Sequence[_Step], value: Node, record: _Record) -> Node | None:
        """Return `node` with `value` set where `steps` lead, or None (after noting why) if nowhere."""
        step, rest = steps[0], steps[1:]
        if isinstance(node.value, list):
            return self._assigned_item(node.value, node, steps, value, record)
        mapping = _opened(node, step.name)
        if mapping is None or not isinstance(mapping.value, dict):
            message = f"there is no {shown(step.name)} here: it is {described(plain(node))}"
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


def _cannot_read(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no such file{_sibling(error.filename)}"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; expected a file"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {printable(reason).lower()}"


def _sibling(missing: Any) -> str:
    """The file in the same folder that may have been meant."""
    path = Path(str(missing))
    try:
        names = [file.name for file in path.parent.iterdir() if file.suffix in {".yaml", ".yml"}]
        return suggest(path.name, [name for name in names if suggest(path.stem, [Path(name).stem])])
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
    names = [item_name(item) for item in items]
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
    listed = f" (there are: {shortened(', '.join(known))})" if known and not guess else ""
    positions = "" if known else f" (positions run from 0 to {len(items) - 1})"
    return f"there is no item {shown(name)} in this list{guess}{listed}{positions}"


@dataclass(frozen=True)
class _Record:
    """Where in the document a merge is at, and the lists in which it writes down what it changes, and what it cannot."""

    root: Node
    loc: Loc
    by: str
    changes: list[Change]
    problems: list[Problem]

    def below(self, piece: str | int) -> _Record:
        return replace(self, loc=(*self.loc, piece))

    def path(self) -> str:
        return path_of(self.root, self.loc)

    def add(self, before: Node | None, after: Node | None) -> None:
        old = None if before is None else plain(before)
        new = None if after is None else plain(after)
        # repr tells 1 from true and from 1.0, which == does not.
        if repr(old) != repr(new):
            self.changes.append(Change(self.path(), old, new, self.by))


def _merged(base: Node, over: Node, record: _Record) -> Node:
    """Return `base` overridden by `over`: mappings merge, also with the named items of a list; null deletes, all else
    replaces.

    A number replaces a number as a whole, and evidence evidence: old reasons do not vouch for a new value.

    The places are those of `over`: it is what a person has just written, and so where a fault most likely is.
    A null over nothing stays, so that a misspelt deletion is met by whoever checks the keys.
    """
    if _is_number(base) and isinstance(over.value, dict) and set(over.value) == {"evidence"}:
        base = replace(base, value={"value": base})
    if isinstance(base.value, list) and isinstance(over.value, dict):
        return replace(over, value=_with_items(base.value, over.value, record))
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


def _with_items(base: Sequence[Node], over: Mapping[str, Node], record: _Record) -> list[Node]:
    """Return the items of a list, those overridden that a mapping names."""
    items, deleted = list(base), set()
    for name, node in over.items():
        index = _index(items, name)
        if isinstance(index, str):
            record.problems.append(Problem(node.key or node.mark, record.path(), index))
        elif node.value is None:
            record.below(index).add(items[index], None)
            deleted.add(index)
        else:
            items[index] = _merged(items[index], node, record.below(index))
    return [item for i, item in enumerate(items) if i not in deleted]


def _forms(node: Node) -> set[str]:
    """Return by which of NUMBER_FORMS a mapping expresses a number; none if it is something else."""
    if not isinstance(node.value, dict) or not node.value.keys() <= NUMBER_KEYS:
        return set()
    return {name for name, child in node.value.items() if name in NUMBER_FORMS and child.value is not None}


def _is_number(node: Node) -> bool:
    return isinstance(node.value, int | float) and not isinstance(node.value, bool)
