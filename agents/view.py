"""What a decision may look at: of the world's arrays and numbers, those that the functions in `agents.decisions` read.

What is not here is hidden from them: another party's type and what is believed of whom reach a decision only through
the worth of talking (`hope`), which the world works out. `sim.world.state.World` is a view, and all the rest.

A field is declared once, with its dimensions (`"PK"`: a row for each principal, a column for each issue), and from these
declarations the world is laid out in memory. Letters: P principals, K issues, T tables, R rungs of the longest ladder,
M mediators, H options of the issue that has
most; the world's module says the others. Arrays are sorted by name, so that order in the file changes nothing.
Levels are 0 (status quo) … 1; rounds count from 1, and 0 is never.
"""

from typing import Any, NamedTuple

from agents.rules.arrays import FloatCube, FloatMatrix, Floats, IntCube, IntMatrix, Ints


class Field(NamedTuple):
    """How an array of the world is laid out: its dimensions, a letter each, and whether the scenario gives it as a number.

    Numbers are views into one flat vector, so that an uncertain number, or what an event changes, is an index.
    """

    dimensions: str
    is_number: bool


def array(dimensions: str) -> Any:
    """An array of these dimensions."""
    return Field(dimensions, is_number=False)


def number(dimensions: str) -> Any:
    """Numbers of the scenario, as many as these dimensions hold; they may be uncertain, and events may change them."""
    return Field(dimensions, is_number=True)


class View:
    """The part of a history's state that decisions read. They write only to the work space of a meeting."""

    parties: int
    issues: int
    tables: int
    mediators: int

    # Parties: agents.parameters.PARTY has units and meanings.
    side: Ints = array("P")  # in the war: 1 insurgent, −1 government, 0 none
    concession: Floats = number("P")
    effort: Floats = number("P")
    effort_at: FloatMatrix = number("PT")
    standing: Floats = number("P")
    standing_with: FloatMatrix = number("PP")  # [party, with whom], where it is not its standing with anybody
    has_standing_with: IntMatrix = array("PP")
    exposure: Floats = number("P")
    exposure_with: FloatMatrix = number("PP")  # [party, with whom]
    grief: Floats = number("P")
    caution: Floats = number("P")
    home_premium: Floats = number("P")
    surprise: Floats = number("P")
    resolve: Floats = number("P")
    keep_word: Floats = number("P")
    temptation: Floats = number("P")
    lock_in: Floats = number("P")
    exclusion: Floats = number("P")
    influence: FloatMatrix = number("PP")  # [whose word, on whom]
    shelters: FloatMatrix = number("PP")  # [who shelters, whom]
    informativeness: Floats = number("P")
    press_gain: Floats = number("P")
    backlash: Floats = number("P")
    hardliner_control: Floats = number("P")
    hardliner_stake: Floats = number("P")
    hardliner_restraint: Floats = number("P")
    patience_drawn: Floats = array("P")  # in this history, meetings
    walk_away: Floats = array("P")  # this round, u

    # What they want
    ideal: FloatMatrix = number("PK")
    home_ideal: FloatMatrix = number("PK")
    weight: FloatMatrix = array("PK")  # saliences, normalised over all issues
    home_weight: FloatMatrix = array("PK")
    gesture_level: FloatMatrix = number("PK")
    option_worth: FloatCube = array("PKH")  # of an issue with options, 0 the worst … 1 the best

    # Issues
    level: Floats = array("K")  # in force
    base_level: Floats = array("K")  # where it falls back to: where it began, or where a lasting step has left it
    gesture_until: Ints = array("K")  # round at whose end the gesture that holds it lapses; 0: none does
    follow_table: Ints = array("K")  # table at which reaching a rung carries it out; −1: none
    gesture_by: Ints = array("K")
    steps: Ints = array("K")  # 0: continuous
    options: Ints = array("K")  # among how many options it is a choice; 0: its levels lie on a line
    two_way: Ints = array("K")  # whether what is delivered may be bargained back
    delivers: IntMatrix = array("KP")  # whether the party must act for the issue to move
    deliverers: Ints = array("K")  # how many must: all of them at each step
    revocable: Ints = array("K")

    # Tables: agents.parameters.TABLE
    guarantee: Floats = number("T")
    public: Ints = array("T")
    seated: IntMatrix = array("TP")
    seats: Ints = array("T")
    on_table: IntMatrix = array("TK")  # whether the issue is on some rung of the table
    table_share: FloatMatrix = array("TP")  # share of a party's stakes that is on the table
    hope: FloatMatrix = array("TP")  # what talking there is worth to a party, u, whenever a decision asks
    rungs: Ints = array("T")
    rung: Ints = array("T")  # on which it stands; as many as there are rungs: complete
    bundled: Ints = array("T")  # whether all that is left is bargained over at once
    meetings: Ints = array("T")  # on this rung
    meetings_back: Floats = array("T")  # how far back aspirations are taken from, while terms are sought; else 0
    agenda: IntCube = array("TRK")
    binding: IntMatrix = array("TR")
    covered: IntMatrix = array("TK")  # whether the text that was accepted covers the issue
    text: FloatMatrix = array("TK")
    owed_step: FloatMatrix = array("TK")  # one tranche of what is to be carried out, signed
    kept: Floats = array("P")  # chance that all others keep the text before them, as a party sees it
    after_breach: Floats = array("P")  # what a party would be left with if they did not, u
    agreement: IntCube = array("TRK")  # issues of the agreement in force that ends at the rung

    # Mediators: agents.mediator.Mediator
    mediates: IntMatrix = array("TM")
    formulation: Floats = number("M")
    mediator_guarantee: Floats = number("M")
    pull: Floats = number("M")
    acceptability: FloatMatrix = number("MP")

    # The war: incidents this round, and their seasonal mean
    count: Floats = array("P")
    usual: Floats = array("P")
    dispersion: Floats = number("1")

    # Work space at a meeting, by seat and item of the agenda; items with options stand after those whose levels lie on a
    # line, fewest options first, then by ties
    item: Ints = array("K")
    item_steps: Ints = array("K")  # 0: continuous
    path_laid: Ints = array(
        "P"
    )  # [seat] whether the work space has its path of concessions, which serves for the meeting
    seat_share: Floats = array("P")  # of its stakes that is on the agenda,
    seat_least: Floats = array("P")  # the least that it accepts,
    seat_patience: Floats = array("P")  # and for how many meetings it is patient
    item_weight: FloatMatrix = array("PK")
    item_perceived: FloatMatrix = array("PK")
    item_ideal: FloatMatrix = array("PK")
    item_low: Floats = array("K")
    item_high: Floats = array("K")
    item_tie: Floats = array("K")
    item_text: Floats = array("K")  # the package on the table
    item_worth: FloatCube = array("PKH")  # of an item with options, by option
    item_count: Ints = array("K")  # how many options are allowed
    item_option: IntMatrix = array("KH")  # which, in the order of a draw
    item_kept: Floats = array("K")
    item_left: Floats = array("P")
    work_floats: Floats = array("W")
    work_ints: Ints = array("V")
