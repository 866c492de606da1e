"""How often a program's functions are called and its branches taken: counted as it runs, then noted in it for LLVM.

What is hot is made part of its callers and laid out in a row, what is cold is moved out of the way; no result changes. The
passes by which LLVM does this itself are out of reach of its Python interface, but counters are a few lines of intermediate
code, and so are the notes [LLVM Language Reference, "prof Metadata"; LLVM Branch Weight Metadata].
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

COUNTS = "parley_counts"
"""The counters, one after the other: one of each function's calls; of each branch how often it was not taken, and taken."""
BRANCH = re.compile(r"  br i1 (\S+), (label \S+), (label [^\s,]+)(.*)")
LABEL = re.compile(r"\S+:")
NUMBERED = re.compile(r"(?m)^!(\d+) = ")
LOOP = re.compile(r", !llvm\.loop !\d+")
LARGEST = 2**31  # weights are numbers of 32 bits
SHARES = (10_000, *range(100_000, 1_000_000, 100_000), 950_000, 990_000, 999_000, 999_900, 999_990, 999_999)
"""Shares, in millionths of all counts, for which a summary says how few blocks make them up."""


class Site(NamedTuple):
    """A function or a branch: the line that says it, that before which it is counted, and its first counter's place."""

    line: int
    counted: int
    place: int


def counting(code: str) -> str:
    """The program, counting; whoever loads it finds the counters, numbers of 64 bits, under their name."""
    lines = code.splitlines()
    for line, counted, place in list(sites(lines)):
        branch = BRANCH.match(lines[line])
        lines[counted] = f"{counter(place, branch[1] if branch else '0')}\n{lines[counted]}"
    return "\n".join([*lines, f"@{COUNTS} = global [{counters(code)} x i64] zeroinitializer", ""])


def counters(code: str) -> int:
    """How many counters the program has, counting."""
    lines = code.splitlines()
    return sum(2 if BRANCH.match(lines[site.line]) else 1 for site in sites(lines))


def informed(code: str, counts: Sequence[int]) -> str:
    """The program with its branches' weights, its functions' calls and a summary of both, as `counting` counted them.

    Branches that were never met keep what is said of them.
    """
    lines = code.splitlines()
    notes = Notes(1 + max((int(number) for number in NUMBERED.findall(code)), default=-1))
    scale = max(counts, default=0) // LARGEST + 1
    calls = []
    for line, _, place in sites(lines):
        branch = BRANCH.match(lines[line])
        if not branch:
            calls.append(counts[place])
            note = notes.add(f'"function_entry_count", i64 {counts[place]}')
            lines[line] = f"{lines[line].removesuffix('{')}!prof {note} {{"
        elif any(counts[place : place + 2]):
            other, taken = (count // scale + 1 for count in counts[place : place + 2])
            note = notes.add(f'"branch_weights", i32 {taken}, i32 {other}')
            loop = LOOP.search(branch[4])
            lines[line] = f"  br i1 {branch[1]}, {branch[2]}, {branch[3]}, !prof {note}{loop[0] if loop else ''}"
    summary = notes.add_flag("ProfileSummary", f"!{{{', '.join(summed(counts, calls))}}}")
    return "\n".join([*lines, *notes.lines, f"!llvm.module.flags = !{{{summary}}}", ""])


def sites(lines: Sequence[str]) -> Iterator[Site]:
    """Every function and every branch of a program, in its order."""
    place = 0
    for number, line in enumerate(lines):
        if line.startswith("define "):
            yield Site(number, number + (2 if LABEL.match(lines[number + 1]) else 1), place)
            place += 1
        elif BRANCH.match(line):
            yield Site(number, number, place)
            place += 2


def counter(place: int, condition: str) -> str:
    """Lines that add one to the counter at a place or, where a condition holds, to the next."""
    at, which, before, after = (f"%parley.{name}.{place}" for name in ("at", "which", "before", "after"))
    return (
        f"  {which} = zext i1 {condition} to i64\n"
        f"  {at} = getelementptr i64, ptr getelementptr (i64, ptr @{COUNTS}, i64 {place}), i64 {which}\n"
        f"  {before} = load i64, ptr {at}\n  {after} = add i64 {before}, 1\n  store i64 {after}, ptr {at}"
    )


def summed(counts: Sequence[int], calls: Sequence[int]) -> Iterator[str]:
    """The parts of a summary: what is hot is told from what is cold by how few blocks make up most of all counts."""
    blocks = sorted((count for count in counts if count > 0), reverse=True)
    total, most = sum(blocks), max(blocks, default=0)
    sums = list(accumulate(blocks))
    yield '!{!"ProfileFormat", !"InstrProf"}'
    for name, value in {
        "TotalCount": total, "MaxCount": most, "MaxInternalCount": most, "MaxFunctionCount": max(calls, default=0),
        "NumCounts": len(counts), "NumFunctions": len(calls),
    }.items():  # fmt: skip
        yield f'!{{!"{name}", i64 {value}}}'
    rows = []
    for share in SHARES:
        last = next((i for i, reached in enumerate(sums) if reached * 1_000_000 >= share * total), None)
        if last is not None:
            rows.append(f"!{{i32 {share}, i64 {blocks[last]}, i32 {last + 1}}}")
    yield f'!{{!"DetailedSummary", !{{{", ".join(rows)}}}}}'


class Notes:
    """Metadata that is added to a program, numbered on from what it has."""

    def __init__(self, first: int) -> None:
        self._first = first
        self.lines: list[str] = []

    def add(self, content: str) -> str:
        """Add a note; its number as others refer to it."""
        name = f"!{self._first + len(self.lines)}"
        self.lines.append(f"{name} = !{{!{content}}}")
        return name

    def add_flag(self, name: str, value: str) -> str:
        """Add a flag of the module, which no other module that it is linked with may contradict."""
        number = f"!{self._first + len(self.lines)}"
        self.lines.append(f'{number} = !{{i32 1, !"{name}", {value}}}')
        return number
