"""`parley serve` under 200 clients at once, many of whom mean harm: it answers those that do not, and nothing else happens.

Each client has a socket of its own and says what it says: the page's own questions, names of other hosts, other origins, paths
that lead elsewhere, bodies that come a byte at a time or never end, and what is no HTTP at all.
"""

import json
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from benchmarks.memory import resident
from tests.nightly.damage import damaged
from tests.nightly.inputs.requests import ASKED
from tests.nightly.judged import contents
from tests.nightly.samples import written
from tests.nightly.watched import interruptible

HERE = "127.0.0.1"
PATIENCE = 60.0
ROUNDS = 5  # of requests that a client makes, of each of which it says what it wants
SLOW = 3.0  # seconds that a slow client takes
MOST = 80.0  # MB that the server may be larger afterwards
WAIT = 30.0  # seconds at most that one of its own page waits among all of them

SECRET = re.compile(rb"root:|BEGIN|parley: 1\ntitle")


def serving(clients: int, first: int, say: Callable[[str], None]) -> dict[str, object]:
    """Serve so many clients at once; the counts for the record."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="serving") as room:
        folder = Path(room)
        written(folder)
        before = contents(folder)
        process = interruptible([sys.executable, "-m", "experiments.cli", "serve", "talks.yaml"], folder)
        try:
            port = int(re.search(r":(\d+)/", process.stdout.readline())[1])
            told = _told(process, port, clients, first)
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=PATIENCE)
        harmed = told.pop("wrong")
        if process.returncode != 0:
            harmed.append(f"exit status {process.returncode}")
        if said.strip():
            harmed.append(f"it said: {said.strip()[:300]}")
        if contents(folder) != before:
            harmed.append("files were changed")
    for each in harmed:
        say(each)
    return {**told, "harmed": harmed, "seconds": time.monotonic() - began}


def _told(process: subprocess.Popen, port: int, clients: int, first: int) -> dict[str, object]:
    _own(port)
    small = resident(process.pid)[0]
    rows, wrong, slowest = {name: Counter() for name in KINDS}, [], 0.0
    with ThreadPoolExecutor(clients) as pool:
        for name, seconds, status, problem in pool.map(lambda i: _client(port, first + i), range(clients * ROUNDS)):
            rows[name][status] += 1
            wrong += [f"{name}: {problem}"] * bool(problem)
            slowest = max(slowest, seconds if name == "its own page" else 0)
    large = resident(process.pid)[0]
    if large - small > MOST:
        wrong.append(f"memory grew from {small:.0f} to {large:.0f} MB")
    status, _ = _own(port)
    if status != 200:
        wrong.append(f"afterwards its own page was answered with {status}")
    if slowest > WAIT:
        wrong.append(f"its own page waited {slowest:.1f} s")
    return {
        "clients": clients, "rows": {name: dict(found) for name, found in rows.items()}, "slowest": slowest, "before": small, "after": large,
        "wrong": sorted({*wrong}),
    }  # fmt: skip


def _client(port: int, seed: int) -> tuple[str, float, str, str]:
    """One request: its kind, how long it took, the status it was answered with, and what is wrong with that."""
    rng = random.Random(f"serve {seed}")
    name = rng.choice([*KINDS])
    ask, allowed = KINDS[name]
    began = time.monotonic()
    try:
        status, body = ask(port, rng)
    except OSError:
        status, body = 0, b""  # the server hung up
    problem = "" if status in allowed else f"answered with {status}"
    if name != "its own page" and SECRET.search(body):
        problem = "answered with what it should keep"
    return name, time.monotonic() - began, str(status or "closed"), problem


def _said(port: int, pieces: list[bytes], pause: float = 0.0, over: bool = False) -> tuple[int, bytes]:
    """Say something on a socket, and that it is `over`; the status of the answer, 0 if there is none, and its body."""
    with socket.create_connection((HERE, port), timeout=PATIENCE) as connection:
        for piece in pieces:
            connection.sendall(piece)
            if pause:
                time.sleep(pause)
        if over:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
        answer = b""
        while len(answer) < 1 << 22 and (more := connection.recv(1 << 16)):
            answer += more
            if b"text/event-stream" in answer:
                break  # which never ends
    found = re.match(rb"HTTP/1\.[01] (\d+)", answer)
    return (int(found[1]) if found else 0), answer.partition(b"\r\n\r\n")[2]


def _http(port: int, method: str, path: str, body: bytes = b"", **changed: str | None) -> list[bytes]:
    """A request as bytes, with headers as its page sends them, but for these (None: without)."""
    headers: dict[str, str | None] = {"Host": f"{HERE}:{port}", "Connection": "close"}
    if method == "POST":
        headers |= {
            "Origin": f"http://{HERE}:{port}",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
        }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [
        f"{method} {path} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items() if value is not None),
        "",
        "",
    ]
    return ["\r\n".join(lines).encode("utf-8", "replace"), body]


def _own(port: int, rng: random.Random | None = None) -> tuple[int, bytes]:
    if rng and rng.random() < 0.5:
        return _said(port, _http(port, "POST", "/scenario", json.dumps(ASKED[0]).encode()))
    return _said(port, _http(port, "GET", "/" if not rng or rng.random() < 0.8 else "/events"))


def _host(port: int, rng: random.Random) -> tuple[int, bytes]:
    name = rng.choice(("evil.example", f"evil.example:{port}", "", f"{HERE}", f"{HERE}:1", f"127.0.0.1.evil.example:{port}", f"0x7f000001:{port}", f"[::1]:{port}", "x" * 5000, None))  # fmt: skip
    return _said(
        port, _http(port, *rng.choice((("GET", "/"), ("POST", "/scenario", b"{}"), ("GET", "/events"))), Host=name)
    )


def _origin(port: int, rng: random.Random) -> tuple[int, bytes]:
    name = rng.choice(("null", "http://evil.example", f"https://{HERE}:{port}", f"http://{HERE}", f"http://localhost:{port}.evil.example", None, "", f"http://{HERE}:{port}/"))  # fmt: skip
    return _said(
        port, _http(port, "POST", rng.choice(("/scenario", "/brief")), json.dumps(ASKED[1]).encode(), Origin=name)
    )


def _path(port: int, rng: random.Random) -> tuple[int, bytes]:
    path = rng.choice(("/../talks.yaml", "/%2e%2e/talks.yaml", "/..%2ftalks.yaml", "//etc/passwd", "/talks.yaml", "/%00", "/\\..\\x", "/" + "a/" * 3000, "/etc/passwd", "/scenario/../../etc/passwd", "http://evil.example/", "/static/../../../../etc/passwd", "*"))  # fmt: skip
    return _said(port, _http(port, rng.choice(("GET", "PUT", "DELETE", "OPTIONS")), path))


def _slow(port: int, rng: random.Random) -> tuple[int, bytes]:
    whole = b"".join(_http(port, "POST", "/scenario", json.dumps(ASKED[0]).encode()))
    size = max(1, len(whole) // 20)
    return _said(port, [whole[i : i + size] for i in range(0, len(whole), size)], SLOW / 20)


def _large(port: int, rng: random.Random) -> tuple[int, bytes]:
    body = b'{"title": "' + b"a" * rng.choice((70_000, 5_000_000)) + b'"}'
    chunks = [
        b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[i : i + 60_000] for i in range(0, len(body), 60_000))
    ]
    if rng.random() < 0.5:
        head = _http(port, "POST", "/scenario", Content_Length=None, Transfer_Encoding="chunked")[0]
        return _said(port, [head, *chunks, b"0\r\n\r\n"])
    return _said(port, _http(port, "POST", "/scenario", body))


def _lying(port: int, rng: random.Random) -> tuple[int, bytes]:
    """A length that is not the body's, or two of them."""
    length = rng.choice(("0", "5", "-1", "99999999999999999999", "1e3", "abc", "5, 6"))
    more = {"Transfer_Encoding": "chunked"} if rng.random() < 0.3 else {}
    return _said(
        port, _http(port, "POST", "/scenario", json.dumps(ASKED[0]).encode(), Content_Length=length, **more), over=True
    )


