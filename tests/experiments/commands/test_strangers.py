"""A results folder from a stranger: no command writes through its links, believes what was changed in it, or shows what a
terminal would obey; whatever it holds, one sentence says what is wrong, and the exit status is 2."""

import json
import os
import random
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from tests.folders import without_hashes
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"
HISTORIES = 300
ESCAPES = ("\x1b", "\x9b", "\u202e", "\u2066", "\x07")
HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202eevil\u2066\x9b31m"


def parley(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def run(out, *more, seed=1):
    return parley("run", SCENARIO, "--histories", HISTORIES, "--seed", seed, "--out", out, "--quiet", *more)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "run"
    done = run(folder)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    folder = tmp_path_factory.mktemp("other") / "run"
    assert run(folder, seed=2).exit_code == 0
    return folder


@pytest.fixture
def folder(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "run"))


def readers(folder):
    """Every command that reads a folder, and how it is asked to."""
    return {
        "plot": lambda: parley("plot", folder, "--kind", "outcomes"),
        "brief": lambda: parley("brief", folder, "--format", "html"),
        "export": lambda: parley("export", folder, "--csv"),
        "resume": lambda: run(folder, "--resume"),
        "discover": lambda: parley("discover", folder, "--out", folder.parent / "found", "--quiet"),
    }


def refused(done, *said):
    """Whether a command ended in one sentence that says this, with exit status 2."""
    assert done.exit_code == 2, done.output
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for each in said:
        assert str(each) in done.stderr
    return True


# ----------------------------------------------------------------------------- links


@pytest.fixture
def outside(tmp_path):
    """A folder and a file that are none of a run's, and what is in them afterwards."""
    place = tmp_path / "outside"
    place.mkdir()
    (place / "letter").write_text("Dear")
    yield place
    assert {path.name: path.read_text() for path in place.iterdir()} == {"letter": "Dear"}


@pytest.mark.parametrize("name", ["plot", "resume"])
def test_figures_are_not_written_through_a_link(folder, outside, name):
    shutil.rmtree(folder / "figures")
    (folder / "figures").symlink_to(outside)
    refused(readers(folder)[name](), folder / "figures", "this is a link")


@pytest.mark.parametrize("command", ["why", "compare", "lever", "doubt", "discover"])
def test_answers_are_not_written_through_a_link(folder, outside, command):
    out = folder.parent / "answers"
    out.mkdir()
    (out / "figures").symlink_to(outside)
    (out / f"{command}.json").symlink_to(outside / "letter")
    more = {"compare": ("--set", "war.branching=0"), "doubt": ("--points", 20), "lever": ("--target", 0.9)}
    subject = folder if command == "discover" else SCENARIO
    many = () if command == "discover" else ("--histories", 40)
    done = parley(command, subject, *more.get(command, ()), *many, "--out", out, "--quiet")
    if command == "why":
        assert done.exit_code == 0, done.output
    elif "no box" not in done.output.lower():
        assert done.exit_code in {0, 2}


def test_what_stands_in_the_place_of_an_output_is_replaced(folder, outside):
    for name in ("brief.html", "histories.csv", "histories.codebook.csv", "figures/war.svg"):
        (folder / name).symlink_to(outside / "letter")
    assert readers(folder)["brief"]().exit_code == 0
    assert readers(folder)["export"]().exit_code == 0
    assert parley("plot", folder, "--kind", "war").exit_code == 0
    assert not any(path.is_symlink() for path in folder.rglob("*"))


def test_a_resumed_run_writes_through_no_link(folder, outside):
    for name in ("part-000000.parquet", "summary.json", "course.json", "figures/outcomes.svg"):
        (folder / name).unlink()
    for name in ("part-000000.parquet", "figures/outcomes.svg"):
        (folder / name).symlink_to(outside / "letter")
    done = run(folder, "--resume")
    assert done.exit_code == 0, done.output
    assert not any(path.is_symlink() for path in folder.rglob("*"))


def test_a_resumed_sweep_writes_through_no_link(tmp_path, outside):
    file = tmp_path / "levels.yaml"
    file.write_text(
        f"parley_experiment: 1\ntitle: Levels\nscenario: {os.path.relpath(SCENARIO, tmp_path)}\ndesign: grid\n"
        "factors:\n  branching: {path: war.branching, values: [0.1, 0.3]}\nhistories: 40\nheadline: progress\n"
    )
    out = tmp_path / "swept"
    done = parley("sweep", file, "--out", out, "--quiet")
    assert done.exit_code == 0, done.output
    (out / "pieces.jsonl").unlink()
    (out / "pieces.jsonl").symlink_to(outside / "letter")
    refused(parley("sweep", file, "--out", out, "--resume", "--quiet"), out / "pieces.jsonl", "this is a link")


