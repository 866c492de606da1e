"""Where the site is made from, and where to."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "mkdocs.yml"
STAGE = Path("build/site_pages")
SITE = Path("build/site")
LIVE_PAGE = Path("docs/afghan_peace_2018.html")
TOUR = "docs/tour.ipynb"
