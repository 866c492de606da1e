"""What was played otherwise than a scenario's file says, so that no figure of it is taken for one of the file."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError

from experiments.store.manifest import SET, Changed, Manifest, changed_of
from experiments.words.names import readable
from experiments.words.numbers import number_words
from experiments.words.places import change_title
from experiments.words.sentences import begin
from sim.scenario.vocabulary import Number, Scenario

FEW = 3  # changes that are written out
APART = ("evidence", "note", "source", "sources")  # what a history is not played with
WHOLE = {"parties": "the party", "issues": "the issue", "tables": "the table"}
HEADING = ("title", "question", "answers")  # what the figure says anyway


def changed_words(manifest: Manifest, scenario: Scenario) -> str:
    """What `--set`, a variant's file or agents of one's own changed in a run; nothing if it is as its file says."""
    changes = [each for each in manifest.get("changes") or [] if counts(each)]
    said = [set_words([change_title(change, scenario) for change in changed_of(manifest)])]
    files = dict.fromkeys(each["by"] for each in changes if not each["by"].startswith(SET))
    said += [file_words(file, [each for each in changes if each["by"] == file], scenario) for file in files]
    if agents := manifest.get("agents"):
        said.append(f"Played with the agents of {agents.split()[0]} in place of parley's own")
    return ". ".join(filter(None, said))


def set_words(changes: Sequence[str]) -> str:
    """What `--set` changed, each in words; nothing if it changed nothing."""
    return f"Changed: {shortened(changes)}" if changes else ""


def study_words(changes: Sequence[str]) -> str:
    """The same of a study, which has no scenario at hand, from PATH=VALUE: names stand for titles."""
    return set_words([plain_change(change) for change in changes])


def plain_change(change: str) -> str:
    """A PATH=VALUE in words, where names have to do for titles: `Taliban: patience = 12`; of a structure, where it is."""
    path, _, value = change.partition("=")
    said = _structure_words(value) if value.startswith(("{", "[")) else value
    given = f" = {said}" if said else ""
    kind, *steps = path.split(".")
    if kind in WHOLE and len(steps) > 1:
        return f"{begin(readable(steps[0]))}: {readable(' '.join(steps[1:]))}{given}"
    if kind in WHOLE and len(steps) == 1:
        return f"{WHOLE[kind]} {_title(value) or begin(readable(steps[0]))}{given}"
    return f"{readable(' '.join([kind, *steps]))}{given}"


def _structure_words(value: str) -> str:
    """A number with what it may be, or a list of words; nothing of anything else."""
    try:
        return value_words(json.loads(value))
    except json.JSONDecodeError:  # as it was typed
        return value


def _title(value: str) -> str:
    """The title in a structure; nothing where there is none, or the text is none that can be read here."""
    with suppress(json.JSONDecodeError):
        found = json.loads(value)
        if isinstance(found, dict):
            return str(found.get("title") or "")
    return ""


def file_words(file: str, changes: Sequence[Changed], scenario: Scenario) -> str:
    """What a variant's file changed in the scenario that it builds on.

    Nothing if that is much and the file has a title of its own: then it is another scenario, and its title says so.
    """
    played = [each for each in changes if each["path"] not in HEADING]
    if not played or (len(played) > FEW and any(each["path"] == "title" for each in changes)):
        return ""
    return f"Changed by {PurePath(file).name}: {shortened([of_file(each, scenario) for each in played])}"


def of_file(change: Changed, scenario: Scenario) -> str:
    """One change: `Taliban: patience = 12`; of what is no number or word, only where it is."""
    if change["after"] is None:
        return change_title(f"{change['path']}=taken away", scenario)
    value = value_words(change["after"])
    return change_title(f"{change['path']}={value}", scenario).removesuffix(" = ")


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
