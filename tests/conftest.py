"""Small scenarios as Python dictionaries, and the columns that their histories leave behind."""

import os
import signal
from copy import deepcopy

# Tests keep every core busy as it is: more threads would only wait for each other. Before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest

from experiments.runs.blocks import CompiledEngine, play
from sim.engine.arrays import compile_scenario
from sim.engine.mesa_model import MesaEngine, PeaceTalks
from sim.scenario.vocabulary import Scenario

FALSE_ALARM = 1e-5  # chance that a sound model fails one statistical test; seeds are fixed, so a pass stays a pass
SURE = float("inf")  # Λ of a party that always does what it likes better

PLAIN = {
    "parley": 1,
    "title": "Two parties and one pie",
    "as_of": "2020-01-01",
    "time": {"rounds": 24},
    "issues": {"pie": {"delivered_by": "state"}},
    "parties": {
        "rebels": {"role": "insurgent", "positions": {"pie": {"ideal": 1, "salience": 50}}},
        "state": {"role": "government", "positions": {"pie": {"ideal": 0, "salience": 50}}},
    },
    "tables": {
        "talks": {
            "parties": ["rebels", "state"],
            "rungs": [{"name": "settlement", "agenda": ["pie"], "binding": True}],
        }
    },
    "outcomes": {"deal": {"table": "talks", "reached": "settlement"}, "no_deal": {"otherwise": True}},
}
"""The least that can be bargained over: rebels want all of a pie, the state would give none of it."""

CERTAIN = {
    "settles": 1,
    "turnover": 0,
    "patience_spread": 0,
    "walk_away_spread": 0,
    "rationality": SURE,
    "effort": 0,
    "standing": 0,
    "exposure": 0,
    "home_premium": 0,
}
"""A party without chance or cost: known to mean to settle, sure of its choices, the same in every history."""

STEADY_WAR = {"leverage_volatility": 0, "victory": 0}
"""A war whose fortunes do not turn, and which nobody wins."""


def merged(base, changes):
    """`base` with `changes`: mappings merge, anything else replaces, None takes away."""
    result = dict(base)
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result


def scenario(base=PLAIN, **changes):
    """A small scenario, as its file would give it, with changes."""
    return merged(deepcopy(base), changes)


def unreluctant(data):
    """The same scenario with nobody reluctant about any table, where it does not say how reluctant they are."""
    reluctance = {
        name: {"effort_at": {t: 0 for t, table in data["tables"].items() if name in table["parties"]}}
        for name, party in data["parties"].items()
        if party["role"] != "mediator"
    }
    return merged(data, {"parties": {name: merged(added, data["parties"][name]) for name, added in reluctance.items()}})


def compiled(data):
    """The arrays of a scenario given as a dictionary."""
    return compile_scenario(Scenario.model_validate(data))


_kernel = []


def kernel():
    """The compiled engine, made ready once."""
    if not _kernel:
        engine = CompiledEngine()
        engine.prepare()
        _kernel.append(engine)
    return _kernel[0]


def columns(data, histories, seed=1, engine=None, first=0):
    """What some histories of a scenario leave behind, by column; by the kernel unless told otherwise."""
    return play(compiled(data), seed, first, histories, engine or kernel())


def mesa_columns(data, histories, seed=1):
    """The same by the Mesa model."""
    return columns(data, histories, seed, MesaEngine())


class Listener:
    """Hears a history as the uncompiled engine plays it; subclasses note what they need."""

    def tell(self, w, kind, t, a, k, x):
        pass

    def tell_choice(self, w, kind, a, t, k, terms, settle, stall, yes):
        pass


def listen(data, histories, listener, seed=1):
    """Play histories by the Mesa model while `listener` listens; returns the model."""
    model = PeaceTalks(compiled(data), seed, listener=listener)
    for history in range(histories):
        model.play(history)
    return model


def same(these, those, except_for=()):
    """Assert that two sets of columns agree to the bit, wherever both have a column."""
    for name in sorted(these.keys() & those.keys() - set(except_for)):
        assert these[name].tobytes() == those[name].tobytes(), f"{name} differs"


@pytest.fixture
def interruptible():
    """Processes that are started hear Ctrl-C and a hangup, even where the tests run in the background, or under nohup."""
    heard = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: signal.SIG_DFL}
    before = {number: signal.signal(number, handler) for number, handler in heard.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


SLOW = "pytestmark = pytest.mark.slow"


def pytest_ignore_collect(collection_path, config):
    """A quick look need not import what is slow as a whole."""
    quick = config.option.markexpr == "not slow" and collection_path.suffix == ".py"
    return True if quick and f"\n{SLOW}\n" in collection_path.read_text(encoding="utf-8") else None
