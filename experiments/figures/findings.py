"""What figures show, a sentence each: from counts of histories to the words that stand above them.

Nothing is said to be more frequent than something else unless their 95 % intervals are apart: of what happens to the same
histories that is stricter than a test of the difference.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from experiments.estimates.statistics import wilson
from experiments.figures.page import Answer
from experiments.words.sentences import begin, in_quotes, small
from sim.scenario.phrases import listed

FEW = 100  # histories; fewer are counted, not said as so many of a hundred
ENOUGH = 20  # histories that half can be spoken of


# ------------------------------------------------------------------------------
# Shares in words, and what is more than what


def of_all(count: int, total: int) -> str:
    """`55 of 100`; where that would mislead `12 of 4,000`; `none of 4,000`, `all 4,000`."""
    if count == 0:
        return f"none of {total:,}"
    if count == total:
        return f"all {total:,}" if total > 1 else "the only one"
    if total < FEW or not 0.01 <= count / total <= 0.99:
        return f"{count:,} of {total:,}"
    return f"{100 * count / total:.0f} of 100"


def histories(count: int, total: int) -> str:
    """`55 of 100 simulated histories`."""
    return "the only simulated history" if count == total == 1 else f"{of_all(count, total)} simulated histories"


def from_to(before: int, after: int, total: int) -> tuple[str, str]:
    """Two counts as shares of a hundred, with as many decimals (two at most) as tell them apart."""
    words = of_all(before, total), of_all(after, total)
    for digits in (1, 2):
        if before == after or words[0] != words[1]:
            break
        words = f"{100 * before / total:.{digits}f} of 100", f"{100 * after / total:.{digits}f} of 100"
    return words


def in_brackets(count: int, total: int) -> str:
    """The same after a whole of which the reader knows: `55`."""
    return of_all(count, total).removesuffix(" of 100")


def leading(counts: Mapping[str, int], total: int) -> list[str]:
    """The most frequent and those that are not clearly less so, the most frequent first; none if nothing happened."""
    order = sorted((name for name, count in counts.items() if count > 0), key=lambda name: -counts[name])
    if not order:
        return []
    least = wilson(counts[order[0]], total)[0]
    return [name for name in order if wilson(counts[name], total)[1] >= least]


def quoted(names: Iterable[str]) -> str:
    """`“A”, “B” and “C”`."""
    return listed([in_quotes(name) for name in names])


def alike(one: int, other: int) -> str:
    """How often one thing happens that is not clearly more frequent than another."""
    return "as often as" if one == other else "about as often as"


def answered(answer: Answer | None, total: int, said: str) -> str:
    """What answers the scenario's question first, then what is said."""
    return f"{answer.title} in {histories(answer.histories, total)}; {said}" if answer else begin(said)


def parties_at(table: str, several: bool, answer: Answer | None) -> str:
    """Who meets at a table; which table only if there are several and the answer does not name it."""
    return f"the parties of “{table}”" if several and (answer is None or answer.table != table) else "the parties"


def most_often(subject: str, counts: Mapping[str, int], total: int, answer: Answer | None, otherwise: str) -> str:
    """What somebody most often does; `counts` by what is done, as it follows the subject; `otherwise` if nothing leads."""
    lead = leading(counts, total)
    if not lead or len(lead) > 2:
        return answered(answer, total, otherwise)
    numbers = [counts[name] for name in lead]
    if answer:
        shares = " and ".join(in_brackets(count, total) for count in numbers)
        shares = f" ({shares})"
    else:
        shares = " and ".join([*(in_brackets(count, total) for count in numbers[:-1]), histories(numbers[-1], total)])
        shares = f": {shares}"
    if len(lead) == 1:
        return answered(answer, total, f"{subject} most often {lead[0]}{shares}")
    return answered(answer, total, f"{subject} {lead[0]} {alike(*numbers)} they {lead[1]}{shares}")


# ------------------------------------------------------------------------------
# How it ends, and how far talks get


def of_outcomes(counts: Mapping[str, int], total: int, answer: Answer | None) -> str:
    """Which end is the most frequent; `counts` by its title."""
    lead = leading(counts, total)
    if answer and lead == [answer.title]:
        return f"{answer.title} in {histories(answer.histories, total)}: the most frequent end"
    numbers = [counts[name] for name in lead]
    shares = " and ".join(in_brackets(count, total) for count in numbers)
    if len(lead) == 1:
        share = f" ({shares})" if answer else f": {histories(numbers[0], total)}"
        return answered(answer, total, f"the most frequent end is {quoted(lead)}{share}")
    if len(lead) == 2:
        equally = "equally" if numbers[0] == numbers[1] else "about equally"
        return answered(answer, total, f"{quoted(lead)} are {equally} frequent ends ({shares})")
    return answered(answer, total, "no end is clearly the most frequent")


def of_rung(title: str, by_round: np.ndarray, labels: Sequence[str], answer: Answer | None) -> str:
    """How often a rung is reached, and when; `by_round` [rounds + 1] counts histories, at 0 those that never do."""
    total, reached = int(by_round.sum()), np.cumsum(by_round[1:])
    count = int(reached[-1])
    half = ""
    if count >= ENOUGH:
        half = f", in half of these by {labels[int(np.searchsorted(2 * reached, count))]}"
    asked = answer if answer and answer.title != title else None
    share = in_brackets(count, total) if asked else histories(count, total)
    return answered(asked, total, f"{title} in {share} by {labels[-1]}{half}")


def of_states(subject: str, counts: Mapping[str, int], total: int, last: str, answer: Answer | None) -> str:
    """Where a table most often stands at the end."""
    return most_often(f"by {last} {subject}", counts, total, answer, f"by {last} no state is clearly the most frequent")


