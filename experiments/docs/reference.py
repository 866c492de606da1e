"""What the vocabulary says of itself: a JSON Schema for editors, the reference page, the list of scenarios.

`python -m experiments.docs.reference` writes docs/scenario_reference.md, docs/experiment_reference.md,
docs/json_reference.md and scenarios/README.md, and the paths that shells complete. Nothing here is needed to read or run
a scenario. Descriptions are the texts under the fields of the vocabulary.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from agents.parameters import EFFORT_AT, HARDLINERS, PARTY, RELUCTANCE, RELUCTANCE_CUT, TABLE, WAR, Parameter
from agents.patron import Patron
from agents.roles import MEDIATOR, PRINCIPALS, SETTLES_SPREAD
from experiments.docs.markdown import table
from experiments.sweep import experiment
from experiments.words.numbers import field_range, figure, span_words
from sim.scenario import vocabulary
from sim.scenario.extends import read
from sim.scenario.vocabulary import Condition, Evidence, Model, Number, Of, Outcome, Scenario

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path("docs/scenario_reference.md")
LIST = Path("scenarios/README.md")
EXPERIMENTS = Path("docs/experiment_reference.md")
RESULTS = Path("docs/json_reference.md")
OVERRIDE = "_override"
LARGE = 1e7  # an upper end from here on only keeps arithmetic in bounds
JSON = dict[str, Any]

EXTENDS = "File to build on, in this file's folder or below it. What stands here overrides what stands there."
EXACTLY_ONE = {
    "Number": vocabulary.FORMS,
    "Evidence": ("quoted", "inferred", "assumed"),
    "Effect": ("to", "add", "times"),
    "Event": ("on", "rate"),
}
"""Mappings of whose keys exactly one must be there."""
GROUPS = {
    "Who they are, and how they choose": ("turnover", "rationality"),
    "How they bargain": ("patience", "patience_spread", "concession"),
    "What fighting on is worth to them": ("stake", "cost", "weary", "walk_away_spread", "horizon"),
    "Coming to a table": ("effort", "standing", "exposure", "grief"),
    "Putting all on the table, and signing": ("caution", "home_premium", "surprise", "resolve"),
    "Keeping to it": ("keep_word", "temptation", "lock_in", "exclusion"),
    "Away from the table": ("informativeness", "press_swing", "press_gain", "backlash"),
}
"""A principal's numbers by what they are about."""


# ------------------------------------------------------------------------------
# Descriptions


def models() -> dict[str, type[Model]]:
    """Every mapping of the vocabulary that can be written, by the name of its class."""
    own = (thing for thing in vars(vocabulary).values() if isinstance(thing, type) and issubclass(thing, Model))
    return {model.__name__: model for model in own if model.__name__ not in {"Model", "Evidenced"}}


def description(model: type[Model], name: str) -> str:
    """What a field is for: what its type says, or else the text under it."""
    field = model.model_fields[name]
    for mark in field.metadata:
        if isinstance(mark, Of):
            return mark.parameter.meaning[0].upper() + mark.parameter.meaning[1:] + "."
    if field.description:
        return field.description
    for ancestor in model.__mro__:
        found = _docstrings().get((ancestor.__name__, name))
        if found:
            return found
    return ""


@cache
def _docstrings() -> dict[tuple[str, str], str]:
    """The texts under the fields of the vocabulary, by class and field."""
    found: dict[tuple[str, str], str] = {}
    for node in (node for module in (vocabulary, experiment) for node in ast.parse(inspect.getsource(module)).body):
        if isinstance(node, ast.ClassDef):
            for field, after in zip(node.body, node.body[1:], strict=False):
                text = _text(after)
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and text:
                    found[node.name, field.target.id] = " ".join(text.split())
    return found


