"""Passages -> a searchable index. Knows no answers; may import `corpus`, never `qa`."""
