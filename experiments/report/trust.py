"""Whether a `report.json` that is gone on with says what parley itself would do: its commands are carried out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.report.plan import EXPERIMENT
from experiments.report.results import PiecePlanned, ReportPlan


class Form(NamedTuple):
    """What the command of a piece looks like: its verb, the options that a plan gives it, and the answer that it leaves."""

    verb: str
    options: frozenset[str]
    answer: str


_PLAYED = frozenset({"--histories", "--seed", "--out"})
FORMS: Mapping[str, Form] = {
    "base": Form("run", _PLAYED, "summary.json"),
    "why": Form("why", _PLAYED, "why.json"),
    "variants": Form("compare", _PLAYED, "comparison.json"),
    "rivals": Form("rivals", _PLAYED, "rivals.json"),
    "doubt": Form("doubt", _PLAYED | {"--points"}, "doubt.json"),
    "ablation": Form("ablate", _PLAYED, "ablation.json"),
    "levers": Form("lever", _PLAYED | {"--target"}, "lever.json"),
    "sensitivity": Form("sweep", frozenset({"--histories", "--out"}), "summary.json"),
}
"""By the name of a piece."""


def is_planned(plan: ReportPlan, file: Path, out: Path) -> bool:
    """Whether all commands of a plan are such as a report of this file in this folder has."""
    names = [piece["name"] for piece in plan["pieces"]]
    return len(set(names)) == len(names) and all(_is_ours(piece, plan, file, out) for piece in plan["pieces"])


def _is_ours(piece: PiecePlanned, plan: ReportPlan, file: Path, out: Path) -> bool:
    form = FORMS.get(piece["name"])
    if form is None or piece["answer"] != form.answer:
        return False
    subject = str(out / EXPERIMENT) if piece["name"] == "sensitivity" else str(file)
    files = [subject, *(plan["variants"] if piece["name"] == "variants" else ())]
    verb, *words = piece["words"] or [""]
    given = words[len(files) :]
    return verb == form.verb and words[: len(files)] == files and _are_options(given, form, plan["seed"], out, piece)


def _are_options(words: Sequence[str], form: Form, seed: int, out: Path, piece: PiecePlanned) -> bool:
    """Whether words are pairs of an option and a number, but for the folder, which is the piece's own."""
    pairs = list(zip(words[::2], words[1::2], strict=False))
    fixed = {"--out": str(out / piece["name"]), "--seed": str(seed)}
    return (
        len(words) % 2 == 0
        and "--out" in words[::2]
        and all(option in form.options for option, _ in pairs)
        and all(value == fixed[option] if option in fixed else _is_number(value) for option, value in pairs)
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "", 1).isdigit()
