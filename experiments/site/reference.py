"""Reference pages of commands, result columns and the Python face: `python -m experiments.site.reference` (`make docs`)."""

from collections.abc import Callable
from pathlib import Path

from experiments.site import columns_page, commands_page, python_page
from experiments.site.places import ROOT


def pages() -> dict[Path, Callable[[], str]]:
    """The generated pages, by their place in the project."""
    return {
        Path("docs/commands.md"): commands_page.page,
        Path("docs/columns.md"): columns_page.page,
        Path("docs/python_reference.md"): python_page.page,
    }


def main() -> None:
    """Write the generated pages."""
    for path, write in pages().items():
        (ROOT / path).write_text(write(), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
