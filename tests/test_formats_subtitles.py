"""Subtitles: the words of the cues, without numbers, times and tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foreign_files import mutated, prose, read, reason

SUBRIP = """1
00:00:01,000 --> 00:00:03,000
<i>The pier was</i>
rebuilt

2
00:00:03,500 --> 00:00:05,000
in {\\an8}1911.

3
00:01:00,000 --> 00:01:02,000
1912
"""
WEBVTT = """WEBVTT - A title

NOTE
Not said.

STYLE
::cue {}

intro
00:01.000 --> 00:03.000 align:start
<v Mary>The pier

NOTE Not said either.

01:00:03.000 --> 01:00:04.000
held <00:03.500>long.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_words_go_on_over_cues_and_stop_where_it_is_silent(end: str) -> None:
    assert prose(read("a.srt", SUBRIP.replace("\n", end))) == ["The pier was rebuilt in 1911.", "1912"]
    assert prose(read("a.vtt", WEBVTT.replace("\n", end))) == ["The pier", "held long."]


def test_the_text_is_the_files_own() -> None:
    extraction = read("a.srt", SUBRIP)
    assert (extraction.coordinates, extraction.extractor) == ("file", None)


def test_a_number_without_an_empty_line_before_it_is_no_word() -> None:
    assert prose(read("a.srt", SUBRIP.replace("\n\n", "\n"))) == ["The pier was rebuilt in 1911.", "1912"]


def test_a_file_of_other_words_is_damaged() -> None:
    assert reason("a.srt", b"The pier held.") == "damaged"
    assert reason("a.srt", b"") == "empty"


@given(mutated(SUBRIP.encode()) | mutated(WEBVTT.encode()) | st.text(alphabet="1:.,-> a<\n\r").map(str.encode))
def test_broken_subtitles_are_read_soundly_or_refused(data: bytes) -> None:
    assert reason("a.vtt", data) in (None, "empty", "damaged")
