"""Text and bytes damaged at random, as typing, copying, other programs and malice damage them."""

import random

PLACES = 30  # of a text, how many letters a long piece has at most

NUMBERS = (
    "0", "-0", "-1", "1", "0.5", "1.5", "1e400", "-1e400", "1e-400", "9" * 30, "1_000", "1,5", "1.000,5", "0x1F", "0o17", "1:30",
    "-.inf", ".inf", ".nan", "nan", "NaN", "Infinity", "1e3", "١٢", "½", "50%", "+5", "2147483648", "4294967296", "18446744073709551616",
)  # fmt: skip
WORDS = (
    "", "null", "~", "yes", "no", "true", "off", "2018-13-45", "0000-01-01", "9999-12-31", "{}", "[]", "[[[[", "}}", "&a", "*a", "<<: *a",
    "!!python/object/apply:os.system [id]", "!!binary aGk=", "!x", "%", "@", "`", "|", ">", "---", "...", "? ", "- ", ": ", "#", "'", '"',
    "\\", "\\u0000", "\t", "\u00a0", "\u200b", "\u202e", "\ufeff", "\x1b[31m", "\x00", "\x07", "é", "e\u0301", "名前", "🕊", "=cmd()", "../../x",
    "/etc/passwd", "/dev/zero", "a" * 5000, "[" * 3000, "{a: " * 300, "<b>", "&amp;", "$HOME", "~root", "${x}", "%s", "{0}", ",", ";", "=", "1=2", ".", "a.b.c",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-8-sig", "latin-1", "utf-32", "cp1252")


def damaged(text: str, rng: random.Random) -> bytes:
    """A text with one to four damages, as bytes."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        text = rng.choice(TEXTUAL)(text, rng)
    if rng.random() < 0.06:
        return text.encode(rng.choice(ENCODINGS), "replace")
    data = text.encode("utf-8", "surrogatepass")
    return flipped(data, rng) if rng.random() < 0.06 else data


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Bytes with a damage that no text editor makes."""
    if not data:
        return bytes([rng.randrange(256)])
    at = rng.randrange(len(data))
    match rng.randrange(5):
        case 0:
            return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]
        case 1:
            return data[:at]
        case 2:
            return data[:at] + rng.randbytes(rng.randrange(1, 40)) + data[at:]
        case 3:
            return data[:at] + data[at + rng.randrange(1, 200) :]
        case _:
            other = rng.randrange(len(data))
            return data[:at] + data[other : other + 64] + data[at + 64 :]


def number(rng: random.Random) -> str:
    """A number as somebody might write it, or what looks like one."""
    return rng.choice(NUMBERS) if rng.random() < 0.7 else repr(rng.uniform(-1, 1) * 10 ** rng.randrange(-5, 12))


def word(rng: random.Random) -> str:
    """A word that means something to some program."""
    return rng.choice(WORDS)


def _cut(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + rng.randrange(1, PLACES) :]


def _end(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _insert(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + word(rng) + text[at:]


def _retype(text: str, rng: random.Random) -> str:
    """A letter for another, or two the other way round."""
    if len(text) < 2:
        return text
    at = rng.randrange(len(text) - 1)
    if rng.random() < 0.5:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + chr(rng.randrange(32, 127)) + text[at + 1 :]


def _renumber(text: str, rng: random.Random) -> str:
    """Another number in the place of one."""
    at = [i for i, letter in enumerate(text) if letter.isdigit()]
    if not at:
        return text
    first = rng.choice(at)
    last = first
    while last < len(text) and (text[last].isdigit() or text[last] == "."):
        last += 1
    return text[:first] + number(rng) + text[last:]


def _reword(text: str, rng: random.Random) -> str:
    """A word of the text in the place of another."""
    words = text.split()
    if not words:
        return text
    return text.replace(rng.choice(words), rng.choice((rng.choice(words), word(rng))), 1)


def _lines(text: str, rng: random.Random) -> str:
    """A line taken out, doubled, moved or shifted."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    match rng.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines.insert(rng.randrange(len(lines)), lines.pop(at))
        case 3:
            lines[at] = rng.choice((" ", "  ", "\t", "   ")) + lines[at]
        case _:
            lines[at] = lines[at].lstrip()
    return "\n".join(lines)


def _again(text: str, rng: random.Random) -> str:
    """A piece of the text many times over."""
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at : at + rng.randrange(1, PLACES)] * rng.randrange(2, 60) + text[at:]


def _marks(text: str, rng: random.Random) -> str:
    """Punctuation as another program would write it."""
    old, new = rng.choice(((":", ""), (":", "="), (": ", ":"), (".", ","), (",", ";"), ('"', "”"), ("\n", "\r\n"), ("\n", "\r"), ("  ", "\t"), ("-", "–")))  # fmt: skip
    return text.replace(old, new, rng.choice((1, 1, 1, -1)))


TEXTUAL = (
    _cut,
    _end,
    _insert,
    _insert,
    _retype,
    _retype,
    _renumber,
    _renumber,
    _reword,
    _lines,
    _lines,
    _again,
    _marks,
)
