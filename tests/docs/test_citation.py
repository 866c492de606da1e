"""CITATION.cff has what the Citation File Format 1.2.0 asks for, of this version."""

import yaml

from tests.copies import SETTINGS
from tests.places import ROOT

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
REQUIRED = {"cff-version", "message", "title", "authors"}
KNOWN = REQUIRED | {"type", "version", "abstract", "keywords", "license"}
"""Of the keys that the format has, those in use here; another is most likely misspelt."""


def test_it_has_the_keys_of_the_format():
    assert REQUIRED <= CITATION.keys() <= KNOWN
    assert (CITATION["cff-version"], CITATION["type"]) == ("1.2.0", "software")


def test_it_cites_this_project_in_this_version():
    project = SETTINGS["project"]
    assert (CITATION["title"], CITATION["version"]) == (project["name"], project["version"])


def test_a_license_is_claimed_only_if_the_project_has_one():
    assert ("license" in CITATION) == ("license" in SETTINGS["project"])


def test_authors_are_entities_with_a_name():
    assert CITATION["authors"]
    assert all(author.keys() == {"name"} and author["name"] for author in CITATION["authors"])


def test_keywords_are_different_words():
    assert len(set(CITATION["keywords"])) == len(CITATION["keywords"]) > 3
    assert all(isinstance(word, str) for word in CITATION["keywords"])
    assert CITATION["abstract"].strip()
