"""The reference fits, as every environment runs them: python fits.py BACKEND DATA

Prints one line of JSON. Without DATA one small fit and one prediction, for the time from start to end. Written for every
Python, MicroPython too, and so without what those lack.
"""

import json
import sys

try:
    from time import perf_counter
except ImportError:
    from time import ticks_us

    def perf_counter():
        return 1e-6 * ticks_us()


if sys.implementation.name == "micropython":
    import purelr_micro as purelr
else:
    import purelr


def gradient_descent(data, backend):
    scaler = purelr.StandardScaler().fit(data["cancer"]["X"])
    X = scaler.transform(data["cancer"]["X"])
    model = purelr.LR(backend=backend).fit(X, data["cancer"]["y"], epochs=200, learning_rate=0.7)
    return [list(model.weights)], [[p] for p in model.predict_proba(X)]


def newton(data, backend):
    return exact(purelr.LogisticRegression(backend=backend), data["cancer"])


def lasso(data, backend):
    return exact(purelr.LogisticRegression(l1_ratio=1.0, C=0.1, standardize=True, backend=backend), data["cancer"])


def multinomial(data, backend):
    return exact(purelr.LogisticRegression(backend=backend), data["school"])


def weights(data, backend):
    return exact(purelr.LogisticRegression(C=float("inf"), backend=backend), data["beetles"])


def exact(model, table):
    model.fit(table["X"], table["y"], table["weight"])
    coefs = [list(row) for row in model.coef_]
    coefs.append(list(model.intercept_))
    return coefs, [list(row) for row in model.predict_proba(table["X"])]


FITS = {
    "gradient descent": gradient_descent,
    "Newton": newton,
    "L1": lasso,
    "multinomial": multinomial,
    "weights": weights,
}


def run(data, backend):
    """Each fit's coefficients, probabilities and seconds, or the error that it ended with."""
    results = {}
    for name, fit in FITS.items():
        begin = perf_counter()
        try:
            coefs, probas = fit(data, backend)
            results[name] = {"coef": coefs, "proba": probas, "seconds": perf_counter() - begin}
        except Exception as error:  # told in the table
            results[name] = {"error": str(error)}
    return results


def size():
    """The bytes of the files of the library that are loaded, and with NumPy of NumPy's."""
    import os

    loaded = {"purelr_micro"} if sys.implementation.name == "micropython" else {"purelr", "numpy"}
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in loaded]
    files = {module.__file__ for module in modules if getattr(module, "__file__", None)}
    return sum([os.stat(path)[6] for path in files])


def main():
    if len(sys.argv) < 3:
        model = purelr.LogisticRegression(backend=sys.argv[1]).fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
        model.predict_proba([[1.5]])
        return
    with open(sys.argv[2]) as file:
        data = json.loads(file.read())
    results = run(data, sys.argv[1])
    version = ".".join([str(part) for part in sys.implementation.version[:3]])
    about = {"implementation": sys.implementation.name, "version": version, "python": sys.version, "size": size()}
    if "numpy" in sys.modules:
        about["numpy"] = sys.modules["numpy"].__version__
    about["results"] = results
    print(json.dumps(about))


main()
