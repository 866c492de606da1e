"""What every table, sentence and page says alike."""