def of_flow(subject: str, counts: Mapping[str, int], total: int, answer: Answer | None) -> str:
    """Where histories most often stop."""
    return most_often(subject, counts, total, answer, "no stage is clearly the one at which most stop")


def of_meetings(tables: Mapping[str, np.ndarray], labels: Sequence[str]) -> str:
    """How often parties meet, and by when; `tables` by title, each [rounds + 1], at 0 histories without a meeting."""
    total = int(next(iter(tables.values())).sum())
    met = {name: total - int(counts[0]) for name, counts in tables.items()}
    lead = leading(met, total)
    if not lead:
        return f"No meeting in any of {total:,} simulated histories"
    if len(tables) == 1:
        reached, count = np.cumsum(tables[lead[0]][1:]), met[lead[0]]
        half = f", half of them by {labels[int(np.searchsorted(2 * reached, count))]}" if count >= ENOUGH else ""
        return f"A meeting in {histories(count, total)}{half}"
    if len(lead) == 1:
        return f"A meeting most often at {quoted(lead)}: in {histories(met[lead[0]], total)}"
    if len(lead) == len(tables):
        return f"No table meets clearly more often than {'the other' if len(lead) == 2 else 'the others'}"
    return f"Meetings are about equally frequent at {quoted(lead)}, and rarer elsewhere"


def of_blame(counts: Mapping[str, int], total: int, goal: str, where: str = "") -> str:
    """Who blocks most often; `counts` by who did what, as a sentence begins; `where` if there are several tables."""
    lead = leading(counts, total)
    if not lead:
        return f"No party blocks{where}: “{goal}” is reached in {histories(total, total)}"
    if len(lead) > 2:
        return f"Nobody clearly blocks most often{where}"
    shares = " and ".join([*(in_brackets(counts[n], total) for n in lead[:-1]), histories(counts[lead[-1]], total)])
    if len(lead) == 1:
        return f"Most often {lead[0]}{where}: {shares}"
    return f"{begin(lead[0])} {alike(*(counts[n] for n in lead))} {lead[1]}{where}: {shares}"


# ------------------------------------------------------------------------------
# What comes of it


def of_levels(changed: Mapping[str, int], total: int) -> str:
    """On which issues what is in force at the end differs from the start; `changed` counts histories by issue."""
    lead = leading(changed, total)
    if not lead:
        return f"On no issue is anything else in force at the end than at the start, in any of {total:,} histories"
    if len(changed) == 1:
        return f"{begin(lead[0])} changes in {histories(changed[lead[0]], total)}"
    least = min(changed, key=lambda name: changed[name])
    if least in lead:
        return "No issue is clearly changed more often than another"
    most = quoted(lead) if len(lead) <= 2 else f"{quoted(lead[:1])} and {small(len(lead) - 1)} others"
    share = histories(changed[lead[0]], total)
    verb = "changes" if len(lead) == 1 else "change"
    return f"{most} {verb} most often ({share}), “{least}” least ({in_brackets(changed[least], total)})"


def of_war(unit: str, step: str, labels: Sequence[str], quantiles: Mapping[str, Sequence[float | None]]) -> str:
    """Whether violence rises or falls, by its medians: from the first whole round to the last.

    It does if the median of the one lies outside the middle half of the histories in the other.
    """
    begin_at = 1 if len(labels) > 2 else 0  # the first round is what remained of it
    low, middle, high = ([float(x or 0) for x in quantiles[name]] for name in ("q25", "q50", "q75"))
    first, last = middle[begin_at], middle[-1]
    if first == last == 0:
        return "No violence in most histories"
    before, after = (
        f"{amount(first)} {unit} a {step} in {labels[begin_at]}",
        f"{amount(last)} in {labels[-1]} (medians)",
    )
    if low[-1] <= first <= high[-1] or low[begin_at] <= last <= high[begin_at]:
        return f"No clear change in violence: {before}, {after}"
    return f"Violence {'rises' if last > first else 'falls'} from {before} to {after}"


def amount(value: float) -> str:
    """Two digits that count: a quantile is known to its bin, which is up to a thirtieth of it wide."""
    digits = max(0, len(f"{int(value)}") - 2)
    return f"{round(value / 10**digits) * 10**digits:,}"


def of_beliefs(told: Sequence[str], not_told: Sequence[str], last: str) -> str:
    """Of which parties the others can tell whether they mean to settle, and of which they cannot."""
    if not told:
        whom = not_told[0] if len(not_told) == 1 else "any party"
        return f"By {last} the others cannot clearly tell whether {whom} means to settle"
    verb = "means" if len(told) == 1 else "mean"
    rest = f", but not of {listed(not_told)}" if not_told else ""
    return f"By {last} the others can tell whether {listed(told)} {verb} to settle{rest}"


def of_zones(rooms: Mapping[str, int | None], total: int) -> str:
    """Whether there is room for a deal, and who ends there: histories by table; None where there is no such room."""
    found = {name: count for name, count in rooms.items() if count is not None}
    if not found:
        where = "" if len(rooms) == 1 else " at any table"
        return f"No deal would leave both sides better off than walking away{where}"
    room = "There is room for a deal that leaves both sides better off"
    if len(rooms) == 1:
        return f"{room}; {histories(sum(found.values()), total)} end there"
    lead = leading(found, total)
    where = f"at all {len(rooms)} tables" if len(found) == len(rooms) else f"at {len(found)} of {len(rooms)} tables"
    if len(lead) == 1:
        return f"{room} {where}; most often they end there at {quoted(lead)} ({of_all(found[lead[0]], total)})"
    return f"{room} {where}" + ("" if lead else "; none ends there")
