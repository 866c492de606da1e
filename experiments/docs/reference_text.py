"""The prose and the examples of the reference page. Together the examples make one scenario."""

from agents.rules.options import COMBINATIONS
from sim.scenario.vocabulary import FEW, FEWEST_OPTIONS, MANY, MOST_OPTIONS, SEATS
from sim.scenario.yaml_text import MAX_BYTES, MAX_DEPTH, MAX_VALUES

INTRODUCTION = """\
# Scenario files

A scenario is one YAML file: who wants what, who talks to whom, what must come first, and what counts as
progress. This page lists everything that may stand in one. `parley validate FILE` checks a file and names
every mistake at once; `parley show FILE` tells it back in words; `parley init NAME` writes a commented
file to start from; and `parley schema` prints a JSON Schema with which an editor completes and checks
keys as you type. How to go about it: [how_to/write_a_scenario.md](how_to/write_a_scenario.md); what the words
mean: [glossary.md](glossary.md).

The least that runs has an issue, two parties, a table and two outcomes:

```yaml
parley: 1
title: Two parties and one pie
as_of: 2020-01-01
issues:
  pie: {delivered_by: state}
parties:
  rebels: {role: insurgent, positions: {pie: {ideal: 1, salience: 50}}}
  state: {role: government, positions: {pie: {ideal: 0, salience: 50}}}
tables:
  talks:
    parties: [rebels, state]
    rungs: [{name: settlement, agenda: [pie], binding: true}]
outcomes:
  deal: {table: talks, reached: settlement}
  no_deal: {otherwise: true}
```

Whatever is left out has a default, and a run keeps the scenario with every default written out
(`scenario.yaml` in its results folder).

- [Numbers](#numbers) · [Evidence](#evidence-where-it-comes-from) · [Building on another file, and
  `--set`](#building-on-another-file-and---set)
- [The file](#the-file): [Scenario](#scenario), [Time](#time), [Source](#source)
- [What is at stake](#what-is-at-stake): [Issue](#issue), [Effects](#effects), [Follow](#follow)
- [Who acts](#who-acts): [Principal](#principal), [Position](#position), [Home](#home),
  [Hardliners](#hardliners), [Gesture](#gesture), [Demand](#demand), [Mediator](#mediator)
- [Where they talk](#where-they-talk): [Table](#table), [Rung](#rung)
- [The fighting](#the-fighting): [War](#war)
- [What may happen from outside](#what-may-happen-from-outside): [Event](#event), [Effect](#effect)
- [Conditions and outcomes](#conditions-and-outcomes): [Outcome](#outcome), [Condition](#condition)

Where a number has a default, the tables say between which values it may as well stand: *plausible*. `parley doubt FILE`
plays a scenario over all of these, and says what that does to its answers.

Four things hold everywhere:

- **Names** are small letters, digits and `_`, a letter first. What a reader sees is the `title`.
- **Levels** are in the real unit of their issue: 2,000 prisoners, 25 per cent, 15,000 troops.
- **u** is the unit of utility: 1 u is the difference between the best and the worst that a party can get
  on all that it cares about, so that 0.1 u is a tenth of its stakes.
- **Any mapping** may have a `note`, free text for readers of the file, and nearly any may have
  `evidence`. The tables below do not repeat these two. A key that is not listed is an error.

YAML is read strictly: `NO` and `1:30` are text, a key that stands twice is an error, and tags, merge keys
(`<<`) and a second document are refused. Dates are written `2018-09-13`, with or without quotes."""

NUMBERS = """\
Where the tables say *number*, any of these may stand. All but the first two are drawn once for each
history, so that what nobody knows becomes part of the answer's spread.

| written | means |
| --- | --- |
| `85` | exactly 85 |
| `{value: 85, evidence: …}` | exactly 85, with its reason |
| `{uniform: [50, 85]}` | anywhere between, all alike |
| `{triangular: [50, 65, 85]}` | between 50 and 85, most likely 65 |
| `{normal: [65, 10]}` | mean and standard deviation, cut off at the ends of the key's range |
| `{normal: [65, 10], cut: 2}` | the same, cut off also two standard deviations from the mean |
| `{beta: [5, 5]}` | two shapes, stretched over the key's range (which must have two ends) |
| `{choice: [0, 1000, 2000]}` | one of these, equally likely |
| `{choice: {0: 0.6, 0.03: 0.4}}` | one of these, with their weights |

`.inf` is infinity. *Plain number* means that only a figure may stand there."""

