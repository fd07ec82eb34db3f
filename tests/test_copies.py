from random import Random
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from embeddings.keywords import words_of
from qa.answering.copies import COPY_SHARE, SHINGLE_WORDS, independent_sources, sources_among

WIRE = "The ferry left the harbour at dawn with more than three hundred passengers bound for the island of Aland."


def document(path: str, text: str) -> Document:
    return Document(path=path, text=text, sha256=path, encoding="utf-8", coordinates="file")


def test_a_story_printed_twice_is_one_source() -> None:
    assert independent_sources([document("a", WIRE), document("b", f"LOCAL NEWS. {WIRE} (Agencies)")]) == 1


def test_a_copy_of_a_copy_counts_once_in_any_order() -> None:
    papers = [document("a", WIRE), document("b", WIRE + " It rained."), document("c", "It rained. " + WIRE)]
    assert independent_sources(papers) == independent_sources(papers[::-1]) == 1


def test_the_same_fact_in_other_words_is_another_source() -> None:
    own = "By sunrise, says the pilot, over 300 people had already sailed for Aland aboard the morning boat."
    assert independent_sources([document("a", WIRE), document("b", own)]) == 2


def test_very_short_documents_are_compared_too() -> None:
    assert independent_sources([document("a", "Yes."), document("b", "Yes."), document("c", "No.")]) == 2


def brute_force(texts: list[str]) -> list[list[int]]:
    """Every pair compared, shingle by shingle; joined until nothing changes."""
    sets = []
    for text in texts:
        words = words_of(text)
        sets.append({tuple(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))})
    groups = [{index} for index in range(len(texts))]
    for one in range(len(texts)):
        for other in range(one):
            if len(sets[one] & sets[other]) >= COPY_SHARE * min(len(sets[one]), len(sets[other])):
                joined = next(g for g in groups if one in g) | next(g for g in groups if other in g)
                groups = [group for group in groups if not group & joined] + [joined]
    return sorted(sorted(group) for group in groups)


BLOCKS = st.sampled_from(
    ["a b c d e f g", "g f e d c b a", "a b c d e f h", "x y z", "one two three four five six", "q"]
)
TEXTS = st.lists(st.lists(BLOCKS, max_size=5).map(" ".join), max_size=9)


@given(TEXTS)
def test_groups_are_those_of_comparing_every_pair(texts: list[str]) -> None:
    assert sources_among(texts) == brute_force(texts)


@given(TEXTS, st.randoms())
def test_the_order_of_the_texts_changes_no_group(texts: list[str], random: Random) -> None:
    shuffled = random.sample(range(len(texts)), len(texts))
    groups = sources_among(texts[i] for i in shuffled)
    assert sorted(sorted(shuffled[i] for i in group) for group in groups) == sources_among(texts)


def test_thousands_of_texts_under_one_letterhead_are_not_compared_pair_by_pair() -> None:
    letterhead = " ".join(f"letterhead{n}" for n in range(40))
    texts = [f"{letterhead} {' '.join(f'own{number}x{n}' for n in range(60))}" for number in range(3000)]
    started = perf_counter()
    assert len(sources_among([*texts, texts[0]])) == 3000
    assert perf_counter() - started < 20
