"""JSON and JSON lines: the members of objects as blocks."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foreign_files import blocks, mutated, prose, read, reason

HARBOUR = r"""{"title": "The \"pier\"", "date": "2019-08-09T10:00", "text": "It was rebuilt.\nIn 1911.",
 "ships": [{"name": "Alba", "built": 1931, "home": {"port": "north"}}, {"crew": null, "sunk": false}],
 "tags": ["stone", "sea"]}"""


def test_the_members_of_an_object_are_a_block_under_the_keys_above() -> None:
    extraction = read("a.json", HARBOUR)
    found = [(text, block.headings) for text, block in zip(prose(extraction), extraction.blocks, strict=True)]
    assert found == [
        ('title : The "pier " , date : 2019-08-09T10:00 , text : It was rebuilt. In 1911.', ()),
        ("name : Alba , built : 1931", ("ships",)),
        ("port : north", ("ships", "home")),
        ("crew : null, sunk : false", ("ships",)),
        ("stone", ("tags",)),
        ("sea", ("tags",)),
    ]
    assert extraction.metadata == {"title": 'The "pier"', "published": "2019-08-09"}
    assert extraction.coordinates == "file"


def test_each_line_of_json_lines_is_a_block_and_none_is_the_files_title() -> None:
    extraction = read("a.jsonl", '{"title": "Alba"}\n{"title": "Bruna"}\n')
    assert prose(extraction) == ["title : Alba", "title : Bruna"]
    assert extraction.metadata == {}


@pytest.mark.parametrize("text", ['{"a": "open', '["x", "y\\"]', '{"a": 1, "'])
def test_a_string_without_an_end_is_damaged(text: str) -> None:
    assert reason("a.json", text.encode()) == "damaged"


@pytest.mark.parametrize(
    "hostile",
    ["[" * 200_000 + '"x"', '{"a":' * 50_000 + '"x"', '"' + '\\"' * 200_000, '"a" ' * 50_000],
    ids=["lists", "objects", "escapes", "strings"],
)
def test_deep_and_long_files_are_no_trap(hostile: str) -> None:
    assert reason("a.json", hostile.encode()) in (None, "damaged")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='ab é"\\\n/'),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(alphabet="abé", min_size=1), inside, max_size=3)
    ),
)


def scalars(value: object) -> list[str]:
    if isinstance(value, dict):
        return [scalar for each in value.values() for scalar in scalars(each)]
    if isinstance(value, list):
        return [scalar for each in value for scalar in scalars(each)]
    return [value if isinstance(value, str) else json.dumps(value)]


@given(VALUES)
def test_every_value_stands_in_a_block(value: object) -> None:
    text = json.dumps({"1": value}, ensure_ascii=False, indent=1)
    found = "".join(filter(str.isalnum, "".join(prose(read("a.json", text)))))
    for scalar in scalars(value):
        words = "".join(character for character in scalar if character.isalnum())
        assert words in found


def test_blocks_begin_with_a_key_or_a_value_and_hold_no_bracket() -> None:
    assert blocks(read("a.json", '[["a"], {"b": {"c": 1}, "d": 2}]')) == ['"a"', '"c": 1', '"d": 2']


@given(mutated(HARBOUR.encode()) | st.text(alphabet='a1"\\:,{}[] \n').map(str.encode))
def test_broken_json_is_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.json", data) in (None, "empty", "damaged")
