"""Why what was asked comes about or does not, for a reader: who meant it, what became of the rest, what turned them."""

from collections.abc import Iterator, Sequence

from experiments.estimates.results import End, EndShort, MeantShare, TurningPoint, WhyResult
from experiments.words.demands import demand_title
from experiments.words.names import rung_title, title_of
from experiments.words.sentences import begin, per_100, possessive
from sim.scenario.vocabulary import Scenario

TURNS = "Where histories part (alike until then: in the same month, at the same step, with as many who mean it)"
MOST_TURNS = 3
LEAST_TURNED = 0.005
"""Turns on which fewer of all histories turn are left out, and steps before which fewer stand."""
ENDED: dict[End, str] = {
    "never_met": "never met",
    "bargaining": "still bargaining when time ran out",
    "suspended": "broken off, and not taken up again in time",
    "carrying_out": "still carrying out what was agreed when time ran out",
    "broken_off": "broken off for good",
    "war_decided": "the war won by one side",
    "went_further": "came that far, and ended otherwise",
}


def meant_title(row: MeantShare, scenario: Scenario, parties: int) -> str:
    """Who meant to settle: `both`, `the Taliban alone`, `none`."""
    if row["party"] is not None:
        return f"{title_of(scenario.parties, row['party'])} alone"
    if parties == 2:
        return {"all": "both", "none": "neither"}[row["who"]]
    return {"all": f"all {parties}", "some": "some, not all", "none": "none"}[row["who"]]


def meaning_clause(row: MeantShare, scenario: Scenario, parties: int) -> str:
    """The same as a clause: `both mean it`, `Taliban alone means it`."""
    return f"{meant_title(row, scenario, parties)} {'mean' if row['who'] == 'all' else 'means'} it"


def short_lines(why: WhyResult, scenario: Scenario, table: str | None) -> list[tuple[str, str]]:
    """What became of the histories that fell short: how many of 100 of all (`11`), and what (`never met`), most first."""
    grouped: dict[End, list[EndShort]] = {}
    for row in why["short"]:
        grouped.setdefault(row["how"], []).append(row)
    told = sorted(grouped.items(), key=lambda item: -_sum(item[1]))
    return [(per_100(_sum(rows)), ENDED[how] + _steps(rows, scenario, table)) for how, rows in told]


def _sum(rows: Sequence[EndShort]) -> float:
    return sum(row["share"] for row in rows)


def _steps(rows: Sequence[EndShort], scenario: Scenario, table: str | None) -> str:
    """Before which steps they stood: `(9 before preconditions, 7 before formal talks)`."""
    steps = [row for row in rows if row["step"] is not None and row["share"] > LEAST_TURNED]
    if table is None or not steps:
        return ""
    titles = [(row, rung_title(scenario.tables[table], row["step"] or "")) for row in steps]
    if len(titles) == 1:
        return f", before “{begin(titles[0][1])}”"
    told = [f"{per_100(row['share'])} before “{begin(title)}”" for row, title in titles]
    return f" ({', '.join(told)})"


def turn_sentences(why: WhyResult, scenario: Scenario) -> Iterator[str]:
    """The turns on which most histories turn, each beside like histories."""
    clear = [turn for turn in why["turns"] if turn["clear"] and abs(turn["turned"]) >= LEAST_TURNED]
    for turn in clear[:MOST_TURNS]:
        yield (
            f"{_happening(turn, scenario)}, in {per_100(turn['share'])} of 100 histories: it then comes about in "
            f"{per_100(turn['then'])} of 100; in histories alike until then, without it, in {per_100(turn['otherwise'])}."
        )


def _happening(turn: TurningPoint, scenario: Scenario) -> str:
    subject = turn["subject"]
    if turn["what"] == "new_leaders":
        return f"New leaders: {title_of(scenario.parties, subject)}"
    if turn["what"] == "demand_fell":
        whose = begin(possessive(title_of(scenario.parties, subject.partition(".")[0])))
        return f"{whose} demand “{demand_title(subject, scenario)}” was a bluff, or was given up"
    table, _, rung = subject.partition(".")
    place = f" ({title_of(scenario.tables, table)})" if len(scenario.tables) > 1 else ""
    if rung:
        step = f"“{begin(rung_title(scenario.tables[table], rung))}”{place}"
        return f"{step} was reached" if turn["what"] == "reached" else f"The agreement on {step} was ended again"
    return {
        "met": f"The parties met{place}",
        "walked_out": f"A party walked out{place}",
        "called_off": f"Something from outside broke the talks off{place}",
    }[turn["what"]]
