"""What is read around a span: the text by which it is judged whether it is about what the question asks about."""

from corpus.document import Passage, Span
from corpus.sentences import sentence_around, sentences
from qa.english.asked_about import Surroundings


def surroundings(passage: Passage, span: Span) -> Surroundings:
    """Of a span of the passage's document, inside the passage.

    Near it is its sentence; of a row, a task or a line with its speaker, all that is read of it."""
    document, rendering = passage.document, passage.rendering
    line, read = rendering.line_at(span, passage.span)
    sentence = sentence_around(document.text, span, line)
    before = sentences(document.text, Span(passage.span.start, max(passage.span.start, sentence.start)))
    is_apart = rendering.row_at(span) is not None or rendering.label_at(span) is not None
    return Surroundings(
        near=read if is_apart else sentence.of(document.text),
        above="\n".join((document.title, *passage.headings)),
        published=document.published or "",
        passage=rendering.text,
        before=tuple(each.of(document.text) for each in reversed(list(before))),
    )
