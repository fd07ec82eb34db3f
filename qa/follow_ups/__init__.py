"""A follow-up question and the conversation before it -> the question that is asked of the documents. Rules, no model."""
