"""Asking a hazard kept as ONNX, with onnxruntime alone."""

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from eta_model.journeys import Floats


class HazardScorer:
    """One loaded hazard; safe to share between threads.

    `slow` is whether most of the parcels asked for last may be under way for weeks: so may be the next.
    """

    slow = False

    def __init__(self, graph: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.graph = graph
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self.width = int(self._session.get_inputs()[0].shape[1])

    def chances(self, features: NDArray[np.float32]) -> Floats:
        """The chance of arriving that day for each row of 32-bit features; NaN means unknown."""
        answer = self._session.run(["probabilities"], {"features": features})[0]
        return np.asarray(answer[:, 1], dtype=np.float64)
