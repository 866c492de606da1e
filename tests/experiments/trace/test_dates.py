"""A step that waits for a date is told of when its time has come, not as if something had been asked."""

from experiments.trace import story
from experiments.trace.chronicle import trace
from tests.conftest import compiled, scenario


def test_a_step_that_waits_for_a_date_is_told_so():
    data = scenario()
    data["tables"]["talks"]["rungs"][0]["not_before"] = "2020-03-10"
    told = story.chapters(trace(compiled(data), 1, 0))
    text = {number: " ".join(paragraphs) for number, paragraphs in told.items()}
    [when] = [number for number, words in text.items() if "has come: the table is open." in words]
    assert when == 3
    assert not any("is now met" in words for words in text.values())
