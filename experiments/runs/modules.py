"""Finding a user's own module in the folder where they work, and no other module there."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any


@contextmanager
def found_here(module: str) -> Iterator[None]:
    """While this lasts, the module with this name is looked for in the current folder first.

    What it imports is looked for there last, so that no file there takes the place of a package that is installed. A module
    that is imported later, by whomever, is not looked for there.
    """
    folder = str(Path.cwd())
    finder = _OneModule(module.partition(".")[0], folder)
    sys.meta_path.insert(0, finder)
    sys.path.append(folder)
    try:
        yield
    finally:
        with suppress(ValueError):  # whatever the module has made of it
            sys.meta_path.remove(finder)
        for place in reversed(range(len(sys.path))):
            if sys.path[place] == folder:
                del sys.path[place]
                break


class _OneModule(MetaPathFinder):
    """Finds the module or package with one name in a folder, and nothing else."""

    def __init__(self, name: str, folder: str) -> None:
        self.name = name
        self.folder = folder

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        """Where the module is; None for any other, and for a mere folder with its name."""
        if fullname != self.name or path is not None:
            return None
        spec = PathFinder.find_spec(fullname, [self.folder], target)
        return spec if spec is not None and spec.loader is not None else None
