"""The laboratory's bookkeeping, on a tiny network and made-up examples."""

import gzip
import json
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from corpus.errors import UserError
from qa.reading.confidence import Confidence
from qa.reading.features import Features
from qa.reading.model_files import TOKENIZER_FILE, ReaderName, calibration_file
from qa.replies.answers import Calibration
from qa.training.calibrate import _logistic, fit
from qa.training.card import CARD, confidence_table, replaced
from qa.training.contrasts import contrasts
from qa.training.examples import Example, answerless, split_set, titled, without_sentence
from qa.training.feature_files import load_features, save_features
from qa.training.features import NO_ANSWER, Feature, epoch_batches, make_features
from qa.training.invented import invented_examples
from qa.training.losses import marginal_loss, teacher_loss
from qa.training.mixing import training_examples
from qa.training.network import SpanNetwork, average
from qa.training.open_questions import Asked
from qa.training.recipe import Recipe
from qa.training.score import Scored, best_threshold_f1, compare, load, save
from qa.training.stages import AVERAGES, STAGES
from qa.training.teach import taught
from qa.training.train import Schedule, collate, train

RECIPE = Recipe(sets={"tiny": 1.0}, max_tokens=48, stride=16, batch_size=2, length_step=8, warmup_steps=2)
CONTEXT = "Ada Holm kept the lighthouse. Its lamp burned whale oil until 1903."


