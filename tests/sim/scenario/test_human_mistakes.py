"""What people get wrong in a scenario: one message a mistake, at the line of the mistake, with what to write instead."""

import pytest

from sim.scenario.document import ScenarioError
from sim.scenario.load import load

TEXT = """\
parley: 1
title: "Two sides"
answers: talks.settlement
as_of: 2026-11-30
time: {step: month, rounds: 36}

issues:
  ceasefire:
    unit: per cent
    range: [0, 100]
    delivered_by: rebels
    effects: {calm: 0.6}

  autonomy:
    title: Autonomy of the region
    range: [0, 500]
    delivered_by: state

parties:
  rebels:
    role: insurgent
    violence: {value: 40, evidence: {assumed: 'an example'}}
    positions:
      ceasefire: {ideal: 0, salience: 45}
      autonomy: {ideal: 500, salience: {uniform: [40, 70]}, red_line: [30, 500]}
    evidence: {assumed: an example}
  state:
    role: government
    demands:
      truce_first: {firm: {value: 0.6}}
    positions:
      ceasefire: {ideal: 100, salience: 75}
      autonomy: {ideal: 10, salience: {triangular: [50, 65, 90]}}

tables:
  talks:
    parties: [rebels, state]
    secret: true
    rungs:
      - {name: truce, agenda: [ceasefire]}
      - name: settlement
        agenda: [autonomy]
        requires: [{issue: ceasefire, at_least: 50, demand: state.truce_first}]

events:
  - name: election
    rate: 0.03
    months: 4
    effects: [{change: parties.state.exposure, add: 0.03}]

outcomes:
  settlement: {table: talks, reached: settlement}
  truce: {table: talks, reached: truce}
  nothing: {otherwise: true}
"""

