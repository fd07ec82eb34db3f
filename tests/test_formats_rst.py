"""reStructuredText: what is prose, under which section."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foreign_files import mutated, prose, read, reason

HARBOUR = """\
===========
The harbour
===========

:Author: A. Keeper
:Date: 2019-08-09

Before all.

Ships
-----

The ferry.

Old *ships*
~~~~~~~~~~~

The barge.

Storms
------

The storm.
"""

PROSE = [
    ("Some **bold**, *slanted* and ``plain``.", "Some bold , slanted and plain ."),
    ("See `the report <http://x.example>`_ or `pier`_ or mole_.", "See the report or pier or mole ."),
    ("As :ref:`told` there [1]_ and [CIT2002]_.", "As told there and ."),
    ("snake_case and 2 * 3 * 4 and a|b", "snake_case and 2 * 3 * 4 and a|b"),
    ("- one\n  more\n- two\n\n#. three\n4. four\n", "one more two three four"),
    (".. a comment\n   goes on\n\nWords.", "Words."),
    (".. image:: pier.png\n   :alt: pier\n\nWords.", "Words."),
    (".. code-block:: python\n\n   print(1)\n\nWords.", "Words."),
    (".. note:: Mind\n   the gap.\n\nWords.", "Mind the gap. Words."),
    (".. warning::\n   :class: x\n\n   Mind the gap.\n\nWords.", "Mind the gap. Words."),
    (".. [1] A footnote.\n.. _target:\n\nWords.", "A footnote. Words."),
    ("An example::\n\n    code here\n", "An example code here"),
    ("+----+----+\n| a1 | b1 |\n+====+====+\n| c1 | d1 |\n+----+----+\n", "a1 b1 c1 d1"),
    ("====  ====\nShip  Built\n====  ====\nAlba  1931\n====  ====\n", "Ship Built Alba 1931"),
    ("Words\n\n----------\n\nmore.", "Words more."),
    ("Term\n   Its meaning.", "Term Its meaning."),
    ("Words.\n\n:field: value", "Words. value"),
]


def test_blocks_stand_under_their_sections_and_fields_at_the_top_are_metadata() -> None:
    extraction = read("a.rst", HARBOUR)
    assert [(text, block.headings) for text, block in zip(prose(extraction), extraction.blocks, strict=True)] == [
        ("Before all.", ("The harbour",)),
        ("The ferry.", ("The harbour", "Ships")),
        ("The barge.", ("The harbour", "Ships", "Old ships")),
        ("The storm.", ("The harbour", "Storms")),
    ]
    assert extraction.metadata == {"title": "The harbour", "author": "A. Keeper", "published": "2019-08-09"}


@pytest.mark.parametrize(("text", "expected"), PROSE)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_models_read_the_prose(text: str, expected: str, end: str) -> None:
    assert " ".join(prose(read("a.rst", text.replace("\n", end)))) == expected


@given(mutated(HARBOUR.encode()) | st.text(alphabet="ab 1.:`*_|=-~\n\r\t+<>[]\\").map(str.encode))
def test_broken_markup_is_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.rst", data) in (None, "empty", "damaged")
