"""Reading a scenario as `sim.scenario.load` does, with what is odd about its ladders among the warnings."""

import os
from collections.abc import Sequence

from experiments.ladders.checks import warnings
from experiments.ladders.titles import bad_titles
from experiments.words.files import SCENARIO, foreign, mistaken, no_regular_file
from experiments.words.overrides import whole_written
from sim.scenario.data import scenario_data
from sim.scenario.document import ScenarioError, in_order
from sim.scenario.extends import examine
from sim.scenario.load import Loaded, located
from sim.scenario.load import load as plainly


def load(path: str | os.PathLike[str], overrides: Sequence[str] = (), *, to_run: bool = False) -> Loaded:
    """Read and check a scenario file with `PATH=VALUE` overrides; raise ScenarioError with every problem.

    With `to_run`, what only a run needs (tables, outcomes) must be there too. A file of another kind is one problem:
    which command takes it.
    """
    overrides = [whole_written(each) for each in overrides]
    if device := no_regular_file(path):
        raise ScenarioError([device])
    try:
        loaded = plainly(path, overrides, to_run=to_run)
    except ScenarioError:
        given = examine(path)[0]
        problem = foreign(path, SCENARIO) or (mistaken(given, SCENARIO) if given is not None else None)
        if problem is not None:
            raise ScenarioError([problem]) from None
        raise
    broken = list(bad_titles(scenario_data(loaded.scenario)))
    if broken:
        located_in = examine(path, overrides)[0]
        raise ScenarioError(located(located_in, broken) if located_in is not None else ())
    found = list(warnings(loaded.scenario))
    document = examine(path, overrides)[0] if found else None  # read again, since what was loaded has no places left
    if document is None:
        return loaded
    return loaded._replace(warnings=in_order((*loaded.warnings, *located(document, found))))
