"""Text is broken into lines as word by word and letter by letter, though it is not measured so."""

import random

import pytest

from experiments.figures.page import text_width, wrap
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
