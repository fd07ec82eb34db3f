"""A recipe -> the examples of a run: of every set its share, and beside them those made for what the sets lack."""

import random
from pathlib import Path

from qa.training.contrasts import contrasts
from qa.training.examples import Example, answerless, ranked_answers, split_set, titled, without_sentence
from qa.training.invented import invented_examples
from qa.training.recipe import Recipe

NOT_ASKED_ELSEWHERE = ("qamr",)
"""Sets whose questions fit many a passage."""


def training_examples(folder: Path, recipe: Recipe) -> list[Example]:
    """Each set's share, then passages without the answer for a share of the answerable questions; some of all of them under
    their titles, alike whether they answer or not."""
    chooser = random.Random(recipe.seed)
    examples: list[Example] = []
    for name, share in recipe.sets.items():
        training, _ = split_set(folder, name)
        if share < 1.0:
            training = chooser.sample(training, round(share * len(training)))
        examples.extend(ranked_answers(example) for example in training)
    examples += _without_answers(examples, recipe, chooser)
    examples += invented_examples(recipe.invented, chooser)
    return [titled(e) if e.title and chooser.random() < recipe.titled_share else e for e in examples]


def _without_answers(examples: list[Example], recipe: Recipe, chooser: random.Random) -> list[Example]:
    answerable = [e for e in examples if e.answers and e.source not in NOT_ASKED_ELSEWHERE]

    def drawn(share: float) -> list[Example]:
        return chooser.sample(answerable, round(share * len(answerable)))

    titles = {example.context: example.title for example in examples}
    elsewhere = answerless(drawn(recipe.answerless_share), sorted(titles), chooser, titles)
    without = [left for example in drawn(recipe.without_sentence_share) if (left := without_sentence(example))]
    about_others = contrasts(drawn(recipe.contrast_share), [e.question for e in examples], chooser)
    return [*elsewhere, *without, *about_others]
