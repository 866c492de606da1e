"""The world as compiled code sees it: one pointer to a directory of arrays and scalars.

A structure of some two hundred arrays, copied or described at every call, takes minutes to compile. So the directory is
a vector of 64-bit slots (for each array its address and shape, then the scalars), and the attribute `w.patience` compiles
to a look-up at a fixed slot. The arrays belong to the caller, who keeps them alive while compiled code runs.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    lower_setattr_generic,
    overload_method,
    register_model,
)
from numba.np.arrayobj import make_array, populate_array

from sim import world

SLOTS = 4  # address and up to three lengths
WORD = ir.IntType(64)


def _fields() -> dict[str, tuple[int, Any]]:
    """Slot and type of every attribute, arrays first."""
    fields: dict[str, tuple[int, Any]] = {"numbers": (0, types.float64[::1])}
    for groups, kind in ((world.FLOATS, types.float64), (world.INTS, types.int64)):
        for group in groups:
            for name, dimensions in group.items():
                fields[name] = (len(fields) * SLOTS, types.Array(kind, len(dimensions), "C"))
    first = len(fields) * SLOTS
    scalars = [(name, types.int64) for name in world.SCALAR_INTS] + [
        (name, types.float64) for name in world.SCALAR_FLOATS
    ]
    return fields | {name: (first + i, kind) for i, (name, kind) in enumerate(scalars)}


FIELDS = _fields()


def directory(arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    """The slots for these arrays; scalars are zero. The arrays must outlive every use of it."""
    slots = np.zeros(max(slot for slot, _ in FIELDS.values()) + 1, np.int64)
    for name, (slot, kind) in FIELDS.items():
        if isinstance(kind, types.Array):
            array = arrays[name]
            assert array.flags.c_contiguous, name
            assert array.ndim == kind.ndim, name
            slots[slot] = array.__array_interface__["data"][0]
            slots[slot + 1 : slot + 1 + array.ndim] = array.shape
    return slots


class WorldType(types.Type):
    """The type of `w` in compiled code."""

    def __init__(self) -> None:
        super().__init__(name="World")


WORLD = WorldType()
register_model(WorldType)(models.OpaqueModel)


@infer_getattr
class _Attributes(AttributeTemplate):
    key = WorldType

    def generic_resolve(self, _: Any, name: str) -> Any:  # type: ignore[override]
        return FIELDS[name][1] if name in FIELDS else None


def _slot(builder: Any, value: Any, slot: int) -> Any:
    return builder.gep(builder.bitcast(value, WORD.as_pointer()), [WORD(slot)])


@lower_getattr_generic(WorldType)
def _get(context: Any, builder: Any, _: Any, value: Any, name: str) -> Any:
    slot, kind = FIELDS[name]
    if isinstance(kind, types.Array):
        return _array(context, builder, kind, value, slot)
    pointer = builder.bitcast(_slot(builder, value, slot), context.get_value_type(kind).as_pointer())
    return builder.load(pointer)


def _array(context: Any, builder: Any, kind: types.Array, value: Any, slot: int) -> Any:
    """An array that nobody counts references to: its address and shape never change while the code runs."""

    def fixed(place: int) -> Any:
        load = builder.load(_slot(builder, value, place))
        load.set_metadata("invariant.load", builder.module.add_metadata([]))
        return load

    array = make_array(kind)(context, builder)
    shape = [fixed(slot + 1 + i) for i in range(kind.ndim)]
    item = WORD(8)
    strides = [item]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(fixed(slot), context.get_value_type(kind.dtype).as_pointer())
    populate_array(
        array,
        data=data,
        shape=shape,
        strides=strides,
        itemsize=item,
        meminfo=cgutils.get_null_value(array.meminfo.type),
    )
    return array._getvalue()


@lower_setattr_generic(WorldType)
def _set(context: Any, builder: Any, signature: Any, args: Any, name: str) -> None:
    target, value = args
    slot, kind = FIELDS[name]
    pointer = builder.bitcast(_slot(builder, target, slot), context.get_value_type(kind).as_pointer())
    builder.store(context.cast(builder, value, signature.args[1], kind), pointer)


@intrinsic
def as_world(typingctx: Any, slots: Any) -> Any:
    """The world whose directory is this vector of slots."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = make_array(signature.args[0])(context, builder, args[0])
        return builder.bitcast(array.data, ir.IntType(8).as_pointer())

    return WORLD(slots), generate


def bind_method(name: str, arguments: str, function: Callable[..., Any]) -> None:
    """Make `w.name(arguments)` call `function(w, arguments)` in compiled code."""
    scope: dict[str, Any] = {"function": function}
    exec(f"def bind({arguments}): return function", scope)
    overload_method(WorldType, name)(scope["bind"])
