"""A scenario for a person: in ten seconds, then in detail, with what is quoted and what is only assumed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from agents import parameters
from agents.roles import MEDIATOR
from experiments.describe.evidence import KINDS, Item, Quotation, counts, evidence_of, quotations
from experiments.words.conditions import condition_words, rounds
from experiments.words.demands import demand_title, demands_by, dropped
from experiments.words.names import level_words, option_title, outcome_title, readable, rung_title, sureness, title_of
from experiments.words.numbers import figure, mean, middle_90, number_words, short_number, span_words
from experiments.words.places import place_title
from experiments.words.sentences import day
from experiments.words.tables import heading, house_table, indented, show_lines, spaced, words
from sim.scenario.checks.events import LEVERAGE, issue_moved
from sim.scenario.defaults import resolve
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import (
    FORMS,
    LARGEST,
    Demand,
    Effect,
    Event,
    Gesture,
    Issue,
    Mediator,
    Number,
    Position,
    Principal,
    Rung,
    Scenario,
    Table,
    War,
)

if TYPE_CHECKING:
    from rich.console import Console

    from sim.scenario.document import Change
    from sim.scenario.load import Loaded

ISSUE_WIDTH, CELL_WIDTH = 28, 15  # least widths in the table of what each wants, which is split where they do not fit
SHORT = 88
KIND_WORDS = {
    "quoted": "rest on the words of a source",
    "inferred": "follow from a source",
    "assumed": "are assumed, each for a reason given",
    "none": "are given without a reason",
    "default": "are left to the defaults of the model",
}
RELUCTANCE = "How reluctant a party is about a table is drawn for each history and lasts as long as it; all know it."
OF_A_PARTY = {
    "truly_settles": "chance that it does mean to settle at the start, whatever the others believe",
    "signals": "what others saw of it before the start: above 1 speaks for meaning to settle",
    "violence": "incidents a month that it starts on its own",
    "troops": "its troops at the start",
    "capability": "its weight in the rival models only",
    "exposure_with": "what being seen with that party costs it, in u",
    "effort_at": parameters.EFFORT_AT.meaning,
    "standing_with": "what coming is worth to it where it meets that party, in u",
    "influence": "what its word weighs with that party, in u",
    "shelters": "how much it holds that party back while its own stake is unmet, in u",
    "gestures": "a step that it may take at no table",
    "acceptability": "how welcome the mediator is to that party",
    "bias": "the mediator's leaning toward that party",
}


def show_scenario(loaded: Loaded, console: Console) -> None:
    """Print a scenario: the gist first, then each part of it."""
    scenario = loaded.scenario
    items = evidence_of(scenario, loaded.changes)
    gist(scenario, items, console)
    console.print(party_table(scenario))
    for part in position_tables(scenario, console.width):
        console.print(part)
    if scenario.tables:
        heading("The tables, as ladders (read from the bottom)", console)
    for name in scenario.tables:
        show_table(name, scenario, console)
    if scenario.tables and any(_reluctance_left(scenario)):
        console.print(indented(words(RELUCTANCE, "dim")))
        console.print()
    show_lines("What a party says must come first", demand_lines(scenario), console)
    show_lines("Steps that a party may take at no table", gesture_lines(scenario), console)
    show_lines("The war", war_lines(scenario), console)
    events = [event_words(event, scenario) for event in scenario.events]
    show_lines("What may happen from outside", events, console)
    if scenario.outcomes:
        console.print(outcome_table(scenario))
    if any(_own(item) for item in items):
        console.print(own_table(scenario, items))
    if loaded.changes:
        show_changes(loaded.changes, scenario, console)
    show_evidence(scenario, items, console)


# ------------------------------------------------------------------------------
# Words, for anyone


# ------------------------------------------------------------------------------
# The parts


def gist(scenario: Scenario, items: Sequence[Item], console: Console) -> None:
    """What there is to know in ten seconds."""
    console.print(words(scenario.title, "bold"))
    if scenario.question:
        console.print(words(scenario.question, "italic"))
    end = rounds(scenario).end(scenario.time.rounds)
    horizon = f"{scenario.time.rounds} {scenario.time.step}s, to {day(end)}"
    grid = house_table("")
    grid.show_header = False
    for key, value in (
        ("when", f"knowledge of {day(scenario.as_of)}; {horizon}"),
        ("who", _who(scenario)),
        ("on what", "; ".join(title_of(scenario.issues, name) for name in scenario.issues)),
        ("where", "; ".join(_ladder_in_short(name, scenario) for name in scenario.tables)),
        ("asked", ", ".join(map(readable, scenario.outcomes))),
        ("rests on", _rests_on(items)),
        ("note", scenario.note or ""),
    ):
        if value:
            grid.add_row(words(key, "dim"), words(value))
    console.print(grid)
    console.print()


def _who(scenario: Scenario) -> str:
    bargain = listed([title_of(scenario.parties, name) for name in scenario.principals])
    mediators = listed([title_of(scenario.parties, name) for name in scenario.mediators])
    return f"{bargain}; mediated by {mediators}" if mediators else bargain


def _ladder_in_short(name: str, scenario: Scenario) -> str:
    found = scenario.tables[name]
    steps = " → ".join(rung.title or readable(rung.name) for rung in found.rungs)
    return f"{title_of(scenario.tables, name)}: {steps}"


def _rests_on(items: Sequence[Item]) -> str:
    found = counts(items)
    names = {"none": "without a reason", "default": "left to defaults"}
    return f"{sum(found.values())} numbers: " + ", ".join(
        f"{found[kind]} {names.get(kind, kind)}" for kind in KINDS if found[kind]
    )


def party_table(scenario: Scenario) -> Padding:
    """Who they are, and whether they mean to settle."""
    grid = house_table("The parties", "party", "role", "side in the war", "means to settle")
    for name, party in resolve(scenario).parties.items():
        title = words(title_of(scenario.parties, name))
        if isinstance(party, Mediator):
            grid.add_row(title, "mediator", "", "")
            continue
        written = scenario.parties[name]
        guess = "" if isinstance(written, Principal) and written.settles else "; the role's default"
        grid.add_row(title, party.role, _side(party), words(prior_words(party.settles) + guess))
    return spaced(grid)


def _side(party: Principal) -> str:
    return "neither" if party.side in {None, "none"} else str(party.side)


def prior_words(prior: Number | None) -> str:
    """The prior that a party means to settle: `as likely as not: 50 % (25–75)`."""
    if prior is None:
        return ""
    middle = mean(prior, 0, 1)
    if prior.value is not None:
        ends = ""
    elif prior.beta or prior.normal:
        ends = f" ({span_words(*(round(100 * end) for end in middle_90(prior, 0, 1)))})"
    else:
        ends = f" ({span_words(*(round(100 * end) for end in prior.support(0, 1)))})"
    return f"{sureness(middle)}: {100 * middle:.0f} %{ends}"


def position_tables(scenario: Scenario, width: int) -> Iterator[Any]:
    """Issues by principals: what each wants, how much it matters, and what it never leaves."""
    names = [name for name, party in scenario.principals.items() if party.positions]
    fitting = max(1, (width - ISSUE_WIDTH) // CELL_WIDTH)
    parts = max(1, -(-len(names) // fitting))
    size = -(-len(names) // parts)
    for first in range(0, max(1, len(names)), max(1, size)):
        yield spaced(_positions(scenario, names[first : first + size], first > 0))


def _positions(scenario: Scenario, names: Sequence[str], again: bool) -> Grid:
    grid = house_table("What each wants, continued" if again else "What each wants")
    grid.caption = "Level wanted; its weight w out of 100, likeliest and range; red lines never left."
    if any(issue.kind == "options" for issue in scenario.issues.values()):
        grid.caption += " Of options: what each is worth to it, on its own scale."
    grid.add_column("issue, and who must deliver it", ratio=3, min_width=20)
    for name in names:
        grid.add_column(words(title_of(scenario.parties, name)), ratio=2, overflow="fold")
    grid.expand = len(names) > 2
    for name, issue in scenario.issues.items():
        cells = [_position(scenario.principals[party].positions.get(name), issue) for party in names]
        grid.add_row(_issue(name, issue, scenario), *cells)
    return grid


def _issue(name: str, issue: Issue, scenario: Scenario) -> Text:
    cell = words(title_of(scenario.issues, name))
    deliverers = listed([title_of(scenario.parties, who) for who in issue.delivered_by])
    by = f"by {deliverers}" if deliverers else "by nobody in particular"
    by += ", each at every step" if len(issue.delivered_by) > 1 else ""
    lines = [f"{_range(issue)}; {by}" + ("" if issue.revocable else ", for good")]
    if issue.follow is not None:
        table = scenario.tables[issue.follow.table]
        rung, place = rung_title(table, issue.follow.reached), title_of(scenario.tables, issue.follow.table)
        lines = [f"{_range(issue)}; carried out by reaching “{rung}” at “{place}”, and in no other way"]
    if issue.two_way:
        lines.append("may be bargained back")
    if issue.public:
        lines.append("cannot be promised in secret")
    if issue.in_force is not None:
        lines.append(f"at the start: {_stands(issue.in_force, issue)}")
    if issue.tranches > 1:
        lines.append(f"in {issue.tranches} parts")
    if issue.lag.value != 0:
        lines.append(f"first due {number_words(issue.lag)} months after it is agreed")
    if issue.after is not None:
        lines.append(f"due once {condition_words(issue.after, scenario)}")
    return cell.append_text(words("\n" + "; ".join(lines) + "\n", "dim"))


def _range(issue: Issue) -> str:
    if issue.kind == "binary":
        return "yes or no"
    if issue.kind == "options":
        return listed(issue.titles.values(), "or")
    return f"{figure(issue.range[0])} → {level_words(issue.range[1], issue)}"


def _position(position: Position | None, issue: Issue) -> Text:
    if position is None:
        return words("–", "dim")
    if issue.kind == "options":
        cell = words("\n".join(_valued(option, position, issue) for option in issue.options), "bold")
    else:
        cell = words(_wanted(position.aim, issue), "bold")
    cell.append_text(words(f"\nw {short_number(position.salience, 0, 100)}"))
    if position.refuses:
        refused = listed([option_title(option, issue) for option in position.refuses])
        cell.append_text(words(f"\nnever: {refused}"))
    if position.red_line is not None:
        cell.append_text(words(f"\nred line: {_line(position.red_line, issue)}"))
    if position.home is not None:
        home = position.home
        wants = [_wanted(home.ideal, issue)] if home.ideal else []
        weighs = [f"w {short_number(home.salience, 0, 100)}"] if home.salience else []
        cell.append_text(words(f"\nat home: {', '.join(wants + weighs)}", "dim"))
    return cell


def _valued(option: str, position: Position, issue: Issue) -> str:
    """What an option is worth to a party."""
    return f"{option_title(option, issue)}: {short_number(position.values[option], -LARGEST, LARGEST)}"


def _stands(level: float | str, issue: Issue) -> str:
    """The level in force at the start."""
    return level_words(level, issue) if isinstance(level, str) else _wanted(Number(value=level), issue)


def _wanted(level: Number, issue: Issue) -> str:
    if issue.kind == "binary" and level.value in issue.range:
        return "yes" if level.value == issue.range[1] else "no"
    return short_number(level, min(issue.range), max(issue.range))


def _line(ends: tuple[Number, Number], issue: Issue) -> str:
    low, high = (end.value for end in ends)
    if low is None or high is None:
        return listed([_wanted(end, issue) for end in ends], "to")
    return _wanted(ends[0], issue) if low == high else span_words(min(low, high), max(low, high))


def show_table(name: str, scenario: Scenario, console: Console) -> None:
    """A table as a ladder: its last rung on top."""
    found = scenario.tables[name]
    console.print(indented(words(title_of(scenario.tables, name), "bold")))
    console.print(indented(words(seat_words(found, scenario), "dim")))
    grid = house_table("")
    grid.show_header = False
    grid.add_column(justify="right")
    grid.add_column(min_width=14, ratio=1)
    grid.add_column(ratio=3)
    for number, rung in reversed(list(enumerate(found.rungs, 1))):
        side = "┌" if number == len(found.rungs) > 1 else "└" if number == 1 else "├"
        title = words(rung.title or readable(rung.name))
        grid.add_row(f"{number} {side}", title, rung_words(rung, scenario))
    console.print(indented(grid))
    console.print()


def seat_words(found: Table, scenario: Scenario) -> str:
    """Who sits at a table, who mediates, and how it begins."""
    mediators = [title_of(scenario.parties, name) for name in found.mediators]
    first = listed([title_of(scenario.parties, name) for name in found.parties]) + " sit"
    said = [f"{first}; {f'mediated by {listed(mediators)}' if mediators else 'nobody mediates'}"]
    said.append("begins in secret" if found.secret else "in public")
    if found.convener:
        said.append(f"{title_of(scenario.parties, found.convener)} sets the date")
    if found.met:
        held = "a meeting was" if found.met == 1 else f"{found.met} meetings were"
        said.append(f"{held} held before the start")
    said += _given(found, parameters.TABLE)
    return ". ".join(_capital(part) for part in said) + "."


def _given(model: Table | War, parameters: Mapping[str, parameters.Parameter]) -> list[str]:
    """The numbers that a table or war gives, each with its meaning."""
    return [
        f"{parameter.meaning.split(';')[0]}: " + number_words(number, parameter.low, parameter.high, _per(parameter))
        for key, parameter in parameters.items()
        if (number := getattr(model, key)) is not None
    ]


def _per(parameter: parameters.Parameter) -> str:
    return parameter.unit if parameter.unit == "per month" else ""


def rung_words(rung: Rung, scenario: Scenario) -> Text:
    """What a rung asks: what must hold before it opens, what is on its agenda, and what it binds to."""
    agenda = [title_of(scenario.issues, name) for name in rung.agenda]
    said = ["; ".join(agenda) if agenda else "no agenda: a meeting is enough"]
    if rung.binding:
        said.append("binding: signed, and ratified where a party must")
    if rung.consent:
        said.append(f"needs the consent of {listed([title_of(scenario.parties, who) for who in rung.consent])}")
    if rung.package:
        said.append("everything left may be put on the table at once")
    if rung.public:
        said.append("cannot be reached in secret")
    if rung.order:
        order = " → ".join(title_of(scenario.issues, name) for name in rung.order)
        said.append(f"carried out in order: {order}")
    cell = words(said[0], "" if agenda else "dim")
    if said[1:]:
        cell.append_text(words(f" ({'; '.join(said[1:])})", "dim"))
    if rung.demand:
        cell.append_text(
            words(f"\nmust come first, {dropped(rung.demand, scenario)}: then it is passed over", "italic")
        )
    if rung.not_before is not None:
        cell.append_text(words(f"\nopens not before {when_words(rung.not_before, scenario)}", "italic"))
    for requirement in rung.requires:
        cell.append_text(words(f"\nopens only when {condition_words(requirement, scenario)}", "italic"))
    return cell


def _reluctance_left(scenario: Scenario) -> Iterator[bool]:
    """Of every seat, whether the scenario leaves open how reluctant its party is about its table."""
    for name, found in scenario.tables.items():
        for party in found.parties:
            yield party in scenario.principals and name not in scenario.principals[party].effort_at


def demand_lines(scenario: Scenario) -> list[str]:
    """What each party says must come first, and how likely it is that it means it."""
    return [
        f"{_capital(title_of(scenario.parties, party))}: “{demand_title(f'{party}.{name}', scenario)}”, "
        f"{_firmness(demand)}{_relenting(demand)}."
        for party in scenario.principals
        for name, demand in demands_by(party, scenario).items()
    ]


def _firmness(demand: Demand) -> str:
    if demand.firm.value is not None:
        return f"{sureness(demand.firm.value)} meant: {100 * demand.firm.value:.3g} %"
    return f"{sureness(mean(demand.firm, 0, 1))} meant: {number_words(demand.firm, 0, 1)}"


def _relenting(demand: Demand) -> str:
    if demand.relent.value == 0:
        return ""
    return f"; one that is meant is given up at {number_words(demand.relent, 0, 1)} a month"


def gesture_lines(scenario: Scenario) -> list[str]:
    """What each party may do at no table, for how long, and how often there is an occasion."""
    return [
        f"{_capital(title_of(scenario.parties, party))}: “{title_of(scenario.issues, gesture.issue)}” "
        f"{_step(gesture.level, scenario.issues[gesture.issue])}, {_how_long(gesture)}; "
        f"an occasion at {number_words(gesture.rate, 0, 1)} a month."
        for party, principal in scenario.principals.items()
        for gesture in principal.gestures.values()
    ]


def _step(level: float | str, issue: Issue) -> str:
    """Where a step takes an issue, after its title."""
    if issue.kind == "options":
        return f"to “{level_words(level, issue)}”"
    if issue.kind == "binary":
        return "in force" if level == issue.range[1] else "no longer in force"
    return f"at {level_words(level, issue)}"


def _how_long(gesture: Gesture) -> str:
    if gesture.lasting:
        return "for good"
    return f"for {number_words(gesture.months, 0.1, 1200)} month{'' if gesture.months.value == 1 else 's'}"


def war_lines(scenario: Scenario) -> list[str]:
    """The fighting in a few lines."""
    rates = [
        f"{title_of(scenario.parties, name)} {short_number(party.violence, 0, 1e7)}"
        for name, party in scenario.principals.items()
        if party.violence.uncertain or party.violence.value
    ]
    war = scenario.war
    if war is None:
        return [f"Not modelled: violence stays at its level ({listed(rates)})."] if rates else []
    said = [f"{_capital(war.unit)} a month that each starts: {listed(rates) or 'none'}."]
    if max(war.season) > min(war.season):
        said.append(_season(war.season))
    said += [_capital(part) + "." for part in _given(war, parameters.WAR)]
    return said + [_answers(war, scenario)] * bool(war.answers)


def _season(season: Sequence[float]) -> str:
    months = [f"{datetime.date(2000, month, 1):%B}" for month in range(1, 13)]
    peak, low = season.index(max(season)), season.index(min(season))
    average = sum(season) / 12
    return (
        f"Highest in {months[peak]} ({season[peak] / average:.2f} of the mean), "
        f"lowest in {months[low]} ({season[low] / average:.2f})."
    )


def _answers(war: War, scenario: Scenario) -> str:
    titles = {name: title_of(scenario.parties, name) for name in scenario.parties}
    pairs = [
        f"{titles.get(who, who)} answers {titles.get(whom, whom)} {short_number(number, 0, 100)}"
        for who, others in war.answers.items()
        for whom, number in others.items()
    ]
    return f"For one incident, times branching: {listed(pairs)}."


def event_words(event: Event, scenario: Scenario) -> str:
    """An event as a sentence."""
    head = f"{event.title or _capital(readable(event.name))}: {_when(event, scenario)}"
    if any(not is_for_good(effect) for effect in event.effects):
        head += f", for {number_words(event.months, 0, 1200)} month{'' if event.months.value == 1 else 's'}"
    said = [effect_words(effect, scenario) for effect in event.effects]
    said += [
        f"breaks off the talks at “{title_of(scenario.tables, table)}” with chance {number_words(chance, 0, 1)}"
        for table, chance in event.calls_off.items()
    ]
    return f"{head}. {_capital('; '.join(said))}."


def _when(event: Event, scenario: Scenario) -> str:
    if event.on is not None:
        chance = f", with chance {number_words(event.chance, 0, 1)}" if event.chance is not None else ""
        return ("on " if isinstance(event.on, datetime.date) else "in ") + when_words(event.on, scenario) + chance
    assert event.rate is not None
    first = f", not before {when_words(event.not_before, scenario)}" if event.not_before is not None else ""
    once = ", at most once" if event.once else ""
    return f"at random, {number_words(event.rate, 0, 1)} a month{first}{once}"


def when_words(when: datetime.date | int, scenario: Scenario) -> str:
    """A date, or a round with its month: `round 3 (Nov 2018)`."""
    return day(when) if isinstance(when, datetime.date) else f"round {when} ({rounds(scenario).label(when)})"


def effect_words(effect: Effect, scenario: Scenario) -> str:
    """An effect as a phrase: `Taliban: turnover + 0.1`."""
    number = effect.to or effect.add or effect.times
    assert number is not None
    sign = "=" if effect.to else "+" if effect.add else "×"
    issue = issue_moved(effect, scenario)
    unit = f" {issue.unit}" if issue is not None and issue.unit else ""
    lasting = " for good" if is_for_good(effect) else ""
    if effect.change.endswith(".secret"):
        return f"word of {place_title(effect.change, scenario).split(':')[0]} gets out"
    return f"{place_title(effect.change, scenario)} {sign} {number_words(number)}{unit}{lasting}".replace("+ −", "− ")


def is_for_good(effect: Effect) -> bool:
    """Whether what an event changes stays when the event is over."""
    return effect.change == LEVERAGE or effect.change.startswith("issues.") or effect.change.endswith(".secret")


def outcome_table(scenario: Scenario) -> Padding:
    """What counts as what: the first that holds is the history's outcome."""
    grid = house_table("The outcomes (the first that holds is the history's)", "outcome", "when")
    for name, condition in scenario.outcomes.items():
        grid.add_row(words(outcome_title(scenario, name)), words(condition_words(condition, scenario)))
    return spaced(grid)


