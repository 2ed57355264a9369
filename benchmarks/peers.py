"""The peers: each fits the same objective, and says how exactly. One that is not installed is named as such."""

from __future__ import annotations

import importlib.util
import warnings


class Contender:
    """A way to fit: `fit(X, y, tol)` returns (intercept, coefficients). `tols` are tried from loose to tight."""

    def __init__(self, name, fit, needs=(), tols=(1e-8,)):
        self.name, self.fit, self.needs, self.tols = name, fit, needs, tols

    def missing(self):
        """The package that is not installed, or None."""
        for package in self.needs:
            if importlib.util.find_spec(package) is None:
                return package
        return None


TOLS = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)


def quiet(function):
    def wrapped(*args):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*args)

    return wrapped


def purelr(**options):
    def fit(X, y, tol):
        from purelr import LogisticRegression

        model = LogisticRegression(tol=tol, **options).fit(X, y)
        return model.intercept_, model.coef_

    return Contender("purelr", fit)


def sklearn(solver, C=1.0, l1_ratio=0.0):
    @quiet
    def fit(X, y, tol):
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(solver=solver, C=C, l1_ratio=l1_ratio, tol=tol, max_iter=20_000, random_state=0).fit(
            X, y
        )
        return model.intercept_, model.coef_

    return Contender(f"scikit-learn {solver}", fit, ["sklearn"], TOLS)


def sklearnex(solver):
    """scikit-learn as Intel's extension speeds it up."""

    @quiet
    def fit(X, y, tol):
        from sklearnex.linear_model import LogisticRegression

        model = LogisticRegression(solver=solver, tol=tol, max_iter=20_000).fit(X, y)
        return model.intercept_, model.coef_

    return Contender(f"scikit-learn-intelex {solver}", fit, ["sklearnex"], TOLS)


def polars_ds():
    """Its frame is made once, before the first round; its penalty is that of the mean."""
    frames = {}

    def fit(X, y, tol):
        import numpy as np
        import polars as pl
        import polars_ds as pds

        names = [f"x{j}" for j in range(X.shape[1])]
        if id(X) not in frames:
            frames[id(X)] = pl.DataFrame({**{name: X[:, j] for j, name in enumerate(names)}, "y": y})
        fitted = pds.logistic_reg(*names, target="y", add_bias=True, l2_reg=1.0 / len(y), tol=tol, max_iter=10_000)
        coef = np.ravel(frames[id(X)].select(fitted).to_series().to_list()[0])
        return coef[-1:], coef[None, :-1]

    return Contender("polars-ds", fit, ["polars", "polars_ds"], TOLS)


def glum(l1_ratio=0.0, C=1.0):
    @quiet
    def fit(X, y, tol):
        from glum import GeneralizedLinearRegressor

        alpha = 1.0 / (C * len(y))
        model = GeneralizedLinearRegressor(
            family="binomial", alpha=alpha, l1_ratio=l1_ratio, gradient_tol=tol, scale_predictors=False, max_iter=1000
        ).fit(X, y)
        return [model.intercept_], [model.coef_]

    return Contender("glum", fit, ["glum"], TOLS)


def statsmodels():
    """Unpenalised: with C = 1 on many rows the penalty is next to nothing, and the gradient is measured without it."""

    @quiet
    def fit(X, y, tol):
        import statsmodels.api as sm

        params = sm.Logit(y, sm.add_constant(X)).fit(disp=0, method="newton", tol=tol, maxiter=100).params
        return [params[0]], [params[1:]]

    return Contender("statsmodels Logit", fit, ["statsmodels"], (1e-6, 1e-8, 1e-10, 1e-12))


def skglm(C=1.0):
    @quiet
    def fit(X, y, tol):
        from skglm import SparseLogisticRegression

        model = SparseLogisticRegression(alpha=1.0 / (C * len(y)), tol=tol, fit_intercept=True, max_iter=1000).fit(X, y)
        return model.intercept_, model.coef_

    return Contender("skglm", fit, ["skglm", "numba"], TOLS)
