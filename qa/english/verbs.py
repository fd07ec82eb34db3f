"""Verbs bent for another question: "who asked Trump?" and "Reporters" -> "did Reporters ask Trump"."""

import re

from qa.english.names import is_plural, split_words
from qa.english.words import ADVERBS, AUXILIARIES, BASE_FORMS, PREPOSITIONS, VERBS

_PLURALS = {"is": "are", "was": "were", "has": "have"}
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_WITH_SILENT_E = re.compile(
    r"([cuvze]|(?<![aeiou])([aiu][bdgkmpr]|o[bdkpt]|ut|i[ln]|ul)|(?<!s)s|[^aeiouln]l|(?<![aeou])at|[^n]g|let|(gn|st|pl|c)or)$"
)
"""Endings of a stem that lost an -e before -ed: "describ", "declar", "handl", "creat", "charg"."""


def base_form(past: str) -> str:
    """The base form of a past tense, lower case: "wrote" -> "write", "carried" -> "carry", "described" -> "describe"."""
    if past in BASE_FORMS:
        return BASE_FORMS[past]
    stem = past.removesuffix("ed")
    if stem.endswith("i"):
        return f"{stem}e" if len(stem) == len("di") else f"{stem[:-1]}y"
    for known in (stem, f"{stem}e", stem[:-1]):
        if known in VERBS:
            return known
    if _DOUBLED.search(stem):
        return stem[:-1]
    return f"{stem}e" if _WITH_SILENT_E.search(stem) else stem


def with_subject(subject: str, predicate: str) -> str:
    """A predicate as a question asks it of a subject.

    with_subject("Reporters", "asked Trump") -> "did Reporters ask Trump"
    with_subject("Ada Holm", "has been seen") -> "has Ada Holm been seen"
    """
    words = predicate.split(" ")
    if words[0].lower() in AUXILIARIES:
        return " ".join([_PLURALS.get(words[0], words[0]) if _is_plural(subject) else words[0], subject, *words[1:]])
    at = 1 if len(words) > 1 and (words[0].lower() in ADVERBS or words[0].lower().endswith("ly")) else 0
    verb = words[at].lower()
    if verb in BASE_FORMS or verb.endswith("ed"):
        auxiliary, words[at] = "did", base_form(verb)
    elif verb in VERBS:
        auxiliary = "do"
    elif (singular := _without_ending(verb)) is not None:
        auxiliary, words[at] = "do" if _is_plural(subject) else "does", singular
    else:
        return " ".join([subject, *words])
    return " ".join([auxiliary, subject, *words])


def _is_plural(subject: str) -> bool:
    words = split_words(subject)
    of = next((i for i, word in enumerate(words) if i and word.key in PREPOSITIONS), len(words))
    return bool(words) and words[of - 1].text.islower() and is_plural(words[of - 1].key)


def _without_ending(verb: str) -> str | None:
    """ "run" for "runs", "carry" for "carries"; None for what does not end like a present tense."""
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith("es") and verb[:-2] in VERBS:
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else None