# ----------------------------------------------------------------------------- what was changed


@pytest.mark.parametrize("name", ["plot", "brief", "export", "resume", "discover"])
@pytest.mark.parametrize("file", ["summary.json", "scenario.yaml", "manifest.json"])
def test_an_edited_file_is_named(folder, name, file):
    if file == "summary.json" and name == "discover":
        return  # which reads the parts
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text + "\n", encoding="utf-8")
    refused(readers(folder)[name](), folder / file)


@pytest.mark.parametrize("name", ["plot", "brief", "export", "resume"])
@pytest.mark.parametrize("hashed", [True, False])
def test_a_summary_of_another_run_is_named(folder, other, name, hashed):
    if not hashed:
        without_hashes(folder)
    shutil.copyfile(other / "summary.json", folder / "summary.json")
    done = readers(folder)[name]()
    assert done.exit_code == 2
    assert str(folder / "summary.json") in done.stderr


def test_every_flipped_bit_of_a_part_is_found(folder):
    part = folder / "part-000000.parquet"
    sound, chance = part.read_bytes(), random.Random(1)
    for _ in range(20):
        at, bit = chance.randrange(len(sound)), 1 << chance.randrange(8)
        part.write_bytes(sound[:at] + bytes([sound[at] ^ bit]) + sound[at + 1 :])
        refused(readers(folder)["export"](), part)
        refused(parley("plot", folder, "--kind", "rungs_over_time"), part)
        refused(readers(folder)["discover"](), part)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path != part}
    done = parley("run", SCENARIO, "--histories", HISTORIES, "--out", folder, "--resume")
    assert done.exit_code == 0, "a history is played again, which gives the same"
    assert f"{part} was not the file that this run left there" in done.stderr
    assert part.read_bytes() == sound
    assert {path: path.read_bytes() for path in before} == before


def test_a_lost_list_of_hashes_is_named(folder):
    (folder / "SHA256SUMS").unlink()
    for command in readers(folder).values():
        refused(command(), folder / "SHA256SUMS")


def test_a_summary_put_into_an_unfinished_run_is_not_believed(folder, whole):
    sums = (folder / "SHA256SUMS").read_text().splitlines()
    (folder / "SHA256SUMS").write_text("\n".join(line for line in sums if "summary" not in line) + "\n")
    refused(readers(folder)["brief"](), folder / "summary.json")


def test_a_folder_of_before_hashes_works_with_a_line_that_says_so(folder):
    without_hashes(folder)
    for name, command in readers(folder).items():
        done = command()
        assert done.exit_code == 0, (name, done.output)
        assert done.stderr.count("before hashes were kept") == 1, name


def test_equal_runs_leave_equal_bytes_resumed_or_not(whole, tmp_path):
    out = tmp_path / "run"
    shutil.copytree(whole, out)
    for lost in ("summary.json", "part-000000.parquet"):
        (out / lost).unlink()
    assert run(out, "--resume").exit_code == 0
    assert {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()} == {
        path.relative_to(whole): path.read_bytes() for path in whole.rglob("*") if path.is_file()
    }


def test_an_answer_that_was_edited_is_named(folder, tmp_path):
    out = tmp_path / "why"
    done = parley("why", SCENARIO, "--histories", 40, "--out", out, "--quiet")
    assert done.exit_code == 0, done.output
    (out / "why.json").write_text((out / "why.json").read_text() + " ")
    refused(parley("brief", folder, out, "--format", "html"), out / "why.json")


# ----------------------------------------------------------------------------- well formed but wrong

WRONG = {
    "a list": "[]", "nothing": "null", "a number": "3", "nothing in it": "{}", "too deep": "[" * 10_000 + "]" * 10_000,
    "deep inside": '{"a":' * 10_000 + "1" + "}" * 10_000, "no text": "\udcff",
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("file", ["summary.json", "course.json", "manifest.json"])
def test_what_is_no_summary_is_one_sentence(folder, what, file):
    without_hashes(folder)
    (folder / file).write_bytes(WRONG[what].encode("utf-8", "surrogateescape"))
    for name in ("plot", "brief", "export"):
        done = parley("plot", folder) if name == "plot" else readers(folder)[name]()
        assert done.exit_code in {0, 2}, (name, done.output)
        assert done.exit_code == 2 or file == "course.json", (name, done.output)
        assert "Traceback" not in done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)


