"""The server's answers: the page, a setting as a scenario file, the brief of a setting, and news of the files."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from experiments.brief.folders import BriefError
from experiments.runs.workers.threads import BackendError
from experiments.serve.asked import AskedError, WhatIf, what_if
from experiments.serve.events import events
from experiments.serve.guard import MOST, Guard, refused, too_large
from experiments.serve.pages import POLICY, MakePage, Pages, made
from experiments.serve.variant import checked, saved
from experiments.serve.watch import Scene, Watch
from experiments.store.folder import StoreError
from experiments.words.overrides import assigned

PATIENCE = 10.0
"""Seconds in which a request's body must be there."""


def app_of(watch: Watch, port: int, room: Path, make: MakePage = made) -> Guard:
    """All answers on a port; briefs are made in a folder of `room`."""
    pages, busy = Pages(watch, make), Lock()

    async def page(_: Request) -> Response:
        found = await run_in_threadpool(pages.page)
        return Response(found.data, media_type="text/html", headers={POLICY: found.policy})

    async def scenario(request: Request) -> Response:
        return await _asked(request, watch, lambda scene, asked: run_in_threadpool(_scenario, scene, asked))

    async def brief(request: Request) -> Response:
        return await _asked(request, watch, lambda scene, asked: run_in_threadpool(_brief, scene, asked, room, busy))

    async def news(_: Request) -> Response:
        return StreamingResponse(events(watch, pages), media_type="text/event-stream")

    routes = [
        Route("/", page), Route("/scenario", scenario, methods=["POST"]), Route("/brief", brief, methods=["POST"]),
        Route("/events", news),
    ]  # fmt: skip
    app = Starlette(routes=routes, exception_handlers={HTTPException: _not_here})
    app.router.redirect_slashes = False
    return Guard(app, port)


async def _not_here(_: Request, error: Exception) -> Response:
    """There is nothing at a path, or not for this kind of request."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return refused(status, "There is nothing here.")


async def _asked(request: Request, watch: Watch, answer: Callable[[Scene, WhatIf], Awaitable[Response]]) -> Response:
    """Answer what a body asks for, of the scene as it stands now; or refuse it."""
    try:
        async with asyncio.timeout(PATIENCE):
            body = await _body(request)
    except TimeoutError:
        return refused(408, "What was asked did not arrive.")
    if body is None:
        return refused(413, too_large())
    scene = watch.state.scene
    try:
        return await answer(scene, what_if(body, len(scene.files)))
    except AskedError as error:
        return refused(400, str(error))


async def _body(request: Request) -> bytes | None:
    """A request's body; None if it is too large."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            return None
    return body


def _scenario(scene: Scene, asked: WhatIf) -> Response:
    """A setting as a scenario file, what is wrong with it, and where it was saved if it was to be."""
    file = scene.files[asked.world]
    found = checked(asked, file)
    answer: dict[str, object] = {"yaml": found.text, "problems": list(found.problems)}
    if asked.save and found.loaded is not None:
        answer["file"] = saved(found.text, file.parent)
    return JSONResponse(answer)


def _brief(scene: Scene, asked: WhatIf, room: Path, busy: Lock) -> Response:
    """The brief of a setting, as a download; one at a time, since each takes all processors."""
    from experiments.serve.briefs import brief

    if not busy.acquire(blocking=False):
        return refused(409, "Another brief is being made; ask again when it is there.")
    try:
        found = checked(asked, scene.files[asked.world])
        if found.loaded is None:
            return JSONResponse({"problems": list(found.problems)}, 422)
        document = brief(scene, found.loaded, assigned(asked.sets), room)
    except (BackendError, BriefError, StoreError) as error:
        return refused(500, str(error))
    finally:
        busy.release()
    name = f"attachment; filename*=UTF-8''{quote(document.name)}"
    return Response(document.data, media_type=document.kind, headers={"content-disposition": name})
