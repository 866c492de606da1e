"""The brief of a setting: the scenario as it stands and the what-if, played on the same histories."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from experiments.brief.content import content
from experiments.compare.parts import WORDS, parts_of
from experiments.compare.run import keep, run_comparison
from experiments.runs.run import Request, run_scenario
from experiments.serve.watch import Scene
from experiments.words.overrides import yaml_text
from sim.scenario.load import Loaded

HISTORIES, SEED = 10_000, 1


class Document(NamedTuple):
    """A file to be handed on: its name, what it is, and what it holds."""

    name: str
    kind: str
    data: bytes


def brief(scene: Scene, variant: Loaded, changes: Sequence[str], room: Path) -> Document:
    """The brief of a scenario and one variant of it, made of files in a folder of `room`; `changes` are what was set.

    PDF where Typst is installed, else HTML. Raises what `run_scenario`, `run_comparison` and `content` raise.
    """
    with TemporaryDirectory(dir=room, ignore_cleanup_errors=True) as folder:
        run = Path(folder) / "run"
        request = Request(
            loaded=scene.loaded, file=scene.file, seed=SEED, histories=HISTORIES, out=run, engine="compiled", agents=None,
            workers=None, resume=False, quiet=True, figures=False,
        )  # fmt: skip
        run_scenario(request)
        results = [run]
        if settings := acting(scene.loaded, variant):
            results.append(Path(folder) / "variant")
            _compare(scene, variant, changes, settings, results[-1])
        return _set(results, f"{scene.file.stem}_brief")


def acting(base: Loaded, variant: Loaded) -> list[str]:
    """What a variant changes in what is played, as `--set` takes it: nothing that is only told to readers."""
    made = [change for change in variant.changes if change not in base.changes]
    return [f"{each.path}={yaml_text(_played(each.after))}" for each in made if not WORDS & set(each.path.split("."))]


def _played(value: Any) -> Any:
    """A value without what is only told to readers; a number without more than that as it is."""
    if isinstance(value, list):
        return [_played(each) for each in value]
    if not isinstance(value, dict):
        return value
    left = {key: _played(each) for key, each in value.items() if key not in WORDS}
    return left["value"] if left.keys() == {"value"} else left


def _compare(scene: Scene, variant: Loaded, changes: Sequence[str], settings: Sequence[str], out: Path) -> None:
    """Compare them on the same histories, and keep that with a command that does it again."""
    told = run_comparison(
        scene.loaded.scenario, [("what_if", tuple(changes), variant.scenario)], HISTORIES, SEED, None, True,
        parts=[parts_of(scene.file, (), scene.loaded, variant)],
    ).told  # fmt: skip
    words = ["parley", "compare", str(scene.file)]
    words += [word for setting in settings for word in ("--set", setting)]
    keep(told, scene.loaded.scenario, out, [*words, "--histories", str(HISTORIES), "--seed", str(SEED)])


def _set(results: Sequence[Path], stem: str) -> Document:
    from experiments.brief.html_page import html
    from experiments.brief.typst_page import TypstMissingError, pdf

    said = content(results)
    try:
        return Document(f"{stem}.pdf", "application/pdf", pdf(said))
    except TypstMissingError:
        return Document(f"{stem}.html", "text/html; charset=utf-8", html(said))