EVIDENCE = """\
`evidence` says where a number or a statement comes from, in one of three ways:

- `{quoted: SOURCE, text: "its exact words"}`. The source must have a `file`; `parley evidence` looks the
  words up.
- `{inferred: SOURCE, how: "in what way it follows"}`.
- `{assumed: "why"}`, where no source gives it.

It stands in the number itself or in any mapping around it, and covers everything there that has none of
its own. It may be a list. Of several pieces the weakest counts, so a quotation that gives the direction
and an assumption that gives the size make an *assumed* number. A piece that begins with the name of a
key, such as `assumed: "salience: a precondition, so high"`, speaks of that key alone. `parley show`
counts what is quoted, inferred, assumed, without a reason and left to defaults. No source may be later
than `as_of`."""

EXTENDS = """\
`extends: other.yaml` at the top takes over another file, and what stands in this one overrides it:

- mappings merge, key by key;
- a mapping in place of a list changes those of its items that it names (`events: {leader_killed: {rate: 0.1}}`), by their
  `name` or else by their position, counting from 0;
- lists, numbers and evidence replace what was there as a whole;
- `null` deletes.

```yaml
extends: second_meeting_2018_09.yaml
title: What if the United States gave up both bases?
parties:
  united_states:
    positions:
      bases: {ideal: {value: 2, evidence: {assumed: the change that is asked about}}}
```

The other file lies in the same folder or below it, and may itself extend a third.

On the command line `--set PATH=VALUE` does the same to a single place, in real units, and may be repeated:

```
--set parties.taliban.patience=12
--set tables.us_taliban.rungs.settlement.binding=false
--set 'parties.taliban.settles={beta: [8, 2]}'
--set war=null
```

The path is dotted; items of a list go by their `name`, or else by position, counting from 0. `parley
show` lists every value that was overridden, with what stood there before and by which file. A number that
is overridden rests on what was given with it, or on nothing: the reason of the old one does not vouch for
the new."""

CONDITIONS = """\
A condition asks what a history has left behind. It defines outcomes, and what a rung requires before it
opens.

| written | holds when |
| --- | --- |
| `{table: us_taliban, reached: formal_talks}` | that rung, or a later one, was ever reached |
| `{table: us_taliban, signed: settlement}` | its agreement, or a later rung's, was ever signed |
| `{table: us_taliban, ended: settlement}` | its agreement was ended after it had been signed |
| `{table: us_taliban, meetings: 3}` | at least three meetings were held |
| `{table: us_taliban, walk_outs: 2}` | at least twice a party broke the talks off by walking out |
| `{table: us_taliban, suspended: true}` | the table's talks are suspended just then |
| `{table: us_taliban, collapsed: true}` | the table collapsed |
| `{issue: prisoners, at_least: 500}` | the level in force is at least this far from the status quo |
| `{issue: prisoners, at_most: 500}` | the level in force is at most this far from it |
| `{issue: prisoners, agreed: true, at_least: 500}` | so much is agreed, carried out yet or not |
| `{issue: status, is: federation}` | of options: this one is in force (with `agreed: true`, it is agreed) |
| `{leverage: government, at_least: 0.6}` | that side's leverage, from 0 to 1, is at least this |
| `{violence: taliban, months: 3, at_most: 900}` | it caused at most so many incidents in the last three months |
| `{violence: all, months: 3, earlier: 12, at_most: 0.8}` | at most 0.8 times as many as in those months a year before |
| `{won: insurgent}` | that side has won the war, with which a history ends |
| `{table: us_taliban, reached: formal_talks, by: 2019-12-31}` | it was so by then (or `by: 12`, a round) |
| `{all: [A, B]}`, `{any: [A, B]}`, `{not: A}` | all hold; at least one does; it does not |
| `{otherwise: true}` | always: the last outcome |

Several keys in one condition must all hold. Where an issue's range runs down, as from 15,000 troops to
500, `at_least: 5000` holds when 5,000 troops or fewer are left: the level is at least that far from the
status quo.

In what a rung requires, `demand: PARTY.DEMAND` says by whose demand it is required. Where that demand is a
bluff, or falls away, it is no condition; an outcome asks what has come about, and cannot have a demand.

Outcomes are asked in their order, and the first that holds is the history's; so they exclude one another
and their chances add up to 1."""

