"""`parley forecast seal` and `parley forecast score`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    QUESTIONS,
    SCENARIO,
    TO_READ,
    Complaint,
    console,
    echo_json,
    json_option,
    output_options,
    overrides,
    scenario_errors,
    seed_option,
    warn,
)
from experiments.commands.numbers import Whole

if TYPE_CHECKING:
    from experiments.forecast.results import SealOutput


@click.group(short_help="Seal probabilities of dated questions, and score them later.")
def forecast() -> None:
    """Seal probabilities of dated questions, and score them once the answers are known."""


@forecast.command("seal")
@click.argument("scenario", type=SCENARIO)
@click.option("--questions", type=QUESTIONS, metavar="FILE", required=True, help="The questions (YAML).")
@click.option("--out", type=PATH, metavar="FILE", help="The sealed file.  [default: SCENARIO.forecast.json]")
@click.option(
    "--histories",
    type=Whole(1, 10**7),
    default=DEFAULT_HISTORIES,
    show_default=True,
    help="Number of histories.",
)
@seed_option
@overrides
@output_options
@scenario_errors
def forecast_seal(
    scenario: Path, questions: Path, out: Path | None, histories: int, seed: int, overrides: tuple[str, ...],
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Write the probabilities of dated questions to a file, and print its SHA-256."""
    from experiments.forecast.questions import load_questions
    from experiments.forecast.run import seal_file
    from experiments.forecast.seal import Request
    from experiments.forecast.sealed_file import SealError
    from experiments.ladders.loading import load

    loaded = load(scenario, overrides, to_run=True)
    asked = load_questions(questions, loaded.scenario, scenario.stem)
    warn(loaded)
    warn(asked)
    path = out or Path(f"{scenario.stem}.forecast.json")
    request = Request(loaded.scenario, asked.questions, asked.sha256, seed, histories, overrides)
    try:
        forecast, sha256 = seal_file(request, path, quiet or as_json)
    except SealError as error:
        raise Complaint(str(error)) from None
    if as_json:
        sealed: SealOutput = {"out": str(path), "sha256": sha256, "forecast": forecast.model_dump(mode="json")}
        echo_json(sealed)
    else:
        from experiments.forecast.tables import print_sealed

        print_sealed(forecast, path, sha256, console())


@forecast.command("score")
@click.argument("sealed", type=TO_READ)
@click.option(
    "--resolved", type=TO_READ, metavar="FILE", required=True,
    help="The answers (CSV): question,answer (or annulled) and perhaps resolved_on,source.",
)  # fmt: skip
@click.option("--sha256", metavar="HASH", help="The hash that was printed when it was sealed; refuse any other file.")
@click.option("--figure", type=PATH, metavar="FILE", help="Draw the reliability diagram (.svg, .png or .pdf).")
@json_option
def forecast_score(sealed: Path, resolved: Path, sha256: str | None, figure: Path | None, as_json: bool) -> None:
    """Score a sealed forecast: Brier, log and ranked probability, beside a base rate and the uniform forecast."""
    from experiments.forecast.run import FigureError, score_file
    from experiments.forecast.sealed_file import SealError
    from experiments.sheets.sheet import SheetError

    try:
        report = score_file(sealed, resolved, sha256, figure)
    except (SealError, SheetError, FigureError) as error:
        raise Complaint(str(error)) from None
    if as_json:
        echo_json(report)
    else:
        from experiments.forecast.tables import print_report

        print_report(report, console())