COLONS = {
    "of a plain value": ("role: insurgent", "role insurgent", '21:9: a ":" is missing here; write role: insurgent'),
    "of a section": ("parties:\n  rebels", "parties\n  rebels", '19:8: a ":" is missing here; write parties:'),
    "of a name": ("  rebels:\n", "  rebels\n", '20:9: a ":" is missing here; write rebels:'),
    "before braces": (
        "time: {",
        "time {",
        '5:5: a ":" is missing here; write time: {step: month, rounds: 36}',
    ),
    "before a date": ("as_of: 2", "as_of 2", '4:6: a ":" is missing here; write as_of: 2026-11-30'),
    "at the end of a section": (
        "    delivered_by: state",
        "    delivered_by state",
        '17:17: a ":" is missing here; write delivered_by: state',
    ),
    "in an item": ("- name: settlement", "- name settlement", '41:13: a ":" is missing here; write name: settlement'),
    "in braces": (
        "{ideal: 0, salience: 45}",
        "{ideal: 0, salience 45}",
        '24:29: parties.rebels.positions.ceasefire: there is no ":" in "salience 45"; write salience: 45',
    ),
    "is an equals sign": (
        "role: insurgent",
        "role = insurgent",
        '21:9: expected a ":" here; write role: insurgent',
    ),
    "without a space": (
        "role: insurgent",
        "role:insurgent",
        '21:9: a space is missing after the ":"; write role: insurgent',
    ),
    "without a space in braces": (
        "{ideal: 0, salience: 45}",
        "{ideal:0, salience: 45}",
        '24:19: parties.rebels.positions.ceasefire: a space is missing after the ":" in "ideal:0"; write ideal: 0',
    ),
    "of full width": (
        "role: insurgent",
        "role：insurgent",
        "21:9: a colon of another kind (“：”) stands here; write :",
    ),
    "in a text": (
        "title: Autonomy of",
        "title: Autonomy: of",
        '15:20: a text with ": " in it needs quotation marks; write "Autonomy: of the region"',
    ),
}
SHAPES = {
    "a tab": ("    role: insurgent", "\trole: insurgent", "21:1: a tab stands here; indent with spaces, not tabs"),
    "a space that is none": (
        "    role: insurgent",
        "\u00a0   role: insurgent",
        "21:1: a space of another kind (U+00A0) stands here; write a plain space",
    ),
    "an invisible character": (
        "role: insurgent",
        "role: insurgent\u200b",
        'got "insurgent\\u200b"; did you mean "insurgent"?',
    ),
    "a line that is not deep enough": (
        "    violence: {",
        "   violence: {",
        "22:4: this line is 3 spaces in, line 21 is 4 in, both below line 20: is the indentation right?",
    ),
    "a line that is too deep": (
        "    violence: {",
        "      violence: {",
        "22:7: this line stands deeper (6 spaces) than line 21 (4), which has its value already: is the indentation right?",
    ),
    "an item in keys": (
        "  rebels:\n    role",
        "  - rebels:\n    role",
        '27:3: line 20 begins with "- ", this line does not: items of a list all do, keys never',
    ),
    "a dash without a space": (
        "- name: election",
        "-name: election",
        '46:4: a space is missing after the "-" of this item',
    ),
    "a long dash": (
        "- name: election",
        "– name: election",
        '46:3: an item of a list begins with "- ", a hyphen and a space, not with "–"',
    ),
    "an item without its dash": ("  - name: election\n  ", "    name: election\n  ", '; every item begins with "- "'),
    "a quotation mark that never closes": (
        'title: "Two sides"',
        'title: "Two sides',
        "2:8: a quotation mark opens here and is never closed",
    ),
    "an apostrophe": (
        "'an example'",
        "'it's an example'",
        "22:50: the quotation closes here, and the text goes on; double it ('') inside of it",
    ),
    "an open bracket": (
        "range: [0, 500]",
        "range: [0, 500",
        '16:12: issues.autonomy.range: a list opens with "[" here',
    ),
    "a bracket too many": ("range: [0, 500]", "range: [0, 500]]", '16:20: this "]" closes nothing'),
    "a comma after braces": (
        "rounds: 36}",
        "rounds: 36},",
        "5:32: a comma stands here after the end of the value; take it out",
    ),
    "a text that begins with a bracket": (
        "title: Autonomy of",
        "title: [draft] Autonomy of",
        '15:12: a text that begins with "[" needs quotation marks',
    ),
    "a text that begins with an at sign": (
        "title: Autonomy of",
        "title: @utonomy of",
        '15:12: a text that begins with "@" needs quotation marks',
    ),
    "a text that begins with an asterisk": (
        "title: Autonomy of",
        "title: *Autonomy* of",
        '15:12: issues.autonomy: a text that begins with "*" needs quotes',
    ),
    "a path of Windows": (
        'title: "Two sides"',
        r'title: "C:\data\two"',
        r'a "\" in double quotes begins an escape; write "\\", or use single quotes',
    ),
    "a comma in a text": (
        "    evidence: {assumed: an example}",
        "    evidence: {assumed: an example, and more}",
        "26:25: parties.rebels.evidence: a text with a comma in it needs quotation marks here; "
        'write "an example, and more"',
    ),
    "another language's comment": (
        "    role: insurgent",
        "    // who\n    role: insurgent",
        '21:5: a comment begins with "#"',
    ),
    "a conflict of versions": (
        "parties:\n",
        "<<<<<<< HEAD\nparties:\n=======\nparties:\n>>>>>>> theirs\n",
        "19:1: two versions of this file were put together here, and the conflict is not resolved",
    ),
}
NUMBERS = {
    "a decimal comma": ("rate: 0.03", "rate: 0,03", 'got the text "0,03"; this is a decimal comma: write 0.03'),
    "a decimal comma in braces": (
        "value: 0.6",
        "value: 0,6",
        "30:35: parties.state.demands.truce_first.firm.value: expected a number, got 0,6; this is a decimal comma: write 0.6",
    ),
    "a decimal comma in a list": (
        "uniform: [40, 70]",
        "uniform: [40,05, 70]",
        "expected a list of 2, got a list of 3; 40,05 is one number? write 40.05",
    ),
    "a separator of thousands": (
        "months: 4",
        "months: 4,000",
        'got the text "4,000"; write 4000, without a separator of thousands, or 4.000 if the comma is a decimal comma',
    ),
    "separators of thousands in braces": (
        "ideal: 500",
        "ideal: 1,500,000",
        "expected a number, got 1,500,000; write 1500000, without a separator of thousands",
    ),
    "a space between thousands": ("months: 4", "months: 4 000", "; write 4000, without a separator of thousands"),
    "per cent": ("rate: 0.03", "rate: 3 %", "; write 0.03 where a share is wanted, 3 where the unit is per cent"),
    "a share in per cent": ("calm: 0.6", "calm: 60", "must be between 0 and 1, got 60; 60 per cent is 0.6"),
    "a yes": ("ideal: 500", "ideal: yes", 'expected a number, got the text "yes"; write 1'),
    "a no of YAML": ("ideal: 500", "ideal: false", "expected a number, got false; write 0"),
    "a unit": ("months: 4", "months: 4 months", "; write the figure alone: 4"),
    "quotation marks": ("months: 4", 'months: "4"', "; write 4 without quotation marks"),
    "quotation marks of a text program": ("months: 4", "months: “4”", "; write 4 without quotation marks"),
    "a minus sign": ("add: 0.03", "add: −0.03", "; write -0.03, with the minus sign of the keyboard"),
    "a fraction": ("value: 0.6", "value: 3/5", "; a fraction is written as a decimal number: 0.6"),
    "a range in words": ("salience: 45", "salience: 40-50", "; to draw from a range, write {uniform: [40, 50]}"),
    "a range as a list": ("salience: 45", "salience: [40, 50]", "; to draw from a range, write {uniform: [40, 50]}"),
    "a range by its ends": (
        "{uniform: [40, 70]}",
        "{uniform: {min: 40, max: 70}}",
        "expected a list, got keys and values; write [40, 70]",
    ),
    "a range by its ends, without a word": (
        "salience: 45",
        "salience: {min: 40, max: 50}",
        "24:39: parties.rebels.positions.ceasefire.salience: to draw from a range, write uniform: [40, 50] in place of min and max",
    ),
    "a range by its ends, with more beside them": (
        "salience: 45",
        "salience: {evidence: {assumed: why}, To: 50, from: 40}",
        "24:39: parties.rebels.positions.ceasefire.salience: to draw from a range, write uniform: [40, 50] in place of from and To",
    ),
    "a range by its ends, one of which is no number": (
        "salience: 45",
        "salience: {low: 40, high: many}",
        "to draw from a range, write uniform: [low, high] in place of low and high",
    ),
    "a range with a likeliest number by its parts": (
        "salience: 45",
        "salience: {min: 40, mode: 45, max: 50}",
        "to draw from a range with a likeliest number, write triangular: [40, 45, 50] in place of min, mode and max",
    ),
    "a mean and a standard deviation": (
        "salience: 45",
        "salience: {mean: 45, sd: 2.5}",
        "to draw around a number, write normal: [45, 2.5] in place of mean and sd",
    ),
    "one end of a range": (
        "salience: 45",
        "salience: {min: 40}",
        "salience.min: not a known key; a range to draw from is {uniform: [lowest, highest]}",
    ),
    "a whole number that is not written so": ("rounds: 36", "rounds: 36.0", "; write 36"),
    "semicolons": (
        "range: [0, 500]",
        "range: [0; 500]",
        'expected a number, got the text "0; 500"; commas part the items of a list, not semicolons',
    ),
    "parentheses": ("range: [0, 500]", "range: (0, 500)", 'got the text "(0, 500)"; write [0, 500]'),
}
KINDS = {
    "a yes": ("secret: true", "secret: yes", 'expected true or false, got the text "yes"; write true'),
    "a zero": ("secret: true", "secret: 0", "expected true or false, got the number 0; write false"),
    "a day with points": ("2026-11-30", "30.11.2026", 'got the text "30.11.2026"; write 2026-11-30'),
    "a day in words": ("2026-11-30", "November 30th, 2026", "; write 2026-11-30"),
    "a day that may be two": ("2026-11-30", "04/03/2026", "; write 2026-03-04 or 2026-04-03"),
    "a day without zeros": ("2026-11-30", "2026-1-5", "; write 2026-01-05"),
    "a month": ("2026-11-30", "2026-11", "; write the day too, as in 2026-11-01"),
    "no such day": ("2026-11-30", "2026-11-31", "; there is no such day"),
    "a list without brackets": (
        "parties: [rebels, state]",
        "parties: rebels, state",
        'expected a list, got the text "rebels, state"; write [rebels, state]',
    ),
    "a list without commas": (
        "[rebels, state]",
        "[rebels state]",
        '"rebels state" is no name; if it is several, part them with commas: rebels, state',
    ),
    "evidence in words": (
        "    evidence: {assumed: an example}",
        "    evidence: an example",
        "; write {assumed: why}, {inferred: SOURCE, how: …} or {quoted: SOURCE, text: …}",
    ),
    "a list for keys": ("{calm: 0.6}", "[{calm: 0.6}]", 'got a list; write "name: value", without dashes or brackets'),
}
FOLLOW_ONS = {
    "a party twice": ("  state:\n", "  rebels:\n", '27:3: parties.rebels: duplicate key "rebels"; the first is on line 20'),
    "an issue twice": ("  autonomy:\n", "  ceasefire:\n", "14:3: issues.ceasefire: duplicate key"),
    "a rung twice": ("- name: settlement", "- name: truce", '41:15: tables.talks.rungs.1.name: another rung of this table is'),
    "a party of another name": (
        "  rebels:\n    role",
        "  rebel:\n    role",
        '11:19: issues.ceasefire.delivered_by: there is no party "rebels"; did you mean "rebel"? (also on line 37)',
    ),
    "a table of another name": (
        "  talks:\n",
        "  talk:\n",
        'outcomes.settlement.table: there is no table "talks"; did you mean "talk"? (also on line 53)',
    ),
    "a party that is misspelt where it is defined": (
        "  state:\n",
        "  stat:\n",
        'there is no party "state"; did you mean "stat"? (also on lines 37 and 49)',
    ),
    "a section of another name": ("parties:\n  rebels", "partys:\n  rebels", '19:1: partys: not a known key; did you mean "parties"?'),
    "a role of another name": ("role: insurgent", "Role: insurgent", '21:5: parties.rebels.Role: not a known key; did you mean "role"?'),
    "a key that is a number": ("  rebels:\n    role", "  1:\n    role", '20:3: parties: a key must be text; put it in quotes: "1"'),
}  # fmt: skip
MISTAKES = {
    f"{kind}: {name}": case
    for kind, cases in {
        "a colon": COLONS, "a shape": SHAPES, "a number": NUMBERS, "a kind": KINDS, "follow-ons": FOLLOW_ONS,
    }.items()
    for name, case in cases.items()
}  # fmt: skip


