import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.reading.spans import best_spans

SCORES = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.booleans()), max_size=12)


@given(SCORES, st.integers(1, 5), st.integers(1, 4))
def test_the_best_spans_are_those_of_brute_force(
    tokens: list[tuple[int, int, bool]], limit: int, most_tokens: int
) -> None:
    starts, ends, allowed = ([token[column] for token in tokens] for column in range(3))
    every = [
        (-float(starts[i] + ends[j]), i, j)
        for i in range(len(tokens))
        for j in range(i, min(len(tokens), i + most_tokens))
        if allowed[i] and allowed[j]
    ]
    expected = [(i, j, -score) for score, i, j in sorted(every)[:limit]]
    found = best_spans(
        np.array(starts, np.float32), np.array(ends, np.float32), np.array(allowed, bool), limit=limit, most_tokens=most_tokens
    )  # fmt: skip
    assert found == expected


def test_without_an_allowed_token_there_is_no_span() -> None:
    zeros = np.zeros(3, np.float32)
    assert best_spans(zeros, zeros, np.zeros(3, bool), limit=5) == []
