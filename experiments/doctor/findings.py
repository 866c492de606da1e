"""A finding, and how several are made without one that fails stopping the rest."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple, TypedDict

State = Literal["ok", "note", "problem"]


class Finding(NamedTuple):
    """What was looked at, how it is, and the one thing to do about it, if there is one."""

    about: str
    state: State
    found: str
    do: str = ""


class FindingTold(TypedDict):
    """One thing that was looked at."""

    about: str
    """What was looked at, in words."""
    state: State
    """`ok`; `note`: something does not work that you may not need, or could be better; `problem`: mend it."""
    found: str
    """What was found, in words."""
    do: str
    """The one thing to do about it; empty if there is none."""


class DoctorOutput(TypedDict):
    """What `parley doctor --json` prints."""

    findings: list[FindingTold]
    """Everything that was looked at, in the order in which it is shown."""
    problems: int
    """How many of them are problems; the exit status is 1 if any is."""


Look = Callable[[], Iterable[Finding]]


def gathered(looks: Iterable[tuple[str, Look]]) -> Iterator[Finding]:
    """Every finding; one that cannot be made is a problem of its own."""
    for about, look in looks:
        try:
            yield from look()
        except Exception as error:  # whatever a strange machine does, the rest is told
            said = f"cannot be found out ({type(error).__name__}: {error})"
            yield Finding(about, "problem", said, "report it with this line: it is a fault of parley's")


def told(found: Iterable[Finding]) -> DoctorOutput:
    """Findings as one JSON object."""
    lines: list[FindingTold] = [{"about": a, "state": s, "found": f, "do": d} for a, s, f, d in found]
    return {"findings": lines, "problems": sum(line["state"] == "problem" for line in lines)}
