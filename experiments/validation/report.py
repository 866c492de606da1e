"""Run every check of the model's validity and write what came out into docs/validity.md, failures included, and in short.

    python -m experiments.validation.report

Runs the tests named below, and one ablation, from the root of the repository (some minutes), and replaces what stands
between the marks of the page. A check is a test; its verdict is the test's; its figures are the lines that the test prints.
"""

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from experiments.validation import in_short
from experiments.words.marked import replaced

PAGE = Path("docs/validity.md")
MOST_LINES = 14  # printed lines of one check that the page shows
DOUBTED = "second_meeting_2018_09"
VARIANTS = ("what_if_office_recognised", "what_if_bases_given_up", "what_if_no_mediator", "what_if_kabul_at_the_table")
HISTORIES = 4000  # of each, in the ablation


class Section(NamedTuple):
    """A part of the page: its title, where its tests are, and its figure."""

    title: str
    tests: tuple[str, ...]
    figure: str | None = None


SECTIONS = (
    Section("1 First agreement of two settlers", ("tests/theory/test_1_*.py",)),
    Section("2 No zone of agreement, no deal", ("tests/theory/test_2_*.py",)),
    Section("3 Offers on the Pareto frontier", ("tests/theory/test_3_*.py",)),
    Section("4 The single text is the Nash point", ("tests/theory/test_4_*.py", "tests/agents/rules/test_nash.py")),
    Section("5 The war's mean and covariances", ("tests/theory/test_5_*.py",)),
    Section("6 The wait for the first meeting", ("tests/theory/test_6_*.py",)),
    Section("7 Beliefs are calibrated", ("tests/theory/test_7_*.py",), "belief_calibration.svg"),
    Section("8 What changes nothing", ("tests/theory/test_8_*.py",)),
    Section("9 What moves which way", ("tests/theory/test_9_*.py",)),
    Section("10 Stylised facts", ("tests/theory/test_10_*.py",)),
    Section(
        "11 Base rates of peace processes",
        ("tests/experiments/calibrate/test_calibrate.py",),
        "calibration/calibration.svg",
    ),
    Section("12 Answers come from the positions", ("tests/shipped/test_positions.py",)),
    Section("13 Every statement of the articles moves something", ("tests/shipped/test_statements.py",)),
    Section(
        "The war as a forecast",
        ("tests/experiments/validation/test_war_fit.py", "tests/experiments/validation/test_war_walk.py"),
    ),
    Section("How wars and talks end", ("tests/experiments/validation/test_endings.py",)),
    Section(
        "Bargaining against people",
        ("tests/experiments/validation/test_human_bargaining.py",),
        "human_bargaining.svg",
    ),
    Section(
        "Rival models against published tables",
        ("tests/experiments/rivals/test_*.py", "tests/theory/test_rival_models.py"),
    ),
    Section(
        "Forecasts and their scores",
        ("tests/experiments/forecast/test_forecast.py", "tests/experiments/estimates/test_proper_scores.py"),
    ),
    Section("A second coding from the documentation alone", ("tests/theory/test_second_coding.py",)),
    Section("Two engines, one rule book", ("tests/sim/engine/test_engines.py",)),
)


class Check(NamedTuple):
    """One test function: its name, what its docstring says, its cases and what they printed."""

    name: str
    says: str
    verdicts: tuple[str, ...]
    printed: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """`holds`, or how many cases fail or were not tried."""
        failed, skipped = self.verdicts.count("fails"), self.verdicts.count("skipped")
        cases = f" ({len(self.verdicts)} cases)" if len(self.verdicts) > 1 else ""
        if failed:
            return f"**fails** in {failed} of {len(self.verdicts)}"
        return f"not tried{cases}" if skipped == len(self.verdicts) else f"holds{cases}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks and rewrite the page; 0 if all hold."""
    del arguments
    files = {section: found(section.tests) for section in SECTIONS}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        run([path for paths in files.values() for path in paths], report)
        cases = read(report)
    checks = {section: [c for path in paths for c in checks_of(path, cases)] for section, paths in files.items()}
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(replaced(text, "checks", f"{page(checks)}\n{doubt()}"), encoding="utf-8")
    in_short.main()
    failed = [check for each in checks.values() for check in each if "fails" in check.verdicts]
    print(f"{PAGE}: {sum(map(len, checks.values()))} checks, {len(failed)} fail")
    return 1 if failed else 0


def found(patterns: Iterable[str]) -> list[Path]:
    """The test files that patterns name, in order."""
    return [path for pattern in patterns for path in sorted(Path().glob(pattern))]


