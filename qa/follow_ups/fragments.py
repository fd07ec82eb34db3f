"""Fragments of questions, completed from the question before: "where?", "and in 2018?", "what about the children?"."""

import re

from corpus.document import Span
from qa.english.mentions import Mention, is_verb_form
from qa.english.names import Word, is_content, owner_of, singular, split_words
from qa.english.parsing import ParsedQuestion, parse
from qa.english.verbs import with_subject
from qa.english.words import AUXILIARIES, PAST_FORMS, PERSON_NOUNS, PREPOSITIONS, QUESTION_WORDS
from qa.follow_ups.antecedents import Antecedents
from qa.follow_ups.gaps import asks_for_circumstances, filled_predicate
from qa.follow_ups.parsed_turns import ParsedTurn

_LEAD = re.compile(r"^\W*(?:(?:and|or|but|so|also|then|ok|okay)\b[\s,]*)+", re.I)
_ABOUT = re.compile(r"^\W*(?:(?:and|or|but|so)\s+)?(?:what|how)\s+about\b\s*", re.I)
_COMPARED = re.compile(
    r"^\W*(?:(?:and|or|but)\s+)?(?:was|were|is|are|did|does)\s+(?:it|this|that|they)\s+(?:be\s+)?"
    r"(?:less|more|higher|lower|different|the\s+same|fewer|also)\s+(?=(?:in|on|at|for|by|during)\b)",
    re.I,
)
_DATE_PART = re.compile(
    r"\b(?:in|on|by|since|during|for|until)\s+(?:\w+\s+)?(?:1[5-9]|20)\d\d\b|\b(?:1[5-9]|20)\d\d\b", re.I
)
_NOW = re.compile(r"\s+(?:now|today|currently|at present)$", re.I)
_WHEN_WAS_THAT = re.compile(
    r"(when|where|why|how|(?:at|during|from|in|on)\s+(?:what|which)\s+\w+)\s+"
    r"(?:(?:was|is|did)\s+(?:that|this)|did\s+(?:it|that|this)\s+(?:happen|occur|take\s+place)"
    r"|(?:did|do|does)\s+(?:he|she|it|they)\s+do\s+(?:it|so|that|this))\W*$",
    re.I,
)
_WHOLE_FRAGMENT = 6
"""Words; a fragment is no longer."""


def without_lead(question: str) -> str:
    """Without "and", "but", "so" at its start."""
    return _LEAD.sub("", question)


def take_up(question: str, antecedents: Antecedents) -> str | None:
    """A question whose "it" or "that" is all the last question said: "was it less in 2016?", "when was that?"."""
    if compared := _COMPARED.match(question):
        return _substitute(question[compared.end() :], antecedents.last, antecedents)
    if event := _WHEN_WAS_THAT.match(without_lead(question)):
        return _extend(event.group(1), antecedents.names.mark(event.group(1)), antecedents.last)
    return None


def exchanged(question: str) -> str:
    """The part that takes another's place in the question before: "in Bremen" of "and in Bremen?"; "" where the question
    asks by itself."""
    if compared := _COMPARED.match(question):
        return question[compared.end() :]
    about = _ABOUT.match(question)
    rest = question[about.end() :] if about else without_lead(question)
    words = split_words(rest)
    if not words or len(words) > _WHOLE_FRAGMENT or any(_builds_question(word) for word in words):
        return ""
    return rest if about or rest != question.lstrip() or words[0].key in PREPOSITIONS else ""


def is_circumstance(question: str) -> bool:
    """Whether it asks when, where, why or how of all that the question before says, and has no word of its own."""
    rest = without_lead(question)
    if _WHEN_WAS_THAT.match(rest):
        return True
    words = split_words(rest)
    return bool(words) and not _ABOUT.match(question) and _is_bare(words) and asks_for_circumstances(words)


def is_fragment(question: str) -> bool:
    """Whether it asks nothing without the question before."""
    return bool(exchanged(question)) or is_circumstance(question)


