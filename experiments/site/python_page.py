"""The page of the Python face: every public name of `parley`, read from its sources, with what each says of itself.

The sources are read and not imported, for nothing below `parley` may need it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from experiments.site.places import ROOT

FACE = Path("parley")
INTRODUCTION = """\
# Python reference

Everything that `import parley` gives: functions, classes, and what may be asked of them. How to use it, with examples:
[parley in Python](python.md). What words mean: [the glossary](glossary.md).

This page is written by `python -m experiments.site.reference`, from the texts in the sources.
"""
Function = ast.FunctionDef
PROPERTIES = {"property", "cached_property"}


class Entry(NamedTuple):
    """A public name: how it is written, and what it says of itself (nothing, if it says nothing)."""

    name: str
    written: str
    meaning: str
    inside: tuple["Entry", ...] = ()


def page(root: Path = ROOT) -> str:
    """The page, as Markdown."""
    return "\n\n".join([INTRODUCTION.strip(), *(_section(entry) for entry in entries(root))]) + "\n"


def entries(root: Path = ROOT) -> list[Entry]:
    """Every public name of `parley` in alphabetical order, functions before classes."""
    found = [_entry(name, root) for name in public_names(root)]
    return sorted(found, key=lambda entry: (entry.written.startswith("class"), entry.name.lower()))


def public_names(root: Path = ROOT) -> list[str]:
    """What `parley` says is public: its `__all__`."""
    for node in _tree(root / FACE / "__init__.py").body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return list(ast.literal_eval(node.value))
    raise ValueError("parley/__init__.py has no __all__")


def _entry(name: str, root: Path) -> Entry:
    """A name where it is defined, which the imports of the face say."""
    for node in _tree(root / FACE / "__init__.py").body:
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if isinstance(node, ast.ImportFrom) and (alias.asname or alias.name) == name and node.module:
                tree = _tree(root / f"{node.module.replace('.', '/')}.py")
                return _described(name, _definition(tree, alias.name))
    raise ValueError(f"parley/__init__.py does not import {name}")


def _described(name: str, node: ast.ClassDef | Function) -> Entry:
    if isinstance(node, Function):
        return Entry(name, f"parley.{name}{_signature(node)}", _text(node))
    return Entry(name, f"class parley.{name}", _text(node), tuple(_members(node)))


def _members(node: ast.ClassDef) -> Iterator[Entry]:
    """Public methods and properties; of special methods those that are used by a sign, as in `run["…"]`."""
    for each in node.body:
        if isinstance(each, Function) and (not each.name.startswith("_") or each.name == "__getitem__"):
            marks = {mark.id for mark in each.decorator_list if isinstance(mark, ast.Name)}
            yield Entry(each.name, f".{each.name}{'' if marks & PROPERTIES else _signature(each)}", _text(each))


def _signature(node: Function) -> str:
    """Parameters and what is returned, without `self`."""
    arguments = ast.unparse(node.args).removeprefix("self, ").removeprefix("self")
    returned = f" → {ast.unparse(node.returns)}" if node.returns else ""
    return f"({arguments}){returned}".replace("'", "")


def _definition(tree: ast.Module, name: str) -> ast.ClassDef | Function:
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function) and node.name == name:
            return node
    raise ValueError(f"{name} is not defined where parley/__init__.py imports it from")


def _text(node: ast.ClassDef | Function) -> str:
    return " ".join((ast.get_docstring(node) or "").split())


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _section(entry: Entry) -> str:
    parts = [f"## parley.{entry.name}", f"```text\n{entry.written}\n```", entry.meaning]
    for member in entry.inside:
        parts.append(f"**`{member.written}`**  \n{member.meaning}")
    return "\n\n".join(part for part in parts if part)
