"""A Dask scheduler and workers on this machine, until Ctrl-C: `python -m experiments.runs.workers.local_cluster`.

They listen on 127.0.0.1 only, dashboards included. There is no authentication: whoever may use this machine may use them.
"""

import argparse
import signal
from typing import Any


def main() -> None:
    """Bring them up, say where they are, and wait."""
    parser = argparse.ArgumentParser(description="A Dask scheduler and workers on 127.0.0.1, until Ctrl-C.")
    parser.add_argument("--workers", type=int, default=2, help="processes, one thread each (default: 2)")
    parser.add_argument("--port", type=int, default=8786, help="of the scheduler; 0 for any (default: 8786)")
    asked = parser.parse_args()
    with cluster(asked.workers, asked.port) as running:
        print(f"Scheduler and {asked.workers} workers: --scheduler {running.scheduler_address}", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def cluster(workers: int, port: int) -> Any:
    """Workers of one thread each, and their scheduler."""
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", scheduler_port=port,
        dashboard_address="127.0.0.1:0", worker_dashboard_address="127.0.0.1:0",
    )  # fmt: skip


if __name__ == "__main__":
    main()
