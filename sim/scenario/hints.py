"""What people write where a number, a day, a list or a yes is wanted, and what they would have to write instead."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.phrases import listed, shown

_LONGEST = 60  # letters of a text that is taken for a number in other clothes
_MINUS = str.maketrans("−–—", "---")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "_": "'"})
_QUOTES = "\"'“”„«»‘’`"
_PLAIN = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}([ '][0-9]{3})+(\.[0-9]+)?")
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+")
_CONTINENTAL = re.compile(r"[-+]?[1-9][0-9]{0,2}(\.[0-9]{3})+,[0-9]+|[-+]?[1-9][0-9]{0,2}(\.[0-9]{3}){2,}")
_ENGLISH = re.compile(r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+\.[0-9]+")
_COMMA = re.compile(r"[-+]?[0-9]*,[0-9]+")
_FRACTION = re.compile(r"([0-9]{1,9}) */ *([1-9][0-9]{0,8})")
_PER_CENT = re.compile(r"([-+]?[0-9.,]+) *(%|‰|per ?cent|percent|pct)")
_RANGE = re.compile(r"([0-9.]+) *(?:-|–|—|\.\.|to|bis|…) *([0-9.]+)")
_FIGURE = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YES, _NO = frozenset(("yes", "on", "true", "y", "1")), frozenset(("no", "off", "false", "n", "0"))


def of_number(value: Any) -> str:
    """What to say after `expected a number`, from what was written; nothing if that gives no clue."""
    if isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)):
        return f"; to draw from a range, write {{uniform: [{value[0]}, {value[1]}]}}"
    if isinstance(value, bool):
        return f"; write {int(value)}"
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    bare = value.strip()
    unquoted = bare.strip(_QUOTES).strip()
    if _PLAIN.fullmatch(unquoted):
        return f"; write {unquoted} without quotation marks" if unquoted else ""
    if truth := of_truth(unquoted):
        return f"; write {1 if truth.endswith('true') else 0}"
    text = unquoted.translate(_MINUS).translate(_SPACES)
    if _PLAIN.fullmatch(text):
        return f"; write {text}, with the minus sign of the keyboard"
    if found := re.fullmatch(r"([0-9.]+) *(?:±|\+/-|\+-) *([0-9.]+)", text):
        return f"; to draw around a number, write {{normal: [{found[1]}, {found[2]}]}}: mean and standard deviation"
    if text.lower() in {"inf", "infinity", "∞", "unlimited", "infinite"}:
        return "; without a limit is .inf"
    if ";" in text:
        return "; commas part the items of a list, not semicolons"
    if found := _PER_CENT.fullmatch(text):
        return _of_per_cent(found[1], found[2])
    if found := _FRACTION.fullmatch(text):
        return f"; a fraction is written as a decimal number: {int(found[1]) / int(found[2]):.6g}"
    if found := _RANGE.fullmatch(text):
        return f"; to draw from a range, write {{uniform: [{found[1]}, {found[2]}]}}"
    return _of_separators(text) or _of_words(text)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _of_per_cent(figure: str, sign: str) -> str:
    number = figure.replace(",", ".")
    if not _PLAIN.fullmatch(number):
        return "; write the figure alone"
    share = float(number) / (1000 if sign == "‰" else 100)
    return f"; write {share:.12g} where a share is wanted, {number} where the unit is per cent"


def _of_separators(text: str) -> str:
    """What to say of a decimal comma, or of separators of thousands."""
    if _GROUPED.fullmatch(text):
        plain, decimal = text.replace(",", ""), text.replace(",", ".", 1)
        alternative = f", or {decimal} if the comma is a decimal comma" if text.count(",") == 1 else ""
        return f"; write {plain}, without a separator of thousands{alternative}"
    if _COMMA.fullmatch(text):
        sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("", text)
        whole, _, rest = digits.partition(",")
        return f"; this is a decimal comma: write {sign}{whole or 0}.{rest}"
    if _THOUSANDS.fullmatch(text):
        return f"; write {text.replace(' ', '').replace(chr(39), '')}, without a separator of thousands"
    if _ENGLISH.fullmatch(text):
        return f"; write {text.replace(',', '')}, without a separator of thousands"
    if _CONTINENTAL.fullmatch(text):
        return f"; write {text.replace('.', '').replace(',', '.')}, with a decimal point and no separator of thousands"
    return ""


def _of_words(text: str) -> str:
    """What to say of a figure with something around it: a unit, `ca.`, a currency."""
    figures = _FIGURE.findall(text)
    return f"; write the figure alone: {figures[0].replace(',', '.')}" if len(figures) == 1 else ""


def of_whole(value: Any) -> str:
    """What to say after `expected a whole number`."""
    if isinstance(value, float):
        return f"; write {int(value)}" if value.is_integer() and abs(value) < 2**53 else ""
    if isinstance(value, str) and len(value) <= _LONGEST:
        if _GROUPED.fullmatch(value.strip()):
            return f"; write {value.strip().replace(',', '')}, without a separator of thousands"
        if found := re.fullmatch("([0-9]{1,6}) ?[kK]", value.strip()):
            return f"; write {found[1]}000"
        if re.fullmatch("[1-9][0-9]{0,2}[.][0-9]{3}", value.strip()):
            whole, _, rest = value.strip().partition(".")
            return f"; write {whole}{rest} if the point parts thousands, {whole} if not"
    return of_number(value)


_PARTS = {
    "low": frozenset(("min", "minimum", "low", "lowest", "lower", "from")),
    "mode": frozenset(("mode", "peak", "likely", "likeliest", "most_likely", "best")),
    "high": frozenset(("max", "maximum", "high", "highest", "upper", "to")),
    "mean": frozenset(("mean", "average", "mu")),
    "sd": frozenset(("sd", "std", "stdev", "sigma", "standard_deviation")),
}
_DRAWN = (
    ("triangular", ("low", "mode", "high"), "from a range with a likeliest number"),
    ("uniform", ("low", "high"), "from a range"),
    ("normal", ("mean", "sd"), "around a number"),
)


def of_drawn(given: Mapping[str, Any]) -> tuple[str, tuple[str, ...]] | None:
    """What to say of a number that is to be drawn and has its parts as keys (`min`, `max`), and those; None if it has not."""
    part_of = {key: part for key in given for part, names in _PARTS.items() if key.lower() in names}
    for form, parts, what in _DRAWN:
        keys = tuple(next((key for key, each in part_of.items() if each == part), "") for part in parts)
        if all(keys):
            numbers = all(_is_number(given[key]) for key in keys)
            written = (
                f"[{', '.join(shown(given[key]) if numbers else part for key, part in zip(keys, parts, strict=True))}]"
            )
            return f"to draw {what}, write {form}: {written} in place of {listed(keys)}", keys
    return None


def of_truth(value: Any) -> str:
    """What to say after `expected true or false`."""
    word = str(value).strip(_QUOTES).strip().lower() if isinstance(value, str | int) else ""
    return "; write true" if word in _YES else "; write false" if word in _NO else ""


def of_day(value: Any) -> str:
    """What to say after `expected a date`: which day was meant, or which two it may be."""
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return f"; write the day too, as in {value}-12-31"
    if not isinstance(value, str):
        return ""
    text = value.strip()
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return "; there is no such day"
    days = sorted(_days(text))
    if days:
        return f"; write {listed(map(str, days), 'or')}"
    return f"; write the day too, as in {text}-01" if re.fullmatch("[0-9]{4}-[0-9]{2}", text) else ""


def _days(text: str) -> set[datetime.date]:
    """The days that a text may mean."""
    if found := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?", text):
        return _possible((found[1], found[2], found[3]))
    if found := re.fullmatch(r"([0-9]{1,2})([-/.]) ?([0-9]{1,2})\2 ?([0-9]{4})", text):
        day_first, month_first = (found[4], found[3], found[1]), (found[4], found[1], found[3])
        return _possible(day_first) if found[2] == "." else _possible(day_first, month_first)
    words = re.findall("[0-9]+|[^\\W\\d_]+", text)
    names = [word[:3].lower() for word in words if not word.isdigit()]
    names = [name for name in names if name not in {"st", "nd", "rd", "th"}]
    numbers = [word for word in words if word.isdigit()]
    if len(names) == 1 and names[0] in _MONTHS and len(numbers) == 2:
        month, (year, day) = str(_MONTHS.index(names[0]) + 1), sorted(numbers, key=len, reverse=True)
        return _possible((year, month, day)) if len(year) == 4 else set()
    return set()


def _possible(*readings: tuple[str, str, str]) -> set[datetime.date]:
    days = set()
    for reading in readings:
        try:
            days.add(datetime.date(*map(int, reading)))
        except ValueError:
            continue
    return days


def of_list(value: Any) -> str:
    """What to say after `expected a list`: the list that was meant."""
    if isinstance(value, dict) and 1 < len(value) <= 4 and all(map(_is_number, value.values())):
        return f"; write [{', '.join(map(str, value.values()))}]"
    if isinstance(value, dict):
        return '; every item begins with "- ", or stands in brackets: [a, b]'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"; write [{value}]"
    if not isinstance(value, str) or not value.strip():
        return ""
    text = value.strip().strip("()[]").strip().translate(_SPACES)
    items = [item.strip() for item in re.split("[;,]", text)]
    if found := _RANGE.fullmatch(text):
        items = [found[1], found[2]]
    elif "," not in text and ";" not in text and " " in text:
        return ""  # a sentence
    if not all(re.fullmatch("[\\w.+-]{1,40}", item) for item in items) or len(items) > 12:
        return ""
    return f"; write [{', '.join(items)}]"


def of_keys(value: Any, where: str) -> str:
    """What to say after `expected keys and values`; `where` is the last name of the path."""
    if where == "evidence":
        return "; write {assumed: why}, {inferred: SOURCE, how: …} or {quoted: SOURCE, text: …}"
    if value is None:
        return "; what belongs to it stands below it, deeper"
    return '; write "name: value", without dashes or brackets' if isinstance(value, list) else ""


def of_too_many(values: Sequence[Any], run_on: Sequence[str], wanted: int) -> str:
    """What to say of a list of numbers that is longer than wanted: which commas in it may be decimal commas.

    `run_on` are numbers with a comma and no space in them, where other commas of the list have a space after them.
    """
    if not all(map(_is_number, values)):
        return ""
    if run_on and len(values) - sum(text.count(",") for text in run_on) == wanted:
        return (
            f"; {listed(run_on)} {'is one number each' if len(run_on) > 1 else 'is one number'}? write {_one(run_on)}"
        )
    return "; decimals have a point (0.5), thousands no separator" if len(values) <= 2 * wanted else ""


def of_run_on(run_on: Sequence[str]) -> str:
    """What to warn of in a list in which some commas have no space after them."""
    read, each = ("are each read", "if each is one") if len(run_on) > 1 else ("is read", "if it is one")
    return (
        f"{listed(run_on)} {read} as several numbers; write {_one(run_on)} {each}, and a space after the comma if not"
    )


def _one(run_on: Sequence[str]) -> str:
    """The numbers that texts with commas may be."""
    return listed(_as_one(text) for text in run_on)


def _as_one(text: str) -> str:
    plain = text.replace(",", "")
    if text.count(",") > 1:
        return plain
    return f"{text.replace(',', '.')} or {plain}" if _GROUPED.fullmatch(text) else text.replace(",", ".")
