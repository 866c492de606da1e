"""The command line in processes that need not import everything anew: forks of one that has.

    python -m tests.command_line.warm SOCKET

Each request (see `ask.py`) comes with the standard streams, folder, environment and words of a command. The fork takes
them over, obeys the command line and ends with its exit status, as `python -m experiments.cli` would. Tests of
how a new interpreter begins, of interrupts, or of another cache of machine code start one of their own.
"""

import gc
import importlib
import marshal
import os
import pkgutil
import select
import socket
import sys
from contextlib import suppress

PACKAGES = ("agents", "sim", "experiments")
LATE = (  # what commands import when they need it
    "duckdb", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_pdf", "matplotlib.backends.backend_svg",
    "mesa", "scipy.optimize", "scipy.special", "scipy.stats", "sim.engine.mesa_model",
)  # fmt: skip


def warm_up() -> None:
    """Import whatever a command may need, and load the machine code."""
    for package in map(importlib.import_module, PACKAGES):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in LATE:
        importlib.import_module(name)
    from sim.engine.kernel import make_ready

    make_ready(many=True)


def serve(listener: socket.socket) -> None:
    """Answer requests one after the other, until standard input ends with whoever started us."""
    while listener in select.select([listener, sys.stdin], [], [])[0]:
        client, _ = listener.accept()
        _, streams, _, _ = socket.recv_fds(client, 1, 3)
        words, folder, environment = marshal.load(client.makefile("rb"))
        if environment.get("PARLEY_CACHE") != os.environ.get("PARLEY_CACHE"):
            raise ValueError("machine code is loaded already: another cache needs an interpreter of its own")
        child = os.fork()
        if child == 0:
            listener.close()
            client.close()
            become(streams, words, folder, environment)
        for stream in streams:
            os.close(stream)
        client.send(child.to_bytes(4, "big"))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with suppress(BrokenPipeError):  # who asked did not wait
            client.send(status.to_bytes(4, "big", signed=True))
        client.close()


def become(streams: list[int], words: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be the command: ends with its exit status."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.stdout = os.fdopen(1, "w", closefd=False)  # what there was knows what kind of file it wrote to
    sys.stderr = os.fdopen(2, "w", closefd=False, buffering=1, errors="backslashreplace")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, folder)
    sys.argv = ["parley", *words]
    from experiments.cli import commanded

    os._exit(commanded())


if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(sys.argv[1])
        warm_up()
        gc.freeze()  # what is shared with the forks is not looked through again
        listener.listen()
        print("ready", flush=True)
        serve(listener)
