"""Where a run or sweep is kept, and how whoever stops it is told to go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from experiments.runs import interrupts
from experiments.runs.workers.threads import BackendError
from experiments.store.folder import Results, StoreError, begin_free
from experiments.store.manifest import Manifest
from experiments.store.shards import Shard
from sim.scenario.vocabulary import Scenario

RESULTS = Path("results")


@contextmanager
def telling_how_to_go_on(line: str, folder: Path) -> Iterator[None]:
    """Whatever stops the work in a folder says what is kept there and how to go on: `line`."""
    outside = interrupts.tell_if_left(line)
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(f"Interrupted. {line}") from None
    except BackendError as error:
        raise BackendError(f"{error}. {line}") from None
    except BrokenPipeError:
        raise
    except OSError as error:
        path = error.filename2 or error.filename or folder
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from None
    finally:
        interrupts.tell_if_left(outside)


def begin_folder(
    out: Path | None, stem: str, shard: Shard | None, about: Manifest, scenario: Scenario, resume: bool
) -> Results:
    """The folder asked for, or a free one named after a file; of a shard, by its number too."""
    if out is not None:
        return Results.begin(out, about, scenario, resume)
    named = f"{stem}-shard-{shard.number}-of-{shard.of}" if shard else stem
    return begin_free(RESULTS, named, about, scenario)


class Interrupted(KeyboardInterrupt):
    """The user stopped a run; the message says what was kept and how to go on."""