def _wrong(port: int, rng: random.Random) -> tuple[int, bytes]:
    """Settings that are none."""
    return _said(port, _http(port, "POST", "/scenario", damaged('{"sets": {"war.nothing": 1}, "world": 7}', rng)))


def _noise(port: int, rng: random.Random) -> tuple[int, bytes]:
    """What is no HTTP."""
    return _said(port, [rng.choice((rng.randbytes(500), b"GET\r\n\r\n", b"\r\n" * 500, b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n"))], over=True)  # fmt: skip


REFUSED = {0, 400, 401, 403, 404, 405, 408, 413, 414, 415, 421, 422, 431, 505}
KINDS: dict[str, tuple[Callable[[int, random.Random], tuple[int, bytes]], set[int]]] = {
    "its own page": (_own, {200}),
    "other hosts": (_host, REFUSED),
    "other origins": (_origin, REFUSED),
    "paths that lead elsewhere": (_path, REFUSED),
    "slow ones": (_slow, {200, *REFUSED}),
    "large ones": (_large, REFUSED),
    "lengths that are not so": (_lying, {200, *REFUSED}),
    "settings that are none": (_wrong, REFUSED),
    "what is no HTTP": (_noise, REFUSED),
}
"""By name: what is said, and the answers that may be given; 0 is none."""
