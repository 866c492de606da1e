"""Serve the page from this machine to this machine, until Ctrl-C."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import NamedTuple

from experiments.serve.pages import MakePage, made
from experiments.serve.watch import Watch

HERE = "127.0.0.1"
USUAL = 8765
NEXT = 100
"""Ports that are tried from the usual one on."""
LEAVING = 0.5
"""Seconds that a server gets to close its door: it needs a tenth, but who is in the middle of a brief cannot be stopped."""
NEEDED = "serving the page needs Starlette and Uvicorn: pip install 'parley[page]', or write a file with parley page"


class ServeError(Exception):
    """The page cannot be served; the message says why."""


class Serving(NamedTuple):
    """A server that answers."""

    watch: Watch
    port: int
    thread: Thread

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{HERE}:{self.port}/"

    def wait(self) -> None:
        """Wait until it ends, which is when the program is interrupted; in small waits, which Ctrl-C ends anywhere."""
        while self.thread.is_alive():
            self.thread.join(0.5)


@contextmanager
def serving(file: Path, variants: Sequence[Path], port: int | None = None, make: MakePage = made) -> Iterator[Serving]:
    """Serve a scenario and its variants on a port, or on the first free one from the usual one on.

    ServeError if that cannot be, ScenarioError if the scenario cannot be run.
    """
    try:
        import uvicorn

        from experiments.serve.app import app_of
    except ImportError:
        raise ServeError(NEEDED) from None

    with listening(port) as door, TemporaryDirectory(prefix="parley-", ignore_cleanup_errors=True) as room:
        watch, found = Watch(file, variants), int(door.getsockname()[1])
        config = uvicorn.Config(
            app_of(watch, found, Path(room), make), loop="asyncio", http="h11", ws="none", lifespan="off", log_config=None,
            log_level="critical", access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        # Not in the main thread: there Uvicorn would meet Ctrl-C itself, and wait for whoever listens.
        thread = Thread(target=server.run, kwargs={"sockets": [door]}, name="serve", daemon=True)
        thread.start()
        watch.begin()
        try:
            yield Serving(watch, found, thread)
        finally:
            watch.end()
            server.should_exit = server.force_exit = True
            thread.join(LEAVING)


def listening(port: int | None) -> socket.socket:
    """A door for this machine alone, at a port or at the first free one from the usual one on; ServeError if none is."""
    if port is not None:
        try:
            return _door(port)
        except OSError as error:
            raise ServeError(f"port {port} cannot be used ({error.strerror}): choose another --port") from None
    for each in range(USUAL, USUAL + NEXT):
        try:
            return _door(each)
        except OSError:
            continue
    raise ServeError(f"no port from {USUAL} to {USUAL + NEXT - 1} is free: choose a --port")


def _door(port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # after Ctrl-C it can be had again at once
        door.bind((HERE, port))
        door.listen()  # only now nobody else can have it
    except OSError:
        door.close()
        raise
    return door
