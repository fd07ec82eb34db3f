"""Every number a training run depends on; printed into the run's folder, so that a run can be repeated."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """The configuration of one run."""

    sets: dict[str, float] = field(default_factory=dict)
    """Reading set -> the share of its training questions to use, 0..1."""

    answerless_share: float = 0.25
    """Share of the answerable questions that are also asked of a passage without the answer."""

    max_tokens: int = 320
    """Longest window, special tokens included."""

    max_question_tokens: int = 48
    """Longer questions lose their end."""

    stride: int = 96
    """Tokens that neighbouring windows of a long context share."""

    batch_size: int = 32

    length_step: int = 32
    """Batches are padded to a multiple of this many tokens, so that few shapes occur and memory stays flat."""

    learning_rate: float = 1.2e-4
    """Peak, held between warm-up and decay."""

    head_learning_rate: float = 1e-3
    """For the span head, which starts from random numbers."""

    weight_decay: float = 0.01
    warmup_steps: int = 200

    decay_share: float = 0.2
    """Decay lasts this share of the steps made before it; the rate falls linearly to zero."""

    decay_from_start: bool = False
    """The whole run is a linear decay over one epoch: the second stage, on the weights of a first."""

    hold_steps: int | None = None
    """The decay starts after this many steps; None: when told to."""

    gradient_norm: float = 1.0

    dropout: float = 0.0
    """Of embeddings and hidden states."""

    masked_share: float = 0.0
    """Of the words of a window, none of an answer's, hidden from the network, others in each epoch."""

    all_annotators: bool = False
    """The loss is marginal over all annotated spans; else the commonest alone is right."""

    layer_decay: float = 1.0
    """Each layer learns at this share of the rate of the one above it (Sun et al. 2019, arXiv 1905.05583)."""

    frozen_layers: int | None = None
    """So many first layers, and the embeddings, stay as they are; None: all learn."""

    most_per_context: int | None = None
    """Questions of one context at most: of a sample, the more contexts the better."""

    titled_share: float = 0.0
    """Of the examples of sets with true titles, with the title before the context, as a heading stands over a text."""

    starts_from: tuple[str, ...] = ()
    """The stages whose averaged weights it starts from; none: the encoder's."""

    seed: int = 20190807
