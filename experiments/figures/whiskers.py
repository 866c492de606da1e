"""Whiskers: lines that all look alike, by the thousand."""

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.collections import LineCollection
from matplotlib.transforms import Affine2D


class Whiskers(LineCollection):
    """Drawn one after the other in the look of the first: to ask for the look of each takes as long as to draw it.

    On axes whose scales are straight.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Draw all lines, as a LineCollection would."""
        renderer.open_group(LineCollection.__name__)
        look = renderer.new_gc()
        look.set_clip_rectangle(self.get_clip_box())
        look.set_foreground(tuple(np.asarray(self.get_edgecolor())[0]), isRGBA=True)
        look.set_linewidth(np.atleast_1d(self.get_linewidth())[0])
        transform = Affine2D(self.get_transform().get_matrix())
        for path in self.get_paths():
            renderer.draw_path(look, path, transform)
        look.restore()
        renderer.close_group(LineCollection.__name__)
        self.stale = False
