"""The cases that ask for more than coefficients: standard errors, a choice of C, predictions, tables, Firth's summary."""

from __future__ import annotations

import math
import warnings

import peers
from cases import cancer, generated
from measure import alternating


def against(case, target, ours, others, rounds=5):
    """One line a peer: the ratio of the median times, all in the same rounds. `others` are (name, packages, function)."""
    missing = {name: peers.Contender(name, None, needs).missing() for name, needs, _ in others}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        there = [(name, function) for name, _, function in others if missing[name] is None]
        mine, *theirs = alternating([ours, *[function for _, function in there]], rounds)
    for name, package in missing.items():
        if package is not None:
            yield case, f"{name} ({package} is not installed)", None, target
    for (name, _), seconds in zip(there, theirs):
        yield case, name, mine / seconds, target


def no_penalty():
    from purelr import LogisticRegression

    X, y = generated(2_000_000, 30)()
    with_penalty = [("the fit with C = 1", [], lambda: LogisticRegression().fit(X, y))]
    yield from against(
        "C = inf, 2,000,000 x 30, numpy", 1.6, lambda: LogisticRegression(C=math.inf).fit(X, y), with_penalty, 3
    )


def fit_and_summary():
    from purelr import LogisticRegression

    X, y = generated(200_000, 30)()

    def statsmodels():
        import statsmodels.api as sm

        str(sm.Logit(y, sm.add_constant(X)).fit(disp=0, method="newton", tol=1e-8).summary())

    frames = []

    def rustystats():
        import polars as pl
        import rustystats as rs

        names = [f"x{j}" for j in range(X.shape[1])]
        if not frames:
            frames.append(pl.DataFrame({**{name: X[:, j] for j, name in enumerate(names)}, "y": y.astype(float)}))
        terms = {name: {"type": "linear"} for name in names}
        str(rs.glm_dict("y", terms, frames[0], family="binomial").fit().summary())

    yield from against(
        "fit and summary, 200,000 x 30, C = inf, numpy",
        0.5,
        lambda: str(LogisticRegression(C=math.inf).fit(X, y).summary()),
        [("statsmodels Logit", ["statsmodels"], statsmodels), ("rustystats", ["rustystats", "polars"], rustystats)],
    )


def choice():
    from purelr import LogisticRegression, choose_C

    X, y = cancer(True)()
    Cs = [10.0**k for k in range(-4, 6)]

    def theirs():
        from sklearn.linear_model import LogisticRegressionCV

        LogisticRegressionCV(Cs=Cs, cv=5, solver="newton-cholesky", scoring="neg_log_loss", tol=1e-8).fit(X, y)

    yield from against(
        "choose_C, 10 values, 5 folds, Breast Cancer, numpy",
        0.4,
        lambda: choose_C(LogisticRegression(), X, y, Cs),
        [("scikit-learn LogisticRegressionCV newton-cholesky", ["sklearn"], theirs)],
        3,
    )


def prediction():
    from purelr import LogisticRegression

    X, y = generated(1_000_000, 30)()
    ours = LogisticRegression().fit(X, y)
    models = []
    for name, module in (("scikit-learn", "sklearn"), ("scikit-learn-intelex", "sklearnex")):
        models.append((name, [module], _fitted(module, X, y)))
    for method, target in (("predict", 0.8), ("predict_proba", 0.7)):
        calls = [(name, needs, _call(model, method, X)) for name, needs, model in models]
        yield from against(f"{method}, 1,000,000 x 30, numpy", target, lambda m=method: getattr(ours, m)(X), calls, 7)


def _fitted(module, X, y):
    import importlib

    try:
        return importlib.import_module(f"{module}.linear_model").LogisticRegression(max_iter=1000).fit(X, y)
    except ImportError:
        return None


def _call(model, method, X):
    return lambda: getattr(model, method)(X)


def one_row_array():
    from purelr import LogisticRegression

    X, y = cancer(True)()
    model, row, theirs = LogisticRegression().fit(X, y), X[:1], _fitted("sklearn", X, y)
    yield from against(
        "predict_proba of one row, ndarray",
        0.2,
        lambda: [model.predict_proba(row) for _ in range(1000)],
        [("scikit-learn", ["sklearn"], lambda: [theirs.predict_proba(row) for _ in range(1000)])],
    )


def firth():
    """On the first ten columns, and with the peer's own tolerances. On all 30, which separate the classes, purelr refuses
    profiles: on the way of one of them it finds a larger maximum than the fit's."""
    from purelr import LogisticRegression

    for as_array, target in ((True, 1.0), (False, 10.0)):
        X, y = cancer(as_array)()
        X, array = [row[:10] for row in X] if not as_array else X[:, :10], cancer(True)()[0][:, :10]

        def ours(X=X, y=y):
            str(LogisticRegression(C=math.inf, firth=True).fit(X, y).summary())

        def theirs(array=array, y=y):
            from firthmodels import FirthLogisticRegression

            model = FirthLogisticRegression(max_iter=200).fit(array, y).lrt()
            model.conf_int(method="pl", max_iter=200)

        kind = "numpy" if as_array else "pure"
        peer = [("firthmodels, tests and profile intervals", ["firthmodels"], theirs)]
        yield from against(f"Firth's whole summary, 569 x 10, {kind}", target, ours, peer, 3)


ANSWERS = {
    "inf": no_penalty,
    "summary": fit_and_summary,
    "choose": choice,
    "predict": prediction,
    "row-array": one_row_array,
    "firth": firth,
}
