"""What does not fit a type is said with its place."""

from typing import Annotated, Literal, NotRequired, TypedDict

import pytest

from experiments.store.shape import misfit


class Inner(TypedDict):
    n: int
    p: Annotated[float, "share"]


class Outer(TypedDict):
    title: str
    kind: Literal["a", "b"]
    shares: dict[str, Inner]
    ends: tuple[float, float]
    note: NotRequired[list[str] | None]


FINE = {"title": "T", "kind": "a", "shares": {"x": {"n": 1, "p": 0.5}}, "ends": [0, ".inf"], "more": 1}


@pytest.mark.parametrize("more", [{}, {"note": None}, {"note": ["a"]}])
def test_what_fits(more):
    assert misfit(FINE | more, Outer) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": 3}, "title: the number 3, where a text should be"),
        ({"kind": "c"}, 'kind: the text "c", where "a" or "b" should be'),
        ({"shares": []}, "shares: a list, where keys and values should be"),
        ({"shares": {"x": {"n": "1", "p": 1}}}, 'shares.x.n: the text "1", where a whole number should be'),
        ({"shares": {"x": {"n": True, "p": 1}}}, "shares.x.n: true, where a whole number should be"),
        ({"shares": {"x": {"n": 1}}}, "shares.x.p: is not there"),
        ({"ends": [0]}, "ends: 1 items, where 2 should be"),
        ({"note": [1]}, "note.0: the number 1, where a text should be"),
    ],
)
def test_what_does_not_is_said_with_its_place(changed, said):
    assert misfit(FINE | changed, Outer) == said


def test_what_is_no_mapping_at_all():
    assert misfit([], Outer) == "a list, where keys and values should be"
