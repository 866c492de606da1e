"""Pages of which a part is written by a program: what stands between two marks is replaced, all else is kept."""


def replaced(page: str, name: str, block: str) -> str:
    """The page with this between `<!-- NAME: begin -->` and `<!-- NAME: end -->`; ValueError unless each is there once."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    if page.count(begin) != 1 or page.count(end) != 1 or page.index(begin) > page.index(end):
        raise ValueError(f"the page needs {begin} and, after it, {end}, once each")
    head, rest = page.split(begin)
    return f"{head}{begin}\n\n{block.strip()}\n\n{end}{rest.split(end)[1]}"


def marked(page: str, name: str) -> str:
    """What stands between the marks of this name."""
    return page.split(f"<!-- {name}: begin -->")[1].split(f"<!-- {name}: end -->", maxsplit=1)[0].strip()