EVENTS = """\
An event happens on a date, in a round, or at random at a rate a month. While it lasts it changes named numbers:
`to` sets one, `add` adds to it, `times` multiplies it; afterwards the number is what it was. It may also, or
instead, call off the talks of tables, in the round in which it happens. What a party wants is such a number: a level in
its issue's unit (`parties.NAME.positions.ISSUE.ideal`), its salience, an end of its red line. Three changes have no end:
`change: leverage` with `add` shifts leverage for good, `change: issues.NAME.level` moves what is in force, at no table, and
nobody can fall back behind it, and `change: tables.NAME.secret` with `to: 0` lets word get out, which cannot be taken
back."""

LIMITS = f"""\
A file must not exhaust the machine that reads it. At most {MANY} parties, issues, events and outcomes; {FEW} tables, and
{FEW} rungs of one; {SEATS} principals with a seat at a table; {FEWEST_OPTIONS} to {MOST_OPTIONS} options of an issue, and
{COMBINATIONS} combinations of options at one table; 1,200 rounds; a file of {MAX_BYTES:,} bytes, nested
{MAX_DEPTH} deep, with {MAX_VALUES:,} values. Beyond these a file is refused, with the limit. Seats cost more than
parties: a table of twelve plays some twenty times slower than a table of two ([docs/importing.md](importing.md))."""

STAKES = """\
What is in force of an issue is a floor: parties bargain over more of it, toward the other end of its range, and
never back, unless it is `two_way`. An issue of which nobody at a table wants more is not bargained over there.

What lies on no line is of kind `options`:

```yaml
issues:
  status:
    kind: options
    options: [union, federation, two_states]   # or with titles: {union: One state, …}
    in_force: union                            # the first, if left out
    delivered_by: state
parties:
  state:
    positions:
      status: {values: {union: 100, federation: 60, two_states: 0}, salience: 30, refuses: [two_states]}
```

Every party with a position says what each option is worth to it, on a scale of its own: its worst counts 0 and its best 1.
Any option may replace any other, in one step, and none has effects; so `range`, `unit`, `step`, `tranches`, `two_way`,
`effects`, `follow`, `ideal`, `red_line` and `home.ideal` do not go with options. A value may be uncertain, and has a path
like any number: `parties.state.positions.status.values.union`. What is worth more, or less, together with something else is
one issue over the combinations ([docs/model.md](model.md#717-options-and-linked-issues)).

Who carries it out may be several, `delivered_by: [taliban, afghan_government]`: a truce holds only where all of them keep
it, so each is asked at every step, and each may take it back. It may be due later than at once: `lag` months after it is
agreed, or once a condition holds (`after`), or both. Until then nobody is late; what never comes to be due stays promised."""

SECTIONS: list[tuple[str, str, list[str]]] = [
    ("Numbers", NUMBERS, []),
    ("Evidence: where it comes from", EVIDENCE, ["Evidence"]),
    ("Building on another file, and `--set`", EXTENDS, []),
    ("The file", "", ["Scenario", "Time", "Source"]),
    ("What is at stake", STAKES, ["Issue", "Effects", "Follow"]),
    (
        "Who acts",
        "A party is a [Principal](#principal), which bargains, or a [Mediator](#mediator), which helps; "
        "its `role` says which.",
        ["Principal", "Position", "Home", "Hardliners", "Gesture", "Demand", "Mediator"],
    ),
    ("Where they talk", "", ["Table", "Rung"]),
    ("The fighting", "", ["War"]),
    ("What may happen from outside", EVENTS, ["Event", "Effect"]),
    ("Conditions and outcomes", CONDITIONS, ["Outcome", "Condition"]),
    ("Limits", LIMITS, []),
]
"""Headings in the order of a file, what is said first under each, and its mappings."""

