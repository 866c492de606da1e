"""What a terminal shows, in care: see `experiments.words.letters`."""

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook, RenderResult
from rich.measure import Measurement
from rich.segment import Segment

from experiments.words.letters import visible


class _Visible:
    """Something to print, in which every text is made visible as it comes out: colours and columns are added later."""

    def __init__(self, inner: RenderableType):
        self.inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.inner, options):
            text, style, control = segment
            yield segment if control else Segment(visible(text), style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.inner)


class Careful(RenderHook):
    """Makes everything that a console prints visible, wherever it comes from."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """What is to be printed, each in care."""
        return [_Visible(each) for each in renderables]


def careful(console: Console) -> Console:
    """A console that makes everything visible that it prints."""
    console.push_render_hook(Careful())
    return console
