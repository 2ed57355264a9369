"""Parameters by name, as scikit-learn's tools want to read, copy and set them; scikit-learn itself is not needed."""

from __future__ import annotations

from ..basics.errors import brief, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

# What other libraries' parameters are here.
ADVICE = {
    "penalty": 'Use l1_ratio: 0 for "l2", 1 for "l1", between them for "elasticnet"; C=float("inf") for None.',
    "n_jobs": "Leave it out: a fit runs in this thread.",
    "multi_class": "Leave it out: K classes are one multinomial model.",
    "verbose": "Use callback=print for a line after each step.",
    "dual": "Leave it out: the primal problem is solved.",
    "intercept_scaling": "Leave it out: the intercept is not penalised.",
    "alpha": "Use C=1/alpha.",
    "lambda_": "Use C=1/lambda_.",
    "learning_rate": "Use solver=GradientDescent(learning_rate=...); LR has it in fit.",
    "lr": "Use solver=GradientDescent(learning_rate=...); LR has it in fit.",
    "epochs": "Use solver=GradientDescent(epochs=...), or max_iter; LR has it in fit.",
    "n_iters": "Use solver=GradientDescent(epochs=...), or max_iter; LR has it in fit.",
    "normalize": "Use standardize=True.",
}


class Parameters:
    """get_params, set_params and repr for a class that lists its parameters and their defaults in `_defaults`."""

    _defaults: ClassVar[dict[str, Any]] = {}

    def __new__(cls, *_: Any, **parameters: Any) -> Any:
        """A new one; the TypeError of a parameter that is another library's says what is in its place here."""
        for name in parameters:
            if name not in cls._defaults:
                message = f"{cls.__name__}.__init__() got an unexpected keyword argument {name!r}"
                raise TypeError(f"{message}. {ADVICE[name]}" if name in ADVICE else message)
        return super().__new__(cls)

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
