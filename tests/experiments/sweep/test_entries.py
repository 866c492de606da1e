"""What a piece gave comes back from the journal as it was, whatever its counts."""

import json

import numpy as np
import pytest

from experiments.sweep.player import MANY, Given, Piece, Played, as_entry, from_entry

PIECE = Piece(3, 500, 11, Played(None))
YES = np.array([True, False, False, True, True, False, False, False, True, False, True])


def back(sums):
    return from_entry(json.loads(json.dumps(as_entry(PIECE, Given(sums, YES)))))


@pytest.mark.parametrize("length", [1, MANY, MANY + 1, 5 * MANY])
@pytest.mark.parametrize("places", [[], [0], [-1], [0, -1]])
def test_counts_come_back_wherever_they_are_not_0(length, places):
    counts = np.zeros(length, np.int64)
    counts[places] = 7
    given = back({"talks.blame": counts, "histories": np.array(11)})
    assert given.sums["talks.blame"].tolist() == counts.tolist()
    assert given.sums["histories"].tolist() == 11
    assert given.yes.tolist() == YES.tolist()


def test_sums_beyond_64_bits_come_back():
    assert int(back({"pie.level": np.array(2**70 + 1, dtype=object)}).sums["pie.level"]) == 2**70 + 1


def test_cells_that_nothing_counts_in_take_no_room():
    counts = np.zeros(400, np.int64)
    counts[[7, 300]] = 2, 5
    assert as_entry(PIECE, Given({"talks.blame": counts}, YES))["sums"] == {
        "talks.blame": {"of": 400, "counts": {7: 2, 300: 5}}
    }


def test_counts_as_they_were_written_before_are_read_too():
    entry = as_entry(PIECE, Given({}, YES)) | {"sums": {"talks.blame": [0] * 200 + [3]}}
    assert from_entry(entry).sums["talks.blame"].tolist() == [0] * 200 + [3]
