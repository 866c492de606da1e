"""What stands in blocks on any page would work: commands are taken, files are there, YAML and Python mean something.

Pages with tests of their own are run by these, with small numbers; here every block of every page is read as parley would
read it, so that an option that is renamed, a key that goes, or a function that is called otherwise cannot stay on a page.
"""

import ast
import importlib
import inspect
import json
import re
import shlex
from importlib.util import find_spec
from textwrap import dedent

import click
import pytest
import yaml

import parley
from experiments.cli import cli
from experiments.docs import reference
from experiments.forecast.questions import Question
from experiments.site.navigation import pages_of
from experiments.sweep.experiment import Experiment, Factor
from tests.places import ROOT

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
TARGETS = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
FOLDERS = ("scenarios/", "experiments/", "docs/", "agents/", "sim/", "tests/")
ELSEWHERE = frozenset(
    [
        ".",
        "apt-get",
        "cat",
        "cd",
        "cp",
        "curl",
        "eval",
        "export",
        "git",
        "jupyter",
        "kubectl",
        "ls",
        "mkdir",
        "npm",
        "open",
        "pip",
        "python3",
        "sbatch",
        "scp",
        "source",
    ]
)
"""Programs that are not ours."""
OTHERS = {"docs/large_runs.md"}
"""Pages with YAML of another program's."""
MISTAKES = {"parley rnu my_case.yaml"}
"""Commands that a page gives for what is said of them."""
OWN_FILE = re.compile(r"^(?!scenarios/|experiments/)\S+: there is no such file")
"""What is said of a file that the reader has written by then."""
PIECES = {"docs/extending.md"}
"""Pages whose blocks are pieces of files, which a test of their own puts into these (test_extending)."""
FACE = {
    "base": parley.Scenario, "changed": parley.Scenario, "scenario": parley.Scenario, "run": parley.Run,
    "diff": parley.Comparison, "difference": parley.Comparison, "recognised": parley.Comparison, "grid": parley.Sweep,
}  # fmt: skip
"""How pages call what they have asked for."""


def blocks(*languages):
    """(page, text) of every block in one of these languages, not indented."""
    found = []
    for page in pages_of():
        for indent, language, block in FENCE.findall((ROOT / page).read_text(encoding="utf-8")):
            if language in languages:
                found.append((page, re.sub(f"^{indent}", "", block, flags=re.MULTILINE)))
    return found


def commands():
    """(page, command) of every line of shell; of a console with its output, those after the prompt."""
    found = []
    for page, block in blocks("sh", "bash", "console"):
        lines = block.replace("\\\n", " ").splitlines()
        prompted = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        found += [
            (page, line.strip()) for line in prompted or lines if line.strip() and not line.lstrip().startswith("#")
        ]
    return found


def wrong_with(line):
    """What is wrong with a command; nothing if it would be taken."""
    words = shlex.split(re.split(r"\s[|>]\s|\s&&\s", line, maxsplit=1)[0], comments=True)
    program = words[0].rpartition("/")[2]
    if program == "parley":
        return wrong_with_words(words[1:])
    if program == "make":
        return next(
            (
                f"make has no {word}"
                for word in words[1:]
                if "=" not in word and not word.startswith("-") and word not in TARGETS
            ),
            "",
        )
    if program == "python" and words[1] == "-m":
        return "" if words[2] == "pip" or find_spec(words[2]) else f"there is no module {words[2]}"
    return "" if program in ELSEWHERE or program == "python" or "=" in program else f"{program} is not known"


def wrong_with_words(words):
    """What the command line itself would say of these words, and which of the project's files are not there."""
    lost = [word for word in words if word.startswith(FOLDERS) and not list(ROOT.glob(word))]
    if lost:
        return f"{', '.join(lost)} not there"
    command, context = cli, click.Context(cli, info_name="parley")
    rest = [word for word in words if word != "--debug"]
    try:
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            name, command, rest = command.resolve_command(context, rest)
            if not isinstance(command, click.Group):
                command.make_context(name, list(rest), parent=context)
    except click.exceptions.Exit:  # --help, --version
        return ""
    except click.ClickException as error:
        said = error.format_message()
        return "" if OWN_FILE.search(said) else said
    return ""


def test_every_command_would_be_taken():
    told = [(page, line) for page, line in commands() if page not in PIECES and line not in MISTAKES]
    assert len(told) > 40
    assert [(page, line, wrong) for page, line in told if (wrong := wrong_with(line))] == []


