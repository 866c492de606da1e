"""What a comparison says, as tables on a terminal, and one flipped history told side by side."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.compare.results import (
    ComparisonResult,
    Flipped,
    PairedDifference,
    PartResult,
    StageGain,
    VariantResult,
)
from experiments.estimates.results import FlipDifference, RunSummary, Share
from experiments.figures.changed import plain_change
from experiments.runs.doubts import is_doubted, kept_doubt
from experiments.runs.resume import RESULTS
from experiments.words.sentences import begin
from experiments.words.tables import histories_words, house_table, section, words
from sim.engine.arrays import Compiled
from sim.scenario.phrases import listed

MORE = {"met": "as more meet", "signed": "as more is signed", "reached": "as more is carried out"}
FEWER = {"met": "as fewer meet", "signed": "as less is signed", "reached": "as less is carried out"}
LEAST_TOLD = 0.05  # points
UNMOVED = (
    "Not one history ends otherwise, or climbs more or fewer steps: see whether what is changed is what was meant."
)
VERDICTS = "Verdicts may be looked at again and again, with ever more histories: 5 % are wrong at most."

UNKNOWN = "What nobody knows is not in them: parley doubt SCENARIO VARIANT… says which differences hold in spite of it."


def print_comparison(told: ComparisonResult, console: Console) -> None:
    """Every variant's differences that are larger than chance, and what the pairing was worth."""
    base = told["base"]
    console.print(words(base["scenario"], style="bold"))
    text = f"{base['histories']:,} histories, seed {base['seed']}, each played in base and variant; intervals are 95 %"
    console.print(Text(text, style="dim"))
    if said := as_it_stands(told):
        console.print(words(said))
    for variant in told["variants"]:
        section(console, heading(variant), difference_table(told, variant))
        for sentence in sentences(told, variant):
            console.print(words(sentence))
        console.print(gain_line(variant))
    console.print(Text(VERDICTS, style="dim"))
    if not is_doubted(base["scenario_sha256"], RESULTS):
        console.print(Text(UNKNOWN, style="dim"))
    if "precision" in told:
        console.print(Text(told["precision"]["says"]))


def heading(variant: VariantResult) -> str:
    """A variant's title, or what was set in the base, or both where it was set in a variant."""
    title, changes = variant["result"]["scenario"], "; ".join(map(plain_change, variant["set"]))
    if not changes:
        return title
    return changes if variant["name"] == ", ".join(variant["set"]) else f"{title}; {changes}"


def as_it_stands(told: ComparisonResult) -> str:
    """The answer of the base, and how far it may be from that where that is kept; nothing where nothing is asked."""
    base, found = told["base"], told["base"]["answer"]
    if found is None:
        return ""
    title, doubted = begin(told["titles"][found["name"]]), kept_doubt(base["scenario_sha256"], found["name"])
    share = f"As it stands, “{title}” in {histories_words(found, base['histories'])}"
    return f"{share}; {doubted.words()}." if doubted else f"{share}."


def difference_table(told: ComparisonResult, variant: VariantResult) -> Table:
    """Share in the base and in the variant, the difference with its interval, and how many histories flipped."""
    table = house_table()
    table.add_column("", overflow="fold")
    for name in ("base", "variant", "difference, points", "flipped to / from", "verdict"):
        table.add_column(name, justify="right")
    outcomes, ladder = variant["difference"]["outcomes"], True
    for name, before, after, difference in rows(told, variant):
        if ladder and name in outcomes:
            table.add_row()
            ladder = False
        sure = difference["lo"] > 0 or difference["hi"] < 0
        table.add_row(
            words(begin(told["titles"][name]), style="" if sure else "dim"),
            f"{100 * before['p']:.1f} %",
            f"{100 * after['p']:.1f} %",
            Text(points(difference), style="bold" if sure else "dim"),
            f"{difference['gained']:,} / {difference['lost']:,}",
            Text(difference["verdict"], style="bold" if difference["verdict"] != "cannot tell" else "dim"),
        )
    return table


def rows(told: ComparisonResult, variant: VariantResult) -> Iterator[tuple[str, Share, Share, PairedDifference]]:
    """Name, share in the base, share in the variant and difference: what was asked first, then rungs, then ends."""
    found = dict(_asked(told["base"], variant))
    first = told["answers"]
    for name in sorted(found, key=lambda name: name != first):
        before, after, difference = found[name]
        yield name, before, after, difference


