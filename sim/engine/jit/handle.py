"""The world as compiled code sees it: one pointer to the directory of its arrays and scalars (`sim.engine.slots`).

A structure of some two hundred arrays, copied or described at every call, takes minutes to compile. So `w.patience`
compiles to the place of its slots, and `w.patience[a]` to one load from the address that they hold. Rules read and set
single items and ask for `shape`; no index may be negative, which would not count from the end. The arrays belong to the
caller, who keeps them alive while compiled code runs.
"""

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr,
    lower_getattr_generic,
    lower_setattr_generic,
    overload_method,
    register_model,
)
from numba.np.arrayobj import make_array

from sim.engine.jit.passes import INNER
from sim.engine.slots import PLACES, Place

WORD = ir.IntType(64)


class FieldType(types.Type):
    """The type of `w.patience` in compiled code: a pointer to the slots of an array, whose items are read and set."""

    def __init__(self, item: types.Type, dimensions: int) -> None:
        super().__init__(name=f"Field({item}, {dimensions})")
        self.item = item
        self.dimensions = dimensions


register_model(FieldType)(models.OpaqueModel)


def _type(place: Place) -> types.Type:
    item = types.float64 if place.item is float else types.int64
    return FieldType(item, place.dimensions) if place.dimensions else item


FIELDS = {name: (place.slot, _type(place)) for name, place in PLACES.items()}
"""Slot and type of every attribute."""


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
    place = _slot(builder, value, slot)
    if isinstance(kind, FieldType):
        return builder.bitcast(place, context.get_value_type(kind))
    return builder.load(builder.bitcast(place, context.get_value_type(kind).as_pointer()))


@lower_setattr_generic(WorldType)
def _set(context: Any, builder: Any, signature: Any, args: Any, name: str) -> None:
    target, value = args
    slot, kind = FIELDS[name]
    pointer = builder.bitcast(_slot(builder, target, slot), context.get_value_type(kind).as_pointer())
    builder.store(context.cast(builder, value, signature.args[1], kind), pointer)


@infer_global(operator.getitem)
class _GetItem(AbstractTemplate):
    def generic(self, args: Any, _: Any) -> Any:
        field, index = args
        return field.item(field, _place(field)) if _is_item(field, index) else None


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):
    def generic(self, args: Any, _: Any) -> Any:
        field, index, _ = args
        return types.none(field, _place(field), field.item) if _is_item(field, index) else None


def _is_item(field: Any, index: Any) -> bool:
    """Whether this is one item of a field: as many whole numbers as it has dimensions."""
    if not isinstance(field, FieldType):
        return False
    indices = getattr(index, "types", (index,))
    return len(indices) == field.dimensions and all(isinstance(i, types.Integer | types.Boolean) for i in indices)


def _place(field: FieldType) -> types.Type:
    return types.intp if field.dimensions == 1 else types.UniTuple(types.intp, field.dimensions)


def _item(context: Any, builder: Any, kind: FieldType, value: Any, index: Any) -> Any:
    """Pointer to an item. Its array's address and shape never change while the code runs; no index is negative."""
    slots = builder.bitcast(value, WORD.as_pointer())

    def fixed(place: int) -> Any:
        load = builder.load(builder.gep(slots, [WORD(place)]))
        load.set_metadata("invariant.load", builder.module.add_metadata([]))
        return load

    indices = [index] if kind.dimensions == 1 else cgutils.unpack_tuple(builder, index)
    offset = indices[0]
    for axis in range(1, kind.dimensions):
        offset = builder.add(builder.mul(offset, fixed(1 + axis)), indices[axis])
    data = builder.inttoptr(fixed(0), context.get_value_type(kind.item).as_pointer())
    return builder.gep(data, [offset])


@lower_builtin(operator.getitem, FieldType, types.Any)
def _get_item(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    return builder.load(_item(context, builder, signature.args[0], *args))


@lower_builtin(operator.setitem, FieldType, types.Any, types.Any)
def _set_item(context: Any, builder: Any, signature: Any, args: Any) -> None:
    value, index, item = args
    builder.store(item, _item(context, builder, signature.args[0], value, index))


@infer_getattr
class _Shape(AttributeTemplate):
    key = FieldType

    def resolve_shape(self, field: FieldType) -> Any:
        return types.UniTuple(types.intp, field.dimensions)


@lower_getattr(FieldType, "shape")
def _get_shape(context: Any, builder: Any, kind: FieldType, value: Any) -> Any:
    slots = builder.bitcast(value, WORD.as_pointer())
    lengths = [builder.load(builder.gep(slots, [WORD(1 + axis)])) for axis in range(kind.dimensions)]
    return context.make_tuple(builder, types.UniTuple(types.intp, kind.dimensions), lengths)


def _as_world(typingctx: Any, slots: Any) -> Any:
    """The world whose directory is this vector of slots."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = make_array(signature.args[0])(context, builder, args[0])
        return builder.bitcast(array.data, ir.IntType(8).as_pointer())

    return WORLD(slots), generate


as_world: Any = intrinsic(_as_world)


def bind_method(name: str, arguments: str, function: Callable[..., Any]) -> None:
    """Make `w.name(arguments)` call `function(w, arguments)` in compiled code."""
    scope: dict[str, Any] = {"function": function}
    exec(f"def bind({arguments}): return function", scope)
    scope["bind"].__annotations__ = function.__annotations__  # Numba wants both to be declared alike
    overload_method(WorldType, name, jit_options=INNER)(scope["bind"])  # type: ignore[call-arg]
