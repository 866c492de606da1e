"""The site: MkDocs with Material over the staged pages. A broken link or heading stops it."""

import logging
from pathlib import Path

from experiments.site.navigation import nav
from experiments.site.places import ROOT, SETTINGS, SITE, STAGE
from experiments.site.staging import stage


def build(stage_to: Path = ROOT / STAGE, to: Path = ROOT / SITE) -> list[str]:
    """Build the site into a folder; what was wrong with it, a sentence each."""
    from mkdocs.commands.build import build as build_pages
    from mkdocs.config import load_config

    stage(stage_to)
    heard = _Heard(logging.WARNING)
    log = logging.getLogger("mkdocs")
    log.addHandler(heard)
    try:
        settings = load_config(str(SETTINGS), docs_dir=str(stage_to), site_dir=str(to), nav=nav())
        build_pages(settings)
    finally:
        log.removeHandler(heard)
    return heard.said


class _Heard(logging.Handler):
    """What MkDocs warns of."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        self.said.append(record.getMessage())
