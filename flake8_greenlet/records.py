"""Dataclasses that are cheap to define, to make and to vary.

There are some two hundred in the package, of which a run needs a part, and an editor pays for all
of them each time it starts flake8.  So the methods of one are written when its first instance is
made.  `frozen` is what mypy holds everybody to; at run time nothing guards it, which would cost
more than all else that making an instance does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(
        cls: type | None = None, *, frozen: bool = False, eq: bool = True, order: bool = False
    ) -> type | Callable[[type], type]:
        """`dataclasses.dataclass()`, which the first instance of a class brings about."""

        def put_off(cls: type) -> type:
            def complete_and_initialize(self: object, *arguments: Any, **keywords: Any) -> None:
                # What a class inherits of fields is what its bases are complete with.
                for each in reversed(cls.__mro__):
                    complete = vars(each).get(_COMPLETE)
                    if complete is not None:
                        complete()
                cls.__init__(self, *arguments, **keywords)

            def complete() -> None:
                delattr(cls, _COMPLETE)
                del cls.__init__
                dataclasses.dataclass(eq=eq, order=order, unsafe_hash=frozen and eq)(cls)

            cls.__init__ = complete_and_initialize
            setattr(cls, _COMPLETE, staticmethod(complete))
            return cls

        return put_off if cls is None else put_off(cls)

    _Record = TypeVar("_Record")

    def replace(record: _Record, /, **changes: Any) -> _Record:
        """`dataclasses.replace()`, for records all of whose fields are arguments."""
        varied = object.__new__(type(record))
        kept = record.__dict__
        fields = type(record).__dataclass_fields__
        if len(kept) > len(fields):  # what a `cached_property` has made of the former values
            kept = {name: kept[name] for name in fields}
        varied.__dict__.update(kept)
        varied.__dict__.update(changes)
        return varied

    _COMPLETE = "_complete_record"

__all__ = ["dataclass", "replace"]
