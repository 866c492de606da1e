"""What was found, as the Markdown of docs/endings.md: the answer first, then tables."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from experiments.estimates.statistics import Estimate, Paired, estimate
from experiments.validation.endings.counted import Counts
from experiments.validation.endings.published import (
    AFGHAN_ATTEMPTS,
    FITTING,
    PROCESSES,
    SOURCE,
    SUBSETS,
    Subset,
)
from experiments.validation.endings.study import ALL_CASES, CASES, GENERIC, Ended, Moved, Study
from experiments.validation.endings.switches import ALL, MERGED, SWITCHES, Switch

COMMAND = "python -m experiments.validation.endings"
LINE = 124  # letters in a line of prose
FACTOR = 2.0  # a scenario that differs by more is spoken of
WON = ("insurgents_won", "government_won")
VICTORY = {"insurgents_won": "rebel victory", "government_won": "government victory"}
HAPPENED = {
    "insurgents_won": "insurgents won", "government_won": "government won", "anything_signed": "anything signed",
    "settled": "settlement signed", "walked_out": "walked out", "called_off": "called off", "collapsed": "collapsed",
    "never_met": "never met",
}  # fmt: skip


def page(study: Study) -> str:
    """The whole page."""
    generic, first = study.ended[GENERIC], study.ended[CASES[0]]
    parts = [
        "# How simulated wars and talks end, beside real ones",
        f"Written by `{COMMAND}` (docs/validity.md says what else is checked). Do not edit: run it again. "
        f"Each scenario was played {study.histories:,} times, the generic civil war {generic.counts.histories:,} times, "
        f"seed {study.seed}. Shares are of simulated [histories](glossary.md#history); brackets hold 95 % intervals, which "
        "know of chance alone.",
        *_answer(study, generic, first),
        "## What happened in 100 simulated histories",
        "At any table of the scenario, at least once. *Anything signed* counts an exchange of prisoners, a step of "
        "confidence or a draft; *settlement signed* is the text at the top of a ladder, in the generic case the "
        "comprehensive agreement. Signed is not kept.",
        _happened(study),
        "## In 100 years of war, beside published counts",
        f"Of pairs of enemies inside one country that were fighting in a year of 1990–2017, so many ended that year by each "
        f"way ({SOURCE}). The counts that fit are those of wars in their fifth year or later, since the wars of "
        "all cases are old: young ones are won more often. For a scenario: the constant chance a year "
        "that gives its share.",
        _yearly(study),
        *_differences(study),
        _fading(),
        "## Talks that break off",
        _broken(study),
        "## A deal's chance beside the generic case's",
        "Left: anything signed at all. Right: a settlement, beside a comprehensive agreement of the generic case. Both "
        "within the scenario's own months. The generic case has a rung between the two, a partial agreement on prisoners, "
        "ceasefire and access; no Afghan ladder has one, and the drafts of Havana are void without the last text.",
        _beside(study),
        *_reasons(study),
        "## What this does not show",
        "- That the reasons are the right ones: a difference that a switch takes away is one of this model.\n"
        "- How often wars are won is put in (a hazard of .0007 a month for each side, shifted by leverage and by hurt), so "
        "that it agrees with what it was set by is no success. That leverage and hurt leave it there is.\n"
        "- The published intervals are wide: four victories of each side in 502 years.\n"
        "- No count was found of how often talks are called off, walked out of, or never come about, for want of a list of "
        "talks that failed. The three Afghan attempts are all there is to stand beside.",
        "## Sources",
        "* Bell & Badanjak 2019, Journal of Peace Research 56: 452–466 (PA-X 9)\n"
        "* Kreutz 2010, Journal of Peace Research 47: 243–250 (UCDP Conflict Termination, 3-2021, dyad level; CC BY 4.0)\n"
        "* Attempts of 2012 to 2015: sources `office_closed` and `omar` of "
        "[second_meeting_2018_09.yaml](../scenarios/second_meeting_2018_09.yaml)",
    ]
    return _wrapped("\n\n".join(parts)) + "\n"


def _answer(study: Study, generic: Ended, first: Ended) -> Iterator[str]:
    others = [each for each in study.ended.values() if each is not generic]
    yields = [each.counts.yearly(side)[0] for each in study.ended.values() for side in WON]
    off = [_title(each) for each in study.ended.values() if any(_is_far(_factor(each, side)) for side in WON)]
    here, there = first.beside["settled"].here, first.beside["settled"].generic
    kabul = study.ended[CASES[2]].beside["settled"]
    yield "\n".join([
        f"- **Wars are won about as seldom as old wars are**: each side wins in {_hundred(min(yields))} to "
        f"{_hundred(max(yields))} of 100 years, where in real ones each did in "
        f"{_interval(FITTING.yearly('rebel victory'))}. "
        + (f"Beyond a factor of two: {', '.join(off)}." if off else "No scenario differs by more than a factor of two."),
        f"- **Talks break off in every way that the rules know.** In the generic case's ten years "
        f"{_count(generic, 'walked_out')} of 100 histories see a walk-out and {_count(generic, 'collapsed')} a collapse. In "
        f"the others' two to four years {_range([each.counts.share('called_off').p for each in others])} see talks "
        f"called off, and collapse is rare ({_range([each.counts.share('collapsed').p for each in others])}). "
        + _never(study),
        f"- **A settlement is signed in the generic case about as often as old wars end by a peace agreement** "
        f"({_hundred(generic.counts.yearly('settled')[0])} and {_interval(FITTING.yearly('peace agreement'))} of 100 "
        f"years). The case of September 2018 signs one {_times(_factor(first, 'settled'))} as often, as it begins where "
        f"talks do: within {first.counts.months} months {_hundred(here.p)} of 100, the generic case {_hundred(there.p)}.",
        f"- **Small deals come first and come easily in the Afghan case**: something is signed in "
        f"{_hundred(first.beside['anything'].here.p)} of 100 histories (generic case "
        f"{_hundred(first.beside['anything'].generic.p)}), but that is an exchange of prisoners for professors.",
        f"- **Kabul and the Taliban alone settle less than the generic case** ({_hundred(kabul.here.p)} of 100, against "
        f"{_hundred(kabul.generic.p)}), {_mostly(study.moved[CASES[2]])}.",
    ])  # fmt: skip


def _mostly(moved: Sequence[Moved]) -> str:
    """By which two differences most, in words."""
    largest = sorted(_single(moved), key=lambda m: -m.by["settled"][1].d)[:2]
    reasons = [f"{m.switch.short} ({_points(m.by['settled'][1].d)} points without)" for m in largest]
    return f"mostly for {_listed(reasons)}"


def _never(study: Study) -> str:
    """What happened in no history of a scenario that has a place for it."""
    absent = []
    for name, words in HAPPENED.items():
        where = [
            _title(each)
            for each in _in_order(study)
            if getattr(each.counts, name) == 0 and not (each.name == GENERIC and name == "called_off")
        ]
        absent += [f"{words}: {'; '.join(where)}"] if where else []
    return (
        f"Not in a single history {'. '.join(absent)}."
        if absent
        else "Each happens in every scenario that has a place for it."
    )


def _happened(study: Study) -> str:
    rows = []
    for each in _in_order(study):
        cells = [_hundred(each.counts.share(name).p) for name in HAPPENED]
        rows.append([_title(each), str(each.counts.months), *cells])
    note = (
        "Intervals are at most ± 1 (10,000 histories). The generic case has no events, so nothing calls its talks off; its "
        "longer time gives more of all else."
    )
    return f"{_table(['scenario', 'months', *HAPPENED.values()], rows)}\n\n{note}"


def _yearly(study: Study) -> str:
    rows = [
        [f"*published: {subset.title}* ({subset.dyad_years:,} years)", *_published(subset)]
        for subset in SUBSETS.values()
    ]
    for each in _in_order(study):
        cells = [_three(each.counts.yearly(name)) for name in (*WON, "settled")]
        rows.append([_title(each), *cells])
    return _table(["", "insurgents win", "government wins", "settlement signed; published: peace agreement"], rows)


def _published(subset: Subset) -> list[str]:
    kinds = (VICTORY["insurgents_won"], VICTORY["government_won"], "peace agreement")
    return [_interval(subset.yearly(kind)) for kind in kinds]


def _differences(study: Study) -> Iterator[str]:
    """A sentence for each kind of ending of which some scenarios differ by more than a factor of two."""
    yield "Where a scenario differs from wars in their fifth year by more than a factor of two, and why:"
    lines = []
    for side in WON:
        far = [each for each in study.ended.values() if _is_far(_factor(each, side))]
        if far:
            times = _spread([_factor(each, side) for each in far])
            lines.append(
                f"- {HAPPENED[side].capitalize()}, {_listed(_grouped(far))}: {times} times as often. "
                "Leverage is not even there, by which the hazard of victory moves by exp(±6 (leverage − ½)); "
                "or the scenario gives that hazard itself; or the war is hardly fought."
            )
    above = [each for each in study.ended.values() if _factor(each, "settled") > FACTOR]
    below = [each for each in study.ended.values() if _factor(each, "settled") < 1 / FACTOR]
    signed, of = PROCESSES[24]
    if above:
        lines.append(
            f"- Settlements, {_listed(_grouped(above))}: {_spread([_factor(each, 'settled') for each in above])} times as "
            "often. Published years are of all old wars, most of them without talks; these scenarios begin where talks do, "
            "and two to four years are taken of what comes early. Of processes that had signed a first pre-negotiation "
            f"agreement, {_interval(estimate(signed, of))} of 100 signed a comprehensive one within two years; of these "
            f"histories {_range([each.beside['settled'].here.p for each in above])} sign a settlement."
        )
    if below:
        lines.append(
            f"- Settlements, {_listed(_grouped(below))}: {_spread([_factor(each, 'settled') for each in below])} times as "
            "often; the last section says what keeps them down."
        )
    yield "\n".join(lines) if lines else "None does."


def _grouped(some: Sequence[Ended]) -> list[str]:
    """Titles of cases, and how many variations."""
    cases = [_title(each) for each in some if each.name in (GENERIC, *ALL_CASES)]
    variations = len(some) - len(cases)
    return [*cases, *([f"{variations} variation{'s' if variations > 1 else ''}"] if variations else [])]


def _fading() -> str:
    low, gone = FITTING.yearly("low activity"), FITTING.yearly("actor ceases to exist")
    pause = FITTING.yearly("ceasefire agreement")
    return (
        f"Not compared: {_interval(low)} of 100 years of an old war ended with fewer than 25 deaths a year, "
        f"{_interval(gone)} with an enemy that ceased to exist, {_interval(pause)} with a ceasefire agreement. Wars of the "
        "model do not end by fading: a scenario may ask for a condition on violence, none that is shipped does. And a "
        "ceasefire is an issue on a table, not an end."
    )


def _broken(study: Study) -> str:
    count, of = AFGHAN_ATTEMPTS
    record = estimate(count, of)
    below = [_title(study.ended[name]) for name in CASES if _broken_off(study.ended[name].counts).hi < record.lo]
    verdict = (
        f"Rarer than the record allows: {'; '.join(below)}." if below else "None is rarer than three attempts allow."
    )
    shares = [_broken_off(study.ended[name].counts).p for name in CASES]
    text = (
        "Three attempts were made in Afghanistan before these scenarios (Qatar 2012, Doha June 2013, Murree 2015), and all "
        f"three were broken off within months: {_interval(record)} of 100, as far as three can tell. In the three Afghan "
        f"cases {_range(shares)} of 100 histories in which anybody met see a walk-out, a calling-off or a collapse; most "
        f"talks are resumed. {verdict}"
    )
    rows = [
        [_title(each), str(each.counts.months), _interval(_broken_off(each.counts)), _count(each, "never_met")]
        for each in _in_order(study)
    ]
    return f"{text}\n\n{_table(['scenario', 'months', 'broken off, of 100 with a meeting', 'never met'], rows)}"


def _beside(study: Study) -> str:
    rows = []
    for each in _in_order(study):
        if each.name == GENERIC:
            continue
        small, large = each.beside["anything"], each.beside["settled"]
        rows.append([
            _title(each), str(each.counts.months), _hundred(small.here.p), _hundred(small.generic.p), f"{small.times:.1f}",
            _interval(large.here), _interval(large.generic), f"{large.times:.1f}",
        ])  # fmt: skip
    head = [
        "scenario", "months", "anything signed", "generic case", "times", "settlement signed", "generic: comprehensive",
        "times",
    ]  # fmt: skip
    return _table(head, rows)


def _reasons(study: Study) -> Iterator[str]:
    yield (
        "### Why: each difference taken away in turn\n\nThe same histories, played again without one of the things that a "
        "case has and the generic case has not. What is left when all are taken away is who sits there, on which rungs, and "
        "who wants what. In brackets the change, in points, with its paired 95 % interval."
    )
    for name in CASES:
        each, moved = study.ended[name], study.moved[name]
        rows = [[m.switch.title, *(_change(m, kind) for kind in ("anything", "settled"))] for m in moved]
        base = [_hundred(each.beside[kind].here.p) for kind in ("anything", "settled")]
        generic = [_hundred(each.beside[kind].generic.p) for kind in ("anything", "settled")]
        rows = [["as it is", *base], *rows, [f"*the generic case in {each.counts.months} months*", *generic]]
        yield f"**{_title(each)}** ({each.counts.months} months), in 100 histories:"
        yield _table(["", "anything signed", "settlement signed"], rows)
        yield _told(each, moved)
    yield _small(study)
    yield _variants(study)


def _single(moved: Sequence[Moved]) -> list[Moved]:
    """The differences that were taken away one at a time."""
    return [each for each in moved if each.switch in SWITCHES]


def _told(each: Ended, moved: Sequence[Moved]) -> str:
    """What keeps the chance of a settlement down, and what lifts it, in sentences."""
    clear = [m for m in _single(moved) if not m.by["settled"][1].lo <= 0 <= m.by["settled"][1].hi]
    ranked = sorted(clear, key=lambda m: -abs(m.by["settled"][1].d))
    large, rest = each.beside["settled"], _by(moved, ALL, "settled")
    sentences = [
        f"A settlement comes {_times(large.times)} as often as a comprehensive agreement in the generic case.",
        *_ranked("It is kept down by", [m for m in ranked if m.by["settled"][1].d > 0]),
        *_ranked("It is lifted by", [m for m in ranked if m.by["settled"][1].d < 0]),
        f"With all of these taken away it is {_hundred(rest.p)} of 100: that much is in the ladder and in who wants what.",
    ]
    return " ".join(sentences)


def _ranked(head: str, moved: Sequence[Moved]) -> Iterator[str]:
    if moved:
        reasons = [f"{m.switch.short} ({100 * abs(m.by['settled'][1].d):.1f} points)" for m in moved[:3]]
        yield f"{head} {_listed(reasons)}."


def _by(moved: Sequence[Moved], switch: Switch, kind: str) -> Estimate:
    return next(m for m in moved if m.switch is switch).by[kind][0]


def _small(study: Study) -> str:
    first, months = study.ended[CASES[0]], study.ended[CASES[0]].counts.months
    generic = study.generic_rungs[months]
    return (
        "**Why something small is signed so often.** The first rung of the September case is prisoners and professors, and "
        "weighs little for either side. The generic case begins with prisoners, ceasefire and access; with the ceasefire "
        f"moved to its second rung {_hundred(generic['small'].p)} of 100 histories sign something within {months} months, "
        f"in place of {_hundred(generic['anything'].p)}. Where the September case has one binding text in place of its "
        f"ladder, {_hundred(_by(study.moved[CASES[0]], MERGED, 'anything').p)} of 100 sign anything, in place of "
        f"{_hundred(first.beside['anything'].here.p)}."
    )


def _variants(study: Study) -> str:
    """Variations that differ by more than a factor of two: their base does, or what they change does it."""
    lines = []
    for each in study.ended.values():
        base = study.ended.get(study.bases.get(each.name, ""))
        if each.name in (GENERIC, *ALL_CASES) or base is None or not _is_far(each.beside["settled"].times):
            continue
        here, there = each.beside["settled"].here.p, base.beside["settled"].here.p
        lines.append(
            f"- {_title(each)}: {_hundred(here)} of 100 sign a settlement, {_times(each.beside['settled'].times)} as many as "
            f"in the generic case. Its base, {_title(base)}, has {_hundred(there)} on the same histories; the rest is the "
            "one thing that it changes."
        )
    head = "**Variations that differ by more than a factor of two:**"
    return f"{head}\n\n" + ("\n".join(lines) if lines else "none does.")


# ------------------------------------------------------------------------------
# Words


def _in_order(study: Study) -> list[Ended]:
    """The generic case, the cases, then their variations."""
    first = [name for name in (GENERIC, *ALL_CASES) if name in study.ended]
    return [study.ended[name] for name in (*first, *(name for name in study.ended if name not in first))]


def _title(each: Ended) -> str:
    return (
        "the generic civil war" if each.name == GENERIC else each.counts.title.rstrip("?").replace("What if", "if", 1)
    )


def _factor(each: Ended, name: str) -> float:
    """How many times as often a year as old wars end so."""
    return each.counts.yearly(name)[0] / FITTING.yearly(VICTORY.get(name, "peace agreement")).p


def _is_far(factor: float) -> bool:
    return not 1 / FACTOR <= factor <= FACTOR


def _broken_off(counts: Counts) -> Estimate:
    return estimate(counts.broken_off, counts.histories - counts.never_met)


def _count(each: Ended, name: str) -> str:
    return _hundred(each.counts.share(name).p)


def _hundred(share: float) -> str:
    """A share as a number of 100: whole from 10 on, else to a tenth; below that what is not nothing says so."""
    number = 100 * share
    if number == 0:
        return "0"
    if 0 < number < 0.05:
        return "under 0.1"
    return f"{number:.0f}" if number >= 9.95 else f"{number:.1f}"


def _interval(share: Estimate) -> str:
    return _three((share.p, share.lo, share.hi))


def _three(shares: tuple[float, float, float]) -> str:
    return "{} ({}–{})".format(*map(_hundred, shares))


def _range(shares: Sequence[float]) -> str:
    low, high = _hundred(min(shares)), _hundred(max(shares))
    return low if low == high else f"{low} to {high}"


def _spread(factors: Sequence[float]) -> str:
    low, high = f"{min(factors):.1f}", f"{max(factors):.1f}"
    return low if low == high else f"{low} to {high}"


def _times(factor: float) -> str:
    return f"{factor:.1f} times"


def _points(difference: float) -> str:
    return f"{100 * difference:+.1f}".replace("-", "−")


def _change(moved: Moved, kind: str) -> str:
    share, difference = moved.by[kind]
    return f"{_hundred(share.p)} ({_points(difference.d)}; {_paired(difference)})"


def _paired(difference: Paired) -> str:
    return f"{_points(difference.lo)} to {_points(difference.hi)}"


def _wrapped(text: str) -> str:
    """The text in lines of a reader's width; headings and tables as they are."""
    lines: list[str] = []
    for line in text.splitlines():
        item = "  " if line.startswith(("- ", "* ")) else ""
        whole = line.startswith(("|", "#")) or len(line) <= LINE
        lines += (
            [line]
            if whole
            else wrap(line, LINE, subsequent_indent=item, break_long_words=False, break_on_hyphens=False)
        )
    return "\n".join(lines)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