def run(files: Sequence[Path], report: Path) -> None:
    """Run the tests of these files and write a JUnit report with what they print."""
    command = [
        sys.executable, "-m", "pytest", *map(str, files), "-q", "-n", "2", "-o", "junit_logging=system-out",
        "-o", "junit_log_passing_tests=true", "-o", "junit_family=xunit1", f"--junitxml={report}",
    ]  # fmt: skip
    subprocess.run(command, check=False, stdout=sys.stderr)


Cases = dict[tuple[str, str], list[tuple[str, str]]]
"""(file, test function) → (verdict, what it printed) of each of its cases."""


def read(report: Path) -> Cases:
    """Verdict and printed lines of every case of a JUnit report."""
    cases: Cases = {}
    for case in ElementTree.parse(report).getroot().iter("testcase"):  # nosec B314 - pytest, started above, wrote it
        key = (case.get("file") or "", (case.get("name") or "").split("[")[0])
        verdict = "holds"
        if case.find("failure") is not None or case.find("error") is not None:
            verdict = "fails"
        elif case.find("skipped") is not None:
            verdict = "skipped"
        cases.setdefault(key, []).append((verdict, case.findtext("system-out") or ""))
    return cases


def checks_of(path: Path, cases: Cases) -> Iterator[Check]:
    """The checks of a file, in the order in which they stand there."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            of_it = cases.get((str(path), node.name), [])
            says = (ast.get_docstring(node) or "").split("\n\n")[0].replace("\n", " ")
            printed = [line.strip() for _, text in of_it for line in text.splitlines() if is_told(line)]
            yield Check(
                node.name.removeprefix("test_").replace("_", " "), says, tuple(v for v, _ in of_it), tuple(printed)
            )


def is_told(line: str) -> bool:
    """Whether a line of a report is something that a test said, not a heading of the report."""
    return bool(line.strip()) and not line.startswith("---")


def page(checks: dict[Section, list[Check]]) -> str:
    """The generated part of the page: a table of contents with verdicts, then every check."""
    lines = ["| | checks | hold |", "|---|---|---|"]
    for section, of_it in checks.items():
        hold = sum("fails" not in check.verdicts and check.verdicts != () for check in of_it)
        lines.append(f"| {section.title} | {len(of_it)} | {hold if of_it else '–'} |")
    for section, of_it in checks.items():
        lines += ["", f"### {section.title}", ""]
        if section.figure and (PAGE.parent / section.figure).exists():
            lines += [f"![{section.title}]({section.figure})", ""]
        for check in of_it:
            lines += list(entry(check))
        if not of_it:
            lines.append("No test of this yet.")
    return "\n".join(lines) + "\n"


def entry(check: Check) -> Iterator[str]:
    """One check as an item of a list."""
    says = f" {check.says}" if check.says else ""
    yield f"- *{check.name}*: {check.verdict}.{says}"
    if check.printed:
        yield ""
        yield "  ```"
        yield from (f"  {line}" for line in check.printed[:MOST_LINES])
        if len(check.printed) > MOST_LINES:
            yield f"  … and {len(check.printed) - MOST_LINES} more"
        yield "  ```"
        yield ""


def doubt() -> str:
    """Which conclusions of one scenario survive without each mechanism, as a section of the page."""
    from experiments.ablate.mechanisms import MECHANISMS
    from experiments.ablate.run import ablate
    from experiments.ablate.words import fate, fate_on_ladders
    from sim.scenario.load import load

    scenarios = {name: load(Path("scenarios") / f"{name}.yaml", to_run=True).scenario for name in (DOUBTED, *VARIANTS)}
    base = scenarios.pop(DOUBTED)
    told = ablate(base, scenarios, HISTORIES, 1, None, quiet=True)
    lines = [
        "### Structural doubt: what rests on one mechanism, or on the ladder",
        "",
        f"`parley ablate scenarios/{DOUBTED}.yaml` with {len(VARIANTS)} variants, {HISTORIES:,} histories each: "
        f"every conclusion, and what becomes of it without each of {len(MECHANISMS)} mechanisms, under both readings of "
        f"violence, and with the same positions on {len(told['ladders'])} other ladders.",
        "",
        "| conclusion | without any one mechanism | on other ladders |",
        "|---|---|---|",
    ]
    for i, conclusion in enumerate(told["conclusions"]):
        fates = fate(told["rows"], i), fate_on_ladders(told["ladders"], i)
        lines.append(f"| {conclusion['text']} | {' | '.join('; '.join(each) for each in fates)} |")
    lines += ["", told["ladders_say"]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
