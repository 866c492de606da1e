"""mypy finds what is easily mistyped in a rule: a field, an argument, a look at what a decision must not see."""

import re

import pytest
from mypy import api

from tests.copies import ROOT

BEGINNING = """\
from agents import decisions
from agents.rules import commitment
from agents.view import View
from sim.world.state import World


"""
MISTAKES = {
    "misspelt_field": ("def f(w: World) -> None:\n    w.leeked[0] = 1", 'no attribute "leeked"'),
    "forgotten_argument_of_a_question": ("def f(w: World) -> None:\n    w.attend(0)", "Too few arguments"),
    "forgotten_argument_of_a_decision": (
        "def f(w: World) -> None:\n    decisions.attend(w, 0)",
        'Missing positional argument "t"',
    ),
    "forgotten_argument_of_a_rule": ("commitment.package(0.1)", 'Missing positional argument "caution"'),
    "look_at_another_type": (
        "def f(w: View, a: int) -> bool:\n    return w.means_to_settle[a] == 1",
        '"View" has no attribute "means_to_settle"',
    ),
    "forgotten_index": ("def f(w: View, a: int) -> float:\n    return w.hope[a]", "Invalid index type"),
    "array_for_a_number": ("def f(w: View) -> float:\n    return w.effort", "Incompatible return value type"),
    "fraction_for_a_count": ("def f(w: World) -> None:\n    w.meetings[0] = 0.5", "Incompatible types in assignment"),
    "nothing_wrong": ("def f(w: World, a: int) -> float:\n    return w.effort[a] + w.hope[0, a]", None),
}
"""A few lines each, and what mypy says of them."""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What mypy says of all of them at once, with the project's own settings."""
    folder = tmp_path_factory.mktemp("mistakes")
    for name, (lines, _) in MISTAKES.items():
        (folder / f"{name}.py").write_text(f"{BEGINNING}{lines}\n", encoding="utf-8")
    files = [str(folder / f"{name}.py") for name in MISTAKES]
    config = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(folder / "cache")]
    quick = ["--follow-imports=silent", "--no-site-packages"]  # no rule needs what others have written
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        out, err, _ = api.run([*config, *quick, "--no-error-summary", *files])
    assert err == ""
    return out


@pytest.mark.parametrize("name", MISTAKES)
def test_mypy_says_what_is_wrong_and_nothing_else(name, said):
    errors = re.findall(rf"{name}\.py:\d+: error: (.*)", said)
    expected = MISTAKES[name][1]
    assert bool(errors) == (expected is not None), errors
    if expected is not None:
        assert any(re.search(expected, error) for error in errors), errors
