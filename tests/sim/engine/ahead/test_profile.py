"""Counting how a program runs, and noting it: small programs whose counts are known, and LLVM reads what is noted."""

import ctypes
import re

import pytest
from llvmlite import binding

from sim.engine.ahead import profile

PROGRAM = """
define i64 @turns(i64 %n) {
entry:
  br label %turn
turn:
  %i = phi i64 [ 0, %entry ], [ %next, %turn ]
  %next = add i64 %i, 1
  %half = call i64 @halved(i64 %i)
  %again = icmp slt i64 %next, %n
  br i1 %again, label %turn, label %end, !llvm.loop !0
end:
  ret i64 %next
}

define i64 @halved(i64 %x) {
  %bit = and i64 %x, 3
  %odd = icmp eq i64 %bit, 3
  br i1 %odd, label %yes, label %no, !prof !1
yes:
  ret i64 1
no:
  ret i64 0
}

define i64 @never(i1 %x) {
  br i1 %x, label %yes, label %no, !prof !1
yes:
  ret i64 1
no:
  ret i64 0
}

!0 = distinct !{!0}
!1 = !{!"branch_weights", i32 1, i32 99}
"""
COUNTED = [2, 2, 18, 20, 16, 4, 0, 0, 0]
"""Two calls of 10 turns each: 9 of 10 go on; of 0 … 9 two are 3 modulo 4; and what nobody calls."""


def counts_of(code, calls):
    """What the program counts while its first function is called with these numbers."""
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    machine = binding.Target.from_default_triple().create_target_machine()
    module = binding.parse_assembly(profile.counting(code))
    module.verify()
    with binding.create_mcjit_compiler(module, machine) as engine:
        engine.finalize_object()
        turns = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)(engine.get_function_address("turns"))
        assert [turns(n) for n in calls] == list(calls)
        place = engine.get_global_value_address(profile.COUNTS)
        return list((ctypes.c_int64 * profile.counters(code)).from_address(place))


def test_every_call_and_every_way_of_a_branch_is_counted():
    assert counts_of(PROGRAM, [10, 10]) == COUNTED


def test_a_program_that_counts_does_what_it_did():
    assert counts_of(PROGRAM, [1, 7])[0] == 2


@pytest.mark.parametrize("times", [1, 2**33])
def test_llvm_reads_what_is_noted(times):
    """Weights stay within 32 bits, loops keep what is said of them, and so do branches that were never met."""
    code = profile.informed(PROGRAM, [count * times for count in COUNTED])
    module = binding.parse_assembly(code)
    module.verify()
    read = str(module)
    weights = {
        int(n): (int(a), int(b)) for n, a, b in re.findall(r'!(\d+) = !{!"branch_weights", i32 (\d+), i32 (\d+)}', read)
    }
    noted = [weights[int(n)] for n in re.findall(r"br i1 .*!prof !(\d+)", read)]
    largest = max(max(pair) for pair in noted)
    assert largest <= profile.LARGEST
    for (taken, other), (a, b) in zip(noted[:2], [(18, 2), (4, 16)], strict=True):
        assert (taken - 1) / (other - 1) == pytest.approx(a / b)
    assert noted[2] == (1, 99)
    assert "!llvm.loop" in read
    entries = [int(n) for n in re.findall(r'!{!"function_entry_count", i64 (\d+)}', read)]
    assert sorted(entries) == [0, 2 * times, 20 * times]
    assert f'!{{!"TotalCount", i64 {sum(COUNTED) * times}}}' in read
    assert f'!{{!"MaxFunctionCount", i64 {20 * times}}}' in read


def test_few_blocks_make_up_most_counts():
    """Of 2, 18, 20, 16, 4 and 2 the largest make up 32 %, the two largest 61 % and all but the least two 94 %."""
    rows = re.findall(r"i32 (\d+), i64 (\d+), i32 (\d+)", "".join(profile.summed([2, 2, 18, 20, 16, 4], [2, 20])))
    found = {int(share): (int(least), int(blocks)) for share, least, blocks in rows}
    assert found[300_000] == (20, 1)
    assert found[600_000] == (18, 2)
    assert found[900_000] == (4, 4)
    assert found[999_999] == (2, 6)


def test_a_program_that_was_never_run_can_still_be_read():
    binding.parse_assembly(profile.informed(PROGRAM, [0] * len(COUNTED))).verify()