def _asked(base: RunSummary, variant: VariantResult) -> Iterator[tuple[str, tuple[Share, Share, PairedDifference]]]:
    """The same by name: every rung (or a later one), then every outcome."""
    result, difference = variant["result"], variant["difference"]
    for table, of_table in difference["tables"].items():
        for rung, value in of_table["rungs"].items():
            before, after = (run["tables"][table]["rungs"][rung] for run in (base, result))
            yield f"{table}.{rung}", (before, after, value)
    for name, of_it in difference["outcomes"].items():
        yield name, (base["outcomes"][name], result["outcomes"][name], of_it)


def points(difference: FlipDifference) -> str:
    """A difference of shares in percentage points, with its interval."""
    text = f"{100 * difference['d']:+.1f} ({100 * difference['lo']:+.1f} to {100 * difference['hi']:+.1f})"
    return text.replace("-", "−")


def sentences(told: ComparisonResult, variant: VariantResult) -> Iterator[str]:
    """That nothing differs; through which stages the difference in the answer comes; what each change does alone."""
    if not any(difference["gained"] or difference["lost"] for *_, difference in rows(told, variant)):
        yield UNMOVED
    if told["answers"] is None:
        return
    title = begin(told["titles"][told["answers"]])
    if said := through_words(variant["through"], told["titles"], told["answers"]):
        yield f"“{title}”, by where the difference comes from, in points: {said}."
    if variant["parts"]:
        yield f"“{title}”, each change alone: {listed([part_words(part) for part in variant['parts']])}."


def through_words(gains: Sequence[StageGain], titles: Mapping[str, str], asked: str) -> str:
    """`+2.1 more meet; +1.0 more sign (most at “preconditions”); −0.4 less is carried out`; nothing where nothing is told."""
    table = asked.partition(".")[0]
    said = []
    for what in ("met", "signed", "reached"):
        parts = [gain for gain in gains if gain["what"] == what]
        total = 100 * sum(gain["d"] for gain in parts)
        if abs(total) < LEAST_TOLD:
            continue
        most = max(parts, key=lambda gain: gain["d"] if total > 0 else -gain["d"])
        where = (
            f" (most at “{begin(step_title(titles, table, most['step']))}”)" if len(parts) > 1 and most["step"] else ""
        )
        said.append(f"{total:+.1f} ".replace("-", "−") + (MORE if total > 0 else FEWER)[what] + where)
    return "; ".join(said)


def step_title(titles: Mapping[str, str], table: str, step: str) -> str:
    """A step of a table without its `or further`."""
    return titles.get(f"{table}.{step}", step).replace(" or further", "", 1)


def part_words(part: PartResult) -> str:
    """`Taliban: patience = 12: +2.1 (+1.0 to +3.2)`."""
    return f"{part['title']}: {points(part['difference'])}"


def gain_line(variant: VariantResult) -> Text:
    """What playing both on the same luck was worth."""
    gains = [value["variance_gain"] for value in variant["difference"]["outcomes"].values() if value["variance_gain"]]
    if not gains:
        return Text("")
    low, high = min(gains), max(gains)
    spread = f"{low:.1f}" if f"{low:.1f}" == f"{high:.1f}" else f"{low:.1f} to {high:.1f}"
    return Text(f"Unpaired, the same intervals would take {spread} times as many histories.", style="dim")


def tell(base: Compiled, variant: Compiled, name: str, seed: int, history: int, console: Console) -> None:
    """One history as it went in the base and in the variant, month by month side by side."""
    section(console, f"History {history} in both", _side_by_side(base, variant, name, seed, history, console.width))


def _side_by_side(base: Compiled, variant: Compiled, name: str, seed: int, history: int, width: int) -> Table:
    from experiments.trace import story  # with Mesa, which takes seconds to import
    from experiments.trace.chronicle import trace

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="bold", width=width)
    for title in ("base", name):
        table.add_column(title, ratio=1, overflow="fold")
    told = [story.chapters(trace(compiled, seed, history)) for compiled in (base, variant)]
    for chapter in sorted(told[0].keys() | told[1].keys()):
        left, right = (paragraphs.get(chapter, []) for paragraphs in told)
        same = left == right
        table.add_row(*(Text("\n".join(side), style="dim" if same else "") for side in (left, right)))
        table.add_row("", "")
    return table


def first_flip(flipped: Mapping[str, Flipped]) -> int | None:
    """A history to tell: the first whose outcome changed."""
    numbers = [n for name, of_it in flipped.items() if name != "progress" for n in of_it["gained"]]
    return min(numbers, default=None)
