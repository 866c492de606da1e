"""`parley lever`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    SCENARIO,
    Complaint,
    console,
    echo_json,
    offer,
    output_options,
    overrides,
    scenario_errors,
    seed_option,
    tell_where,
    warn,
    workers_option,
)
from experiments.commands.numbers import Figure, Whole

if TYPE_CHECKING:
    from experiments.lever.run import Target
    from sim.scenario.vocabulary import Scenario


@click.command(short_help="Find the least change that lifts a chance to a target.")
@click.argument("scenario", type=SCENARIO)
@click.option(
    "--target", required=True, metavar="[NAME=]P", shell_complete=offer("targets"),
    help="What is to have which chance: an outcome, TABLE.RUNG or progress; several with + count together. "
    "P alone: what answers the scenario's question.",
)  # fmt: skip
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="NAME",
    shell_complete=offer("parties"),
    help="Only this party's levers. Repeatable.",
)
@click.option(
    "--budget", type=Figure(0, 100), default=0.5, show_default=True, metavar="U",
    help="What all parties together may concede in a bundle, in u: 1 is all that one party cares about.",
)  # fmt: skip
@click.option(
    "--cross-red-lines", is_flag=True, help="Let a party give more than its own red line allows; what does says so."
)
@click.option(
    "--histories", type=Whole(1, 2**31), default=DEFAULT_HISTORIES, show_default=True,
    help="Of which all is told: those of `parley run`.",
)  # fmt: skip
@seed_option
@overrides
@workers_option
@click.option(
    "--out", type=PATH, metavar="DIR", help="Folder for lever.json and its figure.  [default: results/SCENARIO-lever-n]"
)
@output_options
@scenario_errors
def lever(
    scenario: Path, target: str, parties: tuple[str, ...], budget: float, cross_red_lines: bool, histories: int,
    seed: int, overrides: tuple[str, ...], workers: int | None, out: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Find the least change, for each lever that a party controls, that lifts a chance to a target."""
    from experiments.ladders.loading import load
    from experiments.lever.run import Request, find_levers, keep
    from experiments.runs.answers import Asked
    from experiments.runs.workers.threads import Threads
    from experiments.store.folder import StoreError

    loaded = load(scenario, overrides, to_run=True)
    aim = target_of(target, loaded.scenario)
    known_parties(parties, loaded.scenario)
    if not budget >= 0:  # no number is not
        raise click.UsageError("--budget is a number, 0 or more")
    warn(loaded)
    run = ("parley", "run", str(scenario), *(word for each in overrides for word in ("--set", each)))
    request = Request(
        loaded.scenario, aim, parties, budget, histories, seed, quiet or as_json, cross_red_lines, run,
        how_many(histories, seed), overrides,
    )  # fmt: skip
    study = Asked("lever", scenario, loaded.changes)
    try:
        with study.folder(out) as folder:
            told = find_levers(request, Threads(workers))
            keep(told, folder)
            study.note(folder, seed, histories)
    except StoreError as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        echo_json({**told, "out": str(folder)})
    else:
        from experiments.lever.tables import print_levers

        print_levers(told, console())
        tell_where(folder)


def how_many(histories: int, seed: int) -> tuple[str, ...]:
    """The options of `parley run` that play these histories, where they are not its own."""
    given = (("--histories", histories, DEFAULT_HISTORIES), ("--seed", seed, 1))
    return tuple(word for name, value, usual in given if value != usual for word in (name, str(value)))


def target_of(text: str, scenario: "Scenario") -> "Target":
    """`NAME=P` or `NAME+NAME=P`, or `P` of what answers the question; a complaint if it is none."""
    from experiments.estimates.questions import HeadlineError, headline_of
    from experiments.lever.run import Target

    names, _, chance = text.rpartition("=") if "=" in text else (scenario.answers or "", "", text)
    try:
        p = float(chance)
    except ValueError:
        p = float("nan")
    if not names or not 0 < p <= 1:
        raise Complaint(f"--target {text}: write NAME=P, with P above 0 and at most 1, such as formal_talks=0.5")
    found = tuple(dict.fromkeys(name.strip() for name in names.split("+")))
    try:
        headline_of(found, scenario)
    except HeadlineError as error:
        raise Complaint(f"--target: {error}") from None
    return Target(found, p)


def known_parties(names: tuple[str, ...], scenario: "Scenario") -> None:
    """Complain of every party that the scenario does not have."""
    from experiments.words.near import meant
    from sim.scenario.phrases import shown

    wrong = [name for name in names if name not in scenario.parties]
    if wrong:
        lines = [
            f"--party: there is no party {shown(name)} in the scenario{meant(name, scenario.principals)}"
            for name in wrong
        ]
        raise Complaint("\n".join(lines))