def _builds_question(word: Word) -> bool:
    """ "may", not the month."""
    return word.key in QUESTION_WORDS or (word.key in AUXILIARIES and word.text != "May")


def complete(question: str, antecedents: Antecedents) -> str | None:
    """The question a fragment stands for; None when it is none, or the last question has no place for it."""
    last = antecedents.last
    about = _ABOUT.match(question)
    rest = question[about.end() :] if about else without_lead(question)
    words = antecedents.names.mark(rest)
    if not words:
        return None
    if about or rest != question.lstrip():
        has_verb = any(word.key in AUXILIARIES | QUESTION_WORDS for word in words[:4])
        if not has_verb and len(words) <= _WHOLE_FRAGMENT:
            return _substitute(rest, last, antecedents)
    if words[0].key in PREPOSITIONS and not any(word.key in QUESTION_WORDS | AUXILIARIES for word in words):
        return _substitute(rest, last, antecedents) if len(words) <= _WHOLE_FRAGMENT else None
    if _is_bare(words):
        return _extend(rest.strip(" ?!."), words, last)
    return _with_noun(rest, words, antecedents)


def _is_bare(words: list[Word]) -> bool:
    """Whether a question word, its preposition and at most a noun are all there is: "where?", "in which store?"."""
    of = next((i for i, word in enumerate(words) if word.key == "of"), len(words))
    has_verb = any(is_verb_form(words[i], words[i - 1]) for i in range(of + 1, len(words)))
    if has_verb or any(word.key in AUXILIARIES for word in words):
        return False
    words = words[:of]
    at = next((i for i, word in enumerate(words[:2]) if word.key in QUESTION_WORDS), None)
    if at is None or (at == 1 and words[0].key not in PREPOSITIONS):
        return False
    rest = words[at + 1 :]
    if words[at].key in ("which", "what", "whose") or (rest and rest[0].key in ("many", "much")):
        return not any(word.key in PAST_FORMS or word.key.endswith("ed") for word in rest) and len(rest) <= 2
    return not any(is_content(word) and word.key not in ("else", "exactly") for word in rest)


def _extend(fragment: str, words: list[Word], last: ParsedTurn) -> str:
    """The last question with this fragment in place of what it asked for."""
    parsed = last.parsed
    if " ".join(word.key for word in words) == parsed.question_word:
        return last.turn.asked
    if words[-1].key == "else":
        first, rest = (parsed.head, parsed.remainder) if parsed.head else ("", parsed.remainder)
        kept = first if words[0].key == parsed.question_word else fragment.rsplit(" ", 1)[0]
        return f"{kept} else {rest}?".replace("  ", " ")
    stranded = ""
    if len(words) > 1 and words[-1].key in PREPOSITIONS:
        fragment, stranded = fragment[: words[-1].span.start].rstrip(), f" {words[-1].text}"
    if parsed.is_copular and parsed.subject and not parsed.subject.is_name and parsed.question_word.startswith("who"):
        return f"{fragment} {with_subject(last.answer_phrase, parsed.remainder)}{stranded}?"
    is_filled = parsed.is_about_subject or asks_for_circumstances(words)
    is_where = any(word.key == "where" for word in words)
    predicate = (
        filled_predicate(last, without_place=is_where)
        if is_filled
        else parsed.remainder or last.turn.asked.strip(" ?!.")
    )
    return f"{fragment} {_without(fragment, predicate, parsed)}{stranded}?"


def _without(fragment: str, predicate: str, parsed: ParsedQuestion) -> str:
    """The predicate less what the fragment names again: "how many houses" of "did the flood destroy houses"."""
    words = [word for word in split_words(fragment) if is_content(word)]
    noun = singular(words[-1].key) if words else ""
    for mention in parsed.others:
        if mention.head == noun:
            predicate = predicate.replace(
                f" {mention.after} {mention.text}" if mention.after else f" {mention.text}", ""
            )
    return predicate


