"""Every contract of pyproject.toml can be broken: an import that runs the wrong way is reported by its contract."""

import re
import tomllib

import pytest

from tests.copies import ROOT, SOURCES, copied, run_in

WRONG = {
    "Data flows one way": ("agents/decisions.py", "from sim.world import codes"),
    "Inside sim": ("sim/world/blame.py", "from sim.scenario import phrases"),
    "Inside experiments": ("experiments/words/sentences.py", "from experiments.runs import progress"),
    "No two neighbours": ("sim/world/draws.py", "from sim.world import war"),
    "The rule book is arithmetic": ("agents/rules/value.py", "import numpy"),
    "YAML is read in one place": ("sim/world/blame.py", "import yaml"),
    "The compiled engine never touches Mesa": ("sim/engine/records.py", "import mesa"),
    "Only figures draw": ("experiments/estimates/statistics.py", "import matplotlib"),
    "Dask is known in two places": ("sim/engine/records.py", "import distributed"),
}
"""An import that must not be, by how the name of its contract begins: the file, and the line at its end."""
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
]


def verdicts(project):
    """What import-linter says of each contract, by name; and all that it says."""
    said = run_in(project, ["lint-imports", "--no-cache"])
    found = re.findall(r"^(.+?) (KEPT|BROKEN)\b", said.stdout, re.M)
    return dict(found), said


def test_every_contract_is_tried():
    beginnings = [[start for start in WRONG if name.startswith(start)] for name in CONTRACTS]
    assert [len(found) for found in beginnings] == [1] * len(CONTRACTS)
    assert len(WRONG) == len(CONTRACTS)


def test_all_contracts_are_kept(tmp_path):
    found, said = verdicts(copied(tmp_path, SOURCES))
    assert found == dict.fromkeys(CONTRACTS, "KEPT")
    assert said.returncode == 0


@pytest.mark.parametrize("beginning", WRONG)
def test_an_import_that_runs_the_wrong_way_breaks_its_contract(beginning, tmp_path):
    project = copied(tmp_path, SOURCES)
    file, line = WRONG[beginning]
    with (project / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    found, said = verdicts(project)
    assert [found[name] for name in CONTRACTS if name.startswith(beginning)] == ["BROKEN"]
    assert said.returncode == 1
    module = file.removesuffix(".py").replace("/", ".")
    named = rf"{module} -> |- \.{module.rpartition('.')[2]} -> "  # cycles are told by the last parts of names
    assert re.search(named, said.stdout), said.stdout
