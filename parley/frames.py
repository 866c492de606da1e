"""Tables of results for other libraries, each imported when it is asked for."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from parley.errors import ParleyError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from experiments.export.frame import Field

Arrays = Mapping[str, "np.ndarray"]


def to_pandas(arrays: Arrays, described: Sequence["Field"] = ()) -> "pd.DataFrame":
    """A pandas DataFrame; what each column holds is in its `attrs["columns"]`."""
    import pandas as pd

    frame = pd.DataFrame(dict(arrays))
    frame.attrs["columns"] = {field.name: field._asdict() for field in described}
    return frame


def to_polars(arrays: Arrays) -> Any:
    """A polars DataFrame; ParleyError if polars is not installed."""
    try:
        import polars
    except ImportError:
        raise ParleyError("polars is not installed: python -m pip install polars") from None
    listed = {name: values.tolist() if values.dtype.kind == "U" else values for name, values in arrays.items()}
    return polars.DataFrame(listed)


def to_arrow(arrays: Arrays, described: Sequence["Field"] = ()) -> Any:
    """An Arrow table whose fields carry title, unit and meaning; ParleyError if pyarrow is not installed."""
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
    return table.cast(pyarrow.schema(told))
