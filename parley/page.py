"""The what-if page in a notebook or a file: the scenario live, without Python behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Self

from experiments.store.files import write_whole
from parley.errors import ParleyError, in_own_words
from parley.showing import shortened

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

HEIGHT = 760
"""Pixels of the frame in a notebook."""


@dataclass(frozen=True, repr=False)
class Page:
    """The what-if page: `html` is all of it, `save` writes it to a file that any browser opens.

    A notebook shows it in a frame that holds the whole page, so that it also works where no kernel runs, and may reach
    nothing outside it. It is as large as the kernel and the scenario in it: the limit on what a notebook shows of an answer
    is for tables and pictures, of which one sees many; a page is shown when it is asked for.
    """

    title: str
    html: str

    @classmethod
    def of(cls, file: Path, loaded: "Loaded", variants: Sequence[tuple[Path, "Loaded"]]) -> Self:
        """The page of a scenario, with its variants as what a reader may start from."""
        from experiments.page.data import Written
        from experiments.page.write import page_of

        with in_own_words():
            page = page_of(Written(file, loaded), [Written(*each) for each in variants])
        return cls(loaded.scenario.title, page.decode())

    def save(self, path: str | Path) -> Path:
        """Write it to a file; ParleyError if its name does not end in .html, or it cannot be written."""
        path = Path(path)
        if path.suffix != ".html":
            raise ParleyError(f"{path}: a page's name ends in .html")
        try:
            write_whole(path, self.html.encode())
        except OSError as error:
            raise ParleyError(f"{path} cannot be written: {error.strerror or error}") from None
        return path

    def __repr__(self) -> str:
        return shortened(f"<parley page: {self.title}; .save(PATH.html) writes it>")

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="{escape(self.title)}" sandbox="allow-scripts allow-downloads" width="100%" height="{HEIGHT}" '
            f'style="border:0" srcdoc="{escape(self.html)}"></iframe>'
        )