def told(folder, text):
    """The messages about a text, without the name of its file."""
    file = folder / "s.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(file, to_run=True)
    return [str(problem).removeprefix(f"{file}:") for problem in caught.value.problems]


def test_the_text_itself_is_fine(tmp_path):
    file = tmp_path / "s.yaml"
    file.write_text(TEXT)
    assert not load(file, to_run=True).warnings


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_message_at_its_place(mistake, tmp_path):
    right, wrong, message = MISTAKES[mistake]
    assert TEXT.count(right) >= 1
    messages = told(tmp_path, TEXT.replace(right, wrong, 1))
    assert len(messages) == 1, messages
    assert message in messages[0]
    if message[0].isdigit():
        assert messages[0].startswith(message), messages[0]


def test_a_quotation_mark_that_closes_at_the_next_one_is_found_where_it_opens(tmp_path):
    text = TEXT.replace('"Two sides"', '"Two sides').replace("unit: per cent", 'unit: "per cent"')
    assert told(tmp_path, text) == [
        "2:8: a quotation mark opens here, and the next one is on line 9: is one missing here?"
    ]


def test_two_mistakes_are_two_messages(tmp_path):
    text = TEXT.replace("role: insurgent", "role: insurgents").replace("rate: 0.03", "rate: 0,03")
    assert [message.split(": ")[0] for message in told(tmp_path, text)] == ["21:11", "47:11"]


