"""Files as people have them, to one table of stakeholders."""

from collections.abc import Sequence
from pathlib import Path

from experiments.sheets.sheet import SheetError, read_table
from experiments.stakeholders import excel, genius_xml, geniusweb, kinds, ktab_xml
from experiments.stakeholders.capabilities import Choice
from experiments.stakeholders.page import Page, page_of
from experiments.stakeholders.pages import stakeholders_in
from experiments.stakeholders.profiles import Profile
from experiments.stakeholders.profiles import stakeholders_in as of_profiles
from experiments.stakeholders.table import StakeholderError, Stakeholders
from experiments.stakeholders.xml_tree import read_xml
from sim.scenario.phrases import shown

Content = list[Page] | Profile | Stakeholders
"""What a file has: pages of cells, a party's profile, or a whole table."""


def read_stakeholders(files: Sequence[Path], sheet: str | None = None, choice: Choice = "one") -> Stakeholders:
    """The table in a file, or in several together; StakeholderError, a line a mistake, if it cannot be read."""
    read = [_read(file, i, sheet) for i, file in enumerate(files)]
    profiles = [each for each in read if isinstance(each, Profile)]
    if len(profiles) == len(files):
        title = title_of(files[0]) if len(files) == 1 else " and ".join(profile.party for profile in profiles[:3])
        return of_profiles(_apart(profiles), title)
    if isinstance(read[0], Stakeholders) and len(files) == 1:
        return read[0]
    wanted = Profile if profiles else list
    odd = next((file for file, each in zip(files, read, strict=True) if not isinstance(each, wanted)), None)
    if odd is not None:
        raise StakeholderError(
            f"{odd}: several files are read together where each is one party's profile, or all are tables of cells; "
            f"this one is a {'table' if profiles else 'whole scenario of KTAB'}"
        )
    pages = [page._replace(several=len(files) > 1) for each in read if isinstance(each, list) for page in each]
    return stakeholders_in(pages, _title(files), choice, together=len(files) > 1 or sheet == excel.ALL)


def _read(path: Path, number: int, sheet: str | None) -> Content:
    kind = kinds.kind_of(path)
    if kind == "workbook":
        return excel.pages_of(path, number, sheet)
    if sheet is not None:
        raise StakeholderError(f"--sheet: {path} is no workbook")
    if kind == "xml":
        return _of_xml(path)
    if kind == "json":
        return geniusweb.profile_in(path)
    try:
        return [page_of(read_table(path), path, number, title_of(path))]
    except SheetError as error:
        raise StakeholderError(*map(str, error.problems)) from None


def _of_xml(path: Path) -> Stakeholders | Profile:
    root = read_xml(path)
    if root.tag == ktab_xml.ROOT:
        return ktab_xml.stakeholders_in(root, path)
    if root.tag in genius_xml.ROOTS:
        return genius_xml.profile_in(root, path)
    raise StakeholderError(
        f"{path}:{root.line}: neither a KTAB scenario nor a GENIUS profile: its outermost element is {shown(root.tag)}"
    )


def _apart(profiles: Sequence[Profile]) -> list[Profile]:
    """Profiles with parties that can be told apart, by their files where their names are the same."""
    names = [profile.party for profile in profiles]
    if len(set(names)) == len(names):
        return list(profiles)
    return [profile._replace(party=f"{profile.party} {i}") for i, profile in enumerate(profiles, start=1)]


def title_of(path: Path) -> str:
    """A title made of a file's name."""
    words = " ".join(path.stem.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or "A table of stakeholders"


def _title(files: Sequence[Path]) -> str:
    """A title of one file, or of several."""
    return title_of(files[0]) if len(files) == 1 else ", ".join(title_of(file) for file in files[:4])
