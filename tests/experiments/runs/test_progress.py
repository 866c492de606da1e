"""Progress where there is no terminal: a line a minute, none in the first."""

import pytest

from experiments.runs.progress import Progress, duration, in_notebook


class Clock:
    """A clock that is moved by hand."""

    def __init__(self):
        self.time = 1000.0

    def __call__(self):
        return self.time


def lines(capfd):
    return capfd.readouterr().err.splitlines()


def test_a_line_a_minute_with_rate_and_time_left(capfd):
    clock = Clock()
    with Progress(10_000_000, quiet=False, now=clock) as progress:
        for _ in range(59):
            clock.time += 1
            progress.advance(20_000)
        assert lines(capfd) == []
        clock.time += 1
        progress.advance(20_000)
        assert lines(capfd) == ["1 min: 1,200,000 of 10,000,000 histories (12 %) · 20,000 a second · 7 min left"]
        for _ in range(60):
            clock.time += 1
            progress.advance(10_000)
        assert lines(capfd) == ["2 min: 1,800,000 of 10,000,000 histories (18 %) · 10,000 a second · 14 min left"]
    assert lines(capfd) == []


def test_more_than_was_expected_is_never_more_than_all(capfd):
    clock = Clock()
    with Progress(100, quiet=False, now=clock) as progress:
        clock.time += 60
        progress.advance(150)
        progress.expect(600)
        clock.time += 60
        progress.advance(150)
        progress.expect(200)  # fewer than are done already
        clock.time += 60
        progress.advance(0)
    assert [line.split(": ")[1].split(" ·")[0] for line in lines(capfd)] == [
        "150 of 150 histories (100 %)", "300 of 600 histories (50 %)", "300 of 300 histories (100 %)",
    ]  # fmt: skip


def test_points_are_counted_where_there_are_any(capfd):
    clock = Clock()
    with Progress(1000, quiet=False, now=clock, points=10) as progress:
        progress.finish(3)
        clock.time += 60
        progress.advance(500)
    assert lines(capfd) == ["1 min: 3 of 10 points, 500 of 1,000 histories (50 %) · 8 a second · 60 s left"]


def test_a_run_of_less_than_a_minute_says_nothing(capfd):
    clock = Clock()
    with Progress(100, quiet=False, now=clock) as progress:
        clock.time += 59.9
        progress.advance(100)
    assert lines(capfd) == []


def test_quiet_is_quiet(capfd):
    clock = Clock()
    with Progress(100, quiet=True, now=clock) as progress:
        clock.time += 600
        progress.advance(50)
        progress.say("hello")
    assert lines(capfd) == []


def test_nothing_done_in_a_minute_is_no_division_by_zero(capfd):
    clock = Clock()
    with Progress(100, quiet=False, now=clock) as progress:
        clock.time += 61
        progress.advance(0)
    assert lines(capfd) == ["1 min: 0 of 100 histories (0 %) · 0 a second · time left unknown"]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (3540, "59 min"),
        (3600, "1 h 00 min"),
        (11100, "3 h 05 min"),
        (1e6, "277 h 47 min"),
    ],
)
def test_durations_are_for_people(seconds, text):
    assert duration(seconds) == text


def test_a_process_that_has_loaded_a_kernel_is_not_one():
    pytest.importorskip("ipykernel.zmqshell")
    assert not in_notebook()
