"""What a command may never do, whatever it was given: what is wrong with an ending, in words."""

import hashlib
import os
import re
from pathlib import Path

from tests.nightly.watched import Ending

FINE, REFUSED = 0, 2
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Letters that a terminal obeys, or that turn what stands after them round."""
OURS = re.compile(r"Traceback \(most recent call last\)|parley failed: |\w*Warning: |nanobind:|free\(\)|double free")
"""What no user should ever read."""
LONGEST = 30_000  # letters of a line of messages

Contents = dict[str, str]


def contents(folder: Path) -> Contents:
    """What is in a folder: of every file the hash, of every link where it leads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = f"link to {os.readlink(path)}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            found[name] = "folder" if path.is_dir() else "other"
    return found


def harm(ending: Ending, before: Contents, after: Contents) -> list[str]:
    """What is wrong with how a command ended, given what its folder held before and after; nothing if all is well."""
    wrong = []
    if ending.status is None:
        return [f"it was not done in {ending.seconds:.0f} seconds"]
    if ending.status < 0:
        wrong.append(f"signal {-ending.status} ended it")
    elif ending.status not in (FINE, REFUSED):
        wrong.append(f"exit status {ending.status}")
    if found := OURS.search(ending.output + ending.messages):
        wrong.append(f"it said “{found[0]}”")
    if found := OBEYED.search(ending.output.replace("\r\n", "\n") + ending.messages):
        wrong.append(f"it printed the letter U+{ord(found[0]):04X}")
    if max(map(len, ending.messages.splitlines()), default=0) > LONGEST:
        wrong.append("a line of its messages goes on for ever")
    if ending.status == REFUSED:
        if not ending.messages.strip():
            wrong.append("it was refused without a word")
        if before != after:
            names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
            wrong.append(f"it was refused, yet changed {', '.join(names[:5])}")
    return wrong
