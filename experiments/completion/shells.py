"""How bash, zsh and fish ask what may stand next, and the script by which each of them learns to.

Beside click's own: a word is never cut at `=`, no space follows what is only begun, and file names are quoted.
"""

import os
from typing import Any, ClassVar

from click import Command
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

CUTS = ("=", ":")
"""Where bash cuts words, and makes words of what it cuts them at."""


def joined(words: list[str]) -> list[str]:
    """Words of a line that bash cut at every `=` and `:`: an option's `=` is dropped, of others one word is made again."""
    found: list[str] = []
    glue = False
    for word in words:
        if word in CUTS and found:
            option = found[-1].startswith("--") and "=" not in found[-1]
            glue = not option
            if glue:
                found[-1] += word
        elif glue:
            found[-1] += word
            glue = False
        else:
            found.append(word)
    return found


class _Whole(ShellComplete):
    """A shell that hands over and takes back whole words, `--option=value` too."""

    before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before, and the one to complete."""
        args, incomplete = super().get_completion_args()
        option, equals, value = incomplete.partition("=")
        if equals and option.startswith("--"):
            self.before = option + equals
            return [*args, option], value
        return args, incomplete

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """A candidate with what stood before it in its word."""
        if self.before:
            item = CompletionItem(self.before + item.value, type=item.type, help=item.help)
        return super().format_completion(item)


class Bash(BashComplete):
    """Bash, which cuts words at `=` and `:`."""

    before = ""

    source_template: ClassVar[str] = """\
%(complete_func)s() {
    local IFS=$'\\n' kind value
    while IFS=',' read -r kind value; do
        case $kind in
            file) compopt -o default ;;
            dir) compopt -o dirnames ;;
            path) compopt -o filenames; COMPREPLY+=("$value") ;;
            part) compopt -o nospace; COMPREPLY+=("$value") ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    @staticmethod
    def _check_version() -> None:
        """Nothing: the script may be written on another machine than it is used on."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before, and the one to complete; what bash would put in its place begins after the last cut."""
        words, at = split_arg_string(os.environ["COMP_WORDS"]), int(os.environ["COMP_CWORD"])
        last = words[at] if at < len(words) else ""
        if last == "=":
            return joined(words[1:at]), ""
        whole = joined([*words[1:at], last])
        self.before = whole[-1].removesuffix("" if last in CUTS else last)
        return whole[:-1], whole[-1]

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """A candidate without what stands before the last cut, which bash leaves as it is."""
        return super().format_completion(CompletionItem(item.value.removeprefix(self.before), type=item.type))


class Zsh(_Whole, ZshComplete):
    """Zsh."""

    source_template: ClassVar[str] = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local kind value about
    local -a lines whole whole_told parts parts_told files
    (( ! $+commands[%(prog_name)s] )) && return 1
    lines=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) %(complete_var)s=zsh_complete \
%(prog_name)s 2>/dev/null)}")
    for kind value about in "${lines[@]}"; do
        if [[ "$about" == "_" ]]; then about="$value"; else about="$value -- $about"; fi
        case $kind in
            plain) whole+=("$value"); whole_told+=("$about") ;;
            part) parts+=("$value"); parts_told+=("$about") ;;
            path) files+=("$value") ;;
            file) _path_files -f ;;
            dir) _path_files -/ ;;
        esac
    done
    (( $#whole )) && compadd -U -V whole -l -d whole_told -a whole
    (( $#parts )) && compadd -U -V parts -l -S '' -d parts_told -a parts
    (( $#files )) && compadd -U -V files -a files
    return 0
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Three lines: kind, value, and what is told of it; `_` if nothing is."""
        return f"{item.type}\n{self.before}{item.value}\n{(item.help or '_').replace(chr(10), ' ')}"


class Fish(_Whole, FishComplete):
    """Fish, which puts no space after a candidate that ends in `.`, `=` or `/`."""

    source_template: ClassVar[str] = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \
COMP_CWORD=(commandline -t | string collect) %(prog_name)s 2>/dev/null)
    for line in $response
        set -l found (string split --max 1 "," -- $line)
        switch $found[1]
            case dir
                __fish_complete_directories $found[2]
            case file
                __fish_complete_path $found[2]
            case plain path part
                echo $found[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


KINDS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def register() -> None:
    """Let click answer these shells by our rules."""
    for name, kind in KINDS.items():
        add_completion_class(kind, name)


def script(shell: str, command: Command) -> str:
    """The script for a shell; a program in it is found by its name."""
    return KINDS[shell](command, {}, "parley", "_PARLEY_COMPLETE").source()
