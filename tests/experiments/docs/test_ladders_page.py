"""The page on choosing rungs: the same positions on each ladder, and a table and a figure that its command writes."""

import pytest

from experiments.docs import ladders_page
from experiments.words.marked import marked
from tests.places import ROOT


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.slow
def test_the_page_and_its_figure_are_what_the_command_writes():
    told = {name: ladders_page.climbed(name) for name in ladders_page.LADDERS}
    page = ladders_page.PAGE.read_text(encoding="utf-8")
    assert marked(page, "ladders") == ladders_page.block(told)
    assert marked(page, "why") == ladders_page.why(told)
    assert ladders_page.PICTURE.read_bytes() == ladders_page.picture(told)


@pytest.mark.slow
def test_the_ladders_differ_as_the_page_says():
    first, exchanges, one_sided, single = (ladders_page.climbed(name, 2000) for name in ladders_page.LADDERS)
    settled = [each.settled.mean() for each in (first, exchanges, one_sided, single)]
    assert settled[0] > 1.3 * settled[1] > 1.3 * settled[3]
    assert settled[1] > settled[2]
    nothing = [each.nothing.mean() for each in (first, exchanges, one_sided, single)]
    assert nothing.index(max(nothing)) == 0
    assert nothing.index(min(nothing)) == 1


@pytest.mark.slow
def test_they_differ_for_the_reasons_that_the_page_gives():
    """More time does not close the gap; a truce that calms nothing closes some of it, and not all."""
    gaps = []
    for changes in ((), *ladders_page.CHANGES.values()):
        whole, steps = (
            ladders_page.climbed(name, 4000, changes).settled.mean()
            for name in ("everything_at_once", "balanced_steps")
        )
        gaps.append(whole - steps)
    as_it_is, longer, without_calm = gaps
    assert longer > as_it_is
    assert 0.02 < without_calm < as_it_is - 0.02


def test_nothing_but_the_steps_differs():
    assert sorted(path.stem for path in ladders_page.FOLDER.iterdir()) == sorted(ladders_page.LADDERS)
    [base, *others] = [
        ladders_page.load(ladders_page.FOLDER / f"{name}.yaml").scenario for name in ladders_page.LADDERS
    ]
    table = base.tables[ladders_page.TABLE]
    for other in others:
        steps = other.tables[ladders_page.TABLE]
        assert other.model_copy(update={"title": base.title, "tables": base.tables}) == base
        assert steps.model_copy(update={"rungs": table.rungs}) == table
        assert sorted(i for rung in steps.rungs for i in rung.agenda) == sorted(base.issues)
        assert [rung.binding for rung in steps.rungs] == [False] * (len(steps.rungs) - 1) + [True]
