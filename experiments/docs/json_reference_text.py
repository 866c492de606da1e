"""The words around the types on the JSON reference page, and in which order they come."""

from experiments.ablate.results import AblationResult
from experiments.calibrate.results import CalibrationResult
from experiments.compare.results import ComparisonResult
from experiments.describe.results import EvidenceResult
from experiments.discover.results import DiscoveryResult
from experiments.doctor.findings import DoctorOutput
from experiments.doubt.results import DoubtResult
from experiments.estimates.course_results import CourseSummary
from experiments.estimates.results import RunSummary, Share
from experiments.forecast.results import ScoreReport, SealOutput
from experiments.forecast.sealed_file import Forecast
from experiments.lever.results import LeverResult
from experiments.report.results import ReportResult
from experiments.rivals.results import RivalsResult
from experiments.runs.results import RunOutput, ShardOutput
from experiments.sensitivity.summary import MorrisSummary, SobolSummary
from experiments.store.catalogue import RunsOutput
from experiments.store.manifest import AnswerManifest, Manifest
from experiments.sweep.summary import SweepOutput, SweepShardOutput, SweepSummary
from experiments.trace.results import TraceResult
from experiments.why.results import ForcedResult

INTRODUCTION = """\
# JSON reference

What parley prints with `--json`, and what its JSON files hold: every key. Each command prints one JSON object and nothing
else; each file is one object. Below stands first what it holds, and then whatever is inside that, one kind of object under a
heading. Keys come in the same order every time.

The words: a **scenario** is a file that says who wants what in a peace process. A **history** is one simulated course of it,
and a **round** is a month or a week of that. **Parties** meet at **tables**, each with a ladder of steps (**rungs**); at the
last of these everything is settled. **Issues** are what they bargain over, each with a range of levels in a unit of its own.
An **outcome** is what a history ends in: the first of the scenario's outcomes that holds. The **headline** is what a study is
about: `progress`, an outcome, or TABLE.RUNG (reached, or a later step).

* Probabilities and shares are numbers from 0 to 1, not per cent. They are shares of simulated histories.
* `lo` and `hi` are ends of a 95 % interval, unless it is said otherwise. Intervals are sampling error alone: they do not say
  how far the model is from the world.
* **u** measures what parties care about: 1 u is all that one party has at stake in all issues together.
* Numbers are exact: read back, they are the same to the bit. JSON knows no infinity: the texts `.inf` and `-.inf` stand for
  it, as in a scenario file.
* `null` says that there is nothing; a key that *may be absent* is left out where it does not apply.
* Parties, issues, tables, rungs and outcomes are called by their names in the scenario's file.

This page is written by `python -m experiments.docs.reference`, from the types of the results and the texts under their keys.
"""

SECTIONS: tuple[tuple[str, str, tuple[type, ...]], ...] = (
    ("Shares", "Wherever something is counted in histories, it is told so:", (Share,)),
    (
        "`summary.json` of a run",
        "In the folder that `parley run` writes; `parley merge --json` prints it too, with the folder under `out`.",
        (RunSummary,),
    ),
    ("`parley run --json`", "", (RunOutput, ShardOutput)),
    ("`course.json` of a run", "", (CourseSummary,)),
    ("`manifest.json`", "In every results folder, of a run, a sweep or a shard of either.", (Manifest,)),
    (
        "`KIND.manifest.json`",
        "Beside every answer of `compare`, `rivals`, `lever`, `doubt`, `ablate`, `discover` and `why`. What these print with "
        "`--json` is what they keep, with the folder under `out`.",
        (AnswerManifest,),
    ),
    ("`parley compare --json`, `comparison.json`", "", (ComparisonResult,)),
    (
        "`summary.json` of a sweep, `parley sweep --json`",
        "The file has all keys but `out`. The designs `sobol_indices` and `morris` say something else: see below.",
        (SweepSummary, SweepOutput, SweepShardOutput),
    ),
    (
        "`summary.json` of a sensitivity analysis",
        "Of an experiment whose design is `sobol_indices` or `morris`; `parley sweep --json` prints it with the folder under "
        "`out`.",
        (SobolSummary, MorrisSummary),
    ),
    ("`parley lever --json`, `lever.json`", "", (LeverResult,)),
    ("`parley discover --json`, `discovery.json`", "", (DiscoveryResult,)),
    (
        "`parley doubt --json`, `doubt.json`",
        "`lo` and `hi` are 5 % and 95 % points here, of what the chance may be ([doubt.md](doubt.md)).",
        (DoubtResult,),
    ),
    ("`parley why --json`, `why.json`", "Why an answer comes about ([briefs.md](briefs.md)).", (ForcedResult,)),
    ("`parley report --json`, `report.json`", "The file has what was planned.", (ReportResult,)),
    ("`parley ablate --json`, `ablation.json`", "", (AblationResult,)),
    ("`parley rivals --json`, `rivals.json`", "", (RivalsResult,)),
    ("`parley calibrate --json`, `calibration.json`", "", (CalibrationResult,)),
    (
        "The sealed file of a forecast",
        "Written by `parley forecast seal`: canonical JSON, keys sorted ([forecasts.md](forecasts.md)).",
        (Forecast,),
    ),
    ("`parley forecast seal --json`", "", (SealOutput,)),
    ("`parley forecast score --json`, `score.json`", "", (ScoreReport,)),
    ("`parley trace --json`", "", (TraceResult,)),
    ("`parley evidence --json`", "", (EvidenceResult,)),
    ("`parley runs --json`", "", (RunsOutput,)),
    ("`parley doctor --json`", "", (DoctorOutput,)),
    ("`parley schema`", "Prints a JSON Schema of scenario files, for editors.", ()),
)
"""Heading, what to know beforehand, and the types: whatever is inside them follows where it first occurs."""
