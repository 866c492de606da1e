"""Text is broken into lines as word by word and letter by letter, though it is not measured so."""

import random

import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from experiments.figures.page import DPI, text_width, wrap
from tests.experiments.figures.figure_cases import LONG, NON_LATIN, UNBROKEN

WORDS = (LONG, NON_LATIN, UNBROKEN, "AVAVAVAV", "a", "(median);", "和平谈判进展", "e\u0301" * 30, "10,000", "Wife")


def one_by_one(text: str, size: float, width: float, bold: bool) -> list[str]:
    """As wide as a line may be, a word at a time; a word that is wider than a line a letter at a time."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for letter in word:
            if letter != "\u0301" and lines[-1] and text_width(lines[-1] + letter, size, bold) > width:
                lines.append("")
            lines[-1] += letter
    return lines


@pytest.mark.parametrize("seed", range(8))
def test_lines_are_those_of_measuring_one_by_one(seed):
    draw = random.Random(seed)
    text = " ".join(draw.choices(" ".join(WORDS).split(), k=draw.choice((0, 1, 12))))
    size, width, bold = draw.choice((8.0, 9.5)), draw.choice((4, 40, 150, 300)), draw.random() < 0.5
    assert wrap(text, size, width, bold) == one_by_one(text, size, width, bold)


@pytest.mark.filterwarnings("ignore:Glyph:UserWarning")
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("size", [8.0, 9.5, 12.5])
def test_a_line_is_as_wide_as_matplotlib_draws_it_whole(size, bold):
    """Though it is measured word by word: no letter stands closer to another for a space between them."""
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    for text in (LONG, "AV AV To. Wa, y", "e\u0301te\u0301 – “мир” 10,000", "سلام في كابول", " two  spaces ", "word"):
        whole = RendererAgg(1, 1, DPI).get_text_width_height_descent(text, font, False)[0] * 72 / DPI
        assert text_width(text, size, bold) == whole
