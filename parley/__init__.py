"""parley in Python: load a scenario, play many histories of it, compare, sweep, look, and hand on.

    import parley

    base = parley.load("scenarios/second_meeting_2018_09.yaml")
    run = base.run(20_000)
    run.outcomes
    run["us_taliban.formal_talks.reached"]      # a yes or no for every history
    difference = base.compare({"issues.qatar_office.in_force": 1})
    grid = base.sweep({"parties.taliban.settles": parley.grid(0.1, 0.9, 9)})
    base.doubt()                                # how sure all this is, when the rule book's own numbers are not
    parley.brief(run, difference, to="talks.pdf")

Everything here is what the command line does, by the same functions; nothing is written but by `save`, `brief` and `export`.
"""

from importlib.metadata import PackageNotFoundError, version

from parley.briefs import brief
from parley.comparison import Comparison
from parley.doubt import Doubt
from parley.errors import ParleyError
from parley.folders import open_results as open
from parley.levels import grid
from parley.page import Page
from parley.run import Run
from parley.scenario import Scenario, load
from parley.sweep import Sweep

__all__ = ["Comparison", "Doubt", "Page", "ParleyError", "Run", "Scenario", "Sweep", "brief", "grid", "load", "open"]

try:
    __version__ = version("parley")
except PackageNotFoundError:  # not installed: the sources themselves
    __version__ = "unknown"
