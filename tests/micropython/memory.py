"""Runs on MicroPython: trains or predicts on n rows of p columns. The heap that it needs is what docs/ states."""

import sys

import purelr_micro as p

what, n, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
state = [1]


def noise():
    state[0] = (state[0] * 1103515245 + 12345) & 0x7FFFFFFF
    return state[0] / 0x40000000 - 1.0


X = [[noise() for _ in range(columns)] for _ in range(n)]
if what == "predict":
    model = p.LogisticRegression()
    model.coef_, model.intercept_, model.classes_, model.n_features_in_ = [[0.1] * columns], [0.1], [0, 1], columns
    for row in X:
        model.predict_proba([row])
else:
    y = [1 if sum(row) + noise() > 0.0 else 0 for row in X]
    solver = "newton" if what == "newton" else p.GradientDescent(learning_rate=0.5, epochs=20)
    p.LogisticRegression(solver=solver).fit(X, y)
