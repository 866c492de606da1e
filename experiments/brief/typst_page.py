"""The brief as PDF: two to four pages, tagged, fonts embedded, the same bytes for the same brief."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from textwrap import shorten
from types import ModuleType
from typing import Any, NamedTuple

from experiments.brief.document import Block, Brief, Code, Figure, Point, Points, Quotations, Table, by_source
from experiments.brief.typography import families, lacking
from experiments.figures.letters import folder
from experiments.words.sentences import count

TEMPLATE = Path(__file__).with_name("brief.typ")
MOST_PAGES = 4
STANDARD = "ua-1"
NEARLY_EMPTY = 70.0  # millimetres from the top of a page: what ends above is worth less room
FOOTER = 90  # letters of the title at the foot of a page
SHORT, LONG = 25, 60  # letters in a cell
ANYWHERE = "\u200b"  # a space of no width, at which a line may end
EXACT = frozenset({"kind", "name", "svg", "alt", "lines", "url"})
"""What is not read as running text."""
_LONG_WORD, _PIECE = re.compile(r"(?<!\S)(?![0-9a-f]{64}\b)\S{25,}"), re.compile(r".{1,6}")
INSTALL = "python -m pip install typst"


class TypstMissingError(Exception):
    """Typst is not installed; the message says how to add it."""


class Room(NamedTuple):
    """How much a brief may take: rows of a table, quotations, and the height of a figure in millimetres."""

    rows: int
    quotations: int
    height: float


ROOMS = (
    *(Room(rows, quotations, height) for height in (150, 100, 92) for rows, quotations in ((14, 10), (13, 6), (10, 4))),
    Room(8, 4, 92), Room(7, 3, 85), Room(6, 3, 75), Room(5, 2, 65), Room(5, 1, 55), Room(4, 1, 55), Room(4, 1, 48),
    Room(3, 1, 60), Room(3, 1, 50), Room(3, 0, 40),
)  # fmt: skip
"""From wide to narrow: the first in which the brief fits its pages is taken."""


def pdf(brief: Brief) -> bytes:
    """The PDF; TypstMissingError without Typst."""
    made: bytes = _fitting(brief, {"format": "pdf", "pdf_standards": STANDARD}, _pages)
    return made


def pictures(brief: Brief, ppi: float) -> list[bytes]:
    """The pages as PNG, with the room that the PDF takes."""
    found = _fitting(brief, {"format": "png", "ppi": ppi}, lambda pages: len(pages) if isinstance(pages, list) else 1)
    return found if isinstance(found, list) else [found]


def unshown(brief: Brief) -> set[str]:
    """Letters that no font at hand has, so that the PDF shows boxes for them."""
    letters = lacking(as_data(brief, ROOMS[0]))
    return families(_typst(), letters)[1] if letters else set()


def _fitting(brief: Brief, options: Mapping[str, object], pages: Callable[[Any], int]) -> Any:
    """The brief in the widest room in which it fits its pages and does not end on a nearly empty one.

    If none has both, the widest in which it fits; in fonts that come along unless its letters need others.
    """
    typst = _typst()
    letters = lacking(as_data(brief, ROOMS[0]))
    others = families(typst, letters)[0] if letters else []
    about = {"root": str(TEMPLATE.parent), "font_paths": [str(folder())], "ignore_system_fonts": not others}
    compiler = typst.Compiler(**about)
    fitting = None
    for room in ROOMS:
        given = {"brief": json.dumps(breakable(as_data(brief, room)) | {"fonts": others}, ensure_ascii=False)}
        made = compiler.compile(str(TEMPLATE), sys_inputs=given, **options)
        if pages(made) > MOST_PAGES:
            continue
        fitting = fitting or made
        if _end(typst, given, about) >= NEARLY_EMPTY:
            return made
    return fitting or made


def _end(typst: ModuleType, given: Mapping[str, str], about: Mapping[str, object]) -> float:
    """How far down its last page a brief ends, in millimetres."""
    found = typst.query(str(TEMPLATE), "<end>", field="value", one=True, sys_inputs=given, **about)
    return float(json.loads(found))


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError:
        raise TypstMissingError(f"the PDF needs Typst, which is not installed; add it with\n  {INSTALL}") from None
    return typst


def _pages(data: bytes) -> int:
    """Pages of a PDF that Typst made: the page tree stands in it uncompressed, or else in an object stream."""
    found = re.findall(rb"/Type\s*/Pages\b.{0,200}?/Count\s+(\d+)", data, re.S) or re.findall(rb"/Count\s+(\d+)", data)
    return max(map(int, found))


def as_data(brief: Brief, room: Room) -> dict[str, object]:
    """The brief as JSON knows it, cut to the room that there is."""
    return {
        "height": room.height,
        "name": brief.title,
        "footer": footer(brief.title),
        **{
            key: getattr(brief, key)
            for key in ("reserved", "title", "question", "answer", "changed", "known", "reading")
        },
        "caveats": [point._asdict() for point in brief.caveats],
        "judgements": [point._asdict() for point in brief.judgements],
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "blocks": [block_data(each, room) for each in section.blocks],
            }
            for section in brief.sections
        ],
    }


def footer(title: str) -> str:
    """As much of a title as stands at the foot of a page: whole words, if there is room for one."""
    words = shorten(title, FOOTER, placeholder=" …")
    return words if words.strip(" …") or len(title) <= FOOTER else f"{title[: FOOTER - 2]} …"


def breakable(data: Any) -> Any:
    """The same with places at which words that are longer than a column may be broken; but for what is to be copied."""
    match data:
        case str():
            return _LONG_WORD.sub(lambda word: ANYWHERE.join(_PIECE.findall(word[0])), data)
        case dict():
            return {key: value if key in EXACT else breakable(value) for key, value in data.items()}
        case list() | tuple():
            return [breakable(each) for each in data]
    return data


def block_data(block: Block, room: Room) -> dict[str, object]:
    """A block with its kind; of long tables and many quotations the first."""
    match block:
        case str():
            return {"kind": "paragraph", "text": block}
        case Point():
            return {"kind": "point", **block._asdict()}
        case Points():
            return {"kind": "points", "points": [point._asdict() for point in block.points]}
        case Figure():
            return {"kind": "figure", **block._asdict(), "less": block.less._asdict() if block.less else None}
        case Table():
            rows = block.heaviest(room.rows)
            more = left_out(len(block.rows) - len(rows), "row")
            return {"kind": "table", **block._asdict(), "rows": rows, "more": more, "widths": list(widths(block))}
        case Quotations():
            shown = block.quotations[: room.quotations]
            more = left_out(len(block.quotations) - len(shown), "quotation")
            return {"kind": "quotations", "sources": by_source(shown), "more": more}
        case Code():
            return {"kind": "code", "lines": list(block.lines)}


def left_out(n: int, what: str) -> str:
    """What to say of rows that are not shown."""
    return f"{count(n, what).capitalize()} more in the HTML version." if n else ""


def widths(table: Table) -> Iterator[int]:
    """For each column its share of the width by how much text it holds; 0 for as much as short texts need."""
    for i, head in enumerate(table.head):
        longest = max(len(text) for text in (head, *(row[i] for row in table.rows)))
        yield 0 if longest <= SHORT or (i in table.numeric and "\n" in head) else min(LONG, longest)
