"""A trained network's scores of windows, for a smaller one to learn from (Hinton et al. 2015, arXiv 1503.02531)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from qa.training.features import Feature
from qa.training.network import SpanNetwork
from qa.training.train import autocast, collate

BATCH_SIZE = 256
LENGTH_STEP = 16


def taught(features: Sequence[Feature], teacher: SpanNetwork) -> list[Feature]:
    """The same windows, in the same order, each with the teacher's scores."""
    device = next(teacher.parameters()).device
    teacher.eval()
    order = sorted(range(len(features)), key=lambda index: len(features[index].ids))
    scored: dict[int, Feature] = {}
    for first in range(0, len(order), BATCH_SIZE):
        indices = order[first : first + BATCH_SIZE]
        batch = [features[index] for index in indices]
        parts = (part.to(device) for part in collate(batch, LENGTH_STEP))
        with torch.inference_mode(), autocast(device):
            scores = torch.stack(teacher(*parts), 1).half().cpu().numpy()  # (batch, 2, tokens)
        for row, index in enumerate(indices):
            feature = features[index]
            scored[index] = replace(feature, teacher=np.ascontiguousarray(scores[row, :, : len(feature.ids)]))
    return [scored[index] for index in range(len(features))]