def _text(node: ast.stmt) -> str | None:
    value = node.value if isinstance(node, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def parameters_of(model: type[Model]) -> Mapping[str, Parameter]:
    """The parameters with defaults that a mapping has."""
    return {
        "Principal": PARTY,
        "Mediator": MEDIATOR.defaults,
        "Table": TABLE,
        "War": WAR,
        "Hardliners": HARDLINERS,
    }.get(model.__name__, {})


def default_words(model: type[Model], name: str) -> str:
    """The default of a field, by role where roles differ; a dash for what is simply absent."""
    if model.__name__ == "Principal" and name == "settles":
        means = _by_role({role: figure(kind.settles.default) for role, kind in PRINCIPALS.items()})
        return f"{means}; all with sd {figure(SETTLES_SPREAD)}"
    parameter = parameters_of(model).get(name)
    if parameter is not None:
        return _parameter_default(model, name, parameter)
    if model.__name__ == "Principal" and name == "influence":
        return f"{figure(Patron.defaults['influence'].default)} of a patron with governments on its side"
    if model.__name__ == "Principal" and name == "effort_at":
        return (
            f"normal: {figure(EFFORT_AT.default)}, sd {figure(RELUCTANCE.default)}, cut at {figure(RELUCTANCE_CUT)} sd"
        )
    field = model.model_fields[name]
    if field.is_required():
        return "**required**"
    return _plain_default(field.get_default(call_default_factory=True))


def _parameter_default(model: type[Model], name: str, parameter: Parameter) -> str:
    by_role = {role: kind.defaults for role, kind in PRINCIPALS.items()} if model.__name__ == "Principal" else {}
    special = {role: figure(own[name].default) for role, own in by_role.items() if name in own}
    value = figure(parameter.default)
    return value if not special else f"{value}; {_by_role(special)}"


def _by_role(values: Mapping[str, str]) -> str:
    return ", ".join(f"{role} {value}" for role, value in values.items())


def _plain_default(value: Any) -> str:
    if isinstance(value, Number) and value.value is not None:
        return figure(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return figure(value)
    if isinstance(value, str):
        return f"`{value}`" if value else "–"
    if isinstance(value, tuple) and value and not isinstance(value[0], Model):
        same = len(set(value)) == 1 and len(value) > 2
        return f"{len(value)} × {figure(value[0])}" if same else f"[{', '.join(map(figure, value))}]"
    return "–"


# ------------------------------------------------------------------------------
# JSON Schema


def json_schema() -> JSON:
    """The JSON Schema (draft 2020-12) of scenario files; one with `extends` may leave all to its base."""
    generated = Scenario.model_json_schema(by_alias=True)
    definitions = generated.pop("$defs")
    definitions["Scenario"] = generated
    strict = {name: _definition(models()[name], schema) for name, schema in definitions.items()}
    loose = {name + OVERRIDE: _loosened(schema) for name, schema in strict.items()}
    loose["Scenario" + OVERRIDE]["properties"]["extends"] = {"type": "string", "description": EXTENDS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of a peace process",
        "description": "A scenario file for parley.",
        "if": {"type": "object", "required": ["extends"]},
        "then": {"$ref": f"#/$defs/Scenario{OVERRIDE}"},
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": strict | loose,
    }


def _definition(model: type[Model], generated: JSON) -> JSON:
    """A mapping's schema as a person writes it: short forms of numbers and evidence, every key described."""
    schema = deepcopy(generated)
    schema.pop("title", None)
    schema["description"] = _summary(model)
    for name, field in model.model_fields.items():
        key = field.alias or name
        written = _short_forms(schema["properties"][key], field_range(field))
        for word in ("title", "default", "unit", "default_value", "range", "reason"):
            written.pop(word, None)
        written["description"] = _described(model, name)
        schema["properties"][key] = written
    if model.__name__ in EXACTLY_ONE:
        schema["oneOf"] = [{"required": [key]} for key in EXACTLY_ONE[model.__name__]]
    return schema


def _summary(model: type[Model]) -> str:
    return " ".join((model.__doc__ or "").split())


def _described(model: type[Model], name: str) -> str:
    """A field's meaning, with its unit, default and range where it is a number of the model."""
    said = [description(model, name)]
    parameter = parameters_of(model).get(name)
    if parameter is not None:
        said.append(f"Unit: {parameter.unit}.")
    default = default_words(model, name)
    if default not in {"–", "**required**"}:
        said.append(f"Default: {default}.".replace("`", ""))
    ends = field_range(model.model_fields[name])
    if ends is not None:
        said.append(f"Range: {_range_words(ends)}.")
    return " ".join(said)


def _range_words(ends: tuple[float, float]) -> str:
    if ends[0] <= -LARGE <= LARGE <= ends[1]:
        return "any size"
    return f"at least {figure(ends[0])}" if ends[1] >= LARGE else f"{figure(ends[0])} … {figure(ends[1])}"


def _short_forms(node: Any, ends: tuple[float, float] | None) -> Any:
    """Let a bare number stand for `{value: number}` and one piece of evidence for a list of one."""
    if isinstance(node, list):
        return [_short_forms(part, ends) for part in node]
    if not isinstance(node, dict):
        return node
    if node.get("$ref") == "#/$defs/Number":
        return {"anyOf": [_bare_number(ends), {"$ref": "#/$defs/Number"}]}
    if node.get("items") == {"$ref": "#/$defs/Evidence"}:
        return {"anyOf": [{"$ref": "#/$defs/Evidence"}, {"type": "array", "items": node["items"]}]}
    if "patternProperties" in node:
        node = node | {"additionalProperties": False}
    return {key: _short_forms(value, ends) for key, value in node.items() if key != "discriminator"}


def _bare_number(ends: tuple[float, float] | None) -> JSON:
    low, high = ends or (None, None)
    bounds = {"minimum": low, "maximum": high}
    return {"type": "number"} | {key: end for key, end in bounds.items() if end is not None and isfinite(end)}


def _loosened(node: Any) -> Any:
    """The same for a file that overrides another: nothing is required, and null deletes.

    Lists replace whole lists, so that what stands in one is complete.
    """
    if isinstance(node, list):
        return [_loosened(part) for part in node]
    if not isinstance(node, dict):
        return node
    dropped = {"required", "oneOf", "minProperties"} if "properties" in node else {"minProperties"}
    loose: JSON = {}
    for key, value in node.items():
        if key in dropped:
            continue
        if key in {"properties", "patternProperties"}:
            loose[key] = {name: _nullable(_loosened(inner)) for name, inner in value.items()}
        elif key == "$ref":
            loose[key] = value + OVERRIDE
        elif key == "oneOf":
            loose["anyOf"] = _loosened(value)
        else:
            loose[key] = value if key in {"items", "prefixItems"} else _loosened(value)
    return loose


def _nullable(schema: JSON) -> JSON:
    text = {key: schema[key] for key in ("description",) if key in schema}
    bare = {key: value for key, value in schema.items() if key != "description"}
    if "anyOf" in bare and len(bare) == 1:
        options = bare["anyOf"]
        return text | {"anyOf": options if {"type": "null"} in options else [*options, {"type": "null"}]}
    return text | {"anyOf": [bare, {"type": "null"}]}


# ------------------------------------------------------------------------------
# The page


def page() -> str:
    """The reference page of scenario files, as Markdown."""
    from experiments.docs import reference_text as text

    parts = [text.INTRODUCTION]
    for heading, before, names in text.SECTIONS:
        parts.append(f"## {heading}\n\n{before}".rstrip())
        parts += [_mapping(models()[name], text.EXAMPLES.get(name, "")) for name in names]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _mapping(model: type[Model], example: str) -> str:
    """One mapping: what it is, an example, and its keys."""
    parts = [f"### {model.__name__}", _summary(model)]
    if example:
        parts.append(f"```yaml\n{example.strip()}\n```")
    parameters = parameters_of(model)
    shared = {"note", "evidence"} if model is not Evidence else {"note"}
    inherited = Condition.model_fields if model is Outcome else {}  # its page has them already
    plain = [name for name in model.model_fields if name not in {*parameters, *shared, *inherited}]
    if plain:
        parts.append(_key_table(model, plain))
    if parameters:
        parts += _parameter_tables(model, parameters)
    return "\n\n".join(parts)


def _key_table(model: type[Model], names: list[str]) -> str:
    rows = []
    for name in names:
        key = f"`{model.model_fields[name].alias or name}`"
        rows.append([key, type_words(model, name), default_words(model, name), description(model, name)])
    return table(["key", "what stands there", "default", "meaning"], rows)


def _parameter_tables(model: type[Model], parameters: Mapping[str, Parameter]) -> Iterator[str]:
    """The numbers with defaults, by theme; then the reasons for the defaults."""
    yield "Numbers that have a default:"
    groups = GROUPS if model.__name__ == "Principal" else {"": tuple(parameters)}
    rest = tuple(name for name in parameters if all(name not in names for names in groups.values()))
    for title, names in (groups | ({"Other": rest} if rest else {})).items():
        rows = []
        for name in names:
            p, default = parameters[name], default_words(model, name)
            plausible = _plausible(model, name, p)
            rows.append([f"`{name}`", p.unit, default, plausible, _range_words((p.low, p.high)), _sentence(p.meaning)])
        numbers = table(["key", "unit", "default", "plausible", "range", "meaning"], rows)
        yield f"**{title}**\n\n{numbers}" if title else numbers
    roles = {role: kind.defaults for role, kind in PRINCIPALS.items()} if model.__name__ == "Principal" else {}
    yield _reasons(parameters, roles)
    yield _doubts(parameters, _others(model))


def _plausible(model: type[Model], name: str, parameter: Parameter) -> str:
    """Between which values a default may as well stand, by role where roles differ; a dash where it states a fact."""
    span = _span(parameter)
    roles = PRINCIPALS if model.__name__ == "Principal" else {}
    special = {role: _span(kind.defaults[name]) for role, kind in roles.items() if name in kind.defaults}
    return f"{span}; {_by_role(special)}" if special else span


def _span(parameter: Parameter) -> str:
    found = parameter.plausible
    return span_words(found.low, found.high) if found else "–"


def _doubts(parameters: Mapping[str, Parameter], others: Mapping[str, Parameter]) -> str:
    """Why each default is thought to lie within its plausible values."""
    by_reason: dict[str, list[str]] = {}
    for name, parameter in [(f"`{name}`", each) for name, each in parameters.items()] + list(others.items()):
        if parameter.plausible:
            by_reason.setdefault(parameter.plausible.reason, []).append(name)
    lines = [f"- {', '.join(names)}: {reason}." for reason, names in by_reason.items()]
    return "Why these are plausible (5 % lie below, 5 % above; [doubt.md](doubt.md)):\n\n" + "\n".join(lines)


def _others(model: type[Model]) -> dict[str, Parameter]:
    """Defaults of a mapping that have no row in its table of numbers: those of roles, and spreads."""
    if model.__name__ != "Principal":
        return {}
    settles = {f"`settles` of the role {role}": kind.settles for role, kind in PRINCIPALS.items()}
    own = {
        f"`{name}` of the role {role}": each
        for role, kind in PRINCIPALS.items()
        for name, each in kind.defaults.items()
    }
    spans = settles | own | {"spread of `effort_at`": RELUCTANCE}
    return {f"{name} ({_span(each)})": each for name, each in spans.items()}


def _reasons(parameters: Mapping[str, Parameter], roles: Mapping[str, Mapping[str, Parameter]]) -> str:
    by_reason: dict[str, list[str]] = {}
    for name, parameter in parameters.items():
        by_reason.setdefault(parameter.reason, []).append(f"`{name}`")
    for role, own in roles.items():
        for name, parameter in own.items():
            by_reason.setdefault(parameter.reason, []).append(f"`{name}` of the role {role}")
    common = max(by_reason, key=lambda reason: len(by_reason[reason]))
    lines = [
        f"- {', '.join(names)}: {reason}." for reason, names in by_reason.items()
        if reason != common or len(names) == 1
    ]  # fmt: skip
    if len(by_reason[common]) > 1:
        lines.append(f"- all others: {common}.")
    return "Where the defaults come from:\n\n" + "\n".join(lines)


def type_words(model: type[Model], name: str) -> str:
    """What stands at a key: `number, 0 … 100`; `one of a, b`; `list of Rung`."""
    field = model.model_fields[name]
    ends = field_range(field)
    named = any(hasattr(mark, "pattern") for mark in field.metadata)
    words = "name" if named else _words_of_type(field.annotation)
    if vocabulary.ONE_OR_MORE in field.metadata:
        words = f"{_words_of_type(get_args(field.annotation)[0])}, or {words}"
    return f"{words}, {_range_words(ends)}" if ends is not None else words + _limits(field)


def _limits(field: FieldInfo) -> str:
    """Bounds of a plain whole number or list."""
    bounds = ("ge", "gt", "le")
    marks = {key: getattr(mark, key) for mark in field.metadata for key in bounds if hasattr(mark, key)}
    if "ge" in marks and "le" in marks:
        return f", {marks['ge']} … {figure(marks['le'])}"
    if "ge" in marks:
        return f", at least {marks['ge']}"
    return f", above {marks['gt']}" if "gt" in marks else ""


_PLAIN = {str: "text", int: "whole number", float: "plain number", bool: "true or false", Any: "value"}


def _words_of_type(kind: Any) -> str:
    """A type in words, without what annotates it."""
    if hasattr(kind, "__metadata__"):
        return "name" if _is_name(kind) else _words_of_type(get_args(kind)[0])
    if isinstance(kind, type) and issubclass(kind, Model):
        return "number" if kind is Number else f"[{kind.__name__}](#{kind.__name__.lower()})"
    return _words_of_form(get_origin(kind), get_args(kind)) or _PLAIN.get(kind, "date")


def _words_of_form(origin: Any, inner: tuple[Any, ...]) -> str:
    """Choices, mappings, lists and alternatives in words."""
    if origin is Literal:
        return ("one of " if len(inner) > 1 else "") + ", ".join(f"`{_written(value)}`" for value in inner)
    if origin is dict:
        return f"{'names' if _is_name(inner[0]) else 'keys'} → {_words_of_type(inner[1])}"
    if origin is tuple:
        items = _words_of_type(inner[0])
        plural = "s" if items[-1].isalpha() else ""
        endless = inner[-1] is Ellipsis
        return f"list of {items}{plural}" if endless else _fixed(len(inner), items)
    return " or ".join(dict.fromkeys(_words_of_type(part) for part in inner if part is not type(None)))


def _fixed(length: int, items: str) -> str:
    return f"[{', '.join([items] * length)}]" if length < 4 else f"list of {length} {items}s"


def _is_name(kind: Any) -> bool:
    return kind is vocabulary.Name


def _written(value: Any) -> str:
    return "true" if value is True else str(value)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


# ------------------------------------------------------------------------------
# The list of scenarios


def scenario_list(folder: Path = ROOT / "scenarios") -> str:
    """The shipped scenarios, as Markdown: those with a question of their own, then those that vary them."""
    cases, variations = [], []
    for file in sorted(folder.glob("*.yaml")):
        data = read(file).data
        base = _own_line(file, "extends")
        name, link = f"[{file.name}]({file.name})", f"[{base}]({base})" if base else "–"
        if _own_line(file, "question"):
            cases.append([name, data["title"], data["question"], link, str(data["as_of"])])
        else:
            variations.append([name, data["title"], link, str(data["as_of"])])
    asked = [
        [f"[{file.name}](questions/{file.name})", data["title"], f"[{data['scenario']}.yaml]({data['scenario']}.yaml)"]
        for file in sorted((folder / "questions").glob("*.yaml"))
        for data in [read(file).data]
    ]
    return _LIST_TEXT.format(
        questions=table(["file", "title", "asked of"], asked),
        cases=table(["file", "title", "question", "extends", "knowledge of"], cases),
        variations=table(["file", "title", "extends", "knowledge of"], variations),
    )


def _own_line(file: Path, key: str) -> str | None:
    """What a shipped file itself says at a key of the top level."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{key}:"):
            return line.removeprefix(f"{key}:").strip().strip("\"'")
    return None


_LIST_TEXT = """\
# Scenarios

Each file says who wants what, who talks to whom, what must come first, and what counts as progress.
`parley show FILE` tells it to a person, `parley run FILE` plays it.

## Cases

{cases}

## Variations

Each file holds only what it changes: `parley show` lists that, and `parley compare` measures what it does.

{variations}

## Questions

Dated questions without their answers: `parley forecast seal` writes down how probable each answer is
([docs/forecasts.md](../docs/forecasts.md)).

{questions}

What may stand in a scenario file: [docs/scenario_reference.md](../docs/scenario_reference.md).
`parley init NAME` writes a commented one to start from, and `parley schema` a JSON Schema for editors.
This page is written by `python -m experiments.docs.reference`.
"""


def experiment_page() -> str:
    """The reference page of experiment files, as Markdown."""
    from experiments.docs import reference_text as text

    parts = [text.EXPERIMENTS, *(_mapping(model, "") for model in (experiment.Experiment, experiment.Factor))]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def pages() -> dict[Path, Callable[[], str]]:
    """The generated pages, by their place in the project."""
    from experiments.docs import json_reference, set_paths

    return {
        PAGE: page,
        LIST: scenario_list,
        EXPERIMENTS: experiment_page,
        RESULTS: json_reference.page,
        set_paths.FILE: set_paths.text,
    }


def main() -> None:
    """Write the generated pages."""
    for path, write in pages().items():
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(write(), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
