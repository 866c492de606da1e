"""A doubt in words that need no acquaintance with the model."""

from experiments.doubt.results import DoubtedAnswer, DoubtResult, Hold, Move
from experiments.doubt.spread import HIGH, LOW
from experiments.words.sentences import begin
from sim.scenario.phrases import listed


def of_hundred(p: float) -> str:
    """A chance as a count: `35`, `under 1`, `over 99`."""
    if 0 < p < 0.005:
        return "under 1"
    if 0.995 < p < 1:
        return "over 99"
    return f"{100 * p:.0f}"


def range_words(low: float, high: float) -> str:
    """Two chances as counts: `19–51`; one where both are alike."""
    ends = [f"{100 * end:.0f}" for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def beginning(told: DoubtResult) -> list[str]:
    """What was done, and what nobody knows."""
    return [
        f"The rules by which histories are simulated contain numbers that nobody has measured: what a meeting takes, say, or "
        f"how long patience lasts. {len(told['defaults'])} of them are used here at general values, because the scenario "
        f"gives none of its own; it leaves {told['inputs']} more numbers open itself. Here all of them vary together: the "
        f"general ones over {told['points']} sets of values that are plausible and agree with how often real peace talks led "
        "to agreements, the others over what the scenario says that they may be.",
        f"The ranges hold nine in ten of these possibilities: {100 * LOW:.0f} % lie below, {100 * (1 - HIGH):.0f} % above. "
        "They do not say how far the rules themselves are from the world; that nobody knows.",
    ]


def central(told: DoubtResult) -> str:
    """The headline in one sentence."""
    found = told["answers"][told["headline"]]
    return (
        f"“{found['title']}” comes about in {of_hundred(found['p'])} of 100 simulated histories; what is not known moves "
        f"that from {of_hundred(found['lo'])} to {of_hundred(found['hi'])} (the scenario's own open numbers alone: "
        f"{range_words(found['sampling_lo'], found['sampling_hi'])}; the general ones alone: "
        f"{range_words(found['defaults_lo'], found['defaults_hi'])})."
    )


def finding(told: DoubtResult) -> str:
    """The headline as it stands above the figure."""
    found = told["answers"][told["headline"]]
    said = f"{begin(found['title'])} in {of_hundred(found['p'])} of 100 simulated histories"
    low, high = of_hundred(found["lo"]), of_hundred(found["hi"])
    return (
        f"{said}, whatever is not known"
        if low == high
        else f"{said}; what is not known moves that from {low} to {high}"
    )


def causes(found: DoubtedAnswer) -> str:
    """Whence the range of an answer comes, in one sentence."""
    if not found["moves"]:
        return "No number moves it by itself, as far as so few points can tell."
    parts = [f"{move['title']} ({100 * move['share']:.0f} %)" for move in found["moves"]]
    return f"Of its variance, most comes from {listed(parts)}; {100 * found['left']:.0f} % is left to all else."


def whose(move: Move) -> str:
    """Whether a number is one of the general ones or of the scenario's own."""
    return "general" if move["kind"] == "default" else "own"


def verdict(hold: Hold) -> str:
    """How far a statement holds, in words."""
    at = f"at {100 * hold['share']:.0f} of 100 sets of general values"
    return f"{at}: {'settled' if hold['settled'] else 'not settled'}"


def table_note(told: DoubtResult) -> str | None:
    """What to know of where the sets of values come from, if anything."""
    if told["table"]["current"]:
        return None
    return (
        "The sets of general values were made with other rules than the present ones; `parley calibrate --table FILE` makes "
        "new ones."
    )
