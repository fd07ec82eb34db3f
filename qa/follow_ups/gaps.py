"""What a question asked for, put back where it is missing: "did the ferry carry in 1911" -> "did the ferry carry 300
passengers in 1911"."""

import re

from qa.english.mentions import is_verb_form
from qa.english.names import Word, split_words
from qa.english.parsing import ParsedQuestion
from qa.english.verbs import with_subject
from qa.english.words import (
    ADVERBS,
    AUXILIARIES,
    BOUNDARIES,
    FORMS_OF_BE,
    PREPOSITIONS,
    QUESTION_WORDS,
    VERBS,
)  # fmt: skip
from qa.follow_ups.parsed_turns import ParsedTurn

LONGEST_DESCRIPTION = 14
"""Words of a question; a longer one would hide what the next one asks."""

_ASK_FOR_OBJECTS = frozenset(["what", "which", "who", "whom", "how many", "how much"])
_PLACE = re.compile(r"(?<=\w) (?:at|in|inside|near|outside) .*$", re.I)
_ASK_FOR_CIRCUMSTANCES = frozenset("when where why how".split())


def asks_for_circumstances(words: list[Word]) -> bool:
    """Whether a fragment asks when, where, why or with whom, and so leaves subject and object as they were."""
    if any(word.key in PREPOSITIONS - {"of"} for word in words):
        return True
    is_amount = any(word.key in ("many", "much") for word in words)
    return not is_amount and any(word.key in _ASK_FOR_CIRCUMSTANCES for word in words)


def filled_predicate(last: ParsedTurn, *, without_place: bool = False) -> str:
    """What the last question said, as a question says it, with its answer as the subject or object it asked for.

    Without an answer the noun stands for it, "the passengers", or "someone". `without_place`: of "reporters outside
    the White House" only "reporters"."""
    parsed = last.parsed
    predicate = parsed.remainder or last.turn.asked.strip(" ?!.")
    if not parsed.is_about_subject:
        return _with_object(last, predicate)
    subject = last.answer_phrase or _unknown(parsed)
    return with_subject(_PLACE.sub("", subject) if without_place else subject, predicate)


def _unknown(parsed: ParsedQuestion) -> str:
    return parsed.asked_for.definite_text if parsed.asked_for else "someone"


def stated(last: ParsedTurn) -> str:
    """What question and answer say together, as a clause: "the treaty was signed in Ribe", "someone signed the treaty".

    A form of "do" stays, so that no verb is bent: "the dockers did strike"."""
    parsed, answer = last.parsed, last.answer_phrase
    if parsed.is_about_subject:
        return f"{answer or _unknown(parsed)} {parsed.remainder}"
    auxiliary, subject, rest = _parts(last, filled_predicate(last))
    if not subject:
        return answer
    is_passive = bool(rest) and is_verb_form(split_words(rest)[0], split_words(subject)[-1])
    if parsed.is_copular and not is_passive:
        return " ".join(f"{subject} {rest} {auxiliary} {answer}".split())
    if parsed.question_word in ("when", "where"):
        rest = f"{rest} {answer}"
    return " ".join([subject, *([] if auxiliary.lower() == "do" else [auxiliary]), rest.strip()])


def doers(turn: ParsedTurn) -> str:
    """Those that a question without a usable answer asked for: "those who carried out the searches"."""
    is_who = turn.parsed.question_word == "who" and turn.parsed.is_about_subject
    return f"those who {turn.parsed.remainder}" if is_who and not turn.short_answer else ""


def _parts(last: ParsedTurn, predicate: str) -> tuple[str, str, str]:
    """Auxiliary, subject and what follows; all empty where one of the first two is missing."""
    subject = last.parsed.subject
    auxiliary, _, behind = predicate.partition(" ")
    if subject is None or auxiliary.lower() not in AUXILIARIES:
        return "", "", ""
    end = behind.find(subject.text) + len(subject.text)
    return auxiliary, behind[:end], behind[end:].strip()


def description_of(turn: ParsedTurn) -> str:
    """The one thing an unanswered question asked for, in its words: "the region that includes Tennessee".

    What was asked for with a preposition or of a form of "be" is no topic: "from which city", "which state is she from".
    """
    asked_for, parsed = turn.parsed.asked_for, turn.parsed
    if turn.answer or asked_for is None or asked_for.is_plural or parsed.question_word not in ("which", "what"):
        return ""
    words = split_words(turn.turn.asked)
    if parsed.before or parsed.is_copular or words[-1].key in PREPOSITIONS or len(words) > LONGEST_DESCRIPTION:
        return ""
    if parsed.is_about_subject:
        return f"the {asked_for.bare_text} that {parsed.remainder}"
    auxiliary, subject, rest = _parts(turn, parsed.remainder)
    return f"the {asked_for.bare_text} that {subject} {auxiliary} {rest}".rstrip() if subject else ""


def _with_object(last: ParsedTurn, predicate: str) -> str:
    parsed = last.parsed
    words = split_words(predicate)
    noun = parsed.asked_for.definite_text if parsed.asked_for else ""
    answer = last.answer_phrase or noun
    takes_object = parsed.question_word in _ASK_FOR_OBJECTS and not parsed.before
    if not (answer and takes_object and words and words[0].key in AUXILIARIES - FORMS_OF_BE):
        return predicate
    if parsed.subject is None:
        return f"{predicate} {answer}" if words[-1].key in VERBS | PREPOSITIONS else predicate
    if words[-1].key == "do" and split_words(answer)[0].key in VERBS:
        return f"{predicate[: words[-1].span.start]}{answer}"
    at = _object_position(last, predicate, words)
    return f"{predicate[:at]} {answer}{predicate[at:]}"


def _object_position(last: ParsedTurn, predicate: str, words: list[Word]) -> int:
    """Behind the verb where a phrase with its preposition follows it, at the end elsewhere: "call the raids ..."."""
    subject = last.parsed.subject
    predicate_start = last.turn.asked.rfind(predicate)
    subject_end = subject.span.end - predicate_start if subject else 0
    behind = [word for word in words if word.span.start >= subject_end and word.key not in ADVERBS]
    is_verb = bool(behind) and (behind[0].key not in BOUNDARIES or behind[0].key in AUXILIARIES)
    if is_verb and len(behind) > 2 and behind[1].key in PREPOSITIONS and behind[2].key not in QUESTION_WORDS:
        return behind[0].span.end
    return len(predicate)
