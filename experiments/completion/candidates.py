"""What may stand next on a line, as click hands it to a shell.

A candidate is whole (`plain`: the shell puts a space after it), a file (`path`: the shell knows how to quote it), or a
beginning (`part`: more follows at once, as after `parties.`).
"""

from collections.abc import Iterable

from click.shell_completion import CompletionItem

from sim.scenario.phrases import printable

PLAIN, PATH, PART = "plain", "path", "part"
LONGEST = 60  # letters of what is told beside a candidate


def offered(values: Iterable[str], incomplete: str, kind: str = PLAIN) -> list[CompletionItem[str]]:
    """Those of some values that begin as the word does, each once; what a terminal would obey is left out."""
    begin = [value for value in dict.fromkeys(values) if value.startswith(incomplete)]
    return [CompletionItem(value, type=kind) for value in begin if printable(value) == value]


def told(value: str, about: str, kind: str = PLAIN) -> CompletionItem[str]:
    """A candidate with a word about it, for shells that show one."""
    return CompletionItem(value, type=kind, help=printable(about)[:LONGEST] or None)
