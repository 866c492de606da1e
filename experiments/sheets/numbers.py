"""What a cell means as a number: decimal points and commas, separators of thousands, and what is none."""

import math
import re
from collections.abc import Iterable
from typing import Literal

from sim.scenario.phrases import shown

DecimalMark = Literal[".", ","]
"""A decimal mark."""
OTHER: dict[str, DecimalMark] = {".": ",", ",": "."}
LONGEST = 40  # characters of a number
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2019": "'"})
NUMBER = re.compile(r"([-+]?)([0-9.,' ]*[0-9][0-9.,' ]*)([eE][-+]?[0-9]{1,3})?")
SPACED = re.compile(r"[0-9]{1,3}([ '][0-9]{3})+([.,][0-9]+)?")
GROUPED = {".": re.compile(r"[0-9]{1,3}(,[0-9]{3})+"), ",": re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")}
SIMPLE = re.compile(r"[0-9]+[.,]?[0-9]*|[.,][0-9]+")
DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
ABSENT = frozenset(("na", "n/a", "nan", "null", "none", "nil", "-", "–", "—", "?", "inf", "-inf", "infinity"))


class NotANumber(ValueError):
    """A cell that holds no number; the message says why, and what to write. `meant` is false of plain text."""

    def __init__(self, message: str, *, meant: bool):
        super().__init__(message)
        self.meant = meant


def number_in(text: str, decimal: DecimalMark | None) -> int | float:
    """The number that a cell's text means; whole if it is written so.

    `decimal` is the decimal mark of its table, None if that is not known: then what may be thousands as well as decimals
    (1,234) is NotANumber. What can mean one thing only is read whatever the mark: 0,3 and 1.234,5 and 1 234.5.
    """
    found = NUMBER.fullmatch(text.strip().translate(SPACES)) if len(text) <= LONGEST else None
    if found is None:
        raise _refused(text)
    sign, body, exponent = found[1], found[2].strip(), found[3] or ""
    if DOUBTFUL.fullmatch(body) and not exponent and decimal is None:
        whole, mark, rest = body[:-4], body[-4], body[-3:]
        raise NotANumber(
            f"{shown(text)} may be {whole}{rest} or {whole}.{rest}, since {'commas' if mark == ',' else 'points'} may "
            f"stand for thousands or for decimals here; write {whole}{rest} if it is thousands, {whole}.{rest}0 if not",
            meant=True,
        )
    digits = _digits(body, decimal, bool(exponent))
    if digits is None:
        raise _refused(text)
    number = int(sign + digits) if digits.isdigit() and not exponent else float(sign + digits + exponent)
    if abs(number) == math.inf:
        raise NotANumber(f"{shown(text.strip())} is larger than any number that can be counted with", meant=True)
    return number


def decimal_mark(texts: Iterable[str], usual: DecimalMark) -> DecimalMark | None:
    """The decimal mark of a table, from all its cells: the one that those show which leave no doubt.

    If none does, the `usual` one of its separator, unless some cell has the other; None if cells contradict each other.
    """
    sure, doubtful = set[DecimalMark](), set[DecimalMark]()
    for text in texts:
        body = text.strip().translate(SPACES).lstrip("+-")
        if DOUBTFUL.fullmatch(body):
            doubtful.add("." if "." in body else ",")
        elif len(body) <= LONGEST and (mark := _sure_mark(body)) is not None:
            sure.add(mark)
    if sure:
        return sure.pop() if len(sure) == 1 else None
    return None if OTHER[usual] in doubtful else usual


def _sure_mark(body: str) -> DecimalMark | None:
    """The decimal mark that a number shows beyond doubt."""
    last = body.rfind("."), body.rfind(",")
    mark: DecimalMark = "." if last[0] > last[1] else ","
    if max(last) < 0 or _digits(body, None, False) is None:
        return None
    return OTHER[mark] if body.count(mark) > 1 else mark


def _digits(body: str, decimal: DecimalMark | None, scaled: bool) -> str | None:
    """A number without its sign as Python writes it; None if it is none. `scaled`: an exponent follows."""
    if SPACED.fullmatch(body):
        return body.replace(" ", "").replace("'", "").replace(",", ".")
    if body.isdigit():
        return body
    if SIMPLE.fullmatch(body):
        in_thousands = DOUBTFUL.fullmatch(body) and not scaled and decimal is not None and decimal not in body
        return re.sub("[.,]", "" if in_thousands else ".", body)
    for mark, groups in GROUPED.items():
        whole, _, rest = body.partition(mark)
        if groups.fullmatch(whole) and (rest.isdigit() or not rest):
            return whole.replace(OTHER[mark], "") + (f".{rest}" if rest else "")
    return None


def _refused(text: str) -> NotANumber:
    """Why a cell is no number, with what to write instead."""
    bare = text.strip()
    if bare.startswith("#") or bare.lower() in ABSENT:
        return NotANumber(f"{shown(bare)} is no value; write a number, or take the row out", meant=True)
    if bare.endswith(("%", "‰")):
        return NotANumber(
            f"{shown(bare)} may be a share or a number of per cent; write 0.3 for a share, 30 where the unit is per cent",
            meant=True,
        )
    if re.fullmatch(r"[-+]?[0-9]+ */ *[0-9]+", bare):
        return NotANumber(f"{shown(bare)} is a fraction or a date; write a decimal number, such as 0.3333", meant=True)
    alone = "; write the figure alone" if any(map(str.isdigit, bare)) else ""
    return NotANumber(f"expected a number, got the text {shown(bare)}{alone}", meant=False)