def own_table(scenario: Scenario, items: Iterable[Item]) -> Padding:
    """The numbers of a party or mediator that this scenario gives, beyond what it wants."""
    grid = house_table("Numbers given for this case (a party's other numbers are its role's defaults)")
    for column, ratio in (("party", 3), ("number", 3), ("value", 4), ("what it is", 6)):
        grid.add_column(column, ratio=ratio, overflow="fold")
    grid.expand = True
    last = ""
    for item in filter(_own, items):
        _, name, *rest = item.path.split(".")
        owner = title_of(scenario.parties, name)
        who, what = "" if name == last else owner, place_title(item.path, scenario).removeprefix(f"{owner}: ")
        grid.add_row(words(who), words(what), words(item.value), words(_meaning(name, rest, scenario), "dim"))
        last = name
    return spaced(grid)


def _own(item: Item) -> bool:
    path = item.path.split(".")
    given = item.is_number and item.kind != "default" and path[0] == "parties"
    return given and path[2] not in {"positions", "settles"}


def _meaning(name: str, rest: Sequence[str], scenario: Scenario) -> str:
    party = scenario.parties[name]
    if rest[0] == "hardliners":
        return parameters.HARDLINERS[rest[1]].meaning
    if isinstance(party, Mediator) and rest[0] in MEDIATOR.defaults:
        return MEDIATOR.defaults[rest[0]].meaning
    if rest[0] in parameters.PARTY:
        return parameters.PARTY[rest[0]].meaning
    if rest[0] == "demands":
        return "chance that the demand is meant" if rest[-1] == "firm" else "chance a month that it is given up"
    return OF_A_PARTY.get(rest[0], "")


