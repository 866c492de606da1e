"""Playing histories: engines, blocks, workers, and how to go on."""
