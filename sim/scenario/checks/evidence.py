"""Evidence: that it says something, and that its sources can be looked up."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.common import Check, Found, unknown, walk
from sim.scenario.document import Loc
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import Evidence, Scenario


def evidence_sources(scenario: Scenario) -> Iterator[Found]:
    """Evidence comes from a source of the scenario; words can be looked up only in one with a file."""
    for loc, evidence in _evidence(scenario):
        for key in ("quoted", "inferred"):
            name = getattr(evidence, key)
            if name is None:
                continue
            if name not in scenario.sources:
                yield (*loc, key), unknown("source", name, scenario.sources)
            elif key == "quoted" and scenario.sources[name].file is None:
                message = f"{shown(name)} has no file to look the words up in; give it one, or use inferred"
                yield (*loc, key), message


def evidence_words(scenario: Scenario) -> Iterator[Found]:
    """Evidence says something."""
    wanted = {"text": "the exact words", "how": "how the number follows", "assumed": "why it was assumed"}
    for loc, evidence in _evidence(scenario):
        for key, what in wanted.items():
            said = getattr(evidence, key)
            if said is not None and not said.strip():
                yield (*loc, key), f"is empty; say {what}"


def source_files(scenario: Scenario) -> Iterator[Found]:
    """The file of a source is a name within the folder of sources."""
    for name, source in scenario.sources.items():
        if source.file is None:
            continue
        parts = source.file.replace("\\", "/").split("/")
        if not source.file.strip() or "\0" in source.file:
            yield ("sources", name, "file"), "is no file name; leave file out if there is none"
        elif parts[0] == "" or ".." in parts or ":" in parts[0]:
            yield ("sources", name, "file"), "must be the name of a file within the folder of sources"


ERRORS: tuple[Check, ...] = (evidence_sources, evidence_words, source_files)


def _evidence(scenario: Scenario) -> Iterator[tuple[Loc, Evidence]]:
    return ((loc, model) for loc, model in walk(scenario, ()) if isinstance(model, Evidence))
