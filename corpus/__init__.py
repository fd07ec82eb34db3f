"""Files -> documents -> passages. Knows no model and no question; imports neither `embeddings` nor `qa`."""
