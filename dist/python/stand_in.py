"""Objects that stand in for what a missing module would give: they take part in everything and mean nothing."""

from __future__ import annotations

import sys
from types import FunctionType, ModuleType
from typing import Any, Iterator, Tuple

#: In every text made of a stand-in. Invisible separators keep it apart from what people write.
STUB_TEXT = "\u2063obcms-deploy stub\u2063"


class Stub:
    """Any attribute of it, any call and any calculation gives another one."""

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_stub_name", name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub(f"{self._stub_name}.{name}")

    def __setattr__(self, name: str, value: Any) -> None:
        return None

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        # A decorator gives back what it decorates.
        if len(arguments) == 1 and not named and isinstance(arguments[0], (FunctionType, type)):
            return arguments[0]
        return Stub(f"{self._stub_name}()")

    def __mro_entries__(self, bases: Tuple[Any, ...]) -> Tuple[type, ...]:
        return (type(str(self._stub_name).rpartition(".")[2] or "Stub", (StubBase,), {}),)

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __contains__(self, item: Any) -> bool:
        return False

    def __getitem__(self, key: Any) -> Any:
        return Stub(f"{self._stub_name}[]")

    def __setitem__(self, key: Any, value: Any) -> None:
        return None

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> None:
        return None

    def __str__(self) -> str:
        return STUB_TEXT

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return STUB_TEXT

    def __fspath__(self) -> str:
        return STUB_TEXT

    def __int__(self) -> int:
        return 0

    def __float__(self) -> float:
        return 0.0

    def __hash__(self) -> int:
        return id(self)


def _calculate(self: Stub, *others: Any) -> Stub:
    return Stub(f"{self._stub_name}*")


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "or", "and", "xor", "pow", "lshift", "rshift", "matmul"):
    setattr(Stub, f"__{_name}__", _calculate)
    setattr(Stub, f"__r{_name}__", _calculate)
for _name in ("neg", "pos", "invert", "abs"):
    setattr(Stub, f"__{_name}__", _calculate)
for _name in ("lt", "le", "gt", "ge"):
    setattr(Stub, f"__{_name}__", lambda self, other: False)


class StubBase:
    """What classes of the project have for a base, where theirs is missing."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        return None

    def __init_subclass__(cls, **named: Any) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(name)


def is_stub(value: object) -> bool:
    """Whether this comes from a stand-in."""
    kind = type(value)
    if kind is Stub or kind is StubModule:
        return True
    # Not by `isinstance`, which asks a hostile object for its class.
    return issubclass(kind, StubBase) or (issubclass(kind, type) and issubclass(value, StubBase))  # type: ignore[arg-type]


class StubModule(ModuleType):
    """A module that has everything."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("app_name", "default_app_config"):
            raise AttributeError(name)
        if name == "urlpatterns":
            return []
        dotted = f"{self.__name__}.{name}"
        made = _for_django(self.__name__, name, dotted)
        return Stub(dotted) if made is None else made


def _for_django(module: str, name: str, dotted: str) -> Any:
    """Where Django itself uses a name, it needs something that works: an app's class, a middleware, a context processor."""
    conf = sys.modules.get("django.conf")
    settings = getattr(conf, "settings", None)
    if settings is None or not settings.configured:
        return None
    if name.endswith("Config") and dotted in (getattr(settings, "INSTALLED_APPS", None) or ()):
        from django.apps import AppConfig

        app = module[: -len(".apps")] if module.endswith(".apps") else module
        return type(name, (AppConfig,), {"name": app, "label": app.replace(".", "_"), "__module__": module})
    if dotted in (getattr(settings, "MIDDLEWARE", None) or ()):
        return _pass_on
    if module.endswith("context_processors"):
        return lambda request: {}
    return None


def _pass_on(get_response: Any) -> Any:
    """A middleware that does nothing."""
    return get_response
