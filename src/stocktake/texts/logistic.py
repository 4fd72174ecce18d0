"""Logistic models as plain numbers: scikit-learn fits them, and is not needed to use them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Logistic:
    """Weights (answers, features) and bias (answers); one answer where there are two classes."""

    weights: Floats
    bias: Floats

    def __call__(self, features: Floats) -> Floats:
        """Log-odds, (rows, answers)."""
        found: Floats = features @ self.weights.T + self.bias
        return found


def fit(
    features: Any, answers: NDArray[Any], *, hardness: float, bias: bool = True
) -> Logistic:
    """The model that explains the answers best; more ``hardness`` follows them more closely.

    ``features`` are (rows, features), dense or sparse.
    """
    model = _model(hardness, bias=bias).fit(features, answers)
    return Logistic(
        np.round(model.coef_, 8),
        np.round(np.broadcast_to(model.intercept_, len(model.coef_)), 8),
    )


def held_out(
    features: Floats, answers: NDArray[Any], *, hardness: float, folds: int = 5
) -> Floats:
    """Log-odds of each row by a model that did not see it: (rows,)."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict  # noqa: PLC0415

    found: Floats = cross_val_predict(
        _model(hardness, bias=True),
        features,
        answers,
        cv=StratifiedKFold(folds),
        method="decision_function",
    )
    return found


def shares(logits: Floats) -> Floats:
    """Log-odds of several answers as probabilities that add up to one."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found


def _model(hardness: float, *, bias: bool) -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # two seconds to load

    return LogisticRegression(C=hardness, max_iter=2000, fit_intercept=bias)
