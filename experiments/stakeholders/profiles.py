"""Preference profiles of negotiation software as stakeholders: weights and values of options become stakes and levels.

Classical models know one shape of preference on an issue: a level that a party would have, and a stake that falls in
proportion to the distance from it. A profile's values are fitted by that (least squares through the best option), and what
does not fit is named.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from experiments.stakeholders.table import Actor, StakeholderError, Stakeholders, Topic, Wanted
from sim.scenario.phrases import listed, shown

CLOSE = 0.05
"""A value that differs by no more of the span from what is fitted is no misfit."""


class Option(NamedTuple):
    """An option of an issue: its name, where it is on the issue's scale, and its value, from 0."""

    name: str
    level: float
    value: float


class IssueProfile(NamedTuple):
    """What a party thinks of an issue: its weight, its options in order, and whether any level between them is possible."""

    name: str
    weight: float
    options: Sequence[Option]
    where: str
    continuous: bool = False


class Profile(NamedTuple):
    """A party's preferences, and what of its file has no counterpart here, in sentences."""

    party: str
    issues: Sequence[IssueProfile]
    file: str
    notes: Sequence[str] = ()


class Fitted(NamedTuple):
    """The level that is best, and the stake on a whole range: what it loses from one end to the other, of a weight of 1."""

    ideal: float
    stake: float
    misfit: str
    """How the values differ from the fit; nothing where they hardly do."""


def stakeholders_in(profiles: Sequence[Profile], title: str) -> Stakeholders:
    """One table of all profiles, which must be of the same issues; StakeholderError if they are not."""
    first = profiles[0]
    for other in profiles[1:]:
        _same_issues(first, other)
    topics = [_topic(issue) for issue in first.issues]
    actors, notes, misfits = [], [note for profile in profiles for note in profile.notes], 0
    for number, profile in enumerate(profiles):
        wanted, said = _wanted(profile, number, {issue.name: i for i, issue in enumerate(first.issues)}, topics)
        actors.append(Actor(profile.party, "", None, "", wanted, number))
        notes += said
        misfits += len(said)
    if misfits:
        notes.append("For talks, an issue of kind options takes such values as they are; classical models need a line.")
    if len(profiles) == 1:
        notes.append("One party's profile only: give the other side's with a second --from.")
    notes.append("Profiles give no weights of parties: all weigh the same, 1.")
    return Stakeholders(title, "", topics, actors, notes, shares=True, seated=len(profiles) > 1)


def _same_issues(one: Profile, other: Profile) -> None:
    names = {issue.name: [option.name for option in issue.options] for issue in one.issues}
    theirs = {issue.name: [option.name for option in issue.options] for issue in other.issues}
    if names.keys() != theirs.keys():
        differ = sorted(names.keys() ^ theirs.keys())
        raise StakeholderError(f"{other.file}: not of the same issues as {one.file}: {listed(map(shown, differ))}")
    for name, options in names.items():
        if sorted(options) != sorted(theirs[name]):
            raise StakeholderError(f"{other.file}: the options of {shown(name)} are not those in {one.file}")


def _topic(issue: IssueProfile) -> Topic:
    """An issue on its scale: of options their number, from 0."""
    if issue.continuous:
        return Topic(issue.name, issue.where, (issue.options[0].level, issue.options[-1].level))
    if len(issue.options) < 2:
        raise StakeholderError(
            f"{issue.where}: {shown(issue.name)} has one option only: there is nothing to bargain over"
        )
    return Topic(
        issue.name, issue.where, (0.0, len(issue.options) - 1.0), options=tuple(each.name for each in issue.options)
    )


def _wanted(
    profile: Profile, source: int, numbers: Mapping[str, int], topics: Sequence[Topic]
) -> tuple[dict[int, Wanted], list[str]]:
    """What a party wants by number of the issue, with stakes that sum to at most 100, and what does not fit."""
    found, notes = {}, []
    for issue in profile.issues:
        topic = topics[numbers[issue.name]]
        fit = fitted(_in_order(issue, topic))
        found[numbers[issue.name]] = (issue, fit)
        if fit.misfit:
            notes.append(f"{profile.party}, {issue.name}: {fit.misfit}")
    total = sum(100 * issue.weight * fit.stake for issue, fit in found.values())
    scale = min(1.0, 100 / total) if total > 0 else 1.0
    wanted = {
        i: Wanted(
            fit.ideal,
            float(f"{100 * issue.weight * fit.stake * scale:.6g}"),
            f"{issue.where}: the best option; its weight {issue.weight:g} times what the worst option loses",
            source,
        )
        for i, (issue, fit) in sorted(found.items())
    }
    return wanted, notes


def _in_order(issue: IssueProfile, topic: Topic) -> list[Option]:
    """The options of a profile as the first profile has them in order."""
    if issue.continuous:
        return list(issue.options)
    values = {option.name: option.value for option in issue.options}
    return [Option(name, float(i), values[name]) for i, name in enumerate(topic.options)]


def fitted(options: Sequence[Option]) -> Fitted:
    """The line that falls to both sides of the best option and is nearest to the values, in shares of the whole span."""
    span = abs(options[-1].level - options[0].level)
    best = max(options, key=lambda option: option.value)
    away = [abs(option.level - best.level) / span for option in options]
    lost = [best.value - option.value for option in options]
    squares = sum(x * x for x in away)
    stake = sum(x * y for x, y in zip(away, lost, strict=True)) / squares if squares else 0.0
    spread = max(lost)
    off = max(abs(stake * x - y) for x, y in zip(away, lost, strict=True))
    misfit = ""
    if spread > 0 and off > CLOSE * spread:
        shape = "not single-peaked in the order of the options" if not single_peaked(options) else "not linear"
        values = ", ".join(f"{option.name} {option.value:g}" for option in options)
        most = 100 * off / spread
        misfit = f"its values are {shape} ({values}); what is written is off by up to {most:.0f} % of what is at stake."
    return Fitted(best.level, stake, misfit)


def single_peaked(options: Sequence[Option]) -> bool:
    """Whether values rise to a best option and fall from it."""
    values = [option.value for option in options]
    top = values.index(max(values))
    up, down = values[: top + 1], values[top:]
    return up == sorted(up) and down == sorted(down, reverse=True)
