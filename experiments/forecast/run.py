"""`forecast seal` and `forecast score`: from files to files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from experiments.forecast import sealed_file
from experiments.forecast.resolutions import Resolution, read_answers
from experiments.forecast.results import ScoreReport
from experiments.forecast.score import report
from experiments.forecast.seal import Request, now, seal
from experiments.forecast.sealed_file import Forecast
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.store.files import write_whole

FORMATS = Literal["svg", "png", "pdf"]


class FigureError(Exception):
    """A figure that cannot be written where it was asked for; the message says why."""


def seal_file(request: Request, path: Path, quiet: bool) -> tuple[Forecast, str]:
    """Play, and write the sealed file; it and its SHA-256. SealError if it cannot be written, before playing if known."""
    sealed_file.refuse_existing(path)
    now()
    progress = Progress(request.histories, quiet)
    compiled_engine(progress.say)
    with progress:
        forecast = seal(request, progress.advance)
    data = sealed_file.text_of(forecast)
    sealed_file.write(path, data)
    return Forecast.model_validate_json(data), sealed_file.sha256(data)


def score_file(path: Path, resolved: Path, sha256: str | None, figure: Path | None) -> ScoreReport:
    """The report of a sealed forecast on the answers of a CSV file; with `figure`, its reliability diagram is drawn.

    SealError, SheetError or FigureError if one of the files is not what it should be; nothing is written then.
    """
    if figure is not None:
        refuse_figure(figure)
    forecast, found = sealed_file.read(path, sha256)
    answers = read_answers(resolved, forecast)
    result = report(forecast, found, answers)
    if figure is not None:
        draw(forecast, answers, result, figure)
    return result


def refuse_figure(path: Path) -> None:
    """FigureError if no figure can be written there."""
    if path.suffix.lstrip(".") not in get_args(FORMATS):
        raise FigureError(f"{path}: a figure ends in .svg, .png or .pdf")
    if not path.parent.is_dir():
        raise FigureError(f"{path}: there is no folder {path.parent}")
    if path.is_dir():
        raise FigureError(f"{path} is a folder")


def draw(forecast: Forecast, answers: Mapping[str, Resolution], report: ScoreReport, path: Path) -> None:
    """Write the reliability diagram."""
    from experiments import figures
    from experiments.forecast import score

    figure = figures.reliability(
        score.diagram(forecast, answers),
        score.happened(forecast, answers),
        plotted=f"{forecast.title}: {report['resolved']} questions answered",
        of=forecast.scenario,
        caution=report["caution"],
        histories=forecast.histories,
        seed=forecast.seed,
        as_of=forecast.as_of.isoformat(),
    )
    kind: Any = path.suffix.lstrip(".")
    try:
        write_whole(path, figures.render(figure, kind))
    except OSError as error:
        raise FigureError(f"{path} cannot be written: {error.strerror or error}") from None
