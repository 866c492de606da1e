"""docs/validity_in_short.md: what the checks found, failures first, taken from the pages that the checks write.

    python -m experiments.validation.in_short

Nothing is worked out here: every number is read from docs/validity.md, docs/calibration/calibration.json,
docs/human_bargaining.md, docs/war_fit.md and docs/how_to/choose_rungs.md, so that the short page says only what
these say.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from experiments.words.marked import marked, replaced

DOCS = Path("docs")
PAGE = DOCS / "validity_in_short.md"
SOURCES = ("validity.md", "human_bargaining.md", "war_fit.md", "how_to/choose_rungs.md")
CHECK = re.compile(
    r"^- \*(?P<name>.+?)\*: (?P<verdict>holds|not tried|\*\*fails\*\*)(?P<cases>[^.]*)\.(?: (?P<says>.*))?$"
)
CONTRARY = "contrary to "
"""How the names of checks begin that hold where the literature says otherwise."""
AGAINST = re.compile(r"^Observed, against (?P<source>\[.*?\])(?:, with \[.*?\])?: (?P<shown>.*)$")
DECIDES = "### Structural doubt"
FITTED_BEFORE = "volatility fitted before each origin"
CHOSEN = "volatility .12"


class Check(NamedTuple):
    """A check as docs/validity.md tells it."""

    section: str
    name: str
    verdict: str
    says: str


def checks(text: str) -> list[Check]:
    """Every check of docs/validity.md, in order; ValueError if there is none."""
    found, section = [], ""
    for line in marked(text, "checks").splitlines():
        if line.startswith("### "):
            section = line.removeprefix("### ")
        elif told := CHECK.match(line):
            verdict = told["verdict"].strip("*") + told["cases"]
            found.append(Check(section, told["name"], verdict, told["says"] or ""))
    if not found:
        raise ValueError("docs/validity.md has no checks")
    return found


def cells(text: str, begins: str) -> list[str]:
    """The cells of the first row of a table whose first cell is this; ValueError if there is none."""
    rows = [line for line in text.splitlines() if line.startswith(f"| {begins} |")]
    if not rows:
        raise ValueError(f"no row begins with “{begins}”")
    return [cell.strip().strip("*") for cell in rows[0].strip("| ").split(" | ")]


def verdicts(found: Sequence[Check]) -> str:
    """How many checks there are, and which fail or were not tried."""
    failed = [each for each in found if each.verdict.startswith("fails")]
    skipped = [each for each in found if each.verdict.startswith("not tried")]
    lines = [f"Of {len(found)} checks, {len(failed) or 'none'} fail{'s' if len(failed) == 1 else ''}"]
    lines[0] += f", and {len(skipped)} could not be tried." if skipped else "."
    lines += [f"- **{each.name}** ({each.section}): {each.verdict}. {each.says}".rstrip() for each in failed]
    return "\n".join(lines)


def disagreements(found: Sequence[Check]) -> Iterator[str]:
    """Where the model shows something else than the literature, an item each."""
    for each in found:
        if each.name.startswith(CONTRARY):
            told = AGAINST.match(each.says)
            if told is None:
                raise ValueError(f"“{each.name}” does not say what it is against")
            shown = re.sub(r"^with the defaults, ", "", told["shown"])
            yield f"- {each.name.removeprefix(CONTRARY).split(' ', 1)[1].capitalize()}, against {told['source']}: {shown}"


def conclusions(text: str) -> tuple[int, list[str]]:
    """How many conclusions about the second meeting were tried, and those that fall somewhere, with where."""
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in marked(text, "checks").split(DECIDES)[1].splitlines()
        if line.startswith("| ") and not line.startswith("| conclusion")
    ]
    fallen = [
        f"- {row[0]}: {'; '.join(cell for cell in row[1:] if 'fails' in cell)}." for row in rows if "fails" in str(row)
    ]
    return len(rows), fallen


def settled(ladders: str) -> list[int]:
    """In how many of 100 histories the same positions settle, on each ladder of docs/how_to/choose_rungs.md."""
    rows = [line.strip("| ").split(" | ") for line in marked(ladders, "ladders").splitlines() if line.startswith("| [")]
    if not rows:
        raise ValueError("docs/how_to/choose_rungs.md has no ladders")
    return [int(row[2]) for row in rows]


def failures(validity: str, people: str, war: str, ladders: str) -> str:
    """The first generated part: what fails, disagrees, falls or is too wide or narrow."""
    found = checks(validity)
    tried, fallen = conclusions(validity)
    simulated, human = (
        cells(people, "**simulated**, the rule book's defaults"),
        cells(people, "people, forecast by other people"),
    )
    fitted, chosen = cells(war, FITTED_BEFORE), cells(war, CHOSEN)
    shares = settled(ladders)
    return "\n\n".join([
        verdicts(found),
        "**How the steps are cut decides much.** In an invented case the same wishes settle in "
        f"{max(shares)} of 100 simulated histories on one [ladder](how_to/choose_rungs.md), in {min(shares)} on another.",
        f"**{len(fallen)} of {tried} conclusions about the second meeting fall** when one mechanism is left out, or when the "
        "same positions are put on another ladder:",
        "\n".join(fallen),
        "**The model contradicts the literature** in these findings, each tested:",
        "\n".join(disagreements(found)),
        "**Bargains are too unequal.** In a laboratory game, the points of the two sides differ by "
        f"{_of_100(simulated[4])} of 100, among people by {_of_100(human[4])}.",
        "**The war's forecasts are too sure months ahead** unless a number is chosen with hindsight. Bands meant to hold 90 "
        f"of 100 months hold {_band(fitted[3])} a year ahead and {_band(fitted[4])} two years ahead when their width is "
        f"fitted beforehand; {_band(chosen[3])} and {_band(chosen[4])} with a width that was chosen having seen that.",
    ])  # fmt: skip


def _of_100(share: str) -> str:
    return f"{100 * float(share):.0f}"


def _band(cell: str) -> str:
    """`325, **74 %**` → `74`."""
    return cell.split(",")[1].strip(" *%")


def agreements(rates: Sequence[dict[str, Any]]) -> str:
    """The second generated part: base rates of real processes beside simulated ones."""
    lines = [
        "| of 100 real peace processes | counted (95 %) | simulated | used to set the defaults |",
        "|---|---|---|---|",
    ]
    of_what = ""
    for rate in rates:
        title = rate["title"]
        if title.startswith("…"):
            title = f"{of_what}{title.removeprefix('…')}"
        of_what = title.split(" within ")[0]
        counted = f"{100 * rate['share']:.0f} ({100 * rate['lo']:.0f}–{100 * rate['hi']:.0f})"
        inside = "" if rate["lo"] <= rate["defaults"] <= rate["hi"] else ", **outside**"
        used = "no" if rate["held_out"] else "yes"
        lines.append(f"| {title} | {counted} | {100 * rate['defaults']:.0f}{inside} | {used} |")
    return "\n".join(lines)


def page(text: str) -> str:
    """The short page with its generated parts anew; run from the root of the repository."""
    read = ((DOCS / name).read_text(encoding="utf-8") for name in SOURCES)
    rates = json.loads((DOCS / "calibration" / "calibration.json").read_text(encoding="utf-8"))["rates"]
    return replaced(replaced(text, "failures", failures(*read)), "rates", agreements(rates))


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
