"""What commands share: kinds of arguments, options, complaints, and where output goes."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import click

from experiments.commands.numbers import Figure, Whole

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem
    from rich.console import Console

    from experiments.runs.precision import Precision
    from experiments.runs.reservations import HashOf
    from experiments.store.shards import Shard
    from sim.scenario.load import Loaded
    from sim.scenario.vocabulary import Scenario

BAD_INPUT = 2
DEFAULT_HISTORIES = 10_000
SEED = Whole(0, 2**63 - 1)
Command = Callable[..., Any]
NO_NAME = (errno.ENAMETOOLONG, errno.ELOOP)
"""Of what can never be opened nor made under this name."""


class Named(click.Path):
    """A path that is not empty: an empty one would stand for the current folder. `~` stands for the home folder.

    Shells see to that only where a word begins with it, and `--out=~/x` does not. `./~` is what is called so.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or a complaint."""
        if not os.fspath(value):
            self.fail("the name is empty", param, ctx)
        path = os.path.expanduser(value)
        try:
            os.stat(path)
        except OSError as error:
            if error.errno in NO_NAME:
                self.fail(f"{click.format_filename(path)}: {error.strerror}", param, ctx)
        return super().convert(path, param, ctx)


class Given(Named):
    """A path of one kind, or of several: what there is of them is offered where a shell completes words."""

    def __init__(self, kind: str = "") -> None:
        super().__init__(path_type=Path)
        self.kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; a complaint if nothing stands there, and something that is called alike does.

        Readers of scenarios and experiments look for files of a like name themselves, and say in which file they were named.
        """
        path = super().convert(value, param, ctx)
        if (ctx is not None and ctx.resilient_parsing) or os.path.lexists(path):
            return path
        if self.kind.startswith("parley") and os.path.isdir(os.path.dirname(path) or "."):
            return path
        from experiments.words.near import like_it

        if guess := like_it(os.fspath(path), ("results",) if self.kind == "results" else ()):
            raise Complaint(f"{path}: there is no such file or folder{guess}")
        return path

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """What there is that begins so."""
        if not self.kind:
            return super().shell_complete(ctx, param, incomplete)
        from experiments.completion.files import of_kind

        return of_kind(self.kind, incomplete)


PATH = Named(path_type=Path)
SCENARIO, EXPERIMENT, QUESTIONS, RESULTS = map(Given, ("parley", "parley_experiment", "parley_questions", "results"))
PLAYED = Given(f"{SCENARIO.kind} {EXPERIMENT.kind}")
TO_READ = Given()


class OneOf(click.Choice):  # type: ignore[type-arg]  # generic from click 8.2 on
    """One of some words; of another, what may have been meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, or a complaint."""
        from sim.scenario.phrases import suggest

        try:
            word: str = super().convert(value, param, ctx)
        except click.BadParameter as error:
            guess = suggest(str(value), self.choices)
            raise click.BadParameter(error.message.rstrip(".") + (guess or "."), ctx, param) from None
        return word


