"""What a question asks for, by its wording: one answer, all answers, or more than a quotation can say."""

import re

from qa.english.words import AUXILIARIES, COUNTING_WORDS, PREPOSITIONS, VERBS, any_of

_TEXTS = r"(?:files|documents|texts|passages|reports|articles|accounts)"
_WHERE = r"in\s+(?:this|the|my)\s+(?:folder|corpus|collection|index|directory)\b"
_ONE_TEXT = r"(?:file|document|text|passage|report|article|account)"
_THESE = r"(?:(?:the|these|those|both|two|all|three|first|last|of)\s+){0,3}"
_APPEAR = r"(?:appear|occur|stand|figure|(?:come|turn|show)\s+up)"
_CHOICE = (
    r"(?:buy|sell|choose|pick|trust|believe|invest|quit|resign|marry|divorce|vote|worry|hire|fire|sue|forgive|rent\s+or|move"
    r"|take\s+(?:the|a|an|this|that)\s+(?:ferry|bus|train|plane|car|tram|job|offer|risk|deal|chance)\b)\b"
)
"""What only the one who asks can decide."""

_BEYOND = re.compile(
    rf"""\A\W*(?:(?:please|can\s+you|could\s+you|would\s+you|will\s+you)\s+)*
        (?: (?:summari[sz]e|translate|compare|rewrite|rephrase|paraphrase|proofread)\b
          | contrast\s+(?:(?:the|these|those|both|two|my|his|her|their)\b|\S+\s+(?:\S+\s+)?(?:with|and|to)\b)
          | (?:explain|describe)\s+(?:to|for)\s+me\b
          | (?:write|draft|compose)\s+(?:me\s+|us\s+)?(?:an?|the|some)\b
          | (?:give|show|make|tell)\s+(?:me\s+|us\s+)?(?:an?|the)\s+(?:\w+\s+)?
            (?:summary|overview|translation|comparison|abstract)\b
          | count\s+(?:the|all|how\s+many)\b )
      | \A\W*what\s+(?:is|are)\s+(?:this|these|those|the)\s+(?:document|file|text|folder|corpus|collection)s?\s+about\W*\Z
      | \A\W*what(?:['’]s|\s+is)\s+the\s+(?:difference|similarity)\s+between\s+(?:\w+\s+){{1,2}}{_TEXTS}\W*\Z
      | \A\W*how\s+(?:does|do|did)\s+{_THESE}{_TEXTS}\s+(?:compare|differ)(?:\s+(?:about|on|from|with)\b.*)?\W*\Z
      | \A\W*how\s+does\s+the\s+(?:\w+\s+)?{_ONE_TEXT}\s+compare\s+(?:with|to)\s+the\s+(?:\w+\s*){{1,2}}\W*\Z
      | \A\W*what\s+do\s+you\s+think\b | \A\W*how\s+do\s+you\s+(?:think|feel\s+about)\b | \bin\s+your\s+opinion\b
      | \A\W*what\s+do\s+you\s+(?:recommend|suggest)(?:\s+(?:that\s+)?(?:i|we)\b.*)?\W*\Z
      | \A\W*(?:do|would|should)\s+you\s+(?:think|believe|agree)\b | \A\W*would\s+you\s+recommend\b
      | \A\W*what\s+should\s+(?:i|we)\s+(?:do|think|say|choose|buy|read)\W*\Z
      | \A\W*should\s+(?:i|we)\s+{_CHOICE}(?!.*\b(?:if|when|before|after|while|during|unless)\b)
      | \A\W*(?:who|what)\s+are\s+you\W*\Z""",
    re.I | re.X,
)
_COUNTS = re.compile(
    rf"""\A\W*in\s+how\s+many\s+(?:of\s+(?:the|these|those)\s+)?{_TEXTS}\s+
        (?:(?:is|are)\s+.*\b(?:mentioned|named|cited|found|described|discussed)|(?:does|do)\s+.*\b{_APPEAR})\b
      | \A\W*how\s+many\s+(?:of\s+(?:the|these|those)\s+)?(?:files|documents|texts|passages)
        (?: \s+(?:are|is)\s+(?:there\W*\Z|there\s+{_WHERE}|here\b|{_WHERE})
          | \s+(?:do|did|have|can)\s+you\b
          | \s+(?:do\s+(?:i|we)\s+have|have\s+(?:i|we))\W*\Z
          | \s+(?:are|were)\s+(?:indexed|searched|loaded)\b
          | \s+(?:mention|contain|refer\s+to|discuss|talk\s+about|say|describe|include|name|cite)\b
            (?!\s.*\b(?:treaty|law|contract|act)\b)
          | \s+{_WHERE} | \W*\Z )
      | \A\W*how\s+(?:many\s+times|often)\s+(?:is|are)\s+.+\s(?:mentioned|cited)\W*\Z
      | \A\W*how\s+(?:many\s+times|often)\s+(?:does|do)\s+.*\b(?:words?|names?|phrases?)\b.*\b{_APPEAR}\W*\Z
      | \A\W*how\s+many\s+(?:words|sentences|paragraphs)\s+(?:does|do|has|have|are\s+in)\s+(?:this|these|the)\s+
        (?:document|file|text|passage|report|article)s?\b""",
    re.I | re.X,
)


