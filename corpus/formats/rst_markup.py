"""What of reStructuredText is markup inside a paragraph, and which directives hold prose."""

import re

WORDS_INSIDE = frozenset(
    """
    admonition attention caution danger error hint important note tip warning seealso versionadded versionchanged deprecated
    epigraph highlights pull-quote sidebar topic rubric container compound parsed-literal table figure list-table
    code code-block sourcecode
    """.split()
)
"""Directives whose content is read, code as in Markdown; that of others is data or commands."""

MARKUP = re.compile(
    r"""(?<!\w)(?::[\w.+:-]{1,60}:)?`(?=[^\s`])                     # a role, and what opens interpreted text or a link
      | (?<=\S)\s*<[^<>`]*>`__?                                # a link's target
      | (?<=[^\s`])`__?(?!\w) | (?<=[^\s`])`(?::[\w.+:-]{1,60}:)?   # what closes it
      | ``
      | (?<![\w*])\*{1,2}(?=[^\s*]) | (?<=[^\s*])\*{1,2}(?![\w*])
      | (?<!\w)\|(?=[^\s|]) | (?<=[^\s|])\|_{0,2}(?!\w) | (?<=\s)\|(?=\s|\Z)
      | (?<=\w)__?(?=\W|$)
      | \[[\w#*.-]+\]_
      | \+(?:[-=]+\+)+
      | ::(?=\s*$)
      | \\(?=[^\w\s])""",
    re.X,
)
