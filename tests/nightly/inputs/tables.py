"""Experiments, questions, answers, and tables of stakeholders."""

import json
import random
import shutil
from pathlib import Path

from tests.experiments.stakeholders.test_profiles import BUYER, WEB
from tests.experiments.stakeholders.test_reading import ktab_xml, long, two_rows, wide, workbook
from tests.nightly.damage import damaged, flipped, number, word
from tests.nightly.inputs.scenarios import as_text
from tests.nightly.samples import ANSWERS, EXPERIMENT, HISTORIES, QUESTIONS, STAKEHOLDERS, dumped, written
from tests.nightly.shapes import anything, reshaped

ROWS = "cost,Patience,comment\n0,2,first\n0.05,4,\n0.1,6,last\n"
LISTED = {**EXPERIMENT, "design": "list", "csv": "rows.csv", "where": None}
DRAWN = {
    **EXPERIMENT, "design": "latin_hypercube", "points": 3,
    "factors": {"cost": {"path": "parties.rebels.cost", "range": [0, 0.2]}, "patience": {"path": "parties.state.patience", "values": {"uniform": [2, 5]}}},
}  # fmt: skip
ASKED = {**DRAWN, "design": "morris", "points": 2}


def experiment(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """A sweep over a damaged experiment, or rows of it."""
    written(folder)
    which = rng.choice((EXPERIMENT, EXPERIMENT, LISTED, DRAWN, ASKED))
    data = {key: value for key, value in which.items() if value is not None}
    if which is LISTED and rng.random() < 0.6:
        (folder / "rows.csv").write_bytes(damaged(_separated(ROWS, rng), rng))
        (folder / "experiment.yaml").write_bytes(as_text(data))
    else:
        (folder / "rows.csv").write_text(ROWS)
        text = damaged(dumped(data), rng) if rng.random() < 0.4 else as_text(reshaped(data, rng))
        (folder / "experiment.yaml").write_bytes(text)
    return [
        "sweep",
        "experiment.yaml",
        "--out",
        "out",
        "--quiet",
        "--histories",
        "2",
        *(("--points", "2") if rng.random() < 0.1 else ()),
    ]


def _separated(text: str, rng: random.Random) -> str:
    return text.replace(",", rng.choice((",", ",", ";", "\t", "|", " ")))


def question(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """Damaged questions, sealed."""
    written(folder)
    text = damaged(dumped(QUESTIONS), rng) if rng.random() < 0.4 else as_text(reshaped(QUESTIONS, rng))
    (folder / "questions.yaml").write_bytes(text)
    return [
        "forecast",
        "seal",
        "talks.yaml",
        "--questions",
        "questions.yaml",
        "--out",
        "sealed.json",
        "--histories",
        str(HISTORIES),
    ]


def answer(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """Damaged answers, or a damaged sealed forecast, scored."""
    for name in ("sealed.json", "answers.csv"):
        shutil.copy(samples / name, folder)
    if rng.random() < 0.6:
        (folder / "answers.csv").write_bytes(damaged(_separated(ANSWERS, rng), rng))
    else:
        text = (folder / "sealed.json").read_text(encoding="utf-8")
        data = (
            damaged(text, rng)
            if rng.random() < 0.4
            else json.dumps(reshaped(json.loads(text), rng), default=str).encode()
        )
        (folder / "sealed.json").write_bytes(data)
    return ["forecast", "score", "sealed.json", "--resolved", "answers.csv"]


def stakeholder(rng: random.Random, folder: Path, samples: Path) -> list[str]:
    """A scenario to be made of a damaged table."""
    name, data = rng.choice((_text_table, _text_table, _workbook, _profile))(rng)
    (folder / name).write_bytes(data)
    options = ["--seats", "all"] if rng.random() < 0.4 else []
    for option, usual in (("--saliences", "0-100"), ("--positions", "0-100"), ("--range", "Flow=0-10"), ("--seats", "Upstream, Bank"), ("--as-of", "2015-12-01"), ("--capabilities", "mean"), ("--sheet", "Who wants what")):  # fmt: skip
        if rng.random() < 0.12:
            options += [option, rng.choice((usual, usual, word(rng).replace("\x00", ""), number(rng)))]
    return ["init", "new", "--from", name, *options]


def _text_table(rng: random.Random) -> tuple[str, bytes]:
    mark = rng.choice((".", ".", ","))
    separator = rng.choice((";", "\t") if mark == "," else (",", ";", "\t"))
    text = rng.choice(
        (STAKEHOLDERS.read_text(encoding="utf-8"), wide(mark, separator), wide(ktab=True), long(separator), two_rows())
    )
    return rng.choice(("table.csv", "table.csv", "table.tsv", "table.txt")), damaged(text, rng)


def _workbook(rng: random.Random) -> tuple[str, bytes]:
    rows = [line.split(",") for line in rng.choice((wide(), long(), two_rows())).splitlines()]
    cells = [[_cell(each) for each in line] for line in rows]
    if rng.random() < 0.6:
        for _ in range(rng.choice((1, 2, 4))):
            line = rng.choice(cells)
            line[rng.randrange(len(line))] = _fit(anything(rng))
        return "table.xlsx", workbook(cells)
    data = workbook(cells)
    for _ in range(rng.choice((1, 3))):
        data = flipped(data, rng)
    return "table.xlsx", data


def _cell(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text or None


def _fit(value: object) -> object:
    """A value as a cell of a workbook can hold it."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)[:3000]
    return None if isinstance(value, list | dict) else value


def _profile(rng: random.Random) -> tuple[str, bytes]:
    if rng.random() < 0.3:
        text = json.dumps(WEB)
        return "table.json", damaged(text, rng) if rng.random() < 0.5 else json.dumps(
            reshaped(WEB, rng), default=str
        ).encode()
    return "table.xml", damaged(rng.choice((ktab_xml(), BUYER)), rng)
