"""Reading YAML text: what is refused and where, what `extends` and `--set` do, what scalars mean."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.scenario import yaml_text
from sim.scenario.document import Change, Mark, Problem, ScenarioError
from sim.scenario.extends import examine, read
from sim.scenario.phrases import described, shortened, shown, suggest
from sim.scenario.yaml_text import dump
from tests.places import CASES

pytestmark = pytest.mark.slow

INVALID = sorted(path for path in (CASES / "invalid").glob("*.yaml") if not path.name.startswith("model_"))


def expected(path: Path) -> list[tuple[str, str]]:
    """The places and messages that the first lines of a file of faults ask for."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("# expect ")]
    assert lines, f"{path} does not say what to expect"
    pairs = []
    for line in lines:
        place, message = line.removeprefix("# expect ").split(": ", 1)
        file = path.name if place[0].isdigit() else ""
        pairs.append((f"{path.parent / (file + ':' * bool(file) + place)}", message))
    return pairs


def problems(path: Path | str, *overrides: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        read(path, overrides)
    return caught.value.problems


def messages(path: Path | str, *overrides: str) -> list[str]:
    return [str(problem) for problem in problems(path, *overrides)]


def written(folder: Path, text: str | bytes, name: str = "given.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_each_rule_reports_its_place(path: Path) -> None:
    found = messages(path)
    for place, message in expected(path):
        assert any(line.startswith(f"{place}: ") and message in line for line in found), found
    assert len(found) == len(expected(path)), found


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_pure_python_parser_agrees_on_places(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_Loader", yaml.SafeLoader)
    found = messages(path)
    for _, message in expected(path):
        assert any(message in line for line in found), found


class TestScalars:
    def test_core_rules(self) -> None:
        data = read(CASES / "valid" / "scalars.yaml").data
        assert math.isnan(data.pop("unknown"))
        assert data == {
            "country": "NO", "answer": "yes", "switch": "on", "time": "1:30", "day": "2018-09-13",
            "small": 0.001, "point": 0.5, "grouped": "1_000", "octal": "0o17", "hexadecimal": "0x1F",
            "padded": 10, "negative": -3, "no_limit": math.inf, "lowest": -math.inf, "nothing": None,
            "empty": None, "truth": True, "quoted": "1",
        }  # fmt: skip
        assert type(data["padded"]) is int

    def test_aliases_are_written_out(self) -> None:
        data = read(CASES / "valid" / "aliases.yaml").data
        assert data["positions"] == [data["shared"]] * 2

    def test_byte_order_mark_and_windows_line_ends(self, tmp_path: Path) -> None:
        document = read(written(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n"))
        assert document.data == {"a": 1, "b": 2}
        assert document.where(["b"]).line == 2

    def test_choice_may_have_numbers_as_keys(self, tmp_path: Path) -> None:
        assert read(written(tmp_path, "a: {choice: {0: 1, 0.50: 2}}")).data == {"a": {"choice": {"0": 1, "0.50": 2}}}


class TestUnreadable:
    def test_no_file(self, tmp_path: Path) -> None:
        assert messages(tmp_path / "a.yaml") == [f"{tmp_path}/a.yaml:1:1: there is no such file"]
        (tmp_path / "second_meeting.yaml").touch()
        asked = tmp_path / "second_meting.yaml"
        assert messages(asked) == [f'{asked}:1:1: there is no such file; did you mean "second_meeting.yaml"?']

    def test_folder(self, tmp_path: Path) -> None:
        assert "this is a folder" in messages(tmp_path)[0]

    def test_impossible_name(self) -> None:
        assert "cannot be read" in messages("a\0b")[0]

    def test_not_utf8(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a: 1\nbé: ".encode() + b"\xff\n")
        assert messages(path) == [f"{path}:2:5: not UTF-8 text; save the file as UTF-8"]

    def test_utf16(self, tmp_path: Path) -> None:
        assert "not UTF-8" in messages(written(tmp_path, "a: 1".encode("utf-16")))[0]

    def test_control_character(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a: 1\nb: x\x1b[2J\n")
        assert messages(path) == [f"{path}:2:5: the character U+001B is not allowed in a text file"]

    def test_every_character_is_taken_or_refused_as_yaml_says(self) -> None:
        """YAML 1.2's c-printable, without the byte order mark."""
        spans = ((0x9, 0xA), (0xD, 0xD), (0x20, 0x7E), (0x85, 0x85), (0xA0, 0xD7FF), (0xE000, 0xFEFE), (0xFF00, 0xFFFD))
        fine = "".join(chr(code) for first, last in (*spans, (0x10000, 0x10FFFF)) for code in range(first, last + 1))
        allowed = set(fine)
        refused = "".join(chr(code) for code in range(0x110000) if chr(code) not in allowed)
        assert yaml_text._FORBIDDEN.search(fine) is None
        assert yaml_text._FORBIDDEN.sub("", refused) == ""

    def test_too_large(self, tmp_path: Path) -> None:
        assert "larger than 1,000,000 bytes" in messages(written(tmp_path, "#" * 1_000_001))[0]

    @pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
    def test_depth_is_capped(self, tmp_path: Path, text: str) -> None:
        assert "nested more than 64 deep" in messages(written(tmp_path, text))[0]

    def test_many_values(self, tmp_path: Path) -> None:
        assert "more than 100,000 values" in messages(written(tmp_path, "a: [" + "1," * 200_000 + "]"))[0]

    def test_escapes_for_no_character(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for text in ('a: "\\ud800"', 'a: "\\UFFFFFFFF"'):
            assert problems(written(tmp_path, text))
        monkeypatch.setattr(yaml_text, "_Loader", yaml.SafeLoader)
        for text in ('a: "\\ud800"', 'a: "\\UFFFFFFFF"'):
            assert problems(written(tmp_path, text))

    def test_messages_cannot_move_the_cursor(self, tmp_path: Path) -> None:
        text = messages(written(tmp_path, '"a\\e[2J\\nb": 1\n"a\\e[2J\\nb": 2\n'))[0]
        assert "\x1b" not in text
        assert "\n" not in text

    def test_everything_at_once(self, tmp_path: Path) -> None:
        found = messages(written(tmp_path, "a: !x 1\na: 2\n<<: {b: 1}\n3: 4\nc: *d\n"))
        assert [line.split(":")[1] for line in found] == ["1", "2", "3", "4", "5"]

    def test_usable_in_spite_of_a_duplicate(self, tmp_path: Path) -> None:
        document, found = examine(written(tmp_path, "a: 1\na: 2\n"))
        assert document is not None
        assert document.data == {"a": 1}
        assert len(found) == 1

    def test_unusable_where_something_is_missing(self, tmp_path: Path) -> None:
        assert examine(written(tmp_path, "a: *b\n")).document is None


class TestPlaces:
    TEXT = "a: 1\nrungs:\n  - name: first\n    agenda: [x, yy]\n  - {name: second}\n"

    @pytest.mark.parametrize(
        ("loc", "key", "place"),
        [
            ((), False, (1, 1)),
            (("a",), False, (1, 4)),
            (("a",), True, (1, 1)),
            (("rungs", 0, "agenda", 1), False, (4, 17)),
            (("rungs", 0, "agenda"), True, (4, 5)),
            (("rungs", 1), False, (5, 5)),
            (("rungs", 1, "agenda"), False, (5, 5)),
            (("rungs", 1, "agenda"), True, (5, 5)),
            (("rungs", 7, "agenda"), False, (3, 3)),
            (("rungs", "first"), False, (3, 3)),
            (("nowhere", "at", "all"), False, (1, 1)),
        ],
    )
    def test_where(self, tmp_path: Path, loc: Any, key: bool, place: tuple[int, int]) -> None:
        path = written(tmp_path, self.TEXT)
        assert read(path).where(loc, key=key) == Mark(str(path), *place)

    def test_path_names_list_items(self, tmp_path: Path) -> None:
        document = read(written(tmp_path, self.TEXT))
        assert document.path(("rungs", 0, "agenda", 1)) == "rungs.first.agenda.1"
        assert document.path(("nowhere", 3)) == "nowhere.3"

    def test_value_and_has(self, tmp_path: Path) -> None:
        document = read(written(tmp_path, self.TEXT))
        assert document.value(("rungs", 1)) == {"name": "second"}
        assert not document.has(("rungs", 2))
        with pytest.raises(KeyError):
            document.value(("rungs", 2))

    def test_problem_reads_as_a_line(self) -> None:
        assert str(Problem(Mark("a.yaml", 3, 5), "x.y", "wrong")) == "a.yaml:3:5: x.y: wrong"
        assert str(Problem(Mark("a.yaml", 3, 5), "", "wrong")) == "a.yaml:3:5: wrong"


class TestExtends:
    def test_chain(self) -> None:
        path = CASES / "valid" / "extends.yaml"
        document = read(path)
        assert document.data == {
            "title": "Root",
            "agenda": ["bases"],
            "parties": {"taliban": {"role": "party", "settles": {"value": 0.3}, "side": "none"}},
        }
        child = str(path.parent / "bases" / "child.yaml")
        prior = {"beta": [5, 5], "evidence": {"assumed": "no better guess"}}
        assert document.changes == (
            Change("agenda", ["prisoners", "troops"], ["bases"], child),
            Change("parties.taliban.role", "insurgent", "party", child),
            Change("parties.taliban.settles", prior, {"value": 0.3}, child),
            Change("parties.moscow", {"role": "patron"}, None, child),
            Change("parties.taliban.side", None, "none", str(path)),
        )

    def test_places_name_the_file_that_they_stand_in(self) -> None:
        path = CASES / "valid" / "extends.yaml"
        document = read(path)
        root = str(path.parent / "bases" / "root.yaml")
        assert document.where(["title"]) == Mark(root, 1, 8)
        assert document.where(["parties", "taliban", "side"]) == Mark(str(path), 4, 19)
        problem = document.problem(["title"], "is dull")
        assert str(problem) == f"{root}:1:8: title: is dull (extended by {path})"

    def test_a_mapping_over_a_list_changes_the_items_that_it_names(self, tmp_path: Path) -> None:
        written(
            tmp_path, "a:\n  - {name: one, x: 1, y: 1}\n  - {name: two, x: 2}\n  - {name: three, x: 3}\n", "base.yaml"
        )
        path = written(tmp_path, "extends: base.yaml\na:\n  two: {x: 5}\n  one: {y: null}\n  '2': null\n")
        assert read(path).data == {"a": [{"name": "one", "x": 1}, {"name": "two", "x": 5}]}
        assert [(each.path, each.before, each.after) for each in read(path).changes] == [
            ("a.two.x", 2, 5),
            ("a.one.y", 1, None),
            ("a.three", {"name": "three", "x": 3}, None),
        ]

    def test_an_item_that_is_not_there_is_named_where_it_stands(self, tmp_path: Path) -> None:
        written(tmp_path, "a:\n  - {name: one}\n", "base.yaml")
        path = written(tmp_path, "extends: base.yaml\na:\n  won: {x: 5}\n")
        assert messages(path) == [f'{path}:3:3: a: there is no item "won" in this list; did you mean "one"?']

    @pytest.mark.parametrize(
        ("base", "over", "merged"),
        [
            ("{a: 1, b: 2}", "{b: 3}", {"a": 1, "b": 3}),
            ("[1, 2]", "[3]", [3]),
            ("{a: {b: {c: 1, d: 2}}}", "{a: {b: {c: null}}}", {"a": {"b": {"d": 2}}}),
            ("{a: 1}", "{b: null}", {"a": 1, "b": None}),
            ("{a: 1}", "{b: {c: null}}", {"a": 1, "b": {"c": None}}),
            ("{a: {b: 1}}", "{a: 2}", {"a": 2}),
            ("{a: 2}", "{a: {b: 1}}", {"a": {"b": 1}}),
            ("{beta: [5, 5], evidence: e}", "{value: .3}", {"value": 0.3}),
            ("{beta: [5, 5], evidence: e}", ".3", 0.3),
            ("{beta: [5, 5]}", "{evidence: e}", {"beta": [5, 5], "evidence": "e"}),
            ("{beta: [5, 5], evidence: e}", "{beta: [1, 2]}", {"beta": [1, 2]}),
            ("{beta: [5, 5], evidence: e}", "{beta: [1, 2], evidence: f}", {"beta": [1, 2], "evidence": "f"}),
            ("{choice: {a: 1, b: 2}}", "{choice: {c: 1}}", {"choice": {"c": 1}}),
            ("5", "{evidence: e}", {"value": 5, "evidence": "e"}),
            ("true", "{evidence: e}", {"evidence": "e"}),
            ("5", "{uniform: [1, 2]}", {"uniform": [1, 2]}),
        ],
    )
    def test_merging(self, tmp_path: Path, base: str, over: str, merged: Any) -> None:
        written(tmp_path, f"x: {base}", "base.yaml")
        path = written(tmp_path, f"extends: base.yaml\nx: {over}")
        assert read(path).data == {"x": merged}

    def test_what_stays_the_same_is_no_change(self, tmp_path: Path) -> None:
        written(tmp_path, "a: 1\nb: 1\n", "base.yaml")
        path = written(tmp_path, "extends: base.yaml\na: 1\nb: true\n")
        assert read(path).changes == (Change("b", 1, True, str(path)),)

    def test_link_out_of_the_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "inside"
        folder.mkdir()
        (folder / "base.yaml").symlink_to(written(tmp_path, "a: 1", "outside.yaml"))
        assert "leads out of this file's folder" in messages(written(folder, "extends: base.yaml"))[0]

    def test_circle_of_two(self, tmp_path: Path) -> None:
        written(tmp_path, "extends: given.yaml", "base.yaml")
        path = written(tmp_path, "extends: base.yaml")
        assert messages(path) == [
            f"{tmp_path}/base.yaml:1:10: extends: extends in a circle: "
            f"{path} → {tmp_path}/base.yaml → {path} (extended by {path})"
        ]

    def test_long_chain(self, tmp_path: Path) -> None:
        for number in range(16):
            written(tmp_path, f"extends: f{number + 1}.yaml", f"f{number}.yaml")
        written(tmp_path, "a: 1", "f16.yaml")
        assert "more than 16 files" in messages(tmp_path / "f0.yaml")[0]
        assert read(tmp_path / "f1.yaml").data == {"a": 1}

    @pytest.mark.parametrize("name", ['"a\\0b"', "''", "null", "[a]", "'~/x.yaml'", "'\\\\host\\x'"])
    def test_names_that_are_none(self, tmp_path: Path, name: str) -> None:
        assert len(problems(written(tmp_path, f"extends: {name}"))) == 1

    def test_relative_to_the_file_whatever_the_working_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written(tmp_path, "a: 1", "base.yaml")
        written(tmp_path, "extends: base.yaml")
        monkeypatch.chdir(tmp_path)
        assert read("given.yaml").where(["a"]) == Mark("base.yaml", 1, 4)


class TestOverrides:
    TEXT = """\
title: Talks
deadline: null
taliban: {settles: {beta: [5, 5], evidence: {assumed: x}}, ideal: 2000}
rungs:
  - {name: contact, agenda: [a, b]}
  - {name: formal, binding: true}
"""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return written(tmp_path, self.TEXT)

    @pytest.mark.parametrize(
        ("override", "loc", "value"),
        [
            ("title=Other talks", ("title",), "Other talks"),
            ("title=a=b", ("title",), "a=b"),
            (" title =NO", ("title",), "NO"),
            ("taliban.settles=0.3", ("taliban", "settles"), 0.3),
            ("taliban.settles.value=0.3", ("taliban", "settles"), {"value": 0.3}),
            ("taliban.settles={value: 1e-3}", ("taliban", "settles"), {"value": 0.001}),
            ("taliban.settles.beta=[1, 2]", ("taliban", "settles"), {"beta": [1, 2]}),
            ("taliban.settles.beta.0=1", ("taliban", "settles", "beta"), [1, 5]),
            ("taliban.settles.evidence=null", ("taliban", "settles"), {"beta": [5, 5]}),
            ("taliban.ideal.value=3", ("taliban", "ideal"), {"value": 3}),
            ("taliban.ideal.uniform=[1, 2]", ("taliban", "ideal"), {"uniform": [1, 2]}),
            (
                "taliban.ideal.evidence.assumed=y",
                ("taliban", "ideal"),
                {"value": 2000, "evidence": {"assumed": "y"}},
            ),
            ("taliban.side=none", ("taliban", "side"), "none"),
            ("taliban.hardliners.control=0.2", ("taliban", "hardliners"), {"control": 0.2}),
            ("deadline.month=3", ("deadline",), {"month": 3}),
            ("rungs.formal.binding=false", ("rungs", 1, "binding"), False),
            ("rungs.1.binding=false", ("rungs", 1, "binding"), False),
            ("rungs.contact.agenda.1=c", ("rungs", 0, "agenda"), ["a", "c"]),
            ("rungs.contact=null", ("rungs",), [{"name": "formal", "binding": True}]),
            ("rungs.formal={binding: false}", ("rungs", 1), {"name": "formal", "binding": False}),
            ("rungs=[]", ("rungs",), []),
        ],
    )
    def test_sets(self, path: Path, override: str, loc: Any, value: Any) -> None:
        assert read(path, [override]).value(loc) == value

    def test_deletes(self, path: Path) -> None:
        assert "title" not in read(path, ["title=null"]).data

    def test_changes_and_places(self, path: Path) -> None:
        document = read(path, ["rungs.formal.binding=false", "title=null", "taliban.ideal=2000"])
        assert document.changes == (
            Change("rungs.formal.binding", True, False, "--set rungs.formal.binding=false"),
            Change("title", "Talks", None, "--set title=null"),
        )
        mark = document.where(["rungs", 1, "binding"])
        assert mark == Mark("--set rungs.formal.binding=false", 1, 22)
        assert document.where(["rungs", 1, "binding"], key=True).column == 14
        assert document.where(["rungs", 1]) == Mark(str(path), 6, 5)

    def test_one_after_the_other(self, path: Path) -> None:
        assert read(path, ["taliban.ideal=1", "taliban.ideal.value=2"]).value(("taliban", "ideal")) == {"value": 2}

    def test_created_mappings_are_known_as_such(self, path: Path) -> None:
        document = read(path, ["talban.settles=0.3"])
        assert document.created(["talban"])
        assert not document.created(["taliban"])

    @pytest.mark.parametrize(
        ("override", "column", "message"),
        [
            ("no =", 5, "there is nothing after the"),
            ("title", 1, "expected PATH=VALUE"),
            ("", 1, "expected PATH=VALUE"),
            ("=3", 1, "the path before the = is empty"),
            ("a..b=3", 3, "the path before the = is empty, or has an empty name in it"),
            ("title=[1, 2", 7, 'a list opens with "["'),
            ("title=*x", 7, "*x stands for nothing"),
            ("title={a: 1, a: 2}", 14, 'duplicate key "a"'),
            ("title=# nothing", 7, "there is nothing in it"),
            ("title.x=3", 7, 'there is no "x" here: it is the text "Talks"'),
            (
                "rungs.formall.binding=true",
                7,
                'there is no item "formall" in this list; did you mean "formal"?',
            ),
            ("rungs.2.binding=true", 7, "(there are: contact, formal)"),
            ("rungs.-1.binding=true", 7, 'there is no item "-1"'),
            ("rungs.contact.agenda.5=x", 22, "(positions run from 0 to 1)"),
            (f"{'a.' * 64}a=1", 129, "the path has more than 64 names"),
        ],
    )
    def test_refused(self, path: Path, override: str, column: int, message: str) -> None:
        (problem,) = problems(path, override)
        named, equals, value = override.partition("=")
        assert (problem.mark.file, problem.mark.column) == (f"--set {shortened(named)}{equals}{value}", column)
        assert message in problem.message
        assert problem.message.endswith(f"(set on {path})")

    def test_ambiguous_name(self, tmp_path: Path) -> None:
        path = written(tmp_path, "rungs: [{name: a}, {name: a}]")
        assert '2 items are named "a"' in messages(path, "rungs.a.x=1")[0]
        assert read(path, ["rungs.1.x=1"]).value(("rungs", 1, "x")) == 1

    def test_all_at_once(self, path: Path) -> None:
        assert len(problems(path, "a", "b..c=1", "title.x=1")) == 3


class TestWords:
    def test_suggest(self) -> None:
        assert suggest("mediator", ["tables", "mediators"]) == '; did you mean "mediators"?'
        assert suggest("TALIBAN", ["taliban"]) == '; did you mean "taliban"?'
        assert suggest("xyz", ["tables", "mediators"]) == ""
        assert suggest("x" * 1_000_000, ["tables"]) == ""

    def test_shown_and_described(self) -> None:
        assert [shown(value) for value in (None, True, 1.5, math.inf, -math.inf, 'a"b')] == [
            "nothing", "true", "1.5", ".inf", "-.inf", '"a\\"b"',
        ]  # fmt: skip
        assert len(shown("x" * 1000)) < 70
        assert [described(value) for value in ({}, [], "a", 3, False)] == [
            "keys and values", "a list", 'the text "a"', "the number 3", "false",
        ]  # fmt: skip


TRICKY = [
    "NO",
    "1e-3",
    "1:30",
    "0o7",
    "010",
    "089",
    ".inf",
    "~",
    "",
    " a ",
    "a: b",
    "2018-09-13",
    "# c",
    "<<",
    "1_000",
    "é\u2028x",
    "line\nline",
    "'",
    '"',
    "- a",
    "True",
    "=",
    "1E5",
    "-.5",
    "+1",
]


def test_dump_reads_back_the_same(tmp_path: Path) -> None:
    rng = random.Random(1)

    def value(depth: int) -> Any:
        kind = rng.randrange(8 if depth else 6)
        if kind == 6:
            return [value(depth - 1) for _ in range(rng.randrange(4))]
        if kind == 7:
            return {rng.choice(TRICKY[:4]) + str(i): value(depth - 1) for i in range(rng.randrange(4))}
        return [None, True, rng.choice(TRICKY), rng.randrange(-5, 10**9), rng.gauss(0, 1e-9), math.inf][kind]

    for _ in range(300):
        data = {"text": rng.choice(TRICKY), "x": value(3)}
        again = read(written(tmp_path, dump(data))).data
        assert repr(again) == repr(data)


def assert_clean(path: Path, *overrides: str) -> None:
    """A document, or problems that have a place and fit on a line; any other exception fails the test."""
    document, found = examine(path, overrides)
    assert found or document is not None
    assert document is None or isinstance(document.data, dict)
    assert all(p.mark.line >= 1 and p.mark.column >= 1 and "\n" not in str(p) for p in found)


@pytest.mark.parametrize("part", range(5))  # so that several workers can share it
def test_only_clean_errors_from_mutilated_files(tmp_path: Path, part: int) -> None:
    rng = random.Random(20180913 + part)
    sources = [path.read_text("utf-8") for path in sorted(CASES.rglob("*.yaml"))]
    pieces = [
        *"[]{}:,&*!|>'\"%@`#-?~\n\t \\<é\x00\u2028",
        "<<: ",
        "---\n",
        "...",
        "- ",
        ": ",
        "&a ",
        "*a",
        "!!x ",
        '"\\ud800"',
        '"\\x',
        "%YAML 3.0\n",
        "%TAG ! x\n",
        "? ",
        "\r",
        "\ufeff",
        "extends: ",
        "9" * 50,
    ]
    path = tmp_path / "fuzz.yaml"
    for round_ in range(2_000):
        text = rng.choice(sources)
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice(pieces) + text[at + rng.choice((0, 0, 1, 5, 50)) :]
        content = bytearray(text.encode("utf-8"))
        if round_ % 10 == 0 and content:
            content[rng.randrange(len(content))] = rng.randrange(256)
        path.write_bytes(content)
        assert_clean(path)


def test_only_clean_errors_from_mutilated_overrides(tmp_path: Path) -> None:
    rng = random.Random(7)
    path = written(tmp_path, TestOverrides.TEXT)
    pieces = [
        "title",
        "rungs",
        ".",
        ".",
        "=",
        "formal",
        "0",
        "9",
        "taliban",
        "settles",
        "value",
        "null",
        "[1]",
        "{a: b}",
        " ",
        "\n",
        "\x00",
        "\udcff",
        "*a",
        "beta",
        "ideal",
        "evidence",
        ".3",
        '"',
        "choice",
    ]
    for _ in range(5_000):
        override = "".join(rng.choices(pieces, k=rng.randrange(1, 9)))
        assert_clean(path, override)
