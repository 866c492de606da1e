"""What stands above a table: its title; of KTAB's tables a description, and how many actors and issues there should be."""

from collections.abc import Iterator
from typing import NamedTuple

from experiments.stakeholders.page import Grid, words_of
from experiments.words.sentences import counted


class Above(NamedTuple):
    """Title, description, and how many actors and issues there should be."""

    title: str = ""
    about: str = ""
    actors: int | None = None
    issues: int | None = None

    def differs(self, actors: int, issues: int) -> Iterator[str]:
        """What is said above and is not so, in sentences."""
        for said, found, what in ((self.actors, actors, "actor"), (self.issues, issues, "issue")):
            if said is not None and said != found:
                yield f"The first line says {counted(said, what)}, and the table has {found}."


def above(rows: Grid) -> Above:
    """The last line above the headings, if it is as KTAB has it; of others, the first text is the title."""
    if not rows:
        return Above()
    words = [words_of(cell.text) for cell in rows[-1] if cell.text]
    counts = [word for word in words[-2:] if word.isdigit()]
    if len(words) >= 3 and len(counts) == 2:
        return Above(words[0], ", ".join(words[1:-2]), int(counts[0]), int(counts[1]))
    return Above(next(words_of(cell.text) for cell in rows[0] if cell.text).lstrip("# "))
