"""Fitting the hazard with scikit-learn and writing it as ONNX, the one form in which it is asked."""

import warnings

import numpy as np
from numpy.typing import NDArray
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.ensemble import HistGradientBoostingClassifier

from eta_model.hazard import Rows


def fit_hazard(rows: Rows, directions: list[int], trees: int, seed: int) -> bytes:
    """The ONNX form of a hazard fit to the rows; `directions` gives each feature's sign, 0 for none.

    A sign says that the chance may only rise (1) or fall (−1) with the feature. Without it the trees learn
    which weeks were slow by heart, and repeat them.
    """
    model = HistGradientBoostingClassifier(
        learning_rate=0.12,
        max_iter=trees,
        max_leaf_nodes=20,
        min_samples_leaf=max(20, min(300, len(rows.arrived) // 500)),
        l2_regularization=5.0,
        max_features=0.5,
        max_bins=63,
        monotonic_cst=directions,
        early_stopping=False,
        random_state=seed,
    )
    model.fit(_without_blank_columns(rows.values), rows.arrived, sample_weight=rows.weights)
    width = rows.values.shape[1]
    with warnings.catch_warnings():
        # The converter hands NumPy flags to protobuf, which takes them but warns.
        warnings.simplefilter("ignore", DeprecationWarning)
        graph = convert_sklearn(
            model,
            initial_types=[("features", FloatTensorType([None, width]))],
            options={id(model): {"zipmap": False}},
        )
    return bytes(graph.SerializeToString())


def _without_blank_columns(values: NDArray[np.float32]) -> NDArray[np.float32]:
    # The binning stumbles over a feature that nobody knows, such as distances without a gazetteer.
    blank = np.isnan(values).all(axis=0)
    return np.where(blank, np.float32(0.0), values) if blank.any() else values


def can_fit(rows: Rows) -> bool:
    """Whether there is enough to learn a hazard from: some hundred arrivals, and days without."""
    arrivals = int(np.sum(rows.arrived))
    return arrivals >= LEAST_ARRIVALS and arrivals < len(rows.arrived)


LEAST_ARRIVALS = 300
