"""What was played otherwise than a scenario's file says, so that no figure of it is taken for one of the file."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from experiments.store.manifest import Changed, Manifest
from experiments.words.numbers import number_words
from sim.scenario.vocabulary import Number

FEW = 3  # changes that are written out
SET = "--set "
APART = ("evidence", "note", "source", "sources")  # what a history is not played with
HEADING = ("title", "question", "answers")  # what the figure says anyway


def changed_words(manifest: Manifest) -> str:
    """What `--set`, a variant's file or agents of one's own changed in a run; nothing if it is as its file says."""
    changes = [each for each in manifest.get("changes") or [] if counts(each)]
    own = list(dict.fromkeys(each["by"].removeprefix(SET) for each in changes if each["by"].startswith(SET)))
    said = [set_words(own)] if own else []
    files = dict.fromkeys(each["by"] for each in changes if not each["by"].startswith(SET))
    said += filter(None, (file_words(file, [each for each in changes if each["by"] == file]) for file in files))
    if agents := manifest.get("agents"):
        said.append(f"Played with the agents of {agents.split()[0]} in place of parley's own")
    return ". ".join(said)


def set_words(changes: Sequence[str]) -> str:
    """What `--set` changed, as PATH=VALUE."""
    return f"Changed for this run: {shortened([change.replace('=', ' = ', 1) for change in changes])}"


def file_words(file: str, changes: Sequence[Changed]) -> str:
    """What a variant's file changed in the scenario that it builds on.

    Nothing if that is much and the file has a title of its own: then it is another scenario, and its title says so.
    """
    played = [each for each in changes if each["path"] not in HEADING]
    if not played or (len(played) > FEW and any(each["path"] == "title" for each in changes)):
        return ""
    return f"Changed by {PurePath(file).name}: {shortened([change_words(each) for each in played])}"


def change_words(change: Changed) -> str:
    """One change: `war.branching = 0`; of what is no number or word, only where it is."""
    path, after = change["path"], change["after"]
    if after is None:
        return f"{path} taken away"
    value = value_words(after)
    return f"{path} = {value}" if value else path


def value_words(value: Any) -> str:
    """A number, a word or a list of such; nothing of anything else."""
    if isinstance(value, dict):
        try:
            return number_words(Number.model_validate(value))
        except ValidationError:
            return ""
    if isinstance(value, list):
        words = [value_words(each) for each in value] or ["none"]
        return ", ".join(words) if all(words) else ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def shortened(words: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = len(words) - FEW
    return "; ".join([*words[:FEW], *([f"and {more} more"] if more > 0 else [])])


def counts(change: Changed) -> bool:
    """Whether a history may be played otherwise for it, or is told so."""
    return not any(step in APART for step in change["path"].split("."))