EXAMPLES = {
    "Scenario": """
parley: 1
title: Second US–Taliban meeting, September 2018
question: Do back-door meetings become formal negotiations within two years?
answers: us_taliban.formal_talks
as_of: 2018-09-13
""",
    "Time": """
time: {step: month, rounds: 24}
""",
    "Source": """
sources:
  amn:
    title: Taliban and US to have second meeting, Taliban says
    publisher: American Military News
    date: 2018-09-13
    file: american-military-news-2018-09-13.txt
""",
    "Evidence": """
issues:
  prisoners:
    evidence:
      - {quoted: amn, text: "requested the release of some 2,000 prisoners held in Afghanistan"}
      - {assumed: "tranches: two, so that each side can see the other begin"}
""",
    "Issue": """
issues:
  prisoners:
    title: Release of Taliban prisoners
    unit: prisoners
    range: [0, 2000]            # from the status quo to the other end
    kind: steps
    delivered_by: afghan_government
    revocable: false
    tranches: 2
  troops:
    unit: troops
    range: [15000, 500]         # may run down
    delivered_by: united_states
    lag: 3                      # months from its being agreed
    after: {issue: violence, at_least: 40}
""",
    "Effects": """
issues:
  violence:
    unit: per cent
    range: [0, 100]
    delivered_by: [taliban, afghan_government]
    effects:
      calm_by_party: {taliban: 0.8, afghan_government: 0.4}
      leverage: {triangular: [-0.1, -0.05, 0]}
      evidence: {assumed: a truce by the one calms the other}
""",
    "Follow": """
issues:
  intra_afghan_talks:
    title: Talks between Taliban and government
    kind: binary
    delivered_by: taliban
    revocable: false
    follow: {table: kabul_taliban, reached: contact}
""",
    "Principal": """
parties:
  taliban:
    role: insurgent
    title: Taliban
    settles: {beta: [5, 5], evidence: {assumed: nothing to choose between two readings}}
    violence: 719
  united_states:
    role: patron
    patience: {triangular: [3, 5, 8]}
    troops: 15000
    influence: {afghan_government: 0.16}
  afghan_government: {role: government, violence: 559, effort_at: {kabul_taliban: 0.05}}
""",
    "Position": """
parties:
  taliban:
    positions:
      prisoners: {ideal: 2000, salience: {triangular: [50, 65, 85]}, red_line: [200, 2000]}
      troops: {ideal: 500, salience: 90}
      violence: {ideal: 0, salience: 45}
      intra_afghan_talks: {ideal: 0, salience: 30}
  united_states:
    positions:
      prisoners: {ideal: 0, salience: 15}
      troops: {ideal: 13000, salience: 50}
      violence: {ideal: 100, salience: 70}
      intra_afghan_talks: {ideal: 1, salience: 40}
  afghan_government:
    positions:
      intra_afghan_talks: {ideal: 1, salience: 60}
      violence: {ideal: 100, salience: 80}
""",
    "Home": """
parties:
  united_states:
    positions:
      troops: {home: {ideal: 8000, salience: 20, evidence: {assumed: voters are weary}}}
""",
    "Hardliners": """
parties:
  taliban:
    hardliners: {control: 0.3}
""",
    "Gesture": """
parties:
  taliban:
    gestures:
      holiday_truce: {issue: violence, level: 80, months: 0.1, rate: 0.08}
  united_states:
    gestures:
      drawdown: {issue: troops, level: 14000, rate: 0.02, lasting: true}
""",
    "Demand": """
parties:
  united_states:
    demands:
      talks_at_home_first: {title: talks among Afghans before anything else, firm: 0.5, relent: 0.03}
""",
    "Mediator": """
parties:
  qatar:
    role: mediator
    title: Qatar
    stake: 0.6
    bias: {taliban: 0.2}
""",
    "Table": """
tables:
  us_taliban:
    title: United States and Taliban
    parties: [united_states, taliban]
    mediators: [qatar]
    secret: true
    convener: united_states
    leak: 0.12
    rungs: [{name: second_meeting}, {name: confidence_building, agenda: [prisoners]}]
  kabul_taliban:
    parties: [afghan_government, taliban]
    rungs: [{name: contact}, {name: truce, agenda: [violence]}]
""",
    "Rung": """
tables:
  us_taliban:
    rungs:
      - name: second_meeting
      - name: confidence_building
        agenda: [prisoners]
      - name: talks_at_home     # passed over where the demand is a bluff
        agenda: [intra_afghan_talks]
        demand: united_states.talks_at_home_first
      - name: formal_talks
        requires: [{issue: prisoners, at_least: 500}]
        public: true
      - name: settlement
        agenda: [troops, violence]
        binding: true
        consent: [afghan_government]  # it has no seat here
""",
    "War": """
war:
  unit: deaths
  normal: 1718
  season: [0.8, 0.8, 0.9, 1.0, 1.1, 1.2, 1.2, 1.2, 1.1, 1.0, 0.9, 0.8]
  leverage: {triangular: [0.45, 0.52, 0.6]}
""",
    "Event": """
events:
  - name: mass_attack
    title: A mass-casualty attack on a city
    rate: 0.08
    effects: [{change: parties.taliban.violence, times: 1.4}]
    calls_off: {us_taliban: 0.1}
""",
    "Effect": """
events:
  - name: election
    on: 2019-09-28
    months: 4
    effects:
      - {change: parties.afghan_government.turnover, add: 0.04}
      - {change: parties.united_states.influence.afghan_government, to: 0.05}
      - {change: parties.afghan_government.positions.violence.salience, add: 10}
""",
    "Outcome": """
outcomes:
  formal_talks: {title: "Formal talks, and no settlement", table: us_taliban, reached: formal_talks}
""",
    "Condition": """
outcomes:
  victory: {any: [{won: insurgent}, {won: government}]}
  settlement: {table: us_taliban, signed: settlement}
  thaw:
    any:
      - {table: us_taliban, reached: confidence_building, by: 2019-12-31}
      - {issue: violence, at_least: 50}
  no_progress: {otherwise: true}
""",
}
"""An example for each of the main mappings; later ones add to earlier ones, or replace their lists."""

