"""Where a ladder is odd at first sight only, nothing is said; each rule's own file is in tests/scenarios/warned."""

import pytest

from experiments.ladders.loading import load
from tests.places import CASES

BASE = CASES / "warned" / "bases" / "ladders.yaml"
KINDS = GETS_NOTHING, NEVER, NO_SEAT, NO_STAKE = (
    "gets nothing",
    "never agreed",
    "has no seat",
    "neither gains nor loses",
)


def rungs(first, last="agenda: [truce], binding: true"):
    return f"tables.capital.rungs=[{{name: exchange, {first}}}, {{name: settlement, {last}}}]"


ALONE = rungs("agenda: [prisoners, captives]")
JOINED = rungs("agenda: [prisoners, captives], demand: patron.captives_first")
DEMAND = "parties.patron.demands={captives_first: {firm: 0.5}}"
PALACE = "tables.palace={parties: [insurgent, government], rungs: [{name: opening}]}"
BASES = rungs("agenda: [bases]", "agenda: [truce, captives], binding: true")
FOLLOWS = "issues.prisoners={kind: binary, range: [0, 1], revocable: false, delivered_by: government"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([ALONE], NEVER),
        ([JOINED, DEMAND], None),  # what is left of the exchange may come to it
        ([ALONE, "issues.truce.in_force=1"], None),
        ([BASES], GETS_NOTHING),
        ([BASES, "issues.bases.in_force=0"], GETS_NOTHING),
        ([BASES, "issues.bases.in_force=0", "issues.bases.two_way=true"], None),  # the patron may have them back
        (["parties.patron.influence=null"], NO_SEAT),
        (["parties.patron.influence=null", PALACE, f"{FOLLOWS}, follow: {{table: palace, reached: opening}}}}",
          "parties.insurgent.positions.prisoners.ideal=1"], None),  # it is carried out by meeting, which nobody delivers
    ],
)  # fmt: skip
def test_what_is_said_of_a_ladder(changes, says):
    said = [kind for warning in load(BASE, changes).warnings for kind in KINDS if kind in warning.message]
    assert said == ([says] if says else [])


def test_among_friends_each_stands_for_itself():
    """Two of one side at a table of their own: who gets nothing is not comforted by what the other gets."""
    friends = "tables.capital.parties=[patron, government]"
    cares = "parties.government.positions.captives={ideal: 0, salience: 5}"
    found = load(BASE, [friends, cares, rungs("agenda: [captives]", "agenda: [bases, truce], binding: true")]).warnings
    (said,) = [warning.message for warning in found if GETS_NOTHING in warning.message]
    assert said.startswith('"government" gets nothing here, where all goes the way of "patron": ')


def test_of_who_cares_about_nothing_only_that_is_said():
    careless = [f"parties.government.positions.{issue}.salience=0" for issue in ("prisoners", "bases", "truce")]
    found = load(BASE, ["tables.capital.parties=[insurgent, patron, government]", *careless]).warnings
    assert ["all saliences are 0" in warning.message for warning in found] == [True]


def test_warnings_stand_at_their_places_among_the_others_in_the_order_of_the_file():
    found = load(BASE, [ALONE, "parties.patron.influence=null", "issues.convoys={kind: binary}"]).warnings
    assert list(found) == sorted(found)
    assert {warning.path for warning in found} == {
        "issues.prisoners.delivered_by", "tables.capital.rungs.settlement.agenda", "issues.convoys", "issues.bases",
    }  # fmt: skip