def show_changes(changes: Sequence[Change], scenario: Scenario, console: Console) -> None:
    """What `extends` and `--set` replaced, file by file."""
    heading("What was overridden", console)
    for by, group in groupby(changes, key=lambda change: change.by):
        console.print(indented(words(f"by {by}", "dim")))
        those = list(group)
        gone = [change.path for change in those if change.after is None]
        lines = [_change(change, scenario) for change in those if change.after is not None]
        for line in lines + [f"taken away: {', '.join(gone)}"] * bool(gone):
            console.print(Padding(words(line), (0, 0, 0, 4)))
    console.print()


def _change(change: Change, scenario: Scenario) -> str:
    after = data_words(change.after)
    first, _, name = change.path.partition(".")
    if first == "outcomes" and name in scenario.outcomes:
        after = condition_words(scenario.outcomes[name], scenario)
    if change.before is None:
        return f"{change.path}: {after} (new)"
    return f"{change.path}: {data_words(change.before)} → {after}"


def data_words(data: Any) -> str:
    """A piece of a file in short: numbers in words, mappings by what they say, without evidence and notes."""
    if isinstance(data, dict) and any(form in data for form in FORMS):
        with suppress(ValidationError):  # a war has a `normal` too, which is no distribution
            return number_words(Number.model_validate(data))
    return _shortened(_flat(data))


