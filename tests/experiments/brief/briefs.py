"""Results folders for briefs: small scenarios, some of them extreme, played as the command plays them."""

from pathlib import Path

from experiments.runs.run import Request, run_scenario
from sim.scenario.load import load
from sim.scenario.yaml_text import dump
from tests.conftest import CERTAIN, scenario

LONG = "The comprehensive settlement of all outstanding issues with outside guarantors"
EIGHTY = f"{LONG} II"
SCRIPTS = ("Տավուշ 和平談判 平和交渉", "گفت‌وگوهای صلح", "Мирные переговоры", "שיחות שלום", "שָׁלוֹם शांति वार्ता")


def played(folder: Path, data: dict, histories: int = 400, seed: int = 1, name: str = "scenario") -> Path:
    """Play a scenario given as a dictionary; its results folder."""
    file = folder / f"{name}.yaml"
    file.write_text(dump(data), encoding="utf-8")
    request = Request(
        load(file, (), to_run=True), file, seed, histories, folder / name, "compiled", None, 1, False, True
    )
    return run_scenario(request).folder


def sure() -> dict:
    """One outcome in every history."""
    return scenario(outcomes={"deal": None, "no_deal": None, "whatever_happens": {"otherwise": True}})


def many_outcomes() -> dict:
    """Fourteen outcomes, one for every number of meetings."""
    outcomes = {f"at_least_{n}_meetings": {"table": "talks", "meetings": n} for n in range(13, 0, -1)}
    return scenario(outcomes={"deal": None, "no_deal": None, **outcomes, "no_meeting": {"otherwise": True}})


def many_issues() -> dict:
    """Forty issues with names of eighty letters, on one agenda."""
    issues = {f"issue_{i}": {"delivered_by": "state", "title": f"{EIGHTY[:-2]}{i:02d}"} for i in range(40)}
    sides = {
        party: {"positions": {"pie": None, **{name: {"ideal": ideal, "salience": 50} for name in issues}}}
        for party, ideal in (("rebels", 1), ("state", 0))
    }
    rungs = [{"name": "settlement", "agenda": list(issues), "binding": True}]
    return scenario(issues={"pie": None, **issues}, parties=sides, tables={"talks": {"rungs": rungs}})


def long_names() -> dict:
    """Names of eighty letters wherever a name can be."""
    letters = {name: f"{name}_{'very_' * 15}long"[:64] for name in ("deal", "no_deal")}
    return scenario(
        title=f"{EIGHTY}: {EIGHTY}",
        question=f"{EIGHTY}, or rather {EIGHTY}, or neither of these two?",
        issues={"pie": {"title": EIGHTY, "unit": "units of the very best kind of which anybody ever spoke at length"}},
        parties={"rebels": {"title": EIGHTY}, "state": {"title": EIGHTY[::-1]}},
        tables={"talks": {"title": EIGHTY, "rungs": [
            {"name": f"rung_{i}", "title": f"{EIGHTY[:-3]} {i}", "agenda": ["pie"] if i == 3 else []} for i in range(4)
        ]}},
        outcomes={
            "deal": None, "no_deal": None,
            letters["deal"]: {"table": "talks", "reached": "rung_3"}, letters["no_deal"]: {"otherwise": True},
        },
    )  # fmt: skip


def non_latin() -> dict:
    """Names in several scripts, one of which no font at hand may have."""
    table, rebels, state, pie, title = SCRIPTS
    return scenario(
        title=title, question=f"{title} — {pie}?", issues={"pie": {"title": pie}},
        parties={"rebels": {"title": rebels}, "state": {"title": state}}, tables={"talks": {"title": table}},
    )  # fmt: skip


def nobody_meets() -> dict:
    """No meeting in any history: nothing is worth its cost."""
    parties = {name: CERTAIN | {"effort": 1, "cost": 0} for name in ("rebels", "state")}
    return scenario(parties=parties)


EXTREMES = {
    "sure": sure, "many_outcomes": many_outcomes, "many_issues": many_issues, "long_names": long_names,
    "non_latin": non_latin, "nobody_meets": nobody_meets,
}  # fmt: skip


def everything() -> dict:
    """All of it at once: fourteen outcomes, forty issues, three ladders of four rungs, names of eighty letters."""
    issues = {
        f"issue_{i}": {"delivered_by": "state", "title": f"{EIGHTY[:-2]}{i:02d}", "unit": "units of some kind"}
        for i in range(40)
    }
    sides = {
        party: {
            "title": f"{EIGHTY[:-1]}{party[0]}",
            "positions": {"pie": None, **{n: {"ideal": ideal, "salience": 50} for n in issues}},
        }
        for party, ideal in (("rebels", 1), ("state", 0))
    }
    tables = {
        f"talks_{t}": {
            "title": f"{EIGHTY[:-1]}{t}", "parties": ["rebels", "state"],
            "rungs": [
                {"name": f"rung_{i}", "title": f"{EIGHTY[:-3]}{t} {i}", "agenda": [f"issue_{t * 13 + i * 3 + j}" for j in range(i)]}
                for i in range(4)
            ],
        }
        for t in range(3)
    }  # fmt: skip
    outcomes = {f"{'very_' * 11}_{n:02d}": {"table": "talks_0", "meetings": n} for n in range(13, 0, -1)}
    return scenario(
        title=f"{EIGHTY}: {EIGHTY}", question=f"{EIGHTY}, or rather {EIGHTY}?", issues={"pie": None, **issues}, parties=sides,
        tables={"talks": None, **tables}, outcomes={"deal": None, "no_deal": None, **outcomes, "no_meeting": {"otherwise": True}},
    )  # fmt: skip


EXTREMES["everything"] = everything
