"""From question-and-answer data to the committed reader: data -> features -> train -> export -> score -> card.

Run with `python -m qa.training`; needs the `train` extra (torch). Nothing in the product imports this package.
"""
