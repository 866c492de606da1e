"""What is wrong, in parley's own words."""

from collections.abc import Iterator
from contextlib import contextmanager

from experiments.defaults.table import TableError
from experiments.estimates.questions import HeadlineError
from experiments.runs.workers.threads import BackendError
from experiments.store.folder import StoreError
from experiments.words.letters import visible
from sim.engine.agents_error import AgentsError
from sim.scenario.document import ScenarioError


class ParleyError(Exception):
    """What is asked cannot be done; the message says why, one line for each mistake."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the message, and none of the frames."""
        return [f"{type(self).__name__}: {visible(self)}"]


@contextmanager
def in_own_words() -> Iterator[None]:
    """Turn whatever parley complains of into one kind of error, without the frames that it came through."""
    from experiments.brief.folders import BriefError
    from experiments.page.write import NoKernelError
    from experiments.plots.source import LeftOutError

    try:
        yield
    except ScenarioError as error:
        raise ParleyError("\n".join(map(str, error.problems))) from None
    except (
        AgentsError,
        BackendError,
        BriefError,
        HeadlineError,
        LeftOutError,
        NoKernelError,
        StoreError,
        TableError,
    ) as error:
        raise ParleyError(str(error)) from None
