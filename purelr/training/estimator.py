"""Parameters by name, as scikit-learn's tools want to read, copy and set them; scikit-learn itself is not needed."""

from __future__ import annotations

from ..basics.errors import brief, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    Self = TypeVar("Self", bound="Parameters")
    Kind = TypeVar("Kind", bound="Classifier")

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


def defaults_of(kind: type[Any]) -> dict[str, Any]:
    """The parameters of a class and their defaults, from its signature, in which each has one."""
    init = kind.__init__
    names = init.__code__.co_varnames[1 : init.__code__.co_argcount]
    return dict(zip(names, init.__defaults__ or ()), **(init.__kwdefaults__ or {}))


class Parameters:
    """get_params, set_params and repr for a class whose parameters are its attributes of the same names."""

    def __new__(cls: type[Self], *_: Any, **parameters: Any) -> Self:
        """A new one; the TypeError of a parameter that is another library's says what is in its place here."""
        for name in parameters:
            if name in ADVICE and name not in defaults_of(cls):
                message = f"{cls.__name__}.__init__() got an unexpected keyword argument {name!r}"
                raise TypeError(f"{message}. {ADVICE[name]}")
        return super().__new__(cls)

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name. `deep` is there for scikit-learn's sake; nothing here is nested."""
        return {name: getattr(self, name) for name in defaults_of(type(self))}

    def set_params(self: Self, **parameters: Any) -> Self:
        """Set parameters by name. Returns self; an unknown name is a ValueError and changes nothing."""
        known = defaults_of(type(self))
        for name in parameters:
            if name not in known:
                refuse("parameter", f"one of {', '.join(known)}", f"{brief(name)} for {type(self).__name__}")
        for name, value in parameters.items():
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        defaults = defaults_of(type(self))
        changed = [
            f"{name}={value!r}" for name, value in self.get_params().items() if _is_changed(value, defaults[name])
        ]
        return f"{type(self).__name__}({', '.join(changed)})"


class Classifier(Parameters):
    """What scikit-learn's tools ask of a classifier."""

    _estimator_type = "classifier"

    def get_metadata_routing(self) -> Any:
        """Which methods ask for `sample_weight`, for scikit-learn's metadata routing, which alone calls this."""
        from copy import deepcopy

        from sklearn.utils.metadata_routing import MetadataRequest

        if hasattr(self, "_metadata_request"):
            return deepcopy(self._metadata_request)
        request = MetadataRequest(owner=type(self).__name__)
        for method in (request.fit, request.score):
            method.add_request(param="sample_weight", alias=None)
        return request

    def set_fit_request(self: Kind, *, sample_weight: Any = None) -> Kind:
        """Whether scikit-learn's tools are to pass `sample_weight` on to `fit`: True, False, or another name for it;
        None to refuse it. Returns self."""
        return self._ask("fit", sample_weight)

    def set_score_request(self: Kind, *, sample_weight: Any = None) -> Kind:
        """The same for `score`."""
        return self._ask("score", sample_weight)

    def _ask(self: Kind, method: str, sample_weight: Any) -> Kind:
        request = self.get_metadata_routing()
        getattr(request, method).add_request(param="sample_weight", alias=sample_weight)
        self._metadata_request = request
        return self

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(),
            input_tags=InputTags(),
        )


def _is_changed(value: Any, default: Any) -> bool:
    return not (value is default or (type(value) is type(default) and value == default))
