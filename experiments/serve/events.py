"""What the page is told without asking: that the files have changed, or are broken."""

import asyncio
from collections.abc import AsyncIterator

from experiments.serve.pages import Pages
from experiments.serve.watch import State, Watch

OFTEN = 0.25
"""Seconds between two looks at how things stand."""
SILENCE = 60
"""Looks without news after which a line is sent all the same: so it shows whether anybody listens."""


async def events(watch: Watch, pages: Pages) -> AsyncIterator[str]:
    """Server-sent events, from what the page that was last handed out does not know yet; without end."""
    seen, silent = pages.shown, 0
    yield "retry: 1000\n\n"
    while True:
        state = watch.state
        if state.number != seen:
            seen, silent = state.number, 0
            yield event(state)
        elif silent >= SILENCE:
            silent = 0
            yield ":\n\n"
        silent += 1
        await asyncio.sleep(OFTEN)


def event(state: State) -> str:
    """A state as an event: that there is another page, or why there is none."""
    if state.broken:
        return f"event: broken\ndata: {' '.join(state.broken.split())}\n\n"
    return f"event: changed\ndata: {' '.join(state.scene.loaded.scenario.title.split())}\n\n"
