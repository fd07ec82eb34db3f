"""What a network's scores of a batch of windows cost: against the annotated spans, and against a teacher's scores."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from qa.training.features import Feature


def marginal_loss(start_scores: Tensor, end_scores: Tensor, batch: Sequence[Feature]) -> Tensor:
    """Half of minus the log of the probability of all right spans together, the mean over the batch (Clark and Gardner
    2018, arXiv 1710.10723); with one span each the mean of the cross-entropies of start and end."""
    spans = [((feature.start, feature.end), *feature.others) for feature in batch]
    most = max(map(len, spans))
    device = start_scores.device
    positions = torch.tensor([[*of_one, *[(0, 0)] * (most - len(of_one))] for of_one in spans], device=device)
    is_padding = torch.tensor([[column >= len(of_one) for column in range(most)] for of_one in spans], device=device)
    starts = start_scores.log_softmax(-1).gather(1, positions[..., 0])
    ends = end_scores.log_softmax(-1).gather(1, positions[..., 1])
    return -(starts + ends).masked_fill(is_padding, -torch.inf).logsumexp(-1).mean() / 2


def teacher_loss(start_scores: Tensor, end_scores: Tensor, batch: Sequence[Feature], temperature: float) -> Tensor:
    """The divergence of the softened probabilities from the teacher's, the mean of starts and ends and over the batch,
    times the squared temperature, which keeps its gradients the size of the loss beside it."""
    width = start_scores.shape[1]
    targets = np.full((2, len(batch), width), -1e4, np.float32)
    for row, feature in enumerate(batch):
        if feature.teacher is None:
            raise ValueError("a window without a teacher's scores; make them with `python -m qa.training teach`")
        targets[:, row, : len(feature.ids)] = feature.teacher
    wanted = torch.from_numpy(targets).to(start_scores.device) / temperature
    own = torch.stack((start_scores, end_scores)) / temperature
    divergence = nn.functional.kl_div(own.log_softmax(-1), wanted.log_softmax(-1), reduction="sum", log_target=True)
    return divergence * temperature**2 / (2 * len(batch))