def _flat(data: Any) -> str:
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if key not in {"evidence", "note"}}
        if isinstance(kept.get("title"), str):
            return f"“{kept['title']}”"
        return ", ".join(f"{readable(key)} {data_words(value)}" for key, value in kept.items()) or "nothing"
    if isinstance(data, list):
        return ", ".join(_item_words(item) for item in data) or "an empty list"
    if isinstance(data, bool):
        return "yes" if data else "no"
    return figure(data) if isinstance(data, int | float) else str(data)


def _item_words(item: Any) -> str:
    return readable(item["name"]) if isinstance(item, dict) and "name" in item else data_words(item)


def show_evidence(scenario: Scenario, items: Sequence[Item], console: Console) -> None:
    """How many numbers rest on what, and every sentence that is quoted."""
    console.print(count_table(items))
    found = quotations(items)
    if not found:
        return
    heading("The sentences, and what rests on them", console)
    order = list(dict.fromkeys(quotation.source for quotation in found))
    for source in order:
        console.print(indented(words(_source_words(source, scenario), "bold")))
        for quotation in (q for q in found if q.source == source):
            console.print(Padding(words(f"“{quotation.text}”"), (0, 0, 0, 4)))
            console.print(Padding(words(_resting(quotation, scenario), "dim"), (0, 0, 0, 6)))


