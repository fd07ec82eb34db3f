import pytest

from corpus.errors import UserError
from corpus.filters import ALL, Filters
from qa.answering.typed_filters import filter_words, filters_in


@pytest.mark.parametrize(
    ("typed", "question", "filters"),
    [
        ("who left?", "who left?", ALL),
        ("who left? file:report* since:2019", "who left?", Filters(file="report*", since="2019")),
        ('file:"annual report.md" who left? until:2019-08', 'who left?', Filters(file="annual report.md", until="2019-08")),
        ("file:a.md file:b.md who left?", "who left?", Filters(file="b.md")),
        ("what does profile:x mean, and file: alone?", "what does profile:x mean, and file: alone?", ALL),
    ],
)  # fmt: skip
def test_filters_are_taken_out_of_what_is_typed(typed: str, question: str, filters: Filters) -> None:
    assert filters_in(typed) == (question, filters)


def test_a_wrong_date_is_refused_by_name() -> None:
    with pytest.raises(UserError, match="--since yesterday: not a date"):
        filters_in("who left? since:yesterday")


def test_filters_are_listed_as_typed() -> None:
    assert filter_words('since:2019 who left? file:"a b.md"') == ["since:2019", 'file:"a b.md"']
