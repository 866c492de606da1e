"""Files as people have them, to one table of stakeholders: what kind a file is shows in its name and its first bytes."""

from collections.abc import Sequence
from pathlib import Path

from experiments.sheets.sheet import SheetError, read_table
from experiments.stakeholders import genius_xml, geniusweb, ktab_xml
from experiments.stakeholders.excel import read_workbook
from experiments.stakeholders.profiles import Profile
from experiments.stakeholders.profiles import stakeholders_in as of_profiles
from experiments.stakeholders.rows import stakeholders_of
from experiments.stakeholders.table import StakeholderError, Stakeholders
from experiments.stakeholders.xml_tree import read_xml
from sim.scenario.phrases import shown

WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_stakeholders(files: Sequence[Path], sheet: str | None = None) -> Stakeholders:
    """The table in a file, or in several profiles together; StakeholderError, a line a mistake, if it cannot be read."""
    if len(files) == 1:
        found = _read(files[0], sheet)
        return of_profiles([found], _title(files[0])) if isinstance(found, Profile) else found
    read = [_read(file, sheet) for file in files]
    profiles = [each for each in read if isinstance(each, Profile)]
    if len(profiles) < len(files):
        odd = next(file for file, each in zip(files, read, strict=True) if not isinstance(each, Profile))
        raise StakeholderError(
            f"{odd}: several files are read together only where each is one party's profile; this one is a table"
        )
    return of_profiles(_apart(profiles), " and ".join(profile.party for profile in profiles[:3]))


def _read(path: Path, sheet: str | None) -> Stakeholders | Profile:
    start = _start(path)
    if start.startswith(OLD_WORKBOOK) or path.suffix.lower() in {".xls", ".ods"}:
        raise StakeholderError(
            f"{path}: workbooks of this kind are not read; save it as .xlsx, or the sheet as CSV (UTF-8)"
        )
    if start.startswith(WORKBOOK):
        return stakeholders_of(read_workbook(path, sheet), _title(path))
    if sheet is not None:
        raise StakeholderError(f"--sheet: {path} is no workbook")
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.suffix.lower() == ".xml" or bare.startswith(b"<"):
        return _of_xml(path)
    if path.suffix.lower() == ".json" or bare.startswith(b"{"):
        return geniusweb.profile_in(path)
    try:
        return stakeholders_of(read_table(path), _title(path))
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


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1000)
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror or error
        raise StakeholderError(f"{path}: {reason}") from None


def _apart(profiles: Sequence[Profile]) -> list[Profile]:
    """Profiles with parties that can be told apart, by their files where their names are the same."""
    names = [profile.party for profile in profiles]
    if len(set(names)) == len(names):
        return list(profiles)
    return [profile._replace(party=f"{profile.party} {i}") for i, profile in enumerate(profiles, start=1)]


def _title(path: Path) -> str:
    """A title made of a file's name."""
    words = " ".join(path.stem.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or "A table of stakeholders"