def test_what_stands_beside_the_ends_of_a_range_and_is_unknown_too_is_told_too(tmp_path):
    messages = told(tmp_path, TEXT.replace("salience: 45", "salience: {min: 40, max: 50, colour: 3}"))
    assert len(messages) == 2
    assert "write uniform: [40, 50]" in messages[0]
    assert "salience.colour: not a known key" in messages[1]


def test_ends_where_nothing_is_drawn_are_unknown_keys(tmp_path):
    messages = told(tmp_path, TEXT.replace("unit: per cent", "unit: per cent\n    min: 0\n    max: 9"))
    assert len(messages) == 2
    assert all("not a known key" in message for message in messages)


LONG = "7" * 5000
LONG_ONES = {
    "a value of the wrong kind": f"parties.rebels.violence=x{LONG}",
    "a decimal comma in braces": f"parties.rebels.violence={{value: 0,{LONG}}}",
    "a whole number": f"time.rounds=x{LONG}",
    "a day": f"as_of=2026-11-30x{LONG}",
    "a yes": f"tables.talks.secret={LONG}",
    "a list": f"parties.rebels.violence=[{LONG}, {LONG}]",
    "a list that is never closed": f"parties.rebels.violence=[x{LONG}",
    "a name that is not there": f"parties.x{LONG}=3",
    "a path alone": f"x{LONG}",
    "a path of many names": f"{'a.' * 400}b=3",
    "an item that is not there": f"events.x{LONG}.rate=3",
    "nothing after the equals sign": f"x{LONG}=",
    "a value that clashes": f"time.rounds=[{LONG}]",
    "a text that is none": f"title=@{LONG}",
}