EXPERIMENTS = """\
# Experiment files

An experiment is one YAML file: a [scenario](glossary.md#scenario), what is varied in it, and what is asked.
`parley sweep FILE` plays the scenario at every point on the same histories, and writes a folder with a row for each point
(`points.csv`), what it all says (`summary.json`) and figures. Those that come with parley, and what they say:
[experiments/README.md](../experiments/README.md). `parley validate FILE` says what a sweep would before it plays.

```yaml
parley_experiment: 1
title: Sanctions relief against prisoners released
question: What would be bought by lifting sanctions or releasing prisoners before anything is agreed?
scenario: ../scenarios/second_meeting_2018_09.yaml
design: grid
factors:
  relief: {title: Sanctions lifted, unit: per cent, path: issues.sanctions.in_force, values: [0, 50, 100]}
  released: {title: Prisoners released, path: issues.prisoners.in_force, range: [0, 2000], steps: 5}
where: relief / 100 + released / 2000 <= 1.5
histories: 2000
headline: [formal_talks, settlement]
```

A path is what `--set` takes: dots between keys, items of a list by name or number; values are in real units, and may be
whatever may stand there in a scenario. A point that cannot be played is a row that says why; the rest goes on. What would
be wrong at every point, such as a misspelt path, is said before anything is played.

No two factors may set one place, or a place inside another's: one with named levels does what both do. A range of what
takes whole numbers only has whole values. A point that is there twice is played once, and the output says so. In
`points.csv` a factor whose name is that of another column, such as `point`, has the column `factor.point`.

The designs: `grid` (every combination), `zip` (side by side), `list` (the rows given, or those of a CSV file),
`one_at_a_time` (each factor's values with all others as they are), `latin_hypercube` and `sobol` (points drawn from the
factors' ranges or distributions). Two more ask which number the answer rests on, and how much of the doubt rests on what
is quoted, inferred or assumed: `sobol_indices` and `morris`, for listed factors or for `all_uncertain` numbers of the
scenario ([sensitivity.md](sensitivity.md)). Pieces of 500 histories go round all points, so that a sweep stopped halfway is a
balanced half; `--resume` finishes it.

A CSV file is read as spreadsheets save it, with commas, semicolons or tabs, decimal points or commas, in UTF-8, UTF-16 or
Windows-1252. Its first line names factors (by name, title or path, whatever the capitals) or paths; a column `comment` or
`note` is for readers. What may mean two things, such as 30 %, is refused with its line and column.

What a factor moves is told as the gap between the level with the highest mean and that with the lowest, over the same values
of the other factors, history by history. Where constraints or failures leave points out, only those values of the others
count that were played at each of its levels; where factors only ever move together, nothing is said of one alone. The
interval allows for the gap's being the widest of all pairs of levels.

This page is written by `python -m experiments.docs.reference`.
"""
