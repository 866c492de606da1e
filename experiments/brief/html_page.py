"""The brief as one HTML file: nothing is loaded from anywhere, pictures stand in the text, and it prints well."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from experiments.brief.document import Block, Brief, Code, Figure, Point, Points, Quotations, Table, by_source
from experiments.brief.typography import face

NOT_NEEDED = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>|<title>.*?</title>", re.DOTALL)
STYLE = Path(__file__).with_name("page.css")


def html(brief: Brief) -> bytes:
    """The file."""
    body = "\n".join(_body(brief))
    style = STYLE.read_text("utf-8") + face("Parley Sans", re.sub(r"<[^>]*>", "", body))
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(brief.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )
    return f"{head}{body}\n</body>\n</html>\n".encode()


def _body(brief: Brief) -> Iterator[str]:
    yield '<a class="skip" href="#judgements">Skip to the key judgements</a>'
    yield "<main>\n<header>"
    if brief.reserved:
        yield f'<p class="reserved">{escape(brief.reserved)}</p>'
    yield f"<h1>{escape(brief.title)}</h1>"
    if brief.question:
        yield f'<p class="question">{escape(brief.question)}</p>'
    if brief.answer:
        yield f'<p class="answer">{escape(brief.answer)}.</p>'
    if brief.changed:
        yield f'<p class="changed">{escape(brief.changed)}</p>'
    yield f'<p class="known">{escape(brief.known)}</p>\n</header>'
    yield '<section class="caveats" aria-labelledby="caveats">\n<h2 id="caveats">Bear in mind</h2>'
    yield f"{_points(brief.caveats, 'ol')}\n</section>"
    yield '<section aria-labelledby="judgements">\n<h2 id="judgements">Key judgements</h2>'
    yield _points(brief.judgements, "ol")
    yield f'<p class="reading">{escape(brief.reading)}</p>\n</section>'
    for section in brief.sections:
        yield f'<section aria-labelledby="{section.name}">\n<h2 id="{section.name}">{escape(section.title)}</h2>'
        for block in section.blocks:
            yield _block(block, section.name)
        yield "</section>"
    yield "</main>"


def _block(block: Block, section: str) -> str:
    match block:
        case str():
            return f"<p>{escape(block)}</p>"
        case Point():
            return f"<p>{_point(block)}</p>"
        case Points():
            return _points(block.points, "ul")
        case Figure():
            return f"<figure>\n{inline(block)}\n</figure>"
        case Table():
            return _table(block)
        case Quotations():
            return _quotations(block)
        case Code():
            return f"<pre><code>{chr(10).join(f'<span>{escape(line)}</span>' for line in block.lines)}</code></pre>"


def _point(point: Point) -> str:
    return f"<strong>{escape(point.lead)}.</strong> {escape(point.text)}"


def _points(points: Sequence[Point], kind: str) -> str:
    items = "\n".join(f"<li>{_point(point)}</li>" for point in points)
    return f"<{kind}>\n{items}\n</{kind}>"


def _table(table: Table) -> str:
    """A table with its caption, in a box of its own where the page is too narrow for it."""

    def kind(i: int) -> str:
        return ' class="number"' if i in table.numeric else ""

    head = "".join(
        f'<th scope="col"{kind(i)}>{_lines(cell)}</th>' if cell else "<td></td>" for i, cell in enumerate(table.head)
    )
    rows = "\n".join(
        "<tr>" + "".join(
            f'<th scope="row">{escape(cell)}</th>' if i == 0 else f"<td{kind(i)}>{escape(cell)}</td>"
            for i, cell in enumerate(row)
        ) + "</tr>"
        for row in table.rows
    )  # fmt: skip
    label = escape(table.caption, quote=True)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{label}">\n<table>\n<caption>{escape(table.caption)}'
        f"</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _quotations(block: Quotations) -> str:
    parts = []
    for source, texts in by_source(block.quotations):
        quoted = "\n".join(f"<blockquote>“{escape(text)}”</blockquote>" for text in texts)
        parts.append(f'<p class="source">{escape(source)}</p>\n{quoted}')
    return "\n".join(parts)


def inline(figure: Figure) -> str:
    """A picture as part of the page: a name for who cannot see it, ids of its own, and no address in it."""
    svg = NOT_NEEDED.sub("", figure.svg).strip()
    svg = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = re.sub(r'(\sid="|url\(#|href="#)', rf"\1{figure.name}-", svg)
    svg = svg.replace("'DejaVu Sans'", "'Parley Sans', 'DejaVu Sans'")
    tag, rest = svg.split(">", 1)
    tag = re.sub(r'\s(width|height)="[^"]*"', "", tag)  # as wide as the page; its own box says how tall
    return tag.replace("<svg", f'<svg role="img" aria-label="{escape(figure.alt, quote=True)}"') + f">{rest}"
