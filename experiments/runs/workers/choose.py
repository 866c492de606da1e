"""Who does the work: the one place that knows every kind of backend."""

from collections.abc import Iterator
from contextlib import contextmanager

from experiments.runs.workers.threads import Backend, Threads


@contextmanager
def workers_of(scheduler: str | None, workers: int | None) -> Iterator[Backend]:
    """Threads of this process, or the workers of a Dask cluster if a scheduler's address is given.

    `workers` is the most at once. BackendError if the cluster cannot be used.
    """
    if scheduler is None:
        yield Threads(workers)
        return
    from experiments.runs.workers.cluster import cluster  # only who names a scheduler needs Dask

    with cluster(scheduler, workers) as backend:
        yield backend
