"""The Python tour: a notebook that is kept with what its cells printed, and the page that the site makes of it.

`python -m experiments.site.tour` plays every cell anew, from the project's own folder, and keeps what comes out.
"""

import base64
from pathlib import Path
from typing import Any

import nbformat

from experiments.site.headings import first
from experiments.site.places import ROOT, TOUR

FENCE = "```"
SECONDS = 300
"""A cell may take so long."""


def read(path: Path = ROOT / TOUR) -> Any:
    """The notebook."""
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def execute(notebook: Any, folder: Path = ROOT) -> Any:
    """The notebook with every cell played in order in a folder; nbclient's error where one fails."""
    from nbclient import NotebookClient

    NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    notebook.cells = [_without_times(cell) for cell in notebook.cells]
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return notebook


def texts(notebook: Any) -> list[list[str]]:
    """What each cell of code gave, as plain text: what is the same whenever it is played."""
    return [[_plain(output) for output in cell.outputs] for cell in notebook.cells if cell.cell_type == "code"]


def title_of(path: Path) -> str:
    """The notebook's first heading."""
    lines = [line for cell in read(path).cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    return first(lines)


def markdown(path: Path, to: Path) -> str:
    """Write the notebook as a page, with its pictures beside it; what was written."""
    parts = []
    for i, cell in enumerate(read(path).cells):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        else:
            parts.append(f"{FENCE}python\n{cell.source}\n{FENCE}")
            parts += [shown for output in cell.outputs if (shown := _shown(output, to, i))]
    text = "\n\n".join(parts) + f"\n\n[This page as a notebook]({path.name})\n"
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(text, encoding="utf-8")
    return text


def _shown(output: Any, to: Path, i: int) -> str:
    """What a cell gave, as Markdown: a picture, a table, or text."""
    data = output.get("data", {})
    if "image/png" in data:
        picture = to.with_name(f"{to.stem}_{i}.png")
        picture.write_bytes(base64.b64decode(data["image/png"]))
        return f"![Picture of the cell above]({picture.name})"
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            lines = [line for line in data[kind].splitlines() if line.strip()]  # an empty line would end the block
            return '<div class="output">\n' + "\n".join(lines) + "\n</div>"
    plain = _plain(output).rstrip()
    return f"{FENCE}text\n{plain}\n{FENCE}" if plain else ""


def _plain(output: Any) -> str:
    return str(output.get("text") or output.get("data", {}).get("text/plain", ""))


def _without_times(cell: Any) -> Any:
    """A cell without when it was played, and without bars that are gone once it is done."""
    cell.metadata = {}
    if cell.cell_type == "code":
        cell.outputs = [output for output in cell.outputs if output.output_type != "stream" or output.name != "stderr"]
    return cell


def main() -> None:
    """Play the notebook and keep it."""
    (ROOT / TOUR).write_text(nbformat.writes(execute(read())) + "\n", encoding="utf-8")
    print(TOUR)


if __name__ == "__main__":
    main()
