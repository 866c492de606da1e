"""Which kind a file is, by its first bytes and its name; and what to do with one that is not read."""

import json
import stat
from pathlib import Path
from typing import Literal

from experiments.stakeholders.table import StakeholderError

Kind = Literal["workbook", "xml", "json", "text"]
START = 2000
AS_TABLE = "save the table as .xlsx or CSV (UTF-8)"
NO_WORKBOOK = "this is no Excel workbook (.xlsx), or it is damaged"
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", f"an old workbook (.xls), or one with a password, which is not read; open it and {AS_TABLE}"),
    (b"%PDF", f"a PDF, which is not read; copy its table into a spreadsheet and {AS_TABLE}"),
    (b"\x89PNG", "a picture, which is not read; type its table into a spreadsheet"),
    (b"\xff\xd8\xff", "a picture, which is not read; type its table into a spreadsheet"),
    (b"GIF8", "a picture, which is not read; type its table into a spreadsheet"),
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"{\\rtf", f"a text document (RTF), which is not read; open it and {AS_TABLE}"),
    (b"Rar!", "an archive; unpack it first"),
    (b"7z\xbc\xaf", "an archive; unpack it first"),
    (b"$FL2", f"an SPSS file, which is not read; open it there and {AS_TABLE}"),
    (b"<stata_dta", f"a Stata file, which is not read; open it there and {AS_TABLE}"),
)  # fmt: skip


def kind_of(path: Path) -> Kind:
    """The kind of a file; StakeholderError with what to do if it is not there, or not of a kind that is read."""
    start = _start(path)
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, said in OTHERS:
        if bare.startswith(magic):
            raise StakeholderError(f"{path}: this is {said}")
    if start.startswith(b"PK\x03\x04"):
        return _archive(path, start)
    lower = bare.lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<html" in lower[:500]:
        raise StakeholderError(
            f"{path}: this is a web page, whatever its name says; open it in a spreadsheet program and {AS_TABLE}"
        )
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lower:
        raise StakeholderError(f"{path}: this is a workbook of 2003 as XML, which is not read; open it and {AS_TABLE}")
    if path.suffix.lower() == ".xml" or bare.startswith(b"<"):
        return "xml"
    if path.suffix.lower() == ".json" or bare.startswith(b"{") or (bare.startswith(b"[") and _is_json(path)):
        return "json"
    if bare.startswith(b"parley:") or b"\nparley: 1" in start:
        raise StakeholderError(f"{path}: this is a scenario already; parley rivals {path}, parley run {path}")
    return "text"


def _start(path: Path) -> bytes:
    """The first bytes of a plain file; a pipe would be waited for without end."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise StakeholderError(f"{path}: this is a folder; name the files in it, each after a --from")
        if not stat.S_ISREG(mode):
            raise StakeholderError(f"{path}: this is no plain file; save the table as one")
        with path.open("rb") as file:
            return file.read(START)
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror or error
        raise StakeholderError(f"{path}: {reason}") from None


def _archive(path: Path, start: bytes) -> Kind:
    """What a zipped file is."""
    if b"opendocument.spreadsheet" in start or path.suffix.lower() == ".ods":
        raise StakeholderError(
            f"{path}: this is an OpenDocument workbook (.ods), which is not read; open it and {AS_TABLE}"
        )
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):  # a name or a version that is none
        raise StakeholderError(f"{path}: {NO_WORKBOOK}") from None
    if any(name == "xl/workbook.xml" for name in names):
        return "workbook"
    what = {"word": "a Word document", "ppt": "slides", "xl": "a binary workbook (.xlsb)"}
    found = next(
        (said for folder, said in what.items() if any(name.startswith(f"{folder}/") for name in names)), "an archive"
    )
    raise StakeholderError(f"{path}: this is {found}, no Excel workbook (.xlsx); {AS_TABLE}")


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return True
