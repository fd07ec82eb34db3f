"""The recipes of the readers, and of runs that answer a question about them."""

from dataclasses import replace

from qa.training.recipe import Recipe

SQUADSHIFTS = ("squadshifts_amazon_reviews", "squadshifts_new_wiki", "squadshifts_reddit")

SHORT_ANSWERS = dict.fromkeys(("squad_train_merged", *SQUADSHIFTS, "qed_nq", "nq_open_oracle"), 1.0)
"""The sets whose answers are names, numbers and short phrases, whole."""

READING_SETS = SHORT_ANSWERS | {"fairytaleqa": 1.0, "covid_qa_windows": 1.0, "qamr": 0.16}


FIRST_STAGE = Recipe(sets=READING_SETS, hold_steps=1872, decay_share=0.0)
"""Everything at a constant rate, for two thirds of an epoch: reading in general."""

SECOND_STAGE = Recipe(
    sets={
        "squad_train_merged": 1.0,
        "squadshifts_amazon_reviews": 0.1,
        "squadshifts_new_wiki": 0.4,
        "squadshifts_reddit": 0.1,
        "qed_nq": 0.3,
        "nq_open_oracle": 0.3,
        "fairytaleqa": 0.1,
        "covid_qa_windows": 0.5,
        "qamr": 0.02,
    },
    answerless_share=0.35,
    warmup_steps=50,
    decay_from_start=True,
    starts_from=("first",),
    seed=20190808,
)
"""Mostly questions that a passage may or may not answer, with the rate falling to zero: knowing when to refuse."""

THIRD_STAGE = Recipe(
    sets={
        "squad_train_merged": 0.55,
        "squadshifts_amazon_reviews": 0.3,
        "squadshifts_new_wiki": 0.6,
        "squadshifts_reddit": 0.3,
        "qed_nq": 0.5,
        "nq_open_oracle": 0.5,
        "fairytaleqa": 0.1,
        "covid_qa_windows": 0.5,
        "qamr": 0.02,
    },
    answerless_share=0.3,
    learning_rate=1e-4,
    warmup_steps=50,
    decay_from_start=True,
    starts_from=("second",),
    seed=20190809,
)
"""Once more over another sample of everything, the rate falling to zero: neither stage before it had seen enough."""

NEAREST_SETS = SHORT_ANSWERS | {"squadshifts_amazon_reviews": 0.6, "squadshifts_reddit": 0.6}
"""Those nearest to the use."""

FOURTH_STAGE = Recipe(
    sets=NEAREST_SETS
    | {
        "fairytaleqa": 0.4,
        "covid_qa_windows": 1.0,
        "tatqa_text_spans": 1.0,
        "qamr": 0.05,
    },
    answerless_share=0.6,
    learning_rate=8e-5,
    head_learning_rate=4e-4,
    hold_steps=1698,
    decay_share=0.25,
    dropout=0.1,
    starts_from=("second", "third"),
    seed=20190810,
)
"""Everything, with dropout, and passages without the answer as often as search brings them."""

BROAD_STAGE = Recipe(
    sets=SHORT_ANSWERS
    | {
        "nq_swap_routerlens": 1.0,
        "fairytaleqa": 0.5,
        "covid_qa_windows": 1.0,
        "tweetqa": 1.0,
        "policyqa_dev_test": 0.2,
        "friendsqa": 0.4,
        "qamr": 0.4,
    },
    answerless_share=0.3,
    learning_rate=1e-4,
    head_learning_rate=4e-4,
    hold_steps=1888,
    decay_share=0.35,
    dropout=0.1,
    masked_share=0.08,
    all_annotators=True,
    starts_from=("first",),
    seed=20190812,
)
"""From the first stage's weights another way: every set, and against learning its questions by heart."""

NEAR_STAGE = replace(
    BROAD_STAGE,
    sets=NEAREST_SETS
    | {
        "nq_swap_routerlens": 0.6,
        "fairytaleqa": 0.2,
        "covid_qa_windows": 0.5,
        "tweetqa": 0.3,
        "qamr": 0.1,
    },
    hold_steps=1097,
    all_annotators=False,
    seed=20190813,
)
"""The same over the sets nearest to the use."""

STAGES = {
    "first": FIRST_STAGE,
    "second": SECOND_STAGE,
    "third": THIRD_STAGE,
    "fourth": FOURTH_STAGE,
    "broad": BROAD_STAGE,
    "near": NEAR_STAGE,
}
"""In order: each after those it starts from."""

AVERAGED = ("third", "fourth", "broad", "near")
"""The stages whose weights are averaged into the reader."""

SCORED_SETS = (*READING_SETS,)
"""Whose held-out questions the card gives figures of."""

DEEP_STAGE = Recipe(
    sets={
        "squad_train_merged": 1.0,
        "squad_recovered": 1.0,
        "squad_cs224n_val": 1.0,
        "squad_recovered_musique": 1.0,
        "squad_sentences_reqa": 0.3,
        "squadshifts_amazon_reviews": 0.8,
        "squadshifts_new_wiki": 1.0,
        "squadshifts_reddit": 0.8,
        "qed_nq": 0.5,
        "nq_open_oracle": 0.6,
        "nq_swap_routerlens": 0.3,
        "multispanqa_valid": 1.0,
        "quoref_partial": 0.5,
        "tweetqa": 0.2,
        "friendsqa": 1.0,
        "tatqa_text_spans": 1.0,
        "fairytaleqa": 0.15,
        "covid_qa_windows": 0.4,
        "qamr": 0.05,
        "subjqa": 0.08,
        "molweni_test": 0.12,
        "ropes_drop_contrast": 0.2,
        "multihop_small": 0.5,
        "policyqa_dev_test": 0.05,
    },
    answerless_share=0.3,
    max_tokens=256,
    batch_size=16,
    length_step=16,
    learning_rate=5e-5,
    head_learning_rate=2.5e-4,
    warmup_steps=100,
    decay_share=0.3,
    layer_decay=0.9,
    frozen_layers=3,
    all_annotators=True,
    most_per_context=2,
    titled_share=0.25,
    seed=20190814,
)
"""MPNet, less than once over what teaches most: many contexts, few questions of each."""

UNSEEN = Recipe(
    sets={
        "squad_train_merged": 0.16,
        "qed_nq": 0.22,
        "nq_open_oracle": 0.22,
        "fairytaleqa": 0.1,
        "covid_qa_windows": 0.2,
    },
    decay_from_start=True,
    seed=20190811,
)
"""A tenth of the data, without any of SQuADShifts, from the encoder: how the three sets are read by who never saw their like."""


def _without(left_out: str) -> Recipe:
    """As many questions as of UNSEEN, two of the three SQuADShifts sets among them."""
    shares = {name: round(0.6 * share, 2) for name, share in UNSEEN.sets.items()}
    return replace(UNSEEN, sets=shares | {name: 0.13 for name in SQUADSHIFTS if name != left_out})


NETWORKS = {"deep": DEEP_STAGE}
"""Readers of their own, each from its own base."""

PROBES = {"unseen": UNSEEN} | {f"without_{name}": _without(name) for name in SQUADSHIFTS}
"""Runs that answer a question and are no part of the reader."""
