"""The command line: parse, make one call, print. Heavy imports wait until a command needs them."""

from experiments import interrupts  # isort: split

interrupts.leave_at_once()  # importing what follows takes a tenth of a second

import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

FINE, OUR_FAULT, BAD_INPUT = 0, 1, 2
DEFAULT_HISTORIES = 10_000
SEED = click.IntRange(0, 2**63 - 1)


class Named(click.Path):
    """A path that is not empty: an empty one would stand for the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or a complaint."""
        if not os.fspath(value):
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


SCENARIO = Named(path_type=Path)


class Complaint(click.ClickException):
    """Bad input: its message on stderr, nothing written, exit status 2."""

    exit_code = BAD_INPUT

    def show(self, file: Any = None) -> None:
        """Print the message as it is."""
        click.echo(self.message, err=True)


class Parley(click.Group):
    """The command group: commands in the order of the work, and one way to fail."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order in which they were defined."""
        return list(self.commands)


@click.group(cls=Parley, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="parley", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show a traceback if parley itself fails.")
def cli(debug: bool) -> None:
    """Simulate peace talks: how likely they are to progress, who blocks them, on what, and what would change that."""


def overrides(command: Callable[..., Any]) -> Callable[..., Any]:
    """The repeatable `--set PATH=VALUE`."""
    return click.option(
        "--set", "overrides", multiple=True, metavar="PATH=VALUE",
        help="Change a number of the scenario, in real units: parties.taliban.patience=12. Repeatable.",
    )(command)  # fmt: skip


def seed_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--seed`."""
    return click.option("--seed", type=SEED, default=1, show_default=True, help="Seed of all random draws.")(command)


def scenario_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what is wrong with a scenario into one message for each mistake and exit status 2."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        from sim.documents import ScenarioError

        try:
            return command(*args, **kwargs)
        except ScenarioError as error:
            raise Complaint("\n".join(str(problem) for problem in error.problems)) from None

    return guarded


@cli.command()
@click.argument("files", nargs=-1, required=True, type=SCENARIO, metavar="FILE...")
@overrides
def validate(files: tuple[Path, ...], overrides: tuple[str, ...]) -> None:
    """Check scenario files: every error at once, as file:line:column: path: what is wrong."""
    from sim.documents import ScenarioError
    from sim.loading import load

    problems: list[str] = []
    for file in files:
        try:
            loaded = load(file, overrides)
        except ScenarioError as error:
            problems += [str(problem) for problem in error.problems]
            continue
        for warning in loaded.warnings:
            click.echo(f"{warning} (warning)", err=True)
        click.echo(f"{file}: fine")
    if problems:
        raise Complaint("\n".join(problems))


@cli.command()
@click.argument("scenario", type=SCENARIO)
@overrides
@scenario_errors
def show(scenario: Path, overrides: tuple[str, ...]) -> None:
    """Show a scenario for a person: parties, demands, tables, what is quoted and what is assumed."""
    from experiments.showing import show_scenario
    from sim.loading import load

    loaded = load(scenario, overrides)
    warn(loaded)
    show_scenario(loaded, console())


@cli.command()
@click.argument("scenario", type=SCENARIO)
@click.option(
    "--histories", type=click.IntRange(1, 2**32 - 1), help=f"Number of histories.  [default: {DEFAULT_HISTORIES}]"
)
@seed_option
@click.option("--out", type=SCENARIO, metavar="DIR", help="The results folder.  [default: results/SCENARIO-n]")
@overrides
@click.option(
    "--engine",
    type=click.Choice(["compiled", "mesa"]),
    default="compiled",
    show_default=True,
    help="The compiled kernel, or the Mesa model: same histories, slower, open to new agents.",
)
@click.option(
    "--agents", metavar="MODULE", help="Python module whose AGENTS replace the Mesa agents of parties or roles."
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Threads.  [default: one a processor]")
@click.option("--resume", is_flag=True, help="Go on with an unfinished results folder (--out).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--quiet", is_flag=True, help="No progress.")
@scenario_errors
def run(scenario: Path, **options: Any) -> None:
    """Run many histories of a scenario: outcomes, rungs, who blocks and on what."""
    from experiments.running import AgentsError, Request, run_scenario
    from experiments.store import StoreError
    from sim.loading import load

    if options["resume"] and options["out"] is None:
        raise click.UsageError("--resume needs --out, the folder to go on with")
    if options["agents"] is not None and options["engine"] != "mesa":
        raise click.UsageError("--agents needs --engine mesa")
    if options["agents"] == "":
        raise click.UsageError("--agents needs the name of a module")
    loaded = load(scenario, options["overrides"], to_run=True)
    warn(loaded)
    request = Request(
        loaded=loaded,
        file=scenario,
        seed=options["seed"],
        histories=options["histories"] or DEFAULT_HISTORIES,
        out=options["out"],
        engine=options["engine"],
        agents=options["agents"],
        workers=options["workers"],
        resume=options["resume"],
        quiet=options["quiet"] or options["as_json"],
        overrides=options["overrides"],
    )
    try:
        answer = run_scenario(request)
    except (StoreError, AgentsError) as error:
        raise Complaint(str(error)) from None
    if options["as_json"]:
        echo_json(answer.full_object())
    else:
        from experiments.printing import print_run

        print_run(answer, console())


@cli.command()
@click.argument("scenario", type=SCENARIO)
@click.option("--history", type=click.IntRange(0, 2**32 - 1), required=True, help="Its number: 0 is the first.")
@seed_option
@overrides
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@scenario_errors
def trace(scenario: Path, history: int, seed: int, overrides: tuple[str, ...], as_json: bool) -> None:
    """Tell one history, round by round: what each party chose, and the terms that made it choose."""
    from experiments import chronicle, story
    from sim.compiled import compile_scenario
    from sim.loading import load

    loaded = load(scenario, overrides, to_run=True)
    warn(loaded)
    record = chronicle.trace(compile_scenario(loaded.scenario), seed, history)
    if as_json:
        echo_json(chronicle.as_json(record))
    else:
        for line in story.as_text(record):
            click.echo(line)


@cli.group()
def forecast() -> None:
    """Seal probabilities of dated questions, and score them once the answers are known."""


@forecast.command("seal")
@click.argument("scenario", type=SCENARIO)
@click.option("--questions", type=SCENARIO, metavar="FILE", required=True, help="The questions (YAML).")
@click.option("--out", type=SCENARIO, metavar="FILE", help="The sealed file.  [default: SCENARIO.forecast.json]")
@click.option(
    "--histories",
    type=click.IntRange(1, 10**7),
    default=DEFAULT_HISTORIES,
    show_default=True,
    help="Number of histories.",
)
@seed_option
@overrides
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--quiet", is_flag=True, help="No progress.")
@scenario_errors
def forecast_seal(scenario: Path, questions: Path, out: Path | None, **options: Any) -> None:
    """Write the probabilities of dated questions to a file, and print its SHA-256."""
    from experiments.forecasting import seal_file
    from experiments.questions import load_questions
    from experiments.sealed import SealError
    from experiments.sealing import Request
    from sim.loading import load

    loaded = load(scenario, options["overrides"], to_run=True)
    asked = load_questions(questions, loaded.scenario, scenario.stem)
    warn(loaded)
    warn(asked)
    path = out or Path(f"{scenario.stem}.forecast.json")
    request = Request(
        loaded.scenario, asked.questions, asked.sha256, options["seed"], options["histories"], options["overrides"]
    )
    try:
        forecast, sha256 = seal_file(request, path, options["quiet"] or options["as_json"])
    except SealError as error:
        raise Complaint(str(error)) from None
    if options["as_json"]:
        echo_json({"out": str(path), "sha256": sha256, "forecast": forecast.model_dump(mode="json")})
    else:
        from experiments.forecast_printing import print_sealed

        print_sealed(forecast, path, sha256, console())


@forecast.command("score")
@click.argument("sealed", type=SCENARIO)
@click.option(
    "--resolved", type=SCENARIO, metavar="FILE", required=True,
    help="The answers (CSV): question,answer and perhaps resolved_on,source.",
)  # fmt: skip
@click.option("--sha256", metavar="HASH", help="The hash that was printed when it was sealed; refuse any other file.")
@click.option("--figure", type=SCENARIO, metavar="FILE", help="Draw the reliability diagram (.svg, .png or .pdf).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def forecast_score(sealed: Path, resolved: Path, sha256: str | None, figure: Path | None, as_json: bool) -> None:
    """Score a sealed forecast: Brier, log and ranked probability, beside a base rate and the uniform forecast."""
    from experiments.forecasting import FigureError, score_file
    from experiments.scoring import ResolutionError
    from experiments.sealed import SealError

    try:
        report = score_file(sealed, resolved, sha256, figure)
    except (SealError, ResolutionError, FigureError) as error:
        raise Complaint(str(error)) from None
    if as_json:
        echo_json(report)
    else:
        from experiments.forecast_printing import print_report

        print_report(report, console())


@cli.command()
@click.argument("scenario", type=SCENARIO)
@click.option(
    "--histories",
    type=click.IntRange(1, 2**32 - 1),
    default=2_000,
    show_default=True,
    help="Number of histories to set beside the rivals.",
)
@seed_option
@overrides
@click.option(
    "--challenge",
    type=click.Choice(["reproduced", "literal"]),
    default="reproduced",
    show_default=True,
    help="The challenge model as it reproduces its published table, or as its paper prints it, which does not.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@scenario_errors
def rivals(
    scenario: Path, histories: int, seed: int, overrides: tuple[str, ...], challenge: str, as_json: bool
) -> None:
    """Set classical point predictions from the same positions beside the simulation."""
    from experiments.rivals.comparison import compare
    from experiments.rivals.stakes import StakesError
    from sim.loading import load

    loaded = load(scenario, overrides)
    warn(loaded)
    try:
        comparison = compare(loaded.scenario, literal=challenge == "literal")
    except StakesError as error:
        raise Complaint(f"{scenario}: {error}") from None
    from experiments.rivals.simulated import simulate

    comparison = comparison._replace(simulated=simulate(loaded.scenario, seed, histories, quiet=as_json))
    from experiments.rivals.printing import LITERAL, print_comparison

    if as_json:
        if comparison.literal:
            click.echo(LITERAL, err=True)
        echo_json(comparison.as_json())
    else:
        print_comparison(loaded.scenario, comparison, histories, seed, console())


@cli.command()
@click.argument("scenario", type=SCENARIO)
@click.argument("variants", nargs=-1, type=SCENARIO, metavar="[VARIANT]...")
@click.option(
    "--histories",
    type=click.IntRange(1, 2**32 - 1),
    default=DEFAULT_HISTORIES,
    show_default=True,
    help="Histories of each.",
)
@seed_option
@overrides
@click.option("--tell", is_flag=True, help="Tell one history whose outcome changed, both ways side by side.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Threads.  [default: one a processor]")
@click.option("--out", type=SCENARIO, metavar="DIR", help="Folder for comparison.json and its figure.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--quiet", is_flag=True, help="No progress.")
@scenario_errors
def compare(scenario: Path, variants: tuple[Path, ...], **options: Any) -> None:
    """Compare a scenario with variants of it on the same histories; all --set together are one variant more."""
    from experiments.comparison.command import keep, run_comparison
    from experiments.store import StoreError
    from sim.loading import load

    loaded = load(scenario, (), to_run=True)
    warn(loaded)
    others = [(file.stem, (), load(file, (), to_run=True).scenario) for file in variants]
    if options["overrides"]:
        changed = load(scenario, options["overrides"], to_run=True).scenario
        others.append((", ".join(options["overrides"]), options["overrides"], changed))
    if not others:
        raise click.UsageError("name at least one VARIANT, or --set what differs")
    quiet = options["quiet"] or options["as_json"]
    found = run_comparison(loaded.scenario, others, options["histories"], options["seed"], options["workers"], quiet)
    if options["as_json"]:
        echo_json(found.told)
    else:
        from experiments.comparison.telling import print_comparison

        print_comparison(found.told, console())
        if options["tell"]:
            found.tell(options["seed"], console())
    if options["out"]:
        try:
            keep(found.told, loaded.scenario.as_of.isoformat(), options["out"])
        except StoreError as problem:
            raise Complaint(str(problem)) from None


@cli.command()
@click.argument("scenario", type=SCENARIO)
@click.argument("variants", nargs=-1, type=SCENARIO, metavar="[VARIANT]...")
@click.option(
    "--histories", type=click.IntRange(256, 10**7), default=4000, show_default=True, help="Histories of each."
)
@seed_option
@overrides
@click.option("--workers", type=click.IntRange(1, 1024), help="Threads.  [default: one a processor]")
@click.option(
    "--out", type=SCENARIO, metavar="DIR", help="Folder for ablation.json.  [default: results/SCENARIO-ablation]"
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--quiet", is_flag=True, help="No progress.")
@scenario_errors
def ablate(scenario: Path, variants: tuple[Path, ...], **options: Any) -> None:
    """Switch each mechanism off in turn: which conclusions survive, also those on what variants would change?"""
    from experiments.ablation.command import ablate as play
    from experiments.ablation.command import keep
    from experiments.store import StoreError
    from sim.loading import load

    loaded = load(scenario, options["overrides"], to_run=True)
    warn(loaded)
    others = {file.stem: load(file, options["overrides"], to_run=True).scenario for file in variants}
    quiet = options["quiet"] or options["as_json"]
    told = play(loaded.scenario, others, options["histories"], options["seed"], options["workers"], quiet)
    try:
        kept = keep(told, options["out"] or Path("results") / f"{scenario.stem}-ablation")
    except StoreError as problem:
        raise Complaint(str(problem)) from None
    if options["as_json"]:
        echo_json(told)
    else:
        from experiments.ablation.telling import print_ablation

        print_ablation(told, console())
        click.echo(f"\nKept in {kept}")


@cli.command()
@click.argument("scenario", type=SCENARIO, default=Path("scenarios/generic_civil_war.yaml"))
@click.option("--points", type=click.IntRange(16, 100_000), default=256, show_default=True, help="Points a generation.")
@click.option("--generations", type=click.IntRange(1, 100), default=6, show_default=True, help="Times to refit.")
@click.option(
    "--histories", type=click.IntRange(100, 10**6), default=1500, show_default=True, help="Histories a point."
)
@seed_option
@click.option("--workers", type=click.IntRange(1, 1024), help="Threads.  [default: one a processor]")
@click.option("--out", type=SCENARIO, metavar="DIR", help="Folder for calibration.json and calibration.svg.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--quiet", is_flag=True, help="No progress.")
@scenario_errors
def calibrate(scenario: Path, **options: Any) -> None:
    """Fit the defaults to base rates of peace processes: a posterior over eight of them (some minutes)."""
    from experiments.calibration.command import run_calibration
    from experiments.calibration.fit import NotGeneric
    from experiments.store import StoreError
    from sim.loading import load

    loaded = load(scenario, (), to_run=True)
    try:
        told = run_calibration(loaded.scenario, quiet=options["quiet"] or options["as_json"], **{
            key: options[key] for key in ("points", "generations", "histories", "seed", "workers", "out")
        })  # fmt: skip
    except NotGeneric as problem:
        raise Complaint(f"{scenario}: {problem}") from None
    except StoreError as problem:
        raise Complaint(str(problem)) from None
    if options["as_json"]:
        echo_json(told)
    else:
        from experiments.calibration.telling import print_calibration

        print_calibration(told, console())


@cli.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from experiments.reference import json_schema

    echo_json(json_schema(), indent=2)


def warn(loaded: Any) -> None:
    """Say what a scenario's author may want to know."""
    for warning in loaded.warnings:
        click.echo(f"{warning} (warning)", err=True)


def echo_json(value: Any, indent: int | None = None) -> None:
    """Print one JSON object."""
    from experiments import plain_json

    click.echo(plain_json.text(value, indent))


def console() -> Any:
    """Where tables go: colours only on a terminal, and not with NO_COLOR."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 100
    return Console(highlight=False, soft_wrap=False, width=width)


def main() -> None:
    """Run the command line and leave with its exit status."""
    interrupts.notice()
    try:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        status = obey(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        interrupts.leave(str(stop))
    except (BrokenPipeError, SystemExit):  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = FINE
    interrupts.ignore()
    sys.exit(status)


def obey(words: list[str]) -> int:
    """Do what the command line says; the exit status."""
    arguments = [word for word in words if word != "--debug"]  # wherever it stands
    try:
        cli.main(arguments, prog_name="parley", standalone_mode=False)
    except click.exceptions.Abort as stop:
        raise KeyboardInterrupt(stop.__cause__ or "") from None
    except BrokenPipeError:
        raise
    except Exception as error:
        if interrupts.noticed():
            raise KeyboardInterrupt from None
        return explained(error, "--debug" in words)
    return FINE


def explained(error: Exception, debug: bool) -> int:
    """Say what went wrong, whoever is at fault; the exit status."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    return failed(error, debug)


def failed(error: Exception, debug: bool) -> int:
    """Say that parley itself failed."""
    if debug:
        traceback.print_exception(error)
    else:
        click.echo(f"parley failed: {type(error).__name__}: {error}", err=True)
        click.echo(
            "This is a fault of parley's. Please report it with the scenario and the output of --debug.", err=True
        )
    return OUR_FAULT


interrupts.as_before()

if __name__ == "__main__":
    main()
