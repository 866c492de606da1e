"""The reference page of JSON output and kept files: every key with its type, unit and meaning, from the types themselves."""

from collections.abc import Iterator, Sequence

from experiments.docs.json_keys import Key, keys_of, meaning_of
from experiments.docs.json_reference_text import INTRODUCTION, SECTIONS
from experiments.docs.markdown import table

HEADINGS = ["key", "what stands there", "unit, range", "meaning"]


def page() -> str:
    """The page, as Markdown."""
    parts, told = [INTRODUCTION], dict[type, tuple[Key, ...]]()
    for heading, before, shapes in SECTIONS:
        parts.append(f"## {heading}\n\n{before}".rstrip())
        for shape in in_order(shapes, told):
            parts.append(section(shape, told))
            told[shape] = keys_of(shape)
    return "\n\n".join(part.strip() for part in parts) + "\n"


def shapes() -> list[type]:
    """Every type on the page, once."""
    found: dict[type, tuple[Key, ...]] = {}
    for _, _, of_section in SECTIONS:
        for shape in in_order(of_section, found):
            found[shape] = keys_of(shape)
    return list(found)


def in_order(first: Sequence[type], told: dict[type, tuple[Key, ...]]) -> Iterator[type]:
    """Types and all that is inside them, each after the one in which it first occurs; those that are told are left out."""
    waiting, seen = list(first), set(told)
    while waiting:
        shape = waiting.pop(0)
        if shape not in seen:
            seen.add(shape)
            yield shape
            inside = [each for key in keys_of(shape) for each in key.inside]
            waiting = [*inside, *waiting]


def section(shape: type, told: dict[type, tuple[Key, ...]]) -> str:
    """One type: what it is, and its keys; those that it shares with another that is told already, by naming that one."""
    keys = keys_of(shape)
    base = largest_within(keys, told)
    said = [f"### {shape.__name__}", meaning_of(shape)]
    if base is not None:
        said.append(
            f"The keys of [{base.__name__}](#{base.__name__.lower()})" + (", and:" if keys != told[base] else ".")
        )
        keys = tuple(key for key in keys if key not in told[base])
    if keys:
        said.append(table(HEADINGS, [[f"`{key.name}`", key.kind, key.unit or "–", key.meaning] for key in keys]))
    return "\n\n".join(said)


def largest_within(keys: Sequence[Key], told: dict[type, tuple[Key, ...]]) -> type | None:
    """Of the types that are told, the one with most keys all of which are among these."""
    within = [shape for shape, others in told.items() if set(others) <= set(keys)]
    return max(within, key=lambda shape: len(told[shape]), default=None)
