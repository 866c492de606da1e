"""What a sweep or a sensitivity analysis says in a brief: what moves the headline most, and from where to where."""

from experiments.brief.document import Block, Table
from experiments.brief.likelihood import of_100
from experiments.sensitivity.summary import AnalysisSummary, SobolNumber
from experiments.sensitivity.tables import CALLED, sentences, share
from experiments.sweep.summary import SweepSummary, factor_of
from experiments.sweep.words import asked, gap_words, level_words, sentence
from experiments.words.sentences import in_quotes
from sim.scenario.phrases import listed

LISTED = 8  # numbers in the table of a sensitivity analysis


def finding_words(told: SweepSummary) -> str:
    """The factor that moves the headline most; nothing if no factor moves it."""
    moved = ((each, each["gap"]) for each in told["findings"] if each["gap"])
    finding, gap = next(((each, gap) for each, gap in moved if gap["lo"] > 0), (None, None))
    if finding is None or gap is None:
        return ""
    about = factor_of(told, finding["factor"])
    ends = [level_words(end, about["unit"]) for end in (gap["from"], gap["to"])]
    means = [each["mean"] for each in finding["levels"]]
    others = "" if len(told["findings"]) == 1 else f" of {len(told['findings'])} factors varied"
    return (
        f"Most{others}: {in_quotes(about['title'].replace('_', ' '))}. From {ends[0]} to {ends[1]}, {asked(told)} goes from "
        f"{of_100(min(means))} to {of_100(max(means))} histories."
    )


def sweep_blocks(told: SweepSummary) -> list[Block]:
    """A sweep in a sentence, and what each factor moves."""
    blocks: list[Block] = [f"{told['experiment']}. {sentence(told)}"]
    rows = []
    for finding in told["findings"]:
        about = factor_of(told, finding["factor"])
        gap = finding["gap"]
        if gap:
            ends = [level_words(end, about["unit"]) for end in (gap["from"], gap["to"])]
            rows.append((about["title"].replace("_", " "), *ends, gap_words(gap)))
    if len(rows) > 1:
        head = ("Factor", "Lowest at", "Highest at", "Difference in percentage points (95 %)")
        blocks.append(Table(f"What each factor moves: {asked(told)}", head, tuple(rows), (3,)))
    return blocks


def number_words(told: AnalysisSummary) -> str:
    """The uncertain number on which most of the doubt rests, and how far it alone moves the headline."""
    if told["design"] == "morris" or not told["numbers"] or not told["sd"]:
        return ""
    first = told["numbers"][0]
    swing, unit = first["swing"], first["unit"]
    ends = [level_words(float(f"{end:.2g}"), unit) for end in (swing["from"], swing["to"])]
    rough = any(warning.startswith("Not converged") for warning in told["warnings"])
    return (
        f"Of what is not known, most rests on {in_quotes(first['title'])} ({CALLED[first['evidence']]}). "
        f"From {ends[0]} to {ends[1]}, with all else at its median, {asked(told)} goes from {of_100(swing['p_from'])} to "
        f"{of_100(swing['p_to'])}."
    ) + (" The analysis has not converged: its order may change." if rough else "")


def unknown_words(told: AnalysisSummary) -> str:
    """The two numbers that nobody knows that move the headline most, and how far; nothing if none does."""
    if told["design"] == "morris":
        sizes = [(each["title"], each["effect"]["mu_star"]) for each in told["numbers"][:2]]
    else:
        sizes = [(each["title"], abs(each["swing"]["d"])) for each in told["numbers"][:2]]
    named = [f"{in_quotes(title)} ({100 * size:.0f} points)" for title, size in sizes if size > 0]
    return f"Of what nobody knows, it moves most with {listed(named)}." if named else ""


def sensitivity_blocks(told: AnalysisSummary) -> list[Block]:
    """A sensitivity analysis in sentences, and the numbers that matter most."""
    said = f"{told['experiment']}. {' '.join(sentences(told))}"
    if told["design"] == "morris":
        head: tuple[str, ...] = ("Number", "Evidence", "Size of effect,\npoints")
        rows = [(each["title"], each["evidence"], f"{100 * each['effect']['mu_star']:.1f}") for each in told["numbers"]]
        return [said, Table(f"What moves {asked(told)} most", head, tuple(rows[:LISTED]), (2,))]
    head = ("Number", "Evidence", "Swing,\npoints", "Share of variance,\nalone", "Share of variance,\nwith others")
    cells = tuple(_cells(each) for each in told["numbers"][:LISTED])
    return [said, Table(f"What the doubt about {asked(told)} rests on", head, cells, (2, 3, 4)), *told["warnings"]]


def _cells(number: SobolNumber) -> tuple[str, ...]:
    swing = f"{100 * number['swing']['d']:+.0f}".replace("-", "−")
    return number["title"], number["evidence"], swing, share(number["first"]), share(number["total"])