def is_beyond_quotation(question: str) -> bool:
    """Whether it asks to count the texts, compare, translate, sum up, write or judge.

    "How many documents mention ICE?" does; "How many documents did the court release?" is for the documents to say.
    """
    return bool(_BEYOND.search(question) or _COUNTS.search(question))


_POLITE = r"\A\W*(?:(?:please|can\s+you|could\s+you)\s+)*"
_NUMBER = rf"(?:{any_of(COUNTING_WORDS - {'one'})}|\d+)"
_SINGULAR_IN_S = (
    r"(?:\w*(?:ss|us|is)|was|has|does|news|series|species|means|gas|bias|lens|remains|says|makes|happens)\b"
)
_ONE_THING_IN_S = (
    r"(?:hours|times|odds|chances|whereabouts|dimensions|measurements|contents|headquarters|premises|proceeds)\b"
)
_THIRD_PERSON = rf"what\s+{any_of(VERBS)}(?:es|s)\b(?!\s+(?:{any_of(AUXILIARIES)}|of|for|to)\b|\W*\Z)"
"""A verb where a plural might stand: "what causes rust"."""

_PLURAL = rf"(?!{_SINGULAR_IN_S})(?:people|men|women|children|police|\w\w+s)\b"
_MODIFIER = r"(?!(?:is|was|does|has|do|did|are|were|will|would|of|from|in)\b)[\w-]+"
_AUXILIARY = r"(?:are|were|do|did|have|had|can|could|will|would|may|might|must|should)\b"
_PAST = r"(?:\w+ed|ran|sank|came|went|took|gave|made|said|stood|held|left|fell|got|sent|won|lost|saw|spoke|began)\b"
_WHICH = r"\A\W*(?:(?:at|in|from|to|by|for|with|on|of)\s+)?(?:which|what)\s+"
_LIST = re.compile(
    rf"""{_POLITE}(?:list|name|enumerate)\s+(?!(?:an?|one|any\s+one|of|is|was|and|price)\b)\w
      | {_POLITE}(?:give|show|tell)\s+(?:me|us)\s+(?:all|every|the\s+names\s+of|a\s+list\s+of)\b
      | \A\W*(?:who|which|what)\s+all\b
      | \A\W*who\s+(?:are|were)\b(?!\s+(?:you|we)\b)
      | (?!\A\W*{_THIRD_PERSON}){_WHICH}(?:other\s+)?{_PLURAL}
      | {_WHICH}(?!(?:1[5-9]|20)\d\d\b){_NUMBER}\s+\w
      | {_WHICH}(?:{_MODIFIER}\s+){{1,2}}{_PLURAL}\s+(?:{_AUXILIARY}|{_PAST})
      | \A\W*what\s+(?:are|were)\s+(?:(?:all|some)\s+(?:of\s+)?)?(?:the|their|his|her|its)\s+
        (?:{_NUMBER}\s+\w | (?:[\w-]+\s+){{0,2}}(?!{_ONE_THING_IN_S}){_PLURAL}\s*
          (?:[?.!]*\Z|(?:{any_of(PREPOSITIONS)}|who|that|which|when|if|where|given|needed|required|named|listed|made|used)\b))""",
    re.I | re.X,
)


def is_list_question(question: str) -> bool:
    """Whether it asks for every answer there is: "which organisations ...", "who were ...", "name the ..."."""
    return _LIST.search(question) is not None


_NO_ACTION = re.compile(r"\A\W*(?:when|who|whom|how\s+(?:many|much))\b", re.I)


def asks_for_no_action(question: str) -> bool:
    """Whether it asks when, who or how many, which no verb by itself can answer."""
    return _NO_ACTION.search(question) is not None
