"""The generated pages are up to date and say something of every key; the schema accepts what parley does."""

import re

import jsonschema
import pytest
import yaml

from agents import parameters
from experiments.docs import reference
from experiments.docs.reference_text import EXAMPLES, INTRODUCTION, SECTIONS
from sim.scenario.defaults import resolve
from sim.scenario.extends import read
from sim.scenario.load import load
from sim.scenario.vocabulary import Evidenced, Model, Scenario
from sim.scenario.yaml_text import dump
from tests.conftest import PLAIN, merged
from tests.places import CASES, ROOT, SCENARIOS

SHIPPED = sorted(SCENARIOS.glob("*.yaml"))
VALID = [*SHIPPED, CASES / "valid/rich.yaml"]
SCHEMA = reference.json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def errors(data):
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in VALIDATOR.iter_errors(data)]


class Loader(yaml.SafeLoader):
    """YAML 1.2, in which `on` is text, as editors read it."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":bool") or first in "tTfF"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(text):
    """YAML as an editor sees it: dates and the numbers of a choice are text."""
    return _texts(yaml.load(text, Loader))


def written(path):
    """A file without what it extends."""
    return plain(path.read_text(encoding="utf-8"))


def _texts(data):
    if isinstance(data, dict):
        return {str(key): _texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_texts(value) for value in data]
    return data.isoformat() if hasattr(data, "isoformat") else data


@pytest.mark.parametrize("path", reference.pages(), ids=str)
def test_pages_are_up_to_date(path):
    on_disk = (ROOT / path).read_text(encoding="utf-8")
    assert on_disk == reference.pages()[path](), "run `make docs` (python -m experiments.docs.reference)"


def test_every_field_says_what_it_is():
    silent = [
        f"{model.__name__}.{name}"
        for model in reference.models().values()
        for name in model.model_fields
        if not reference.description(model, name)
    ]
    assert silent == []


def test_every_mapping_says_what_it_is():
    assert [name for name, model in reference.models().items() if not model.__doc__] == []


def test_descriptions_need_nothing_from_the_models(monkeypatch):
    """The texts come from the source, whether or not the models keep them."""
    kept = {(m, n): reference.description(m, n) for m in reference.models().values() for n in m.model_fields}
    for model, name in kept:
        if name not in reference.parameters_of(model) and name != "evidence":
            monkeypatch.setattr(model.model_fields[name], "description", None)
    assert {(m, n): reference.description(m, n) for m, n in kept} == kept


def test_the_page_has_every_key_of_every_mapping():
    page = reference.page()
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", page, re.M | re.S))
    assert sections.keys() == reference.models().keys() - {"Number"}
    for name, section in sections.items():
        elsewhere = (reference.models()["Condition"] if name == "Outcome" else Evidenced).model_fields
        for field, info in reference.models()[name].model_fields.items():
            if field not in elsewhere:
                assert f"| `{info.alias or field}` |" in section, f"{name}.{field}"
    for form in reference.models()["Number"].model_fields.keys() - {"note"}:
        assert f"{form}:" in page


def test_groups_hold_each_number_of_a_principal_once():
    grouped = [name for names in reference.GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(parameters.PARTY)


def test_links_of_the_page_lead_somewhere():
    page = reference.page()
    headings = re.findall(r"^#+ (.*)$", page, re.M)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= anchors


def test_tables_of_the_page_are_square():
    for path, write in reference.pages().items():
        for block in re.findall(r"(?:^\|.*\n)+", write(), re.M):
            assert len({len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}) == 1, path


def test_examples_make_a_scenario(tmp_path):
    data = {}
    for example in EXAMPLES.values():
        data = merged(data, plain(example))
    file = tmp_path / "examples.yaml"
    file.write_text(dump(data), encoding="utf-8")
    assert load(file).warnings == ()
    assert errors(data) == []


def test_examples_are_of_mappings_and_the_introduction_runs(tmp_path):
    assert EXAMPLES.keys() <= {name for _, _, names in SECTIONS for name in names}
    file = tmp_path / "least.yaml"
    file.write_text(re.search(r"```yaml\n(.*?)```", INTRODUCTION, re.S)[1], encoding="utf-8")
    assert load(file).warnings == ()


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_schema_accepts_scenarios_as_written(path):
    assert errors(written(path)) == []


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_schema_accepts_scenarios_after_extends(path):
    assert errors(read(path).data) == []


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_schema_accepts_what_a_run_keeps(path):
    resolved = resolve(load(path).scenario)
    assert errors(resolved.model_dump(mode="json", by_alias=True, exclude_none=True)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"titel": "a misspelt key"},
        {"as_of": None},
        {"parley": 2},
        {"parties": {"rebels": {"role": "rebel"}}},
        {"parties": {"rebels": {"patience": "long"}}},
        {"parties": {"rebels": {"patience": 0}}},
        {"parties": {"rebels": {"patience": {"uniform": [1]}}}},
        {"parties": {"rebels": {"patience": {"value": 1, "uniform": [1, 2]}}}},
        {"parties": {"rebels": {"positions": {"pie": {"salience": 101}}}}},
        {"issues": {"Pie in the sky": {"delivered_by": "state"}}},
        {"tables": {"talks": {"parties": ["state"]}}},
        {"tables": {"talks": {"evidence": {"quoted": "x", "assumed": "y"}}}},
        {"outcomes": {"deal": {"reach": "settlement"}}},
    ],
    ids=str,
)
def test_schema_refuses_what_parley_refuses(change):
    assert errors(PLAIN) == []
    assert errors(merged(PLAIN, change))


def test_a_file_that_extends_may_leave_out_and_delete_but_not_misspell():
    assert errors({"extends": "base.yaml"}) == []
    assert errors({"extends": "base.yaml", "outcomes": {"deal": None}, "war": None}) == []
    vouched = {"parties": {"rebels": {"patience": {"evidence": {"assumed": "x"}}}}}
    assert errors({"extends": "base.yaml"} | vouched) == []
    assert errors({"extends": "base.yaml", "partys": {}})
    assert errors({"extends": "base.yaml", "tables": {"talks": {"rungs": [{"agenda": ["pie"]}]}}})


def test_every_property_of_the_schema_is_described():
    for name, definition in SCHEMA["$defs"].items():
        for key, schema in definition["properties"].items():
            assert schema.get("description"), f"{name}.{key}"


def test_list_of_scenarios_has_them_all():
    listed = reference.scenario_list()
    for path in SHIPPED:
        assert f"[{path.name}]({path.name})" in listed
        assert read(path).data["title"] in listed


def test_models_are_those_of_the_vocabulary():
    found = reference.models()
    assert found["Scenario"] is Scenario
    assert all(issubclass(model, Model) for model in found.values())
