"""Figures and names as they stand inside a sentence."""

import datetime

SAME = 1e-9
"""Least difference between two levels."""
SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SINGLE = str.maketrans("“”", "‘’")
LINKS = frozenset(("of", "from", "for", "to", "in", "on", "by", "over", "with", "against", "at"))


def portion(x: float, end: float) -> str:
    """Part of a whole: `1,400 of 2,000`, `one of two`, `both`, `none of the 30`."""
    whole = small(end)
    if abs(x) <= SAME:
        return f"none of the {whole}"
    if abs(x - end) <= SAME:
        return "both" if end == 2 else f"all {whole}"
    return f"{small(x) if end <= 10 else number(x)} of {whole}"


def changed(x: float, start: float, unit: str) -> str:
    """A level of what does not begin at nothing."""
    if abs(x - start) <= SAME:
        return f"{number(x)} {unit} as before"
    return f"{number(x)} {unit} ({'up' if x > start else 'down'} from {number(start)})"


def small(x: float) -> str:
    """A number, in words up to ten."""
    return SMALL[round(x)] if abs(x - round(x)) <= SAME and 0 <= x <= 10 else number(x)


def number(x: float) -> str:
    """A number with thousands separators and no needless decimals."""
    if abs(x - round(x)) <= 1e-6:
        return f"{round(x):,}".replace("-", "−")
    text = f"{x:,.0f}" if abs(x) >= 100 else f"{x:.3g}"
    return text.replace("-", "−")


def percent(p: float) -> str:
    """A probability; never 0 or 100 % unless it is."""
    if 0.0 < p < 0.005:
        return "under 1\u00a0%"
    if 0.995 < p < 1.0:
        return "over 99\u00a0%"
    return f"{100 * p:.0f}\u00a0%"


def per_100(p: float) -> str:
    """A share as so many of 100: whole, never 0 or 100 unless it is."""
    told = f"{100 * p:.0f}"
    return "under 1" if told == "0" and p > 0.0 else "over 99" if told == "100" and p < 1.0 else told


def belief(p: float) -> str:
    """A belief; never 0 or 1, which no evidence reaches."""
    return "below 0.01" if p < 0.005 else "above 0.99" if p >= 0.995 else f"{p:.2f}"


def signed(value: float) -> str:
    """A term with its sign: two decimals, or three where two would show nothing."""
    if abs(value) < 0.0005:
        return "nearly\u00a00"
    return (f"{value:+.2f}" if abs(value) >= 0.005 else f"{value:+.3f}").replace("-", "−")


def ordinal(n: int) -> str:
    """First, second, third; from eleven on in figures."""
    words = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    return words[n] if n <= 10 else _nth(n)


def _nth(n: int) -> str:
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n:,}{ending}"


def count(n: int, thing: str) -> str:
    """So many things: `no meetings`, `one meeting`, `12 meetings`."""
    return f"no {thing}s" if n == 0 else f"{small(n)} {thing}" + ("" if n == 1 else "s")


def counted(n: int, thing: str) -> str:
    """The same in figures: `1 actor`, `1,200 actors`."""
    return f"{n:,} {thing}" + ("" if n == 1 else "s")


def possessive(name: str) -> str:
    """Whose something is."""
    return name + ("'" if name.endswith("s") else "'s")


def begin(text: str) -> str:
    """The text with a capital letter, as a sentence begins."""
    return text[:1].upper() + text[1:]


def inside(title: str) -> str:
    """A title inside a sentence: `Release of prisoners` loses its capital, `Doha office` keeps it."""
    first, _, rest = title.partition(" ")
    second = rest.partition(" ")[0]
    ordinary = first[1:].islower() and (second in LINKS or second.endswith("ed"))
    return title[0].lower() + title[1:] if ordinary else title


def in_quotes(title: str) -> str:
    """A title in quotation marks, those that stand in it made single: `“The rebels: reluctance to join ‘Talks’”`."""
    return f"“{title.translate(SINGLE)}”"


def day(date: datetime.date) -> str:
    """A date, such as 13 September 2018."""
    return f"{date.day} {date:%B %Y}"
