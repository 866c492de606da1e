"""What telling compiles to: nothing, or, in code that is made to be listened to, a call to whoever listens.

Only the browser's kernel is compiled aloud. A slot behind the world's directory says whether anybody listens, so that
one kernel both counts and tells.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from sim.engine.slots import LENGTH

LISTENS = LENGTH
"""The slot that says whether anybody listens; only code that was compiled aloud reads it."""
TELL, TELL_CHOICE = "parley_tell", "parley_tell_choice"
WORD, REAL, BYTES = ir.IntType(64), ir.DoubleType(), ir.IntType(8).as_pointer()
ALOUD = [False]


def speak_up() -> None:
    """Compile aloud from now on: to be said before anything is compiled."""
    ALOUD[0] = True


def tell() -> Callable[..., None]:
    """What `sim.world.listener.tell` compiles to."""
    if ALOUD[0]:
        return lambda w, kind, t, a, k, x: _tell(w, kind, t, a, k, x)  # noqa: PLW0108 (Numba compiles functions alone)
    return lambda w, kind, t, a, k, x: None


def tell_choice() -> Callable[..., None]:
    """What `sim.world.listener.tell_choice` compiles to."""
    if ALOUD[0]:
        return lambda w, kind, a, t, k, terms, settle, stall, yes: _tell_choice(  # noqa: PLW0108
            w, kind, a, t, k, terms, settle, stall, yes
        )
    return lambda w, kind, a, t, k, terms, settle, stall, yes: None


def _generate_tell(typingctx: Any, w: Any, kind: Any, t: Any, a: Any, k: Any, x: Any) -> Any:
    signature = types.void(w, types.unicode_type, types.int64, types.int64, types.int64, types.float64)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        w, kind, *happening = args
        with builder.if_then(_is_heard(builder, w), likely=False):
            name = _text(context, builder, kind)
            form = ir.FunctionType(ir.VoidType(), [BYTES, WORD, WORD, WORD, WORD, REAL])
            builder.call(cgutils.get_or_insert_function(builder.module, form, TELL), [*name, *happening])
        return context.get_dummy_value()

    return signature, generate


def _generate_tell_choice(
    typingctx: Any, w: Any, kind: Any, a: Any, t: Any, k: Any, terms: Any, settle: Any, stall: Any, yes: Any
) -> Any:
    signature = types.void(
        w, types.unicode_type, types.int64, types.int64, types.int64, terms, types.float64, types.float64,
        types.boolean,
    )  # fmt: skip

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        w, kind, a, t, k, terms, settle, stall, yes = args
        if_settle, if_stall = (cgutils.unpack_tuple(builder, each) for each in cgutils.unpack_tuple(builder, terms))
        room = cgutils.alloca_once(builder, REAL, size=2 * len(if_settle))
        with builder.if_then(_is_heard(builder, w), likely=False):
            for i, term in enumerate((*if_settle, *if_stall)):
                builder.store(term, builder.gep(room, [WORD(i)]))
            form = ir.FunctionType(
                ir.VoidType(), [BYTES, WORD, WORD, WORD, WORD, REAL.as_pointer(), WORD, REAL, REAL, WORD]
            )
            builder.call(
                cgutils.get_or_insert_function(builder.module, form, TELL_CHOICE),
                [
                    *_text(context, builder, kind), a, t, k, room, WORD(len(if_settle)), settle, stall,
                    builder.zext(yes, WORD),
                ],
            )  # fmt: skip
        return context.get_dummy_value()

    return signature, generate


_tell: Any = intrinsic(_generate_tell)
_tell_choice: Any = intrinsic(_generate_tell_choice)


def _is_heard(builder: Any, w: Any) -> Any:
    """Whether the slot that says so is set."""
    slots = builder.bitcast(w, WORD.as_pointer())
    return builder.icmp_signed("!=", builder.load(builder.gep(slots, [WORD(LISTENS)])), WORD(0))


def _text(context: Any, builder: Any, value: Any) -> tuple[Any, Any]:
    """Where a text's bytes are, and how many: the words that rules tell are plain ASCII."""
    text = cgutils.create_struct_proxy(types.unicode_type)(context, builder, value=value)
    return text.data, text.length
