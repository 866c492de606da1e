"""Believed and true shares of the generic case: the counts behind the figure, and that they agree."""

import numpy as np
from scipy import stats

from experiments.validation import beliefs

FALSE_ALARM = 1e-5


def test_beliefs_are_counted_in_their_bins():
    found = {"a.belief": np.array([0.0, 0.04, 1.0]), "a.settles": np.array([0, 1, 1])}
    found |= {"b.belief": np.array([0.5, 0.52, 0.99]), "b.settles": np.array([1, 0, 1])}
    panel = beliefs.binned("x", found, ["a", "b"])
    assert np.flatnonzero(panel.number).tolist() == [0, 10, 19]
    assert panel.number[[0, 10, 19]].tolist() == [2, 2, 2]
    assert panel.true[[0, 10, 19]].tolist() == [1, 1, 2]
    np.testing.assert_allclose(panel.believed[[0, 10, 19]], [0.04, 1.02, 1.99])


def test_the_figure_is_written_and_its_beliefs_come_true(tmp_path, capsys):
    """Every bin of both panels within what chance allows."""
    target = tmp_path / "figure.svg"
    assert beliefs.main(["--months", "24", "--histories", "4000", "--write", str(target)]) == 0
    assert "Leaders never change" in target.read_text(encoding="utf-8")
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()[:1].isdigit()]
    assert len(rows) > 20
    for believed, true, n in rows:
        count = int(n.replace(",", ""))
        p = stats.binomtest(round(float(true) * count), count, min(1, max(0, float(believed)))).pvalue
        assert p > FALSE_ALARM, (believed, true, n)