def offer(what: str) -> "Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]":
    """What a shell offers for an option: the names of this kind (a function of `experiments.completion.scenario`)."""

    def found(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        from experiments.completion import scenario

        named: list[CompletionItem[str]] = getattr(scenario, what)(ctx, param, incomplete)
        return named

    return found


class Complaint(click.ClickException):
    """Bad input: its message on stderr, nothing written, exit status 2."""

    exit_code = BAD_INPUT

    def show(self, file: Any = None) -> None:
        """Print the message, with nothing before it."""
        say(self.message, err=True)


def see_room(path: Path) -> None:
    """Complain of a file that cannot be written, before what is to stand in it is worked out."""
    from experiments.store.files import refuse_unwritable

    try:
        refuse_unwritable(path)
    except OSError as error:
        raise Complaint(f"{path} cannot be written: {error.strerror or error}") from None


def overrides(command: Command) -> Command:
    """The repeatable `--set PATH=VALUE`."""
    return click.option(
        "--set", "overrides", multiple=True, metavar="PATH=VALUE", shell_complete=offer("paths"),
        help="Change a number of the scenario, in real units: parties.taliban.patience=12. Repeatable.",
    )(command)  # fmt: skip


def seed_option(command: Command) -> Command:
    """`--seed`."""
    return click.option("--seed", type=SEED, default=1, show_default=True, help="Seed of all random draws.")(command)


def workers_option(command: Command) -> Command:
    """`--workers`."""
    return click.option("--workers", type=Whole(1, 1024), help="Threads.  [default: one a processor]")(command)


def scheduler_option(command: Command) -> Command:
    """`--scheduler`."""
    return click.option(
        "--scheduler", metavar="ADDRESS",
        help="Play on the Dask cluster of this scheduler (tcp://HOST:PORT, tls://HOST:PORT); --workers is then the most "
        "blocks there at once.",
    )(command)  # fmt: skip


def parsed_shard(ctx: click.Context, param: click.Parameter, text: str | None) -> "Shard | None":
    """The shard that `i/n` means, or a complaint."""
    from experiments.store.shards import Shard

    try:
        return None if text is None else Shard.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from None


def shard_option(command: Command) -> Command:
    """`--shard`."""
    return click.option(
        "--shard", callback=parsed_shard, metavar="i/n",
        help="Play only share i of n (from 1), in whole blocks; `parley merge` makes one run of all shares.",
    )(command)  # fmt: skip


def precision_options(command: Command) -> Command:
    """`--precision`, `--headline` and `--most`."""
    command = click.option(
        "--most", type=Whole(256, 2**32 - 1), metavar="N",
        help="With --precision: histories at most.  [default: 1,000,000]",
    )(command)  # fmt: skip
    command = click.option(
        "--headline", multiple=True, metavar="NAME", shell_complete=offer("questions"),
        help="With --precision: progress, an outcome or TABLE.RUNG. Repeatable.  [default: progress and every outcome]",
    )(command)  # fmt: skip
    return click.option(
        "--precision", type=Figure(0, 0.5, min_open=True), metavar="P",
        help="In place of --histories: as many as it takes for 95 % intervals of half-width P (0.01: ± 1 point).",
    )(command)  # fmt: skip


class PrecisionOptions(NamedTuple):
    """What `precision_options` give."""

    precision: float | None
    headline: tuple[str, ...]
    most: int | None


def precision_asked(scenario: "Scenario", options: PrecisionOptions) -> "Precision | None":
    """The precision that the options ask for, or None."""
    from experiments.estimates.questions import HeadlineError, headline_of
    from experiments.runs.precision import MOST, Precision, every_outcome

    if options.precision is None:
        for name, given in (("headline", options.headline), ("most", options.most)):
            if given:
                raise click.UsageError(f"--{name} needs --precision")
        return None
    if not options.precision > 0:  # no number is not
        raise click.UsageError("--precision is a number above 0")
    try:
        headline_of(options.headline, scenario)
    except HeadlineError as error:
        raise Complaint(f"--headline: {error}") from None
    named = tuple(dict.fromkeys(options.headline)) or every_outcome(scenario)
    return Precision(options.precision, named, options.most or MOST)


def output_options(command: Command) -> Command:
    """`--json` and `--quiet`."""
    command = click.option("--quiet", is_flag=True, help="No progress.")(command)
    return json_option(command)


def json_option(command: Command) -> Command:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")(command)


def scenario_errors(command: Command) -> Command:
    """Turn what is wrong with a scenario into one message for each mistake and exit status 2."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        from sim.scenario.document import ScenarioError

        try:
            return command(*args, **kwargs)
        except ScenarioError as error:
            raise Complaint("\n".join(str(problem) for problem in error.problems)) from None

    return guarded


class Warned(Protocol):
    """What was read from a file, with what its author may want to know."""

    @property
    def warnings(self) -> Iterable[object]:
        """What to say."""


def warn(loaded: Warned) -> None:
    """Say what a scenario's author may want to know."""
    for warning in loaded.warnings:
        say(f"{warning} (warning)", err=True)


def warn_all(base: "Loaded", variants: "Iterable[Loaded]") -> None:
    """Say what authors of a scenario and of its variants may want to know; what all have in common, once."""
    said = set()
    for loaded in (base, *variants):
        for warning in loaded.warnings:
            what = warning.path, warning.message.partition(" (extended by ")[0]
            if what not in said:
                say(f"{warning} (warning)", err=True)
            said.add(what)


def say(text: object, err: bool = False) -> None:
    """Print lines of text, with everything made visible that a terminal would obey."""
    from experiments.words.letters import visible

    click.echo(visible(text), err=err)


def tell_unchecked(*folders: Path) -> None:
    """Say of folders that are read which of them keep no hashes; StoreError if that cannot be found out."""
    from experiments.store.reading import unchecked

    for folder in dict.fromkeys(folders):
        if line := unchecked(folder):
            say(line, err=True)


def tell_reservations(*folders: Path) -> None:
    """Say first what is to be known of what folders hold; StoreError if that cannot be found out."""
    from experiments.runs.reservations import line_of

    tell_unchecked(*folders)
    if line := line_of(*folders):
        say(line, err=True)


def hashed_once(file: Path | None = None, loaded: "Loaded | None" = None) -> "HashOf":
    """What tells the hash of a scenario's file as it is now: once it has been played it is read once, and not at each use.

    What was `loaded` from a file is not read again while its files are what they were.
    """

    @lru_cache
    def hash_of(asked: Path, changes: tuple[str, ...]) -> str:
        from experiments.runs.reservations import hash_now, hash_of_loaded
        from experiments.store.manifest import set_by

        own = loaded is not None and (asked, list(changes)) == (file, set_by(change.by for change in loaded.changes))
        if loaded is not None and own and loaded.is_as_read():
            return hash_of_loaded(loaded)
        return hash_now(asked, changes)

    return hash_of


def tell_reserved(folder: Path, summary: Mapping[str, object] | None = None, hash_of: "HashOf | None" = None) -> None:
    """The same of a folder that was just written, with this as its summary; `hash_of` may know its scenario already."""
    from experiments.runs.reservations import fresh_line

    if line := fresh_line(folder, summary, hash_of):
        say(line, err=True)


def echo_json(value: object, indent: int | None = None) -> None:
    """Print one JSON object."""
    from experiments.store import json_text

    click.echo(json_text.safe(json_text.text(value, indent)))


def tell_where(folder: Path) -> None:
    """Say where an answer is kept."""
    say(f"\nKept in {folder}")


def console() -> "Console":
    """Where tables go: colours only on a terminal, and not with NO_COLOR; what stands in brackets is text."""
    from rich.console import Console

    from experiments.words.screen import careful

    width = None if sys.stdout.isatty() else 100
    return careful(Console(highlight=False, markup=False, emoji=False, soft_wrap=False, width=width))
