"""A scenario's text as plain data in which every value knows its place, and what to say of what is wrong there.

Nodes are made by `sim.scenario.yaml_text` and put together by `sim.scenario.extends`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sim.scenario.phrases import printable, shortened

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
    of a `--set` runs through it. `size` and `height` count what is below, aliases written out. `run_on` are numbers
    of a list with a comma and no space between them (`0,5`), where other commas of the list have a space.
    """

    value: bool | int | float | str | list[Node] | dict[str, Node] | None
    mark: Mark
    key: Mark | None = None
    created: bool = False
    size: int = 1
    height: int = 1
    run_on: tuple[str, ...] = ()


class Source(NamedTuple):
    """A file that a scenario was read from, and the SHA-256 of what stood in it."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Document:
    """A scenario's data after `extends` and `--set`, and where each part of it was written.

    `partial` says that something was left out (below a key that is there twice), or a number cut at its comma: how its
    parts go together cannot be checked then.
    """

    file: str
    root: Node
    changes: tuple[Change, ...] = ()
    partial: bool = False
    sources: tuple[Source, ...] = ()

    @cached_property
    def data(self) -> dict[str, Any]:
        """The scenario as plain str, int, float, bool, None, list and dict."""
        data = plain(self.root)
        assert isinstance(data, dict)
        return data

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
        return plain(_nodes_along(self.root, loc)[-1])

    def run_on(self, loc: Sequence[str | int]) -> tuple[str, ...]:
        """Return the numbers of the list at `loc` that may be one each, written with a decimal comma; mostly none."""
        return _nodes_along(self.root, loc)[-1].run_on if self.has(loc) else ()

    def all_run_on(self) -> Iterator[tuple[Loc, tuple[str, ...]]]:
        """Yield every place of a list with numbers that may be one each, and those numbers."""
        yield from _all_run_on(self.root, ())

    def created(self, loc: Sequence[str | int]) -> bool:
        """Return whether the mapping at `loc` exists only because the path of a `--set` runs through it."""
        return self.has(loc) and _nodes_along(self.root, loc)[-1].created

    def beside(self, loc: Sequence[str | int]) -> list[str]:
        """Return the names of mappings beside the one at `loc` whose keys stand in other files than its own."""
        around = _nodes_along(self.root, loc[:-1])[-1].value
        keys = {name: node.key for name, node in around.items()} if isinstance(around, dict) else {}
        own = keys.get(str(loc[-1]))
        return [name for name, key in keys.items() if own is not None and key is not None and key.file != own.file]

    def path(self, loc: Sequence[str | int]) -> str:
        """Return `loc` as one writes it after `--set`: dotted, list items by name where they have one."""
        return path_of(self.root, loc)

    def problem(self, loc: Sequence[str | int], message: str, *, key: bool = False) -> Problem:
        """Return a problem with the value at `loc` (or with its key), told with its place."""
        problem = Problem(self.where(loc, key=key), self.path(loc), message)
        return attributed(problem, self.file)


def attributed(problem: Problem, given: str) -> Problem:
    """Say which file was asked for, where the problem stands in another place."""
    file = problem.mark.file
    if file == given:
        return problem
    how = "set on" if file.startswith("--set ") else "extended by"
    return problem._replace(message=f"{problem.message} ({how} {given})")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by file, line and column, each once."""
    return tuple(sorted(set(problems)))


# ------------------------------------------------------------------------------
# Nodes


def plain(node: Node) -> Any:
    """Return what a node and all below it hold, without their places."""
    if isinstance(node.value, dict):
        return {name: plain(child) for name, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
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


def _all_run_on(node: Node, loc: Loc) -> Iterator[tuple[Loc, tuple[str, ...]]]:
    if node.run_on:
        yield loc, node.run_on
    if isinstance(node.value, dict | list):
        children = node.value.items() if isinstance(node.value, dict) else enumerate(node.value)
        for piece, child in children:
            yield from _all_run_on(child, (*loc, piece))


def item_name(node: Node) -> str | None:
    """Return what a list item's `name` says, if it has one."""
    name = node.value.get("name") if isinstance(node.value, dict) else None
    return name.value if name is not None and isinstance(name.value, str) else None


def path_of(root: Node, loc: Sequence[str | int]) -> str:
    """Return `loc` dotted, list items by name where they have one."""
    nodes = _nodes_along(root, loc)
    pieces = []
    for depth, piece in enumerate(loc):
        parent = nodes[depth].value if depth < len(nodes) else None
        pieces.append(piece_words(parent, piece))
    return ".".join(pieces)


def piece_words(parent: Any, piece: str | int) -> str:
    """Return one step of a path: of a list, the name of the item if no other has it."""
    if isinstance(parent, list) and isinstance(piece, int) and piece < len(parent):
        names = [item_name(item) for item in parent]
        name = names[piece]
        if name is not None and names.count(name) == 1:
            return printable(shortened(name))
    return printable(shortened(str(piece)))
