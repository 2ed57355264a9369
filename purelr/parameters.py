"""Parameters by name, as scikit-learn's tools want to read, copy and set them; scikit-learn itself is not needed."""

from __future__ import annotations

from .errors import brief, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar


class Parameters:
    """get_params, set_params and repr for a class that lists its parameters and their defaults in `_defaults`."""

    _defaults: ClassVar[dict[str, Any]] = {}

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name. `deep` is there for scikit-learn's sake; nothing here is nested."""
        return {name: getattr(self, name) for name in self._defaults}

    def set_params(self, **parameters: Any) -> Any:
        """Set parameters by name. Returns self; an unknown name is a ValueError and changes nothing."""
        for name in parameters:
            if name not in self._defaults:
                refuse("parameter", f"one of {', '.join(self._defaults)}", f"{brief(name)} for {type(self).__name__}")
        for name, value in parameters.items():
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        changed = [f"{name}={value!r}" for name, value in self.get_params().items() if self._is_changed(name, value)]
        return f"{type(self).__name__}({', '.join(changed)})"

    def _is_changed(self, name: str, value: Any) -> bool:
        default = self._defaults[name]
        return not (value is default or (type(value) is type(default) and value == default))