@pytest.mark.parametrize(
    "line",
    [
        "parley rum scenarios/second_meeting_2018_09.yaml",
        "parley run scenarios/second_meeting_2018_09.yaml --histores 5",
        "parley run scenarios/second_meeting_2018_09.yaml --histories many",
        "parley run scenarios/no_such.yaml",
        "parley forecast sell scenarios/afghan_peace_2018.yaml",
        "make sites",
        "python -m experiments.docs.nothing",
        "parlay run",
    ],
)
def test_a_wrong_command_would_be_seen(line):
    assert wrong_with(line)


def keys_known():
    """Every key that may stand in a file of parley's."""
    models = [*reference.models().values(), Experiment, Factor, Question]
    return {info.alias or name for model in models for name, info in model.model_fields.items()} | {
        "extends",
        "questions",
        "parley_questions",
    }


def wrong_with_yaml(text, folder):
    """What is wrong with a block of YAML: a whole file must be valid, the keys of a piece must be known."""
    data = yaml.safe_load(text)
    if not isinstance(data, dict):
        return "" if data is None or isinstance(data, list) else "no mapping"  # a comment alone, or a list of names
    if "extends" not in data and {"parley", "parties", "outcomes"} <= data.keys():
        (folder / "block.yaml").write_text(text, encoding="utf-8")
        try:
            parley.load(folder / "block.yaml")
        except parley.ParleyError as error:
            return str(error)
        return ""
    if "parley_experiment" in data:
        return "; ".join(
            sorted(map(str, data.keys() - {info.alias or name for name, info in Experiment.model_fields.items()}))
        )
    return ", ".join(sorted(unknown_pieces(data)))


def unknown_pieces(data):
    """Keys of a piece that no file of parley's has; what a scenario names itself stands above a mapping of known keys."""
    known = keys_known()
    names = {key for key, value in data.items() if isinstance(value, dict) and value and value.keys() <= known}
    return {str(key) for key in data.keys() - known - names}


def test_every_block_of_yaml_means_something(tmp_path):
    found = [(page, text) for page, text in blocks("yaml") if page not in OTHERS | PIECES]
    assert len(found) > 20
    assert [(page, wrong, text) for page, text in found if (wrong := wrong_with_yaml(text, tmp_path))] == []


def test_wrong_yaml_would_be_seen(tmp_path):
    assert wrong_with_yaml("partys: {a: {role: insurgent}}", tmp_path)
    assert wrong_with_yaml("extends: a.yaml\nwars: {}", tmp_path)
    assert wrong_with_yaml("taliban: {patienc: 3}", tmp_path)


def wrong_with_python(text):
    """Which names of parley's a piece of Python uses that there are not."""
    tree = ast.parse(text)
    wrong = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.split(".")[0] in {"parley", "agents", "sim", "experiments"}
        ):
            module = importlib.import_module(node.module)
            wrong += [f"{node.module}.{each.name}" for each in node.names if not holds(module, each.name)]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            kind = parley if node.value.id == "parley" else FACE.get(node.value.id)
            if (
                kind is not None
                and not hasattr(kind, node.attr)
                and node.attr not in getattr(kind, "__dataclass_fields__", ())
            ):
                wrong.append(f"{node.value.id}.{node.attr}")
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            wrong += wrong_words(node)
    return wrong


def holds(module, name):
    """Whether a module has a name, or a package a module."""
    return hasattr(module, name) or (hasattr(module, "__path__") and find_spec(f"{module.__name__}.{name}") is not None)


def wrong_words(call):
    """Words in a call that the function does not take."""
    kind = parley if call.func.value.id == "parley" else FACE.get(call.func.value.id)
    function = getattr(kind, call.func.attr, None)
    if not callable(function):
        return []
    taken = inspect.signature(function).parameters
    return [f"{call.func.attr}({word.arg}=)" for word in call.keywords if word.arg and word.arg not in taken]


def sources():
    """Every piece of Python on a page, and in the cells of the tour."""
    cells = json.loads((ROOT / "docs" / "tour.ipynb").read_text(encoding="utf-8"))["cells"]
    found = [(page, dedent(text)) for page, text in blocks("python") if page not in PIECES]
    return found + [("docs/tour.ipynb", "".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"]


def test_every_piece_of_python_uses_what_there_is():
    assert len(sources()) > 10
    assert [(page, wrong) for page, text in sources() if (wrong := wrong_with_python(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "parley.lod('x')",
        "run.outcome",
        "base.run(5, hurry=True)",
        "from agents.insurgent import Insurgents",
        "grid.to_excel()",
    ],
)
def test_wrong_python_would_be_seen(text):
    assert wrong_with_python(text)
