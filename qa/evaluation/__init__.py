"""Questions with known answers -> figures. Imported by `qa eval` and by training, by nothing else."""