def test_every_number_as_a_text_and_every_key_absent_is_one_sentence(folder):
    without_hashes(folder)
    said = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    for key in said:
        for changed in ({k: v for k, v in said.items() if k != key}, said | {key: "5"}, said | {key: [None]}):
            (folder / "summary.json").write_text(json.dumps(changed), encoding="utf-8")
            for name in ("plot", "brief", "resume"):
                done = readers(folder)[name]()
                assert done.exit_code in {0, 2}, (key, name, done.output)
                assert done.exception is None or isinstance(done.exception, SystemExit), (key, name)


def test_one_bad_folder_does_not_hide_the_others(folder):
    for i, text in enumerate([*WRONG.values(), '{"changes": [{"by": []}], "variants": 3, "histories": "x"}']):
        (folder.parent / f"bad{i}").mkdir()
        (folder.parent / f"bad{i}" / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    (folder.parent / "pipe").mkdir()
    os.mkfifo(folder.parent / "pipe" / "manifest.json")
    done = parley("runs", folder.parent, "--json")
    assert done.exit_code == 0, done.output
    assert "run" in {each["folder"] for each in json.loads(done.stdout)["runs"]}


# ----------------------------------------------------------------------------- devices and pipes


@pytest.mark.parametrize(
    "file", ["summary.json", "scenario.yaml", "manifest.json", "SHA256SUMS", "part-000000.parquet"]
)
def test_pipes_in_a_folder_are_not_waited_for(folder, file):
    if file != "SHA256SUMS":
        without_hashes(folder)
    (folder / file).unlink()
    os.mkfifo(folder / "pipe")
    (folder / file).symlink_to("pipe")
    for name in ("plot", "brief", "export"):
        done = readers(folder)[name]()
        assert done.exit_code in {0, 2}
        assert done.exception is None or isinstance(done.exception, SystemExit), (name, done.output)


@pytest.mark.parametrize("kind", ["/dev/zero", "pipe"])
@pytest.mark.parametrize(
    "words", [("run",), ("validate",), ("show",), ("sweep",), ("rivals",), ("why",), ("forecast", "score", "--resolved", "x.csv"), ("forecast", "seal", SCENARIO, "--questions"), ("init", "new.yaml", "--from")],
    ids=lambda words: words[0] + str(len(words)),
)  # fmt: skip
def test_no_device_is_read_as_a_file(tmp_path, monkeypatch, kind, words):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    done = parley(*words, kind)
    assert done.exit_code == 2, done.output
    assert (
        "this is a device, not a file" in done.output
        or "this is a named pipe, not a file" in done.output
        or ("this is no plain file" in done.output)
    )


# ----------------------------------------------------------------------------- what a terminal would obey


def harmless(done):
    assert done.exception is None or isinstance(done.exception, SystemExit)
    found = [letter for letter in ESCAPES if letter in done.output or letter in done.stderr]
    assert not found, done.output
    return done


def test_no_text_of_a_folder_reaches_the_terminal_as_it_is(folder):
    without_hashes(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    forged = "talks.yaml\nFine. Nothing is wrong here."
    hostile = manifest | {"scenario": HOSTILE + forged, "command": [HOSTILE], "stated": [HOSTILE]}
    hostile["changes"] = [{"path": "title", "before": "x", "after": HOSTILE, "by": HOSTILE}]
    (folder / "manifest.json").write_text(json.dumps(hostile))
    summary = json.loads((folder / "summary.json").read_text())
    (folder / "summary.json").write_text(json.dumps(summary | {"scenario": HOSTILE, "answer": HOSTILE}))
    for command in readers(folder).values():
        harmless(command())
    listed = harmless(parley("runs", folder.parent))
    assert "\nFine" not in listed.output
    assert "\\u001b" in listed.output, "made visible, not dropped"
    json.loads(harmless(parley("runs", folder.parent, "--json")).stdout)


@pytest.mark.parametrize(
    "command", ["run", "validate", "show", "plot", "brief", "export", "runs", "merge", "sweep", "discover", "trace"]
)
def test_no_argument_reaches_the_terminal_as_it_is(tmp_path, command):
    more = {"merge": ("--out", tmp_path / "out"), "export": ("--csv",), "trace": ("--history", 0)}.get(command, ())
    done = harmless(parley(command, tmp_path / HOSTILE.replace("/", ""), *more))
    assert done.exit_code == 2
    harmless(parley(command, f"--{HOSTILE}"))


def test_a_folder_with_a_hostile_name_is_told_in_visible_letters(folder):
    named = folder.rename(folder.with_name(HOSTILE))
    for name, command in readers(named).items():
        done = harmless(command())
        assert done.exit_code == 0, (name, done.output)


def test_no_command_prints_otherwise_than_in_care():
    """`say`, `echo_json` and `console()` make letters visible; nothing else in a command may print."""
    rooms = ROOT / "experiments" / "commands"
    found = [
        path.name for path in rooms.glob("*.py")
        if re.search(r"click\.s?echo\(|(?<![\w.])print\(|Console\(", path.read_text(encoding="utf-8")) and path.name != "common.py"
    ]  # fmt: skip
    assert found == []


def test_a_title_is_one_line(tmp_path):
    file = tmp_path / "talks.yaml"
    text = SCENARIO.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    file.write_text(text.replace(title, 'title: "Talks\\nAll is well"', 1), encoding="utf-8")
    refused(parley("validate", file), f"{file}:", "title: goes over several lines")


def test_what_turns_letters_round_in_a_title_is_visible(tmp_path):
    file = tmp_path / "talks.yaml"
    text = SCENARIO.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    file.write_text(text.replace(title, 'title: "Talks \\u202eevil\\u2066"', 1), encoding="utf-8")
    for words in (("validate",), ("show",), ("run", "--histories", 40, "--quiet", "--out", tmp_path / "run"), ("why", "--histories", 40, "--quiet", "--out", tmp_path / "why"), ("rivals", "--out", tmp_path / "rivals"), ("trace", "--history", 0)):  # fmt: skip
        done = harmless(parley(words[0], file, *words[1:]))
        assert done.exit_code == 0, (words, done.output)
    json.loads(harmless(parley("run", file, "--histories", 40, "--out", tmp_path / "json", "--json")).stdout)


# ----------------------------------------------------------------------------- a report gone on with


def test_a_report_obeys_no_command_of_a_stranger(tmp_path, monkeypatch):
    from experiments.report import folder as kept
    from experiments.store.folder import StoreError

    about = {
        "scenario": "T", "scenario_sha256": "a", "rules_sha256": "b", "seed": 1, "minutes": 5.0, "variants": [],
    }  # fmt: skip
    out = tmp_path / "report"
    own = ["run", str(SCENARIO), "--histories", "100", "--seed", "1", "--out", str(out / "base")]
    piece = {"name": "base", "title": "T", "words": own, "seconds": 1.0, "answer": "summary.json"}
    out.mkdir()

    def begun(**changed):
        plan = about | {"pieces": [piece | changed], "left_out": []}
        (out / "report.json").write_text(json.dumps(plan))
        return kept.begin(out, SCENARIO, about, lambda _: pytest.fail("it is there"))[1]

    assert begun()["pieces"] == [piece]
    for changed in (
        {"words": [*own, "--agents", "evil"]}, {"words": [*own[:-1], "/elsewhere"]}, {"words": ["export", *own[1:]]},
        {"name": "../base"}, {"words": own[:-2]}, {"words": [own[0], "/etc/passwd", *own[2:]]}, {"answer": "../x"},
        {"words": [*own[:3], "-1", *own[4:]]}, {"words": 3},
    ):  # fmt: skip
        with pytest.raises(StoreError, match="no report of the same"):
            begun(**changed)


@pytest.mark.parametrize("linked", ["base", "base.txt"])
def test_a_report_writes_through_no_link(tmp_path, outside, linked):
    from experiments.report.run import _new_text
    from experiments.store.folder import StoreError

    out = tmp_path / "report"
    out.mkdir()
    (out / linked).symlink_to(outside if linked == "base" else outside / "letter")
    if linked == "base":
        with pytest.raises(StoreError, match="this is a link"):
            _new_text(out, "base")
    else:
        with _new_text(out, "base") as text:
            text.write("ours")
        assert (out / "base.txt").read_text() == "ours"
        assert not (out / "base.txt").is_symlink()