def _substitute(fragment: str, last: ParsedTurn, antecedents: Antecedents) -> str | None:
    """The last question with the part of the same kind exchanged: a date for a date, a name for a name."""
    fragment = fragment.strip(" ?!.,")
    asked = last.turn.asked.rstrip(" ?!.")
    if _DATE_PART.search(fragment):
        return _with_date(fragment, asked)
    words = antecedents.names.mark(fragment)
    parsed = parse(fragment, antecedents.names)
    if not parsed.mentions or words[0].key.endswith("ed"):
        return f"{asked} {fragment}?" if words else None
    new = parsed.mentions[0]
    if (exchanged := _counterpart(new, fragment, last)) is not None:
        replacement = new.text if new.after else fragment
        asked_for = last.parsed.asked_for
        if asked_for and exchanged.start == asked_for.start and asked_for.after != "of":
            replacement = fragment[new.start :].removeprefix(new.text[: -len(new.bare_text)])
        return f"{asked[: exchanged.start]}{replacement}{asked[exchanged.end :]}?"
    if new.after:
        return f"{asked} {fragment}?"
    if not owner_of(fragment):
        return None
    asks_who = last.parsed.question_word in ("who", "whom") or new.head in PERSON_NOUNS
    return f"{'who' if asks_who else 'what'} is {fragment}?"


def _with_date(fragment: str, asked: str) -> str:
    if (date := _DATE_PART.search(asked)) is None:
        return f"{_NOW.sub('', asked)} {fragment}?"
    has_preposition = fragment.split(" ")[0].lower() in PREPOSITIONS
    start = date.start() if has_preposition else date.end() - len(date.group().split()[-1])
    return f"{asked[:start]}{fragment}{asked[date.end() :]}?"


def _counterpart(new: Mention, fragment: str, last: ParsedTurn) -> Span | None:
    """Where the part of the last question stands that the new one takes the place of."""
    parsed, subject = last.parsed, last.parsed.subject
    if new.after == "of" and parsed.asked_for and parsed.asked_for.after == "of":
        return parsed.asked_for.span
    if new.after:
        return _behind_preposition(new.after, parsed)
    if subject and fragment.lower().endswith(("'s", "’s")) and (owner := owner_of(subject.text)):
        return Span(subject.start, subject.start + len(owner) + len("'s"))
    if subject and parsed.is_copular and owner_of(fragment):
        return Span(subject.start, len(last.turn.asked))
    if subject and parsed.is_copular and (of := _behind_preposition("of", parsed)) and not new.is_plural:
        return of
    others = [other for other in parsed.others if new.is_name or not other.after]
    candidates = [subject, *others, parsed.asked_for]
    mentions = [mention for mention in candidates if mention is not None]
    same_kind = [m for m in mentions if (m.is_name, m.is_plural) == (new.is_name, new.is_plural)]
    found = same_kind or (mentions if len(mentions) == 1 and not owner_of(fragment) else [])
    return found[0].span if found else None


def _behind_preposition(preposition: str, parsed: ParsedQuestion) -> Span | None:
    """What follows this preposition, by itself or inside a mention: "health" in "the minister of health"."""
    for mention in parsed.mentions:
        if mention.after == preposition:
            return mention.span
        if inside := re.search(rf"\s{preposition}\s+", mention.text, re.I):
            return Span(mention.start + inside.end(), mention.span.end)
    return None


def _with_noun(question: str, words: list[Word], antecedents: Antecedents) -> str | None:
    """ "how many were moved?" with the noun that the conversation counts."""
    at = next((i for i, word in enumerate(words) if word.key in ("many", "which")), None)
    if at is None or at > 2 or at + 1 >= len(words):
        return None
    if words[at + 1].key not in AUXILIARIES and not is_verb_form(words[at + 1], words[at]):
        return None
    if words[at].key == "many" and (at == 0 or words[at - 1].key != "how"):
        return None
    for turn in antecedents.newest_first:
        if turn.parsed.asked_for and turn.parsed.asked_for.is_plural:
            return f"{question[: words[at].span.end]} {turn.parsed.asked_for.bare_text}{question[words[at].span.end :]}"
    return None
