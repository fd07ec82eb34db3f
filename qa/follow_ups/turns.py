"""The turns of a conversation, where those who follow up look for them."""

from qa.replies.turns import Turn

__all__ = ["Turn"]
