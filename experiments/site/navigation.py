"""Which page stands where in the site's navigation: tutorial, how-to, background, reference, about."""

from pathlib import Path

from experiments.site.headings import first
from experiments.site.places import ROOT, TOUR
from experiments.site.tour import title_of

HOME = "README.md"
FOLDERS = {"Tutorial": "docs/tutorial", "How-to": "docs/how_to"}
"""Sections that hold every page of a folder, its README first."""
SECTIONS: dict[str, tuple[str, ...]] = {
    "Tutorial": (TOUR,),
    "How-to": (
        "docs/getting_around.md",
        "docs/briefs.md",
        "docs/page.md",
        "docs/serving.md",
        "docs/python.md",
        "docs/importing.md",
        "docs/large_runs.md",
        "docs/levers.md",
        "docs/sensitivity.md",
        "docs/forecasts.md",
        "docs/extending.md",
        "docs/bringing_your_own_case.md",
    ),
    "Background": (
        "docs/background/model_in_plain_words.md",
        "docs/model.md",
        "docs/glossary.md",
        "docs/validity_in_short.md",
        "docs/validity.md",
        "docs/calibration.md",
        "docs/doubt.md",
        "docs/intervals.md",
        "docs/rivals.md",
        "docs/endings.md",
        "docs/war_fit.md",
        "docs/human_bargaining.md",
        "experiments/README.md",
    ),
    "Reference": (
        "docs/at_a_glance.md",
        "docs/commands.md",
        "docs/scenario_reference.md",
        "docs/experiment_reference.md",
        "docs/columns.md",
        "docs/json_reference.md",
        "docs/python_reference.md",
        "scenarios/README.md",
        "results/README.md",
    ),
    "About": (
        "docs/decisions.md",
        "docs/reliability.md",
        "docs/mutation_testing.md",
        "docs/speed.md",
        "benchmarks/README.md",
        "docs/what_changed.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
    ),
}
"""Pages by their place in the project; what is in a folder of its own section is found there."""


def sections(root: Path = ROOT) -> dict[str, list[str]]:
    """The pages of every section that are there, in order: a folder's own first, then those that are listed."""
    found = {}
    for name, listed in SECTIONS.items():
        pages = [*_of_folder(root, FOLDERS.get(name)), *(page for page in listed if (root / page).exists())]
        found[name] = list(dict.fromkeys(pages))
    loose = [page for page in pages_of(root) if all(page not in pages for pages in found.values()) and page != HOME]
    found["Background"] += loose
    return found


def listed() -> list[str]:
    """Every page that is listed by name."""
    return [page for pages in SECTIONS.values() for page in pages]


def pages_of(root: Path = ROOT) -> list[str]:
    """Every page of the documentation: those in docs/ and its folders, those beside it, and every README."""
    found = [*root.glob("*.md"), *root.glob("*/README.md"), *(root / "docs").rglob("*.md")]
    pages = {path.relative_to(root) for path in found}
    return sorted(page.as_posix() for page in pages if not page.parts[0].startswith((".", "build")))  # caches


def nav(root: Path = ROOT) -> list[dict[str, object]]:
    """The navigation as MkDocs reads it; a notebook is the page that is made of it."""
    top: list[dict[str, object]] = [{"parley": HOME}]
    for name, pages in sections(root).items():
        top.append({name: [{title(root / page): page_name(page)} for page in pages]})
    return top


def page_name(page: str) -> str:
    """The staged page of a page or notebook."""
    return page.replace(".ipynb", ".md")


def title(path: Path) -> str:
    """A page's own title: its first heading."""
    if path.suffix == ".ipynb":
        return title_of(path)
    return first(path.read_text(encoding="utf-8").splitlines()) or path.stem.replace("_", " ").capitalize()


def _of_folder(root: Path, folder: str | None) -> list[str]:
    if folder is None:
        return []
    pages = [path.relative_to(root).as_posix() for path in sorted((root / folder).rglob("*.md"))]
    return sorted(pages, key=lambda page: not page.endswith("README.md"))
