"""Arrays as the rules see them: items are read and set one at a time, and every item is a plain number.

A memoryview where the rules run as Python, a field of the world's directory where they are compiled. No index may be
negative: compiled code would not count from the end.
"""

from typing import Protocol, TypeVar

Item = TypeVar("Item", int, float)


class Vector(Protocol[Item]):
    """One dimension."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its length."""

    def __getitem__(self, i: int, /) -> Item: ...

    def __setitem__(self, i: int, value: Item, /) -> None: ...


class Matrix(Protocol[Item]):
    """Two dimensions."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths along both."""

    def __getitem__(self, place: tuple[int, int], /) -> Item: ...

    def __setitem__(self, place: tuple[int, int], value: Item, /) -> None: ...


class Cube(Protocol[Item]):
    """Three dimensions."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths along all three."""

    def __getitem__(self, place: tuple[int, int, int], /) -> Item: ...

    def __setitem__(self, place: tuple[int, int, int], value: Item, /) -> None: ...


class Tesseract(Protocol[Item]):
    """Four dimensions."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths along all four."""

    def __getitem__(self, place: tuple[int, int, int, int], /) -> Item: ...

    def __setitem__(self, place: tuple[int, int, int, int], value: Item, /) -> None: ...


Floats = Vector[float]
Ints = Vector[int]
FloatMatrix = Matrix[float]
IntMatrix = Matrix[int]
FloatCube = Cube[float]
IntCube = Cube[int]
IntTesseract = Tesseract[int]
