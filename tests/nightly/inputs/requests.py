"""What is sent to the server of the what-if page, answered by it without a socket between."""

import asyncio
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.nightly.damage import damaged, word
from tests.nightly.samples import TALKS
from tests.nightly.shapes import reshaped

PORT = 8765
HOST = f"127.0.0.1:{PORT}"
ASKED: tuple[dict[str, Any], ...] = (
    {"sets": {"war.branching": 0.1}, "title": "What if?", "world": 0},
    {
        "sets": {"parties.rebels.cost": {"uniform": [0, 0.1]}, "parties.state.patience": 4},
        "save": True,
        "title": "Variant",
    },
    {"sets": {"tables.talks.rungs.settlement.binding": False}, "save": True},
    {"sets": {}, "save": False},
)
PATHS = ("/", "/scenario", "/scenario", "/scenario", "/brief", "/events/", "/../talks.yaml", "/%2e%2e/talks.yaml", "//etc/passwd", "/talks.yaml", "/scenario/", "*")  # fmt: skip


def request(rng: random.Random, folder: Path, samples: Path) -> Callable[[], int]:
    """A request, and its answer: 0 if it was heard, 2 if it was refused, 1 if the server failed."""
    shutil.copy(samples / TALKS, folder)
    method = rng.choice(("POST",) * 6 + ("GET", "PUT", "HEAD", "OPTIONS", "TRACE", word(rng) or "X"))
    path = rng.choice(PATHS)
    headers = {"host": HOST, "origin": f"http://{HOST}", "content-type": "application/json"}
    if rng.random() < 0.25:
        name = rng.choice([*headers])
        headers[name] = rng.choice(
            (word(rng), headers[name] + word(rng), headers[name].upper(), "null", "evil.example")
        )
    if path in {"/brief"}:
        path = "/scenario"  # which takes seconds, where nothing is wrong with what is asked
    data = rng.choice(ASKED)
    body = (
        damaged(json.dumps(data), rng) if rng.random() < 0.4 else json.dumps(reshaped(data, rng), default=str).encode()
    )
    if rng.random() < 0.02:
        body = body * 20_000
    pieces = [body[i : i + 7000] for i in range(0, len(body), 7000)] or [b""]

    def work() -> int:
        status, said = asyncio.run(_answered(folder, method, path, headers, pieces))
        print(said.decode("utf-8", "backslashreplace") if method != "GET" else len(said))
        if status >= 500:
            return 1
        if status >= 400:
            import sys

            sys.stderr.write("refused\n")
            return 2
        return 0

    return work


async def _answered(
    folder: Path, method: str, path: str, headers: dict[str, str], pieces: list[bytes]
) -> tuple[int, bytes]:
    from experiments.serve.app import app_of
    from experiments.serve.watch import Watch

    app = app_of(Watch(folder / TALKS, []), PORT, folder)
    sent: list[dict[str, Any]] = []
    left = [{"type": "http.request", "body": piece, "more_body": i + 1 < len(pieces)} for i, piece in enumerate(pieces)]

    async def receive() -> dict[str, Any]:
        return left.pop(0) if left else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": b"", "headers": [(name.encode(), value.encode("utf-8", "replace")) for name, value in headers.items()],
    }  # fmt: skip
    await app(scope, receive, send)
    starts = [message for message in sent if message["type"] == "http.response.start"]
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return starts[0]["status"] if starts else 599, body
