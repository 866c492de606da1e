"""A story tells why what was agreed is not yet carried out, who without a seat refused, and what came by no agreement."""

from experiments.trace.chronicle import trace
from experiments.trace.story import as_text
from tests.conftest import compiled
from tests.sim.world.test_carrying_out import FIRM, RUNG, talks


def told(data):
    return " ".join(" ".join(as_text(trace(compiled(data), 1, 0))).split())


def test_what_is_not_yet_due_says_when_it_will_be():
    data = talks({"title": "The pie", "lag": 2, "after": {"issue": "road", "at_least": 1}})
    verdict = {"name": "verdict", "on": 4, "effects": [{"change": "issues.road.level", "to": 1}]}
    data |= {"events": [verdict]}
    data["issues"]["road"] = {"kind": "binary", "title": "The road"}
    text = told(data)
    assert text.count("The pie is due only 2 months after it was agreed and once “The road” is in force.") == 1
    assert "Event: verdict. In force from then on, by no agreement: The road" in text


def test_a_step_of_several_is_told_once():
    text = told(talks({"delivered_by": ["state", "rebels"]}))
    assert "State acted on pie" in text
    assert "Rebels acted on pie" in text
    assert text.count("Carried out:") == 1


def test_who_did_not_consent_is_told():
    against = FIRM | {"role": "party", "positions": {"pie": {"ideal": 0, "salience": 50}}, "exclusion": 1}
    text = told(talks({}, RUNG | {"binding": True, "consent": ["voters"]}, parties={"voters": against}))
    assert "Voters did not consent: worth of the text" in text
