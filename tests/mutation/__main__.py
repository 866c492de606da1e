"""`make mutation`: faults one by one into agents and rounds; which tests see them. Writes the record and its page."""

import argparse
import importlib
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from tests.mutation import mutants, page
from tests.mutation.child import Fault, run
from tests.mutation.plain import Plain
from tests.mutation.record import RECORD, Record, Tried, read, write

TESTS = (
    "tests/theory/test_second_coding.py", "tests/agents", "tests/sim/world", "tests/sim/engine/test_mesa.py",
    "tests/sim/engine/test_fixed.py", "tests/properties", "tests/experiments/docs/test_reference.py", "tests/theory",
)  # fmt: skip
SIZE, SEED, MOST = 400, 17, 2.6


def main() -> None:
    """Try a sample of mutants, or with `--survivors` only those that survived the last time."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help=f"mutants to draw; {SIZE} unless told otherwise")
    parser.add_argument("--seed", type=int, default=SEED, help="of the sample")
    parser.add_argument("--survivors", action="store_true", help="try only what survived in the record")
    parser.add_argument("--page", action="store_true", help="try nothing: write the page from the record")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="files and folders of tests")
    given = parser.parse_args()
    if not given.page:
        write(_again(given.tests) if given.survivors else _sampled(given.size, given.seed, given.tests))
    page.write(read(RECORD))


def _sampled(size: int, seed: int, tests: Sequence[str]) -> Record:
    found = mutants.all_mutants()
    chosen = [mutants.described(*place) for place in mutants.sample(found, size, seed)]
    by_file = Counter(file for file, *_ in found)
    began = time.monotonic()
    usual, tried = _tried(chosen, tests)
    return Record(len(found), dict(by_file), seed, len(usual), MOST, round(time.monotonic() - began, 1), tried)


def _again(tests: Sequence[str]) -> Record:
    last = read(RECORD)
    usual, tried = _tried([each.mutant for each in last.survivors], tests)
    failed = {each.mutant: each.failed for each in tried}
    now = [Tried(each.mutant, each.failed or failed[each.mutant]) for each in last.tried]
    return last._replace(tests=max(last.tests, len(usual)), tried=now)


def _tried(chosen: list[mutants.Mutant], tests: Sequence[str]) -> tuple[dict[str, float], list[Tried]]:
    """How long each test takes without a fault, and what became of each mutant."""
    without = run(None, tests, Plain({}, {}, MOST))
    usual = {test: seconds for test, seconds in without.took.items() if seconds <= MOST}
    print(f"{len(usual):,} tests, {sum(usual.values()):.0f} s of processor time without a fault", flush=True)
    for name in without.modules:  # once for all children
        with suppress(Exception):
            importlib.import_module(name)
    tried = []
    for i, mutant in enumerate(chosen, 1):
        fault = Fault(mutant.file, mutants.source(mutant.file, mutant.operator, mutant.occurrence))
        found = run(fault, tests, Plain(usual, without.rows, MOST))
        assert found.failed != "NEVER RAN", mutant
        tried.append(Tried(mutant, found.failed))
        print(
            f"{i}/{len(chosen)} {found.seconds:.1f} s {mutant.file}:{mutant.line} {found.failed or 'SURVIVES'}",
            flush=True,
        )
    return usual, tried


if __name__ == "__main__":
    main()
