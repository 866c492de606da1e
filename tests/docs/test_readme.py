"""What the README and the page of examples show works as it is written there."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command_line.commands import parley
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = (ROOT / "docs" / "at_a_glance.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README + EXAMPLES, re.S)


def commands() -> list[str]:
    lines = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    elsewhere = ("--scheduler", "parley serve")  # see test_large_runs, experiments/serve/test_command
    lines = [line.removeprefix(".venv/bin/") for line in lines]
    return [line for line in lines if line.startswith("parley ") and not any(each in line for each in elsewhere)]


def run(command: str, folder: Path) -> subprocess.CompletedProcess:
    """Run a command of the README in `folder`, with fewer histories and points than a reader would."""
    words = shlex.split(command.split(">", maxsplit=1)[0])[1:]
    if words[0] == "sweep" and "sensitivity" in command:  # thousands of points
        words += ["--points", "16", "--histories", "2"]
    elif words[0] == "doubt":
        words += ["--points", "16", "--histories", "20"]
    elif words[0] in {"run", "compare", "lever", "ablate", "sweep"} and "--precision" not in words:
        words += ["--histories", "300" if words[0] == "ablate" else "100"]  # an ablation takes no fewer than 256
    if words[0] in {"plot", "brief", "export"} and not (folder / words[1]).exists():
        assert run(f"parley run scenarios/{Path(words[1]).name.removesuffix('-1')}.yaml", folder).returncode == 0
    if words[:2] == ["forecast", "seal"]:
        words += ["--histories", "60", "--out", f"{len(list(folder.iterdir()))}.json"]
    if words[:2] == ["forecast", "score"]:
        give_answers(folder, words)
    words = [str(path) for word in words for path in (sorted(folder.glob(word)) if "*" in word else [word])]
    return parley(*words, cwd=folder)


def give_answers(folder: Path, words: list[str]) -> None:
    """The sealed file and the answers that a reader has by the time they score; these answers are made up."""
    (folder / words[words.index("--resolved") + 1]).write_text("question,answer\nthird_meeting,no\nhow_far,met\n")
    seal = next(command for command in commands() if command.startswith("parley forecast seal"))
    words_of_seal = shlex.split(seal)[1:]
    assert Path(words_of_seal[2]).stem + ".forecast.json" == words[2]  # the name that it has by default
    assert run(f"parley {shlex.join(words_of_seal)}", folder).returncode == 0
    newest = max(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    newest.rename(folder / words[2])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reader")
    (folder / "scenarios").symlink_to(SCENARIOS)
    (folder / "experiments").mkdir()
    for file in (ROOT / "experiments").glob("*.yaml"):
        shutil.copy(file, folder / "experiments")
    (folder / "my_agents.py").write_text(
        next(block for block in blocks("python") if block.startswith("# my_agents.py"))
    )
    (folder / "pie.yaml").write_text(blocks("yaml")[0])
    return folder


@pytest.mark.parametrize("command", commands())
def test_commands_run(command, folder):
    done = run(command, folder)
    assert done.returncode == 0, done.stderr


def test_the_answer_of_the_readme_is_what_the_first_command_prints(folder):
    shown = re.search(r"```text\n(.*?)```", README, re.S)[1]
    printed = parley("run", "scenarios/second_meeting_2018_09.yaml", cwd=folder).stdout
    words = " ".join(printed.split())
    assert [line for line in shown.splitlines() if " ".join(line.split()) not in words] == []


def test_the_first_scenario_runs(folder):
    assert run("parley validate pie.yaml", folder).returncode == 0
    assert run("parley run pie.yaml", folder).returncode == 0


def test_links_lead_somewhere():
    for target in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_the_page_on_forecasts_names_every_key_and_its_example_can_be_asked(folder):
    from experiments.forecast.questions import Question, load_questions
    from sim.scenario.load import load

    text = (ROOT / "docs" / "forecasts.md").read_text(encoding="utf-8")
    for key in Question.model_fields:
        assert f"| `{key}` |" in text, key
    (folder / "questions.yaml").write_text(re.findall(r"```yaml\n(.*?)```", text, re.S)[0])
    found = load_questions(folder / "questions.yaml", load(folder / "pie.yaml").scenario, "pie")
    assert found.warnings == ()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.stem)
def test_links_of_the_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
