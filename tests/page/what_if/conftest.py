"""Pages of real files, written once, and readers who open them."""

import base64
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from experiments.page.write import page_of
from tests.conftest import PLAIN
from tests.page.truth import written
from tests.page.what_if.reader import Reader
from tests.places import ROOT, SCENARIOS

BASE = SCENARIOS / "second_meeting_2018_09.yaml"
OFFICE, KABUL, SUMMER = (
    SCENARIOS / f"what_if_{name}.yaml" for name in ("office_recognised", "kabul_at_the_table", "violent_summer")
)
"""A variant that changes a number, one that changes a table, and one of a scenario with other tables and issues."""


class WhatIf(NamedTuple):
    """A page: its file, what it carries, and the files that it was made of, the base first."""

    file: Path
    data: dict
    made_of: tuple[Path, ...]


def written_page(file: Path, *made_of: Path) -> WhatIf:
    """Write the page of a base and its variants; files are called as from the root of the project."""
    html = page_of(*written(*_named(made_of)))
    file.write_bytes(html)
    packed = re.search(r'<script type="text/plain" id="data">(.*?)</script>', html.decode())[1]
    return WhatIf(file, json.loads(gzip.decompress(base64.b64decode(packed))), made_of)


def _named(made_of):
    base, *variants = (file.relative_to(ROOT) if file.is_relative_to(ROOT) else file for file in made_of)
    return base, variants


@pytest.fixture(scope="session")
def what_if(tmp_path_factory) -> WhatIf:
    """The page of a scenario with three variants."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return written_page(tmp_path_factory.mktemp("page") / "what if.html", BASE, OFFICE, KABUL, SUMMER)


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> WhatIf:
    """The page of the least that can be bargained over: few levers, quickly played."""
    folder = tmp_path_factory.mktemp("small")
    scenario = folder / "pie.yaml"
    scenario.write_text(json.dumps(PLAIN), encoding="utf-8")
    return written_page(folder / "pie.html", scenario)


Reading = Callable[..., Reader]


@pytest.fixture
def reading(page, what_if) -> Reading:
    """Opens a page, that of the scenario with three variants unless told otherwise; see `page`."""

    def opened(of: WhatIf = what_if, link: str = "", **options: object) -> Reader:
        return Reader(page(f"{of.file.as_uri()}{link}" if link else of.file, **options), of.data)

    return opened
