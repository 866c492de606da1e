"""What a results folder says of its making, with what each key means: `manifest.json`."""

from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypedDict

from experiments.words.units import Count, Hash, Proportion, Seed


class PrecisionAsked(TypedDict):
    """Which intervals were to be how narrow, and the most histories that this might take."""

    half_width: Proportion
    """Half the width that no 95 % interval was to exceed."""
    headline: list[str]
    """What was to be narrow: `progress`, outcomes, or TABLE.RUNG."""
    most: Count
    """Histories after which to stop in any case."""


class StoppedAt(TypedDict):
    """Where a run stopped that was to be precise."""

    histories: Count
    """Histories played."""
    widest: Proportion
    """Half the width of the widest of the intervals."""
    of: str
    """What that interval is of."""
    narrow: bool
    """Whether it is as narrow as was asked; if not, the most histories were reached first."""


class Changed(TypedDict):
    """Something in the scenario that `--set`, or a file that extends another, put in place of something else."""

    path: str
    """Where it stands: dots between keys."""
    before: Any
    """What stood there; null if nothing did."""
    after: Any
    """What stands there now; null if it was taken away."""
    by: str
    """What changed it: `--set`, or the file."""


class Machine(TypedDict):
    """What histories are made with: with the same, a seed gives the same bits."""

    rules_sha256: Hash
    """Hash of the rule book: all sources by which a history is played."""
    versions: dict[str, str]
    """Versions of parley and of the packages on which bits depend."""
    platform: dict[str, str]
    """The kind of machine: processor (`machine`), C library (`libc`) and `python`."""


class Manifest(Machine):
    """What determines the histories of a folder, and what they were made with; keys that do not apply are left out."""

    scenario: str
    """The scenario's file."""
    scenario_sha256: Hash
    """Hash of the scenario as it ran, with every default written out."""
    seed: Seed
    """Seed of all random draws."""
    histories: Count | None
    """Number of histories, of a sweep at each point; null where a precision decides how many there are."""
    block: Count
    """Histories in a part; of a sweep in a piece, of a sensitivity analysis points in a block."""
    command: list[str]
    """The command that made it, word by word."""
    hashes: NotRequired[str]
    """The file beside it with the SHA-256 of each file that the run leaves, as `sha256sum -c` reads it: `SHA256SUMS`.
    Absent in folders of before there was one."""
    shard: NotRequired[str | None]
    """Which share of the whole the folder holds, as `2/7`; null if it holds the whole."""
    precision: NotRequired[PrecisionAsked | None]
    """Of a run: what was to be narrow; null if nothing was."""
    stopped: NotRequired[StoppedAt]
    """Of a run with a precision, once it is done: where it stopped."""
    engine: NotRequired[str]
    """Of a run: `compiled` or `mesa`."""
    agents: NotRequired[str | None]
    """Of a run: the module of agents and the hash of its source; null if there was none."""
    changes: NotRequired[list[Changed]]
    """Of a run: what was changed in the scenario."""
    stated: NotRequired[list[str]]
    """Of a run: where the scenario states what would be so if it said nothing, which cannot be seen in it as it ran."""
    experiment: NotRequired[str]
    """Of a sweep or a sensitivity analysis: its experiment's file."""
    experiment_sha256: NotRequired[Hash]
    """Of these: hash of what is played."""
    points: NotRequired[Count]
    """Of these: number of points."""
    asked_for: NotRequired[dict[str, int]]
    """Of these: `histories` and `seed` where the command line gave others than the file."""


class AnswerManifest(Machine):
    """What an answer is of, that is kept as KIND.json, and what it was made with."""

    kind: str
    """What the answer is called: `lever`, `comparison` …"""
    scenario: str
    """The file that was asked about: a scenario, or the results folder in which conditions were looked for."""
    seed: Seed
    """Seed of all random draws."""
    histories: Count
    """Number of histories: of each variant, at each point, or of what the answer is held against."""
    changes: list[Changed]
    """What was changed in the scenario."""
    variants: list[str]
    """Titles of what it was compared with."""
    files: NotRequired[dict[str, Hash]]
    """SHA-256 of each file of the answer, by its path in the folder; absent in folders of before they were kept."""
    command: list[str]
    """The command that made it, word by word."""


def answer_manifest(kind: str) -> str:
    """How the file is called that says what an answer in a folder is of."""
    return f"{kind}.manifest.json"


SET = "--set "


def changed_of(manifest: Mapping[str, Any]) -> list[str]:
    """What `--set` changed in a run's scenario, each as `path=value`, in the order in which it was written."""
    return set_by(change["by"] for change in manifest.get("changes", []))


def set_by(whats: Iterable[str]) -> list[str]:
    """The same by what made each change."""
    return list(dict.fromkeys(what.removeprefix(SET) for what in whats if what.startswith(SET)))