@pytest.mark.parametrize("name", LONG_ONES)
def test_a_long_value_of_set_is_shortened_in_messages(tmp_path, name):
    file = tmp_path / "s.yaml"
    file.write_text(TEXT)
    with pytest.raises(ScenarioError) as caught:
        load(file, (LONG_ONES[name],), to_run=True)
    for problem in caught.value.problems:
        said = str(problem).replace(str(file), "s.yaml")
        assert said.startswith(f"--set {LONG_ONES[name][:40]}")
        assert len(said) < 500


def test_what_was_set_is_kept_whole_where_it_is_told_how_to_do_it_again(tmp_path):
    file = tmp_path / "s.yaml"
    file.write_text(TEXT)
    change = f"parties.rebels.violence={{value: 40, evidence: {{assumed: '{'because ' * 20}'}}}}"
    assert {each.by for each in load(file, (change,)).changes} == {f"--set {change}"}


@pytest.mark.parametrize(
    ("values", "warning"),
    [
        ("[0,5, 1]", "0,5 is read as several numbers; write 0.5 if it is one, and a space after the comma if not"),
        ("[0,25, 1,5]", "0,25 and 1,5 are each read as several numbers; write 0.25 and 1.5 if each is one"),
        ("[1,500, 2]", "1,500 is read as several numbers; write 1.500 or 1500 if it is one"),
        ("[0,5,1]", None),
        ("[0, 5, 1]", None),
    ],
)
def test_decimal_commas_that_can_be_read_as_lists_are_warned_of(tmp_path, values, warning):
    file = tmp_path / "s.yaml"
    file.write_text(TEXT.replace("months: 4", f"months: {{choice: {values}}}"))
    warnings = [str(each) for each in load(file).warnings]
    assert len(warnings) == (warning is not None)
    assert all(f"{file}:48:22: events.election.months.choice: {warning}" in each for each in warnings)


VARIANT = """extends: s.yaml
title: another
parties:
  rebls: {patience: 0.5, colour: red}
  rebels_2: {violence: 3}
tables:
  talk: {secret: true}
"""


def test_a_misspelt_entry_of_a_variant_is_told_once_with_what_was_meant(tmp_path):
    (tmp_path / "s.yaml").write_text(TEXT)
    (tmp_path / "v.yaml").write_text(VARIANT)
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "v.yaml", to_run=True)
    said = [str(problem).removeprefix(f"{tmp_path / 'v.yaml'}:") for problem in caught.value.problems]
    assert said == [
        '4:3: parties.rebls: not in what this extends; did you mean "rebels"? (a new one needs "role")',
        '5:3: parties.rebels_2: not in what this extends; did you mean "rebels"? (a new one needs "role")',
        '7:3: tables.talk: not in what this extends; did you mean "talks"? (a new one needs "parties" and "rungs")',
    ]


def test_an_entry_beside_others_of_its_own_file_lacks_what_it_lacks(tmp_path):
    assert told(tmp_path, TEXT.replace("role: insurgent", "violence: 3"))[0].endswith('missing: "role" is required')
