"""A question and an index -> a cited answer; the command line. May import `corpus` and `embeddings`."""