class TinyNetwork(nn.Module):
    """Scores tokens by a table of their ids alone, half of it dropped at random."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(30522, 2)
        self.dropout = nn.Dropout(0.5)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        scores = self.dropout(self.table(ids)).masked_fill(mask.unsqueeze(-1) == 0, -1e4)
        return scores[..., 0].float(), scores[..., 1].float()


def example(answer: str = "whale oil", context: str = CONTEXT, question: str = "What did the lamp burn?") -> Example:
    start = context.find(answer) if answer else -1
    spans = ((start, start + len(answer)),) if answer else ()
    return Example("1", "tiny", question, context, spans)


@pytest.fixture
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(TOKENIZER_FILE))


def text_of(feature: Feature, tokenizer: Tokenizer) -> str:
    return str(tokenizer.decode(feature.ids[feature.start : feature.end + 1].tolist()))


def test_start_and_end_are_the_tokens_of_the_answer(tokenizer: Tokenizer) -> None:
    (feature,) = make_features([example()], tokenizer, RECIPE)
    assert text_of(feature, tokenizer) == "whale oil"


def test_without_an_answer_both_point_at_the_first_token(tokenizer: Tokenizer) -> None:
    (feature,) = make_features([example(answer="")], tokenizer, RECIPE)
    assert (feature.start, feature.end) == (NO_ANSWER, NO_ANSWER)


def test_a_long_context_gives_one_window_with_the_answer_and_one_without(tokenizer: Tokenizer) -> None:
    long_context = "The tide came in and went out. " * 20 + CONTEXT
    with_answer, without = make_features([example(context=long_context)], tokenizer, RECIPE)
    assert text_of(with_answer, tokenizer) == "whale oil"
    assert without.start == NO_ANSWER
    assert max(len(with_answer.ids), len(without.ids)) <= RECIPE.max_tokens


def test_every_annotated_span_is_right_the_commonest_first(tmp_path: Path, tokenizer: Tokenizer) -> None:
    texts = ["whale oil", "oil", "whale oil", "gas"]
    answers = [{"text": text, "answer_start": CONTEXT.find(text)} for text in texts if text in CONTEXT]
    write_articles(
        tmp_path, [{"context": CONTEXT, "qas": [{"id": "1", "question": "What burned?", "answers": answers}]}]
    )
    (feature,) = make_features(training_examples(tmp_path, RECIPE), tokenizer, RECIPE)
    spans = [(feature.start, feature.end), *feature.others]
    assert [tokenizer.decode(feature.ids[start : end + 1].tolist()) for start, end in spans] == ["whale oil", "oil"]


def test_a_passage_without_its_answer_keeps_every_other_sentence() -> None:
    left = without_sentence(example(context=f"{CONTEXT} Then gas came."))
    assert left is not None
    assert (left.context, left.answers) == ("Ada Holm kept the lighthouse. Then gas came.", ())
    assert without_sentence(example(context=f"{CONTEXT} Whale oil smells.")) is None
    assert without_sentence(example(context="The lamp burned whale oil.")) is None


def test_an_epoch_is_the_same_each_time_and_holds_every_feature_once(tokenizer: Tokenizer) -> None:
    features = make_features([example(question=f"What burned {number}?") for number in range(10)], tokenizer, RECIPE)
    first, again, other = (list(epoch_batches(features, epoch, RECIPE)) for epoch in (0, 0, 1))
    assert [[id(f) for f in batch] for batch in first] == [[id(f) for f in batch] for batch in again]
    assert [[id(f) for f in batch] for batch in first] != [[id(f) for f in batch] for batch in other]
    assert sorted(id(f) for batch in first for f in batch) == sorted(map(id, features))


def test_an_epoch_of_fewer_windows_draws_others_each_time(tokenizer: Tokenizer) -> None:
    features = make_features([example(question=f"What burned {number}?") for number in range(40)], tokenizer, RECIPE)
    recipe = replace(RECIPE, most_windows=10)
    first, other = ({id(f) for batch in epoch_batches(features, epoch, recipe) for f in batch} for epoch in (0, 1))
    assert len(first) == len(other) == 10
    assert first != other


def scored_windows(tokenizer: Tokenizer) -> list[Feature]:
    contexts = ["Whale oil.", CONTEXT, CONTEXT * 2]
    return taught(make_features([example(context=c) for c in contexts], tokenizer, RECIPE), TinyNetwork())  # type: ignore[arg-type]


def test_a_teacher_scores_every_token_of_every_window(tokenizer: Tokenizer) -> None:
    torch.manual_seed(1)
    network = TinyNetwork()
    windows = make_features([example(context="Whale oil."), example()], tokenizer, RECIPE)
    for feature in taught(windows, network):  # type: ignore[arg-type]
        assert feature.teacher is not None
        expected = network.table.weight.detach()[feature.ids.tolist()].T.numpy()
        assert feature.teacher == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("with_teacher", [False, True])
def test_windows_come_back_from_a_file_as_they_were(
    tmp_path: Path, tokenizer: Tokenizer, *, with_teacher: bool
) -> None:
    windows = scored_windows(tokenizer)
    if not with_teacher:
        windows = [replace(feature, teacher=None) for feature in windows]
    windows[1] = replace(windows[1], others=((2, 3), (4, 4)))
    for before, after in zip(windows, load_features(save_features(windows, tmp_path / "f.npz")), strict=True):
        assert (before.start, before.end, before.others) == (after.start, after.end, after.others)
        for one, other in ((before.ids, after.ids), (before.types, after.types), (before.teacher, after.teacher)):
            assert (one is None and other is None) or np.array_equal(one, other)  # type: ignore[arg-type]


def test_who_scores_as_the_teacher_does_loses_nothing_and_who_does_not_loses_the_divergence(
    tokenizer: Tokenizer,
) -> None:
    windows = scored_windows(tokenizer)[:1]
    assert windows[0].teacher is not None
    starts, ends = (torch.from_numpy(scores.astype(np.float32))[None] for scores in windows[0].teacher)
    assert teacher_loss(starts, ends, windows, 2.0).item() == pytest.approx(0, abs=1e-6)
    flat = torch.zeros_like(starts)
    wanted = (starts / 2).softmax(-1)
    divergence = (wanted * (wanted.log() + np.log(starts.shape[1]))).sum()
    assert teacher_loss(flat, ends, windows, 2.0).item() == pytest.approx(2 * divergence.item(), rel=1e-4)


def test_no_teacher_no_lesson(tokenizer: Tokenizer) -> None:
    windows = make_features([example()], tokenizer, RECIPE)
    with pytest.raises(ValueError, match=r"qa\.training teach"):
        teacher_loss(torch.zeros(1, 48), torch.zeros(1, 48), windows, 2.0)


def test_batches_are_padded_to_few_lengths(tokenizer: Tokenizer) -> None:
    ids, mask, types = collate(make_features([example(), example(context="Whale oil.")], tokenizer, RECIPE), 8)
    assert ids.shape == mask.shape == types.shape
    assert ids.shape[1] % 8 == 0
    assert not ids[mask == 0].any()


def test_the_loss_is_of_all_right_spans_together() -> None:
    generator = torch.Generator().manual_seed(3)
    starts, ends = torch.randn(2, 2, 6, generator=generator)
    ids, types = np.zeros(6, np.int32), np.zeros(6, np.int8)
    two, one = Feature(ids, types, 1, 2, ((1, 4),)), Feature(ids, types, 3, 3)
    start_of, end_of = starts.softmax(-1), ends.softmax(-1)
    of_two = start_of[0, 1] * end_of[0, 2] + start_of[0, 1] * end_of[0, 4]
    of_one = start_of[1, 3] * end_of[1, 3]
    expected = -(of_two.log() + of_one.log()) / 4
    assert marginal_loss(starts, ends, [two, one]) == pytest.approx(expected.item(), rel=1e-5)


def test_the_rate_rises_holds_and_falls_to_zero() -> None:
    schedule = Schedule(replace(RECIPE, warmup_steps=4), steps_per_epoch=100)
    assert [schedule.factor(step) for step in (0, 3, 500)] == [0.25, 1.0, 1.0]
    schedule.decay_start = 100
    assert schedule.factor(110) == pytest.approx(0.5)
    assert schedule.is_over(120)
    assert not schedule.is_over(119)


def test_a_recipe_says_after_how_many_steps_the_rate_falls(tmp_path: Path, tokenizer: Tokenizer) -> None:
    features = make_features([example(question=f"What burned {number}?") for number in range(12)], tokenizer, RECIPE)
    run = tmp_path / "run"
    train(TinyNetwork(), features, replace(RECIPE, hold_steps=10, decay_share=0.5), run)  # type: ignore[arg-type]
    assert json.loads((run / "checkpoint/progress.json").read_text()) == {"step": 15, "decay_start": 10}


def test_a_second_stage_falls_from_its_first_step_on() -> None:
    schedule = Schedule(replace(RECIPE, decay_from_start=True), steps_per_epoch=100)
    assert schedule.factor(50) == pytest.approx(0.5)
    assert schedule.is_over(100)


def test_a_run_that_was_stopped_ends_with_the_weights_of_one_that_was_not(tmp_path: Path, tokenizer: Tokenizer) -> None:
    features = make_features([example(question=f"What burned {number}?") for number in range(12)], tokenizer, RECIPE)
    recipe = replace(RECIPE, decay_from_start=True)
    weights = []
    for name, stops_at in (("whole", None), ("stopped", 3)):
        torch.manual_seed(1)
        network = TinyNetwork()
        if stops_at:
            with pytest.raises(KeyboardInterrupt):
                train(network, features, recipe, tmp_path / name, hours=1, stop_after=stops_at)  # type: ignore[arg-type]
            network = TinyNetwork()
        train(network, features, recipe, tmp_path / name, hours=1)  # type: ignore[arg-type]
        weights.append(network.table.weight.detach().clone())
    assert torch.equal(*weights)


def write_set(folder: Path, name: str = "tiny") -> Path:
    paragraphs: list[dict[str, object]] = [
        {
            "context": f"Lighthouse {number} was kept by keeper {name_} for years.",
            "qas": [
                {
                    "id": f"{name}-{number}",
                    "question": f"Who kept lighthouse {number}?",
                    "answers": [{"text": name_, "answer_start": 30 + len(str(number)) - 1}],
                }
            ],
        }
        for number, name_ in enumerate(["Ada", "Bo", "Cy", "Di", "Ed", "Flo"])
    ]
    return write_articles(folder, paragraphs, name, heldout=[f"{name}-0", f"{name}-1"])


def write_articles(
    folder: Path, paragraphs: list[dict[str, object]], name: str = "tiny", heldout: Sequence[str] = ()
) -> Path:
    (folder / "reading").mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / "reading" / f"{name}.json.gz", "wt") as file:
        json.dump({"data": [{"title": "", "paragraphs": paragraphs}]}, file)
    with gzip.open(folder / "splits.json.gz", "wt") as file:
        json.dump({"heldout": {name: list(heldout)}}, file)
    return folder


def test_no_held_out_question_is_trained_on(tmp_path: Path) -> None:
    data = write_set(tmp_path)
    training, heldout = split_set(data, "tiny")
    assert {e.id for e in heldout} == {"tiny-0", "tiny-1"}
    trained = training_examples(data, replace(RECIPE, answerless_share=1.0))
    heldout_contexts = {e.context for e in heldout}
    assert {e.id.split("#")[0] for e in trained} == {e.id for e in training}
    assert not heldout_contexts & {e.context for e in trained}


def test_an_answerless_passage_is_near_but_lacks_the_answer() -> None:
    contexts = [CONTEXT, "The lamp of the pier burned gas.", "Whale oil burned in every lamp.", "Herring was salted."]
    (found,) = answerless([example()], [*contexts, *(f"Filler {n} text." for n in range(60))], random.Random(0))
    assert found.context == "The lamp of the pier burned gas."
    assert found.answers == ()


@pytest.mark.parametrize("recipe", STAGES.values(), ids=STAGES)
def test_the_recipes_name_no_evaluation_set(recipe: Recipe) -> None:
    assert not [name for name in recipe.sets if re.search(r"squad.*dev|xquad", name, re.I)]


def test_a_stage_starts_from_an_earlier_one() -> None:
    earlier: set[str] = set()
    for name, recipe in STAGES.items():
        assert (
            recipe.starts_from is None
            or recipe.starts_from in earlier
            or earlier.issuperset(AVERAGES[recipe.starts_from])
        )
        assert recipe.max_tokens == next(iter(STAGES.values())).max_tokens
        earlier.add(name)


KEEPERS = [
    example(question="Who kept the lamp in 1903?"),
    example(
        question="How many keepers did Ada Holm train?", context="Ada Holm trained 12 keepers. The last was Bo Lind."
    ),
    example(question="When did the lamp of Ada Holm go out?", context="The lamp of Ada Holm went out in May."),
    example(question="Where did the boats of Cy Marlow lie?", context="Boats lay in the bay."),
]


def test_a_contrast_asks_about_what_its_passage_does_not_name() -> None:
    asked = [
        example for _ in range(20) for example in contrasts(KEEPERS, [e.question for e in KEEPERS], random.Random(_))
    ]
    by_context = {e.context: e for e in KEEPERS}
    assert {e.context for e in asked} == {KEEPERS[0].context, KEEPERS[2].context}
    for each in asked:
        before = by_context[each.context].question
        changed = set(each.question.split()) - set(before.split())
        assert each.answers == ()
        assert changed
        assert not changed & set(each.context.split())
    assert {e.question for e in asked if e.context == KEEPERS[2].context} == {"When did the lamp of Cy Marlow go out?"}


def test_a_year_is_put_in_the_place_of_a_year() -> None:
    years = {contrasts(KEEPERS[:1], [], random.Random(seed))[0].question for seed in range(20)}
    assert all(re.fullmatch(r"Who kept the lamp in (18[78]\d|189\d|19[0-3]\d)\?", question) for question in years)
    assert "Who kept the lamp in 1903?" not in years


def test_a_title_stands_before_a_passage_as_it_is_read_whether_it_answers_or_not() -> None:
    for answer in ("whale oil", ""):
        under = titled(replace(example(answer), title="The lamp"))
        assert under.context == f"The lamp. {CONTEXT}"
        assert under.answer_texts == example(answer).answer_texts


def test_an_answerless_passage_has_its_own_title() -> None:
    pier = "The lamp of the pier burned gas."
    found = answerless([replace(example(), title="Holm")], [pier, CONTEXT], random.Random(0), {pier: "Piers"})
    assert [each.title for each in found] == ["Piers"]


def test_made_up_rows_state_the_answers_and_nothing_that_is_not_asked() -> None:
    made = invented_examples(400, random.Random(5))
    assert made == invented_examples(400, random.Random(5))
    assert len(made) == 400
    assert 0.4 < sum(bool(each.answers) for each in made) / len(made) < 0.7
    for each in made:
        assert all(text and text in each.context for text in each.answer_texts)
        if each.id.endswith("#other"):
            assert not any(f"{table_subject}: " in each.context for table_subject in subjects_of(each.question))


def subjects_of(question: str) -> list[str]:
    return [name for name in ("kayak", "projector", "treasurer", "timeout", "flat 3b") if name in question]


class Layers(SpanNetwork):
    def __init__(self) -> None:
        encoder = nn.ModuleDict(
            {"embeddings": nn.Linear(4, 4), "layer": nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])}
        )
        super().__init__(nn.ModuleDict({"encoder": encoder}), 4)


def test_the_lowest_layers_and_the_embeddings_do_not_learn() -> None:
    network = Layers()
    network.freeze(2)
    learning = {name for name, parameter in network.named_parameters() if parameter.requires_grad}
    assert learning == {f"{part}.{kind}" for part in ("encoder.encoder.layer.2", "head") for kind in ("weight", "bias")}


def test_logistic_regression_finds_the_weights_the_data_were_drawn_with() -> None:
    generator = np.random.default_rng(0)
    features = generator.normal(size=(20_000, 2))
    probabilities = 1 / (1 + np.exp(-(0.5 + features @ [1.5, -1.0])))
    weights = _logistic(features, generator.random(20_000) < probabilities)
    assert weights == pytest.approx([0.5, 1.5, -1.0], abs=0.1)


def test_the_best_threshold_refuses_what_scores_below_it() -> None:
    assert best_threshold_f1([2.0, 1.0], [1.0, 0.5], [0.0, -1.0]) == pytest.approx((1.0 + 0.5 + 2) / 4)
    assert best_threshold_f1([0.0], [1.0], [1.0, 2.0]) == pytest.approx(2 / 3)


def scored(number: int, value: float, *, is_answerable: bool = True) -> Scored:
    return Scored("tiny", str(number), is_answerable, margin=0.0, exact_match=float(value == 1), f1=value)


def test_two_readers_are_compared_question_by_question(tmp_path: Path) -> None:
    first = [scored(1, 0.5), scored(2, 0.0), scored(3, 1.0), scored(4, 0.0, is_answerable=False)]
    second = [scored(2, 0.5), scored(1, 1.0), scored(4, 0.0, is_answerable=False), scored(5, 1.0)]
    save(second, tmp_path / "second.jsonl")
    (difference,) = compare(first, load(tmp_path / "second.jsonl"))
    assert (difference.questions, difference.f1, difference.exact_match) == (2, 0.5, 0.5)
    assert difference.f1_interval == (0.5, 0.5)


@pytest.mark.parametrize("reader", get_args(ReaderName))
def test_the_card_shows_the_counts_that_are_shipped(reader: ReaderName) -> None:
    calibration = json.loads(calibration_file(reader).read_text(encoding="utf-8"))
    assert confidence_table(calibration["bins"]) in CARD.read_text(encoding="utf-8")


def test_a_table_is_replaced_between_its_marks_and_nowhere_else() -> None:
    assert replaced("a\n<!-- t -->\nold\n<!-- /t -->\nz", "t", "new") == "a\n<!-- t -->\nnew\n<!-- /t -->\nz"
    with pytest.raises(ValueError, match="no table between"):
        replaced("a <!-- t --> b", "t", "new")


def test_averaged_weights_are_the_mean(tmp_path: Path) -> None:
    for name, value in (("one", 1.0), ("two", 4.0)):
        save_file({"weight": torch.full((2, 2), value)}, tmp_path / name)
    averaged = load_file(average([tmp_path / "one", tmp_path / "two"], tmp_path / "mean"))
    assert torch.equal(averaged["weight"], torch.full((2, 2), 2.5))


def asked(margin: float, *, is_right: bool, is_fit: bool) -> Asked:
    return Asked(np.array([[margin, 0.5, 0.0, 0.0]]), np.array([is_right]), is_fit, is_answerable=True)


def test_confidence_is_fitted_on_one_half_and_counted_on_the_other(tmp_path: Path) -> None:
    chooser = random.Random(7)
    margins = [chooser.gauss(0, 3) for _ in range(400)]
    to_fit = [asked(m, is_right=m + chooser.gauss(0, 1) > 0, is_fit=True) for m in margins]
    always_wrong = [asked(9.0, is_right=False, is_fit=False)] * 30
    report = fit({"paragraphs": [*to_fit, *always_wrong]}, tmp_path / "calibration.json")["paragraphs"]
    confidence = Confidence.load(tmp_path / "calibration.json")
    assert confidence.calibration(confidence.probability(Features(9.0, 0.5))) == Calibration(0.9, 1.0, 0, 30)
    assert report.right_of_answered == 0.0
    point = confidence.operating_point(0.05)
    answered = [a for a in to_fit if confidence.probability(Features(a.features[0, 0], 0.5)) >= point.threshold]
    wrong = sum(not a.is_right[0] for a in answered)
    assert (wrong + 1) / (len(answered) + 2) <= 0.055  # thresholds are rounded
    assert point.coverage == pytest.approx(len(answered) / len(to_fit), abs=0.02)
    promise = report.promises[0]
    assert (promise.max_error, promise.answered, promise.wrong) == (0.05, 30, 30)
    assert promise.interval
    assert promise.interval[0] > 0.85


def test_what_was_counted_is_said_of_all_and_of_every_kind_of_folder(tmp_path: Path) -> None:
    many = [asked(m, is_right=m > 0, is_fit=fits) for m in (-2.0, -1.0, 1.0, 2.0) for fits in (True, False)] * 20
    wrong = [asked(2.0, is_right=False, is_fit=False)] * 40
    reports = fit({"paragraphs": many, "articles": wrong, "folder": many[:1]}, tmp_path / "calibration.json")
    assert {kind: report.questions for kind, report in reports.items()} == {
        "all": 120,
        "paragraphs": 80,
        "articles": 40,
    }
    assert (reports["paragraphs"].right_of_answered, reports["articles"].right_of_answered) == (1.0, 0.0)
    assert reports["all"].right_of_answered == 0.5


def test_few_lucky_answers_promise_nothing(tmp_path: Path) -> None:
    lucky = [asked(1.0, is_right=True, is_fit=True)] * 17
    fit({"paragraphs": [*lucky, asked(1.0, is_right=True, is_fit=False)]}, tmp_path / "c.json")
    with pytest.raises(UserError, match=r"--max-error 0\.05"):
        Confidence.load(tmp_path / "c.json").operating_point(0.05)


def test_the_folder_is_fitted_with_the_paragraphs(tmp_path: Path) -> None:
    many = [asked(m, is_right=m > 0, is_fit=True) for m in (-2.0, -1.0, 1.0, 2.0)] * 50
    folder = [asked(-5.0, is_right=True, is_fit=True)] * 50
    held = [asked(0.0, is_right=True, is_fit=False)]
    fit({"paragraphs": [*many, *held]}, tmp_path / "alone.json")
    fit({"paragraphs": [*many, *held], "folder": folder}, tmp_path / "both.json")
    alone, both = (Confidence.load(tmp_path / f"{name}.json") for name in ("alone", "both"))
    assert alone.probability(Features(-5.0, 0.5)) < 0.01
    assert both.probability(Features(-5.0, 0.5)) > 0.2
