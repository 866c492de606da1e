"""The commented scenario that `parley init` writes to start from: it runs as it is."""

from datetime import date

TEXT = """\
# What is simulated: who wants what, who talks to whom, what must come first. Replace everything here with your case.
# Check it with `parley validate {file}`, read it back with `parley show {file}`, play it with `parley run {file}`.
# Every key, with its unit and default, is in docs/scenario_reference.md.
parley: 1
title: {title}
question: Do the two sides get from a first ceasefire to a settlement within three years?
answers: talks.settlement           # what of a history answers it: TABLE.RUNG (that rung or a later one), or an outcome
as_of: {day}                       # what is known: nothing later may enter
time: {{step: month, rounds: 36}}

# Texts that evidence refers to. A quotation needs the file that holds it, beside this one or given by --sources.
sources: {{}}
#  agency: {{title: "Headline", publisher: An agency, date: {day}, file: article.txt}}

# What is at stake, in real units, from one end to the other. `delivered_by`: whoever must carry it out.
issues:
  ceasefire:
    title: Reduction of violence by the rebels
    unit: per cent
    range: [0, 100]
    delivered_by: rebels
    effects: {{calm: 0.6}}              # share of the violence that stops once all of it is in force
  prisoners:
    title: Prisoners released
    unit: prisoners
    range: [0, 500]
    kind: steps                       # whole prisoners; also: binary, continuous (the default)
    delivered_by: state
    revocable: false                  # what cannot be taken back
  autonomy:
    title: Autonomy of the region
    unit: per cent of powers
    range: [0, 100]
    delivered_by: state

# Who acts. Roles bring defaults: insurgent, government, patron (an external power), mediator, party.
# Any number may be uncertain, drawn once per history: {{uniform: [a, b]}}, {{triangular: [a, b, c]}}, {{normal: [mean, sd]}},
# {{beta: [a, b]}}, {{choice: [a, b]}}. Say what each rests on: {{quoted: SOURCE, text: exact words}},
# {{inferred: SOURCE, how: …}} or {{assumed: why}}.
parties:
  rebels:
    role: insurgent
    violence: {{value: 40, evidence: {{assumed: incidents a month begun by them}}}}
    positions:                        # ideal: what they would have; salience: 0–100, how much it matters
      ceasefire: {{ideal: 0, salience: 45}}
      prisoners: {{ideal: 500, salience: {{uniform: [40, 70]}}}}
      autonomy: {{ideal: 100, salience: 80, red_line: [30, 100]}}    # nothing below 30 is ever accepted
    evidence: {{assumed: an example}}
  state:
    role: government
    settles: {{beta: [7, 3], evidence: {{assumed: "an offer made in public: likelier than not to mean it"}}}}
    violence: {{value: 30, evidence: {{assumed: incidents a month begun by it}}}}
    demands:                          # said in public to come first, meant or not; `requires` below refers to it
      ceasefire_first: {{firm: {{value: 0.6, evidence: {{assumed: such demands have been dropped before}}}}}}
    positions:
      ceasefire: {{ideal: 100, salience: 75}}
      prisoners: {{ideal: 50, salience: 30}}
      autonomy: {{ideal: 10, salience: {{triangular: [50, 65, 90]}}}}
    evidence: {{assumed: an example}}
  neighbour:
    role: mediator
    bias: {{rebels: {{value: 0.2, evidence: {{assumed: shelters some of their leaders}}}}}}

# Where they talk. Rungs are climbed one after another; each has what is bargained over on it.
tables:
  talks:
    parties: [rebels, state]
    mediators: [neighbour]
    secret: true
    rungs:
      - {{name: truce, agenda: [ceasefire, prisoners]}}
      - name: settlement
        agenda: [autonomy]
        binding: true                 # signed and ratified
        requires: [{{issue: ceasefire, at_least: 50, demand: state.ceasefire_first}}]
    evidence: {{assumed: an example}}

war: {{unit: incidents, evidence: {{assumed: defaults}}}}

events:
  - name: election
    title: The run-up to an election
    rate: {{value: 0.03, evidence: {{assumed: about one every three years}}}}
    months: 4
    effects: [{{change: parties.state.exposure, add: 0.03}}]
    evidence: {{assumed: candidates who talk are called weak}}

# How a history ends: the first that holds. The last one always does.
outcomes:
  settlement: {{title: A settlement, table: talks, reached: settlement}}
  truce: {{title: "A truce, and no settlement", table: talks, reached: truce}}
  collapse: {{title: Talks broken off for good, table: talks, collapsed: true}}
  nothing: {{title: Nothing agreed, otherwise: true}}
"""


def text(name: str, file: str, today: date) -> str:
    """The starter scenario for a file, with a title made of its name."""
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    title = words[:1].upper() + words[1:] or "Two sides and a region"
    return TEXT.format(title=_quoted(title), file=file, day=today.isoformat())


def _quoted(title: str) -> str:
    """A title as YAML text, whatever is in it."""
    import json

    return json.dumps(title, ensure_ascii=False)
