"""Everything that is looked at, in the order in which it is told."""

from collections.abc import Iterator

from experiments.doctor.code import compile_cache, machine_code
from experiments.doctor.extras import extras
from experiments.doctor.findings import Finding, Look, gathered
from experiments.doctor.fonts import fonts
from experiments.doctor.machine import packages, parley, system
from experiments.doctor.places import places
from experiments.doctor.screen import completion, terminal

LOOKS: tuple[tuple[str, Look], ...] = (
    ("parley", parley),
    ("system", system),
    ("packages", packages),
    ("machine code", machine_code),
    ("compile cache", compile_cache),
    ("places", places),
    ("fonts", fonts),
    ("extras", extras),
    ("terminal", terminal),
    ("completion", completion),
)


def examined() -> Iterator[Finding]:
    """Every finding."""
    return gathered(LOOKS)
