"""An XML file as a tree that knows its lines. Files that declare entities are refused: they can grow without end."""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from experiments.stakeholders.table import StakeholderError

MAX_BYTES = 20_000_000


class Element:
    """An element: its tag without a namespace, its attributes, its text, its children, and the line on which it begins."""

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag, self.attributes, self.line = tag, attributes, line
        self.text = ""
        self.children: list[Element] = []

    def all(self, tag: str) -> Iterator["Element"]:
        """All elements of a tag inside, in their order."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)

    def first(self, tag: str) -> "Element | None":
        """The first of them."""
        return next(self.all(tag), None)

    def words(self, tag: str) -> str:
        """The text of the first of them; nothing if there is none."""
        found = self.first(tag)
        return " ".join(found.text.split()) if found else ""


def read_xml(path: Path) -> Element:
    """The root of an XML file; StakeholderError if it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StakeholderError(f"{path}: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise StakeholderError(f"{path}: larger than {MAX_BYTES:,} bytes")
    parser = expat.ParserCreate()
    open_ones: list[Element] = [Element("", {}, 0)]

    def start(tag: str, attributes: dict[str, str]) -> None:
        found = Element(tag.rpartition(":")[2], attributes, parser.CurrentLineNumber)
        open_ones[-1].children.append(found)
        open_ones.append(found)

    def end(_: str) -> None:
        open_ones.pop()

    def words(text: str) -> None:
        open_ones[-1].text += text

    def refuse(*_: object) -> None:
        raise StakeholderError(f"{path}:{parser.CurrentLineNumber}: the file declares entities, and is not read")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise StakeholderError(
            f"{path}:{error.lineno}: not well-formed XML: {expat.errors.messages[error.code]}"
        ) from None
    except LookupError:
        raise StakeholderError(f"{path}:1: its first line names an encoding that is none; save it as UTF-8") from None
    return open_ones[0].children[0]
