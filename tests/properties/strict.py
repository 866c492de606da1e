"""Arrays as the uncompiled rules see them, that refuse every index which compiled code would take for another place."""


class FromTheStart:
    """An array that refuses to count from the end: compiled code cannot. Indices beyond its end a memoryview refuses."""

    def __init__(self, data):
        self.items = memoryview(data)
        self.shape = self.items.shape

    def __getitem__(self, index):
        return self.items[counted(index)]

    def __setitem__(self, index, value):
        self.items[counted(index)] = value


def counted(index):
    if min(index if isinstance(index, tuple) else (index,)) < 0:
        raise IndexError(f"{index} counts from the end")
    return index
