"""`python -m experiments.docs.model_diagram`: the figure of one month of a history, for those who do not know the theory."""

from itertools import pairwise
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from experiments.figures import Heading, render, style
from experiments.figures.page import BLUE, BODY, GAP, INK, MARGIN, QUIET, SMALL, WIDTH, Page, text_height, wrap
from experiments.store.files import write_whole

PICTURE = Path("docs/background/a_month.svg")
HEADING = Heading(
    "One month of a simulated history", "What happens, in this order; the next month begins where this one ended"
)
SOURCE = "At every step luck has a part. A run plays thousands of histories, and counts."
STEPS = (
    ("Events", "An election, an offensive, a death; leaders change, and the new ones may mean something else."),
    ("Fighting", "Who is armed presses or holds back. Attacks answer attacks. Hurt and leverage move."),
    (
        "Weighing up",
        "Each party: what would going on with the war bring, and what may talks bring if the others mean it?",
    ),
    ("Coming", "At each table every party decides whether to come. If one stays away, there is no meeting."),
    (
        "Bargaining",
        "Each asks for less with every meeting, down to what it could live with. A mediator may table a text.",
    ),
    ("Signing", "A settlement must be better than the war for each, also after it has been carried out, and at home."),
    ("Carrying out", "Who promised something does it, in steps, or does not. What is in force may be taken back."),
    ("Seeing", "Whatever was done in public tells the others a little more about who means it."),
)
"""What a month consists of: a word, and a sentence."""

LOOP, BOX, TALL, BETWEEN = 22.0, 84.0, 32.0, 11.0  # room of the arrow back, width and height of a box, room between two


@style()
def diagram() -> Figure:
    """Boxes from top to bottom, a sentence beside each, and a line from the last back to the first."""
    page = Page.build(HEADING, SOURCE, len(STEPS) * (TALL + BETWEEN))
    left = MARGIN + LOOP
    middles = [page.top + i * (TALL + BETWEEN) + TALL / 2 for i in range(len(STEPS))]
    for middle, (word, sentence) in zip(middles, STEPS, strict=True):
        corner = (left / WIDTH, 1 - (middle + TALL / 2) / page.height)
        page.figure.add_artist(
            FancyBboxPatch(
                corner, BOX / WIDTH, TALL / page.height, boxstyle="square,pad=0", facecolor="white", edgecolor=BLUE,
                linewidth=1.2, transform=page.figure.transFigure,
            )
        )  # fmt: skip
        page.beside(left + BOX / 2, middle, [word], ha="center", weight="bold", color=INK)
        told = wrap(sentence, BODY, WIDTH - MARGIN - left - BOX - 2 * GAP)
        page.text(left + BOX + 2 * GAP, middle - text_height(told, BODY) / 2, told, BODY)
    for above, below in pairwise(middles):
        arrow(page, left + BOX / 2, above + TALL / 2, below - TALL / 2)
    back = MARGIN + LOOP / 2
    page.line([left, back, back, left], [middles[-1], middles[-1], middles[0], middles[0]], BLUE, 1.2)
    page.mark(left - 3, middles[0], marker=">", markersize=5, color=BLUE)
    page.text(
        back - 2, sum(middles) / len(middles), ["next month"], SMALL, rotation=90, ha="right", va="center", color=QUIET
    )
    return page.figure


def arrow(page: Page, x: float, start: float, end: float) -> None:
    """An arrow downward."""
    page.line([x, x], [start, end], BLUE, 1.2)
    page.mark(x, end - 3, marker="v", markersize=5, color=BLUE)


def main() -> None:
    """Write the figure."""
    write_whole(PICTURE, render(diagram(), "svg"))


if __name__ == "__main__":
    main()
