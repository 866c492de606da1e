"""What every request must be, and what every answer says of itself: the server speaks with its own page, and with no other.

A page of any site may send requests to 127.0.0.1. So a request must name this server as its host (else a site could point a
name of its own here), and one that asks for anything to be done must come from the server's own page, as JSON, and short.
"""

import sys
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 65_536
"""Bytes of a request's body."""
NOTHING_ELSE = "default-src 'none'; frame-ancestors 'none'"
"""What an answer that is no page may load, and who may show it in a frame: nothing, and nobody."""
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}


def refused(status: int, sentence: str) -> JSONResponse:
    """An answer that says in a sentence why nothing was done."""
    return JSONResponse({"problems": [sentence]}, status)


class Guard:
    """Refuses what does not come from the server's own page, and sees that every answer has its headers."""

    def __init__(self, app: ASGIApp, port: int):
        self.app = app
        self.hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what fails in an answer is said on stderr, and ends nothing."""
        if scope["type"] != "http":
            return
        answer = self.refusal(scope["method"], Headers(scope=scope)) or self.app
        sending = _Sending(send)
        try:
            await answer(scope, receive, sending)
        except ClientDisconnect:
            return
        except Exception as error:
            sys.stderr.write(f"The page was not answered: {type(error).__name__}: {error}\n")
            if not sending.begun:
                await refused(500, "parley failed; the terminal says how.")(scope, receive, sending)

    def refusal(self, method: str, headers: Headers) -> JSONResponse | None:
        """Why a request is not heard, by its headers; None if it is."""
        host = headers.get("host", "").lower()
        if host not in self.hosts:
            return refused(421, "This server answers to 127.0.0.1 and localhost only.")
        if method != "POST":
            return None
        if headers.get("origin") != f"http://{host}":
            return refused(403, "Only the page itself may ask for this.")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return refused(415, "What is asked must be JSON.")
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > MOST:
            return refused(413, too_large())
        return None


def too_large() -> str:
    """What to say of a body that is too large."""
    return f"What is asked is larger than {MOST:,} bytes."


class _Sending:
    """Sends an answer on, with the headers that it lacks."""

    def __init__(self, send: Send, headers: Mapping[str, str] = ALWAYS):
        self.send, self.headers, self.begun = send, headers, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            has = MutableHeaders(scope=message)
            has.setdefault("content-security-policy", NOTHING_ELSE)
            for name, value in self.headers.items():
                has[name] = value
        await self.send(message)
