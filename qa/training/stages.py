"""The recipes of the readers, stage by stage."""

from dataclasses import replace

from qa.training.recipe import Recipe

SHORT_ANSWERS = (
    "squad_train_merged",
    "squadshifts_amazon_reviews",
    "squadshifts_new_wiki",
    "squadshifts_reddit",
    "qed_nq",
    "nq_open_oracle",
)
"""The sets whose answers are names, numbers and short phrases."""

SCORED_SETS = (*SHORT_ANSWERS, "fairytaleqa", "covid_qa_windows", "qamr")
"""Whose held-out questions the card gives figures of."""

DEEP_STAGE = Recipe(
    sets=dict.fromkeys(SHORT_ANSWERS, 1.0)
    | {
        "squad_recovered": 1.0,
        "squad_cs224n_val": 1.0,
        "squad_recovered_musique": 1.0,
        "squad_sentences_reqa": 0.5,
        "nq_swap_routerlens": 0.6,
        "multispanqa_valid": 1.0,
        "quoref_partial": 1.0,
        "tweetqa": 0.6,
        "friendsqa": 1.0,
        "tatqa_text_spans": 1.0,
        "fairytaleqa": 1.0,
        "covid_qa_windows": 1.0,
        "qamr": 0.3,
        "subjqa": 0.15,
        "molweni_test": 0.15,
        "ropes_drop_contrast": 0.3,
        "multihop_small": 1.0,
        "policyqa_dev_test": 0.1,
    },
    answerless_share=0.55,
    without_sentence_share=0.15,
    learning_rate=6e-5,
    head_learning_rate=3e-4,
    hold_steps=3060,
    decay_share=0.0,
    layer_decay=0.9,
    titled_share=0.25,
    seed=20190815,
)
"""MPNet over everything that teaches, at a constant rate: a little more than once."""

_BRANCH = replace(
    DEEP_STAGE, hold_steps=None, decay_from_start=True, warmup_steps=50, most_windows=121_693, starts_from="deep"
)
DEEP_BRANCHES = {f"deep_{seed}": replace(_BRANCH, seed=seed) for seed in (1, 2, 3)}
"""From there on three times, each over another two thirds in another order, the rate falling to zero. The mean of their
weights is the deep reader (Wortsman et al. 2022, arXiv 2203.05482)."""

SMALL_STAGE = replace(
    DEEP_STAGE,
    batch_size=128,
    learning_rate=1.5e-4,
    head_learning_rate=5e-4,
    hold_steps=1006,
    decay_share=0.5,
    layer_decay=1.0,
    teacher_share=0.7,
)
"""MiniLM over the same windows, mostly by the deep reader's scores of them."""

SMALL_AGAIN_STAGE = replace(
    SMALL_STAGE,
    learning_rate=1.2e-4,
    warmup_steps=50,
    hold_steps=666,
    decay_share=1.0,
    starts_from="small",
    seed=20190816,
)
"""Once more from there in another order, half of it with the rate falling to zero."""

_SETTLED = replace(
    DEEP_STAGE,
    sets=dict.fromkeys(SHORT_ANSWERS, 0.15)
    | {
        "squad_recovered": 0.1,
        "squad_cs224n_val": 0.2,
        "multispanqa_valid": 0.3,
        "quoref_partial": 0.1,
        "friendsqa": 0.1,
        "tatqa_text_spans": 0.3,
    },
    answerless_share=0.35,
    without_sentence_share=0.1,
    contrast_share=0.5,
    invented=1400,
    titled_share=0.5,
    batch_size=16,
    learning_rate=2e-5,
    head_learning_rate=2e-5,
    warmup_steps=30,
    hold_steps=None,
    decay_share=0.35,
    frozen_layers=6,
    starts_from="deep_mean",
)
DEEP_SETTLED = {f"deep_settled_{seed}": replace(_SETTLED, seed=seed) for seed in (11, 12)}
"""The deep reader once more over few windows that are as a document is read: under headings, row by row, and asked about what
they do not state. The lower half of its layers stays. Two runs of one thread each, because threads that wait for each other on
a busy machine cost more than twice the time."""

SETTLED_LESSONS = 2400
"""So many of those windows, drawn at random, are scored by the deep reader for the small one."""

SMALL_SETTLED_STAGE = replace(
    _SETTLED,
    learning_rate=4e-5,
    head_learning_rate=4e-5,
    decay_from_start=True,
    layer_decay=1.0,
    frozen_layers=0,
    teacher_share=0.7,
    starts_from="small_again",
    seed=11,
)
"""The small reader over some of the same windows, mostly by the deep reader's scores of them."""

STAGES = (
    {"deep": DEEP_STAGE}
    | DEEP_BRANCHES
    | {"small": SMALL_STAGE, "small_again": SMALL_AGAIN_STAGE}
    | DEEP_SETTLED
    | {"small_settled": SMALL_SETTLED_STAGE}
)
"""In order, each after those it starts from. The settled ones have windows of their own; all others are on those that the first
of them makes."""

AVERAGES = {"deep_mean": DEEP_BRANCHES, "deep_settled": DEEP_SETTLED}
"""Of whose weights means are taken."""
