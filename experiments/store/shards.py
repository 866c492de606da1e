"""Shards: a run divided into whole blocks of histories, each share played by itself and merged afterwards."""

import re
from typing import NamedTuple

MOST = 100_000  # shards of a run


class Shard(NamedTuple):
    """Share `number` (from 1) of `of` shares."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """The shard that `i/n` means; ValueError if it means none."""
        found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text, re.ASCII)
        if found is None:
            raise ValueError(f"{text!r} is not of the form i/n, such as 2/7")
        shard = cls(int(found[1]), int(found[2]))
        if not 1 <= shard.number <= shard.of <= MOST:
            raise ValueError(f"{text!r}: i goes from 1 to n, and n is at most {MOST:,}")
        return shard

    def blocks(self, total: int) -> range:
        """Which of so many blocks fall to this shard: contiguous, and as many as to any other, or one more."""
        return range(total * (self.number - 1) // self.of, total * self.number // self.of)

    def takes(self, index: int) -> bool:
        """Whether the piece of this number (from 0) falls to this shard: every n-th does, so that each is a fair sample."""
        return index % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"
