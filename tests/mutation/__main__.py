"""`make mutation`: faults one by one into agents and rounds; which tests see them. Writes the record and its page."""

import argparse
import importlib
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.mutation import mutants, page
from tests.mutation.child import Fault, run
from tests.mutation.plain import Plain
from tests.mutation.record import RECORD, Mutant, Record, Tried, read, write

TESTS = (
    "tests/theory/test_second_coding.py", "tests/agents", "tests/sim/world", "tests/sim/engine/test_mesa.py",
    "tests/sim/engine/test_fixed.py", "tests/properties", "tests/experiments/docs/test_reference.py", "tests/theory",
)  # fmt: skip
SIZE, SEED, MOST, EACH = 400, 17, 2.6, 20


def main() -> None:
    """Try a sample of mutants; or go on with the record, or with what survived in it."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help=f"mutants to try; {SIZE} unless told otherwise")
    parser.add_argument("--seed", type=int, default=SEED, help="of the sample")
    parser.add_argument("--go-on", action="store_true", help="keep what the record says of mutants that were tried")
    parser.add_argument(
        "--survivors", action="store_true", help="try what survived in the record again, and nothing else"
    )
    parser.add_argument("--page", action="store_true", help="try nothing: write the page from the record")
    parser.add_argument("--record", type=Path, default=RECORD, help="where to keep what becomes of each")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="files and folders of tests")
    given = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before anything reads it: processor time of several threads would add up
    if not given.page:
        _try(given)
    page.write(read(RECORD))


def _try(given: argparse.Namespace) -> None:
    """Try what is to be tried, and keep the record after every few."""
    known = read(given.record).tried if given.go_on or given.survivors else []
    found = mutants.all_mutants()
    drawn = [] if given.survivors else mutants.sample(found, given.size, given.seed)
    chosen = [each.mutant for each in known] if given.survivors else [mutants.described(*place) for place in drawn]
    done = {each.mutant: each for each in known if each.failed or not given.survivors}
    session = _Session(given.tests)
    by_file = dict(sorted(Counter(file for file, *_ in found).items()))
    for i, mutant in enumerate(chosen, 1):
        if mutant not in done:
            done[mutant] = session.tried(mutant)
            print(f"{i}/{len(chosen)} {mutant.file}:{mutant.line} {done[mutant].failed or 'SURVIVES'}", flush=True)
        if i % EACH == 0 or i == len(chosen):
            tried = [done[each] for each in chosen if each in done]
            write(Record(len(found), by_file, given.seed, len(session.usual), MOST, tried), given.record)


class _Session:
    """Tests, and how long each takes without a fault; what they import of others is imported once, for all children."""

    def __init__(self, tests: Sequence[str]):
        self.tests = tests
        without = run(None, tests, Plain({}, {}, MOST))
        if not without.took:
            raise SystemExit(f"without a fault the tests say nothing: {without.failed}")
        self.rows = without.rows
        self.usual = {test: seconds for test, seconds in without.took.items() if seconds <= MOST}
        print(
            f"{len(self.usual):,} tests, {sum(self.usual.values()):.0f} s of processor time without a fault", flush=True
        )
        for name in without.modules:
            with suppress(Exception):
                importlib.import_module(name)

    def tried(self, mutant: Mutant) -> Tried:
        """What becomes of a mutant."""
        text = mutants.source(mutant.file, mutant.operator, mutant.occurrence)
        near = "tests/" + mutant.file.rpartition("/")[0]
        found = run(Fault(mutant.file, text), self.tests, Plain(self.usual, self.rows, MOST, near))
        assert found.failed != "NEVER RAN", mutant
        return Tried(mutant, found.failed)


if __name__ == "__main__":
    main()
