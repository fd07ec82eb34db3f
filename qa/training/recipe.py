"""Every number a training run depends on; printed into the run's folder, so that a run can be repeated."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """The configuration of one run."""

    sets: dict[str, float] = field(default_factory=dict)
    """Reading set -> the share of its training questions to use, 0..1."""

    answerless_share: float = 0.0
    """Share of the answerable questions that are also asked of a passage without the answer."""

    max_tokens: int = 256
    """Longest window, special tokens included."""

    max_question_tokens: int = 48
    """Longer questions lose their end."""

    stride: int = 96
    """Tokens that neighbouring windows of a long context share."""

    batch_size: int = 64

    length_step: int = 16
    """Batches are padded to a multiple of this many tokens, so that few shapes occur and memory stays flat."""

    learning_rate: float = 1e-4
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

    dropout: float = 0.1
    """Of embeddings and hidden states."""

    layer_decay: float = 1.0
    """Each layer learns at this share of the rate of the one above it (Sun et al. 2019, arXiv 1905.05583)."""

    titled_share: float = 0.0
    """Of the examples of sets with true titles, with the title before the context, as a heading is read before a text."""

    without_sentence_share: float = 0.0
    """Share of the answerable questions that are also asked of their own passage without the sentence that answers."""

    contrast_share: float = 0.0
    """Share of the answerable questions that are also asked of their passage about another year, number or name."""

    invented: int = 0
    """Questions about made-up rows of tables and records."""

    frozen_layers: int = 0
    """Lowest layers that do not learn; the embeddings never do."""

    most_windows: int | None = None
    """Windows of an epoch at most, drawn with the seed; None: all."""

    teacher_share: float = 0.0
    """The teacher's part of the loss, 0..1, where windows carry a teacher's scores."""

    temperature: float = 2.0
    """Teacher's and student's scores are divided by it before they are compared (Hinton et al. 2015, arXiv 1503.02531)."""

    starts_from: str | None = None
    """The stage whose weights it starts from; None: the encoder's."""

    seed: int = 20190807
