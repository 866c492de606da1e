"""Dated questions: probabilities sealed now, and scored when the answers are known."""
