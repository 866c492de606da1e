"""The page on validity: every section names tests that there are, wherever they move."""

import pytest

from experiments.validation.report import SECTIONS
from tests.places import ROOT


@pytest.mark.parametrize("pattern", [pattern for section in SECTIONS for pattern in section.tests])
def test_every_section_finds_its_tests(pattern):
    assert list(ROOT.glob(pattern))
