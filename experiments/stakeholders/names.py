"""Names of actors or issues in several tables: which are the same, though one table writes them a little otherwise."""

import re


class Names:
    """Titles as they are first written. Within one table names that differ are others; between tables, not for little."""

    def __init__(self) -> None:
        self.titles: dict[str, None] = {}
        """All titles, in the order in which they came."""
        self._known: dict[tuple[str, int], str] = {}
        self._tables: dict[str, set[int]] = {}
        self._loose: dict[str, list[str]] = {}

    def of(self, name: str, table: int) -> str:
        """The title of a name in a table."""
        if (name, table) not in self._known:
            title = name if name in self.titles else self._like(name, table) or name
            if title not in self.titles:
                self.titles[title] = None
                self._loose.setdefault(_loose(title), []).append(title)
            self._tables.setdefault(title, set()).add(table)
            self._known[name, table] = title
        return self._known[name, table]

    def _like(self, name: str, table: int) -> str | None:
        """The one title of other tables that is the same but for capitals, spaces and points."""
        like = self._loose.get(_loose(name), [])
        return like[0] if len(like) == 1 and table not in self._tables[like[0]] else None

    def but_for_capitals(self, title: str) -> str | None:
        """Another title that differs in capitals only, and came before."""
        earlier = (each for each in self._loose.get(_loose(title), []) if each.casefold() == title.casefold())
        first = next(earlier, title)
        return None if first == title else first


def _loose(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold() or name
