"""What can be installed beside parley, and the line that does it."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import NamedTuple

from experiments.doctor.findings import Finding, State


class Extra(NamedTuple):
    """Something that may be added: what it is called, its packages, what they are for, and whether it is an extra of ours."""

    name: str
    packages: tuple[str, ...]
    use: str
    ours: bool = True


EXTRAS = (
    Extra("brief", ("typst",), "briefs as PDF"),
    Extra("page", ("starlette", "uvicorn"), "parley serve, the what-if page at an address of this machine"),
    Extra("dask", ("dask", "distributed"), "runs and sweeps on a cluster"),
    Extra("excel", ("openpyxl",), "tables of stakeholders in Excel files"),
    Extra("frames", ("polars", "pyarrow"), "results as data frames in Python"),
)
NOTEBOOKS = Extra("notebooks", ("ipykernel",), "parley in notebooks", ours=False)


def extras() -> Iterator[Finding]:
    """Each extra: what there is of it, or how to have it."""
    for extra in (*EXTRAS, NOTEBOOKS):
        lacking = [name for name in extra.packages if find_spec(name) is None]
        state: State = "note" if lacking else "ok"
        there = ", ".join(f"{name} {number(name)}" for name in extra.packages if name not in lacking)
        found = f"no {' and '.join(lacking)}, needed for {extra.use}" if lacking else f"{there}, for {extra.use}"
        yield Finding(f"extra {extra.name}", state, found, line(extra) if lacking else "")


def line(extra: Extra) -> str:
    """What installs it."""
    return f"pip install 'parley[{extra.name}]'" if extra.ours else f"pip install {' '.join(extra.packages)}"


def number(package: str) -> str:
    """The version of a package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "of an unknown version"
