"""Tables of results for other libraries, each imported when it is asked for."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from parley.errors import ParleyError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from experiments.export.frame import Field

Arrays = Mapping[str, "np.ndarray"]


RESERVED = "reservations"
"""Where a table says what is to be known first of it: a key of its attributes, or of its schema's metadata."""


def to_pandas(arrays: Arrays, described: Sequence["Field"] = (), reserved: str = "") -> "pd.DataFrame":
    """A pandas DataFrame; its `attrs` say what each column holds (`columns`), and what is reserved (`reservations`)."""
    import pandas as pd

    frame = pd.DataFrame(dict(arrays))
    frame.attrs["columns"] = {field.name: field._asdict() for field in described}
    if reserved:
        frame.attrs[RESERVED] = reserved
    return frame


def to_polars(arrays: Arrays) -> Any:
    """A polars DataFrame; ParleyError if polars is not installed."""
    try:
        import polars
    except ImportError:
        raise ParleyError("polars is not installed: python -m pip install polars") from None
    listed = {name: values.tolist() if values.dtype.kind == "U" else values for name, values in arrays.items()}
    return polars.DataFrame(listed)


def to_arrow(arrays: Arrays, described: Sequence["Field"] = (), reserved: str = "") -> Any:
    """An Arrow table whose fields carry title, unit and meaning; ParleyError if pyarrow is not installed.

    What is reserved is in the metadata of its schema.
    """
    try:
        import pyarrow
    except ImportError:
        raise ParleyError("pyarrow is not installed: python -m pip install pyarrow") from None
    table = pyarrow.table(dict(arrays))
    known = {field.name: field for field in described}
    told = [
        field.with_metadata({key: value for key, value in known[field.name]._asdict().items() if key != "name"})
        if field.name in known
        else field
        for field in table.schema
    ]
    return table.cast(pyarrow.schema(told, {RESERVED: reserved} if reserved else None))