def count_table(items: Sequence[Item]) -> Padding:
    """Numbers by what they rest on."""
    grid = house_table("What the numbers rest on")
    grid.caption = "Where several pieces of evidence cover a number, the weakest counts."
    grid.show_header = False
    grid.add_column(justify="right")
    grid.add_column(justify="right")
    found = counts(items)
    most, total = max(1, *found.values()), sum(found.values())
    for kind in KINDS:
        if found[kind]:
            bar = "█" * max(1, round(24 * found[kind] / most))
            label = "no reason" if kind == "none" else kind
            grid.add_row(str(found[kind]), f"{100 * found[kind] / total:.0f} %", label, KIND_WORDS[kind], bar)
    return spaced(grid)


def _source_words(name: str, scenario: Scenario) -> str:
    source = scenario.sources.get(name)
    if source is None:
        return name
    return f"{source.title} ({', '.join(filter(None, [source.publisher, day(source.date)]))})"


def _resting(quotation: Quotation, scenario: Scenario) -> str:
    return "; ".join(_rest(item, scenario) for item in quotation.items)


def _rest(item: Item, scenario: Scenario) -> str:
    place = place_title(item.path, scenario)
    if not item.is_number:
        return place
    return f"{place} = {item.value}" + ("" if item.kind == "quoted" else f", in part {item.kind}")


# ------------------------------------------------------------------------------
# On a terminal


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shortened(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"
