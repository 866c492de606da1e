"""What a notebook shows of an answer: a small table, a picture, no script, and not too much of either."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.store.files import write_whole
from parley.errors import ParleyError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 50_000  # bytes that a notebook shows of one answer
SHORT = 200  # characters of a repr


def shortened(text: str) -> str:
    """A text on one line that is no longer than a repr should be."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT - 1] + "…"


def table_html(title: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A small table; texts are texts, whatever stands in them."""
    head = "".join(f"<th style='text-align:left'>{escape(name)}</th>" for name in heading)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def page(*parts: str) -> str:
    """Parts of an answer, in order, as far as they fit."""
    kept, size = [], 0
    for part in parts:
        size += len(part.encode())
        if size <= MOST:
            kept.append(part)
    return "".join(kept)


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure: `figure` is Matplotlib's, `save` writes it as its name ends (.svg, .png or .pdf)."""

    kind: str
    figure: "Figure"

    def __repr__(self) -> str:
        return f"<parley picture: {self.kind}>"

    @property
    def svg(self) -> str:
        """The figure as SVG that can stand in a page."""
        from experiments.figures import render

        text = render(self.figure, "svg").decode()
        return text[text.index("<svg") :]

    def save(self, path: str | Path) -> Path:
        """Write the figure to a file; ParleyError if its name ends in no format or it cannot be written."""
        from experiments.figures import render

        path = Path(path)
        kind = path.suffix[1:]
        if kind not in ("svg", "png", "pdf"):
            raise ParleyError(f"{path}: a picture's name ends in .svg, .png or .pdf")
        try:
            write_whole(path, render(self.figure, kind))  # type: ignore[arg-type]  # one of the three, as seen above
        except OSError as error:
            raise ParleyError(f"{path} cannot be written: {error.strerror or error}") from None
        return path

    def _repr_html_(self) -> str:
        svg = self.svg
        return page(svg) or f"<p>{escape(repr(self))}: too large to show here; .save() writes it</p>"


@dataclass(frozen=True, repr=False)
class Story:
    """A history told round by round; printing it tells all."""

    text: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return shortened(f"<parley story of {len(self.text.splitlines())} lines: {self.text}")[: SHORT - 1] + ">"

    def _repr_html_(self) -> str:
        return f"<pre style='white-space:pre-wrap'>{escape(self.text[: MOST // 4])}</pre>"
