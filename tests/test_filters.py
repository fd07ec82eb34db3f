import pytest

from corpus.errors import UserError
from corpus.filters import Filters
from corpus.store import FileRecord

RECORDS = [
    FileRecord(1, "raids/2019-08-09.md", 1, 1, None, "", None, "", "2019-08-09"),
    FileRecord(2, "raids/undated.md", 1, 1, None, "", None, "", None),
    FileRecord(3, "letters/summer.txt", 1, 1, None, "", None, "", "2019-08"),
    FileRecord(4, "letters/later.txt", 1, 1, None, "", None, "", "2021"),
    FileRecord(5, "[odd].txt", 1, 1, None, "", None, "", None),
]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), [1, 2, 3, 4, 5]),
        (Filters(file="*.md"), [1, 2]),
        (Filters(file="letters/*"), [3, 4]),
        (Filters(file="summer.txt"), [3]),
        (Filters(file="[odd].txt"), [5]),
        (Filters(since="2019-08-10"), [3, 4]),
        (Filters(since="2019-09"), [4]),
        (Filters(until="2019-08-09"), [1, 3]),
        (Filters(until="2019-08-08"), [3]),
        (Filters(since="2019", until="2019"), [1, 3]),
        (Filters(file="*.txt", since="2021-05-01"), [4]),
        (Filters(file="*.pdf"), []),
        (Filters(file="**/*.txt"), [3, 4, 5]),
        (Filters(file="letters/**/later.txt"), [4]),
        (Filters(file="**/raids/**/*.md"), [1, 2]),
        (Filters(file="**/aids/*"), []),
        (Filters(paths=frozenset({"[odd].txt", "letters/later.txt", "no such.txt"})), [4, 5]),
        (Filters(file="letters/*", paths=frozenset({"[odd].txt", "letters/later.txt"})), [4]),
        (Filters(paths=frozenset()), []),
    ],
)
def test_all_given_conditions_hold(filters: Filters, ids: list[int]) -> None:
    assert [record.id for record in RECORDS if filters.passes(record)] == ids


@pytest.mark.parametrize("date", ["yesterday", "2019-13", "2019-08-32", "08/09/2019", "", "２０１９"])
def test_what_is_not_a_date_is_refused(date: str) -> None:
    with pytest.raises(UserError, match="not a date"):
        Filters(since=date)


def test_filters_are_true_when_any_is_given() -> None:
    assert not Filters()
    assert Filters(until="2019")
    assert Filters(paths=frozenset()), "no document at all is a condition too"
