"""Pieces of work on the workers of a Dask cluster. Dask is imported here, and only when a scheduler is named.

What pieces give comes back to this process, which keeps it: a worker that dies loses nothing but the pieces it had in
hand, which others play again; if the scheduler dies, what was kept stands in the results folder.
"""

import logging
import pickle
import re
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from experiments.runs import interrupts
from experiments.runs.workers.threads import AHEAD, BackendError, Beat, deaf
from sim.engine.identity import kind_of_machine, rules_hash, versions

Piece = TypeVar("Piece")
Given = TypeVar("Given")
Kept = TypeVar("Kept")
PATIENCE = 10  # seconds to wait for a scheduler, and for its first worker
LOOK = 0.2  # seconds between looks at an interrupt
LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
COUNT_AGAIN = 5.0  # seconds between counts of the cluster's threads


@contextmanager
def cluster(address: str, most: int | None = None) -> Iterator["Dask"]:
    """The workers of the cluster whose scheduler is at `address`; `most` is the most pieces there at once.

    BackendError if it cannot be reached, has no workers, or these would not play the same histories.
    """
    client = _client(address)
    try:
        _check(client, address)
        yield Dask(client, address, most)
    finally:
        with suppress(Exception):  # whatever is left of the connection
            client.close(timeout=2)


class Dask:
    """Threads of the worker processes of a Dask cluster."""

    def __init__(self, client: Any, address: str, most: int | None):
        self.client, self.address, self.most = client, address, most
        self.threads = self._counted()
        self._counted_at = time.monotonic()

    @property
    def workers(self) -> int:
        """Pieces that can be played at the same time."""
        return max(1, min(self.threads, self.most or self.threads))

    @property
    def room(self) -> int:
        """Pieces that may be out at the same time: few, so that memory stays flat."""
        if time.monotonic() - self._counted_at > COUNT_AGAIN:
            self.threads, self._counted_at = self._counted(), time.monotonic()
        return self.workers if self.most else AHEAD * self.workers

    def each(
        self, play: Callable[[Piece, Beat], Given], keep: Callable[[Piece, Given], Kept], pieces: Iterable[Piece],
        advance: Beat = deaf, meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator[Kept]:  # fmt: skip
        """See Backend. `play` is sent to the workers, and `keep` called here; BackendError if the cluster is lost."""
        waiting, finished = iter(pieces), SimpleQueue[Any]()
        pending: dict[str, tuple[Any, Piece]] = {}
        with self._shared(play) as shared:
            try:
                self._fill(pending, shared, waiting, finished)
                meanwhile()
                while pending:
                    interrupts.heed()
                    try:
                        future = finished.get(timeout=LOOK)
                    except Empty:
                        self._alive()
                        advance(0)  # a minute without news is worth a line
                        continue
                    given, histories = self._given(future)
                    _, piece = pending.pop(future.key)
                    self._fill(pending, shared, waiting, finished)
                    advance(histories)
                    yield keep(piece, given)
                    del future, given
            finally:
                for future, _ in pending.values():
                    future.release()

    @contextmanager
    def _shared(self, play: Any) -> Iterator[Any]:
        """What all pieces need, sent once: a task, so that it is made anew if the worker that has it dies."""
        import cloudpickle

        shared = self.client.submit(pickle.loads, cloudpickle.dumps((play, identity())), pure=False)
        try:
            yield shared
        finally:
            shared.release()

    def _fill(self, pending: dict[str, Any], shared: Any, waiting: Iterator[Any], finished: SimpleQueue[Any]) -> None:
        """Give out pieces while there is room."""
        for piece in islice(waiting, max(0, self.room - len(pending))):
            future = self.client.submit(_play, shared, piece, pure=False)
            pending[future.key] = (future, piece)
            future.add_done_callback(finished.put)

    def _given(self, future: Any) -> Any:
        """What a piece gave, or why it did not."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            return future.result()
        except KilledWorker:
            raise BackendError(
                f"the workers of {self.address} died again and again while playing the same block"
            ) from None
        except Strange as error:
            raise BackendError(f"a worker of {self.address} has {error}") from None
        except (FutureCancelledError, OSError, TimeoutError):
            raise BackendError(f"the scheduler {self.address} is gone") from None

    def _alive(self) -> None:
        if self.client.status not in ("running", "connecting"):
            raise BackendError(f"the scheduler {self.address} is gone")

    def _counted(self) -> int:
        """Threads of all workers that are there now."""
        with suppress(Exception):  # asked again later; if the cluster is lost, the pieces say so
            return sum(self.client.nthreads().values())
        return self.threads


class Strange(Exception):
    """This worker would not play the same histories; the message says what differs."""


def _play(shared: tuple[Any, dict[str, str]], piece: Any) -> tuple[Any, int]:
    """Play a piece on a worker: what it gave, and how many histories were played."""
    play, expected = shared
    if strange := difference(expected, identity()):
        raise Strange(strange)
    heard: list[int] = []
    return play(piece, heard.append), sum(heard)


@cache
def identity() -> dict[str, str]:
    """What determines the bits of a history on this machine, by the name that a message calls it."""
    return {
        "rule book": rules_hash()[:12],
        **{f"version of {name}": version for name, version in versions().items()},
        **kind_of_machine(),
    }


def difference(here: dict[str, str], there: dict[str, str]) -> str | None:
    """The first thing that differs on a worker; None if nothing does."""
    for name, value in here.items():
        if there.get(name) != value:
            return f"another {name} ({there.get(name)}; here {value})"
    return None


def _client(address: str) -> Any:
    """A connection to a scheduler; BackendError if there is none."""
    if not re.fullmatch(r"(tcp|tls)://.+:[0-9]+/?", address):
        raise BackendError(f"{address!r} is no scheduler's address, such as tcp://127.0.0.1:8786")
    try:
        from distributed import Client, Security
    except ImportError:
        command = shlex.join([sys.executable, "-m", "pip", "install", "dask", "distributed"])
        raise BackendError(f"--scheduler needs Dask; to add it: {command}") from None
    for name in LOGGERS:  # what is lost is said in one line, here
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    if address.startswith("tls:") and not Security().get_connection_args("client").get("ssl_context"):
        raise BackendError(f"{address} needs certificates: see https://distributed.dask.org, TLS/SSL")
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BackendError(f"the scheduler {address} cannot be reached: {_first_line(error)}") from None


def _check(client: Any, address: str) -> None:
    """BackendError unless there are workers, and all would play the same histories as this machine."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except Exception:
        raise BackendError(f"the scheduler {address} has no workers") from None
    for worker, found in client.run(identity, on_error="return").items():
        if isinstance(found, BaseException):
            raise BackendError(f"the worker {worker} cannot run parley: {_first_line(found)}")
        if strange := difference(identity(), found):
            raise BackendError(f"the worker {worker} has {strange}")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
