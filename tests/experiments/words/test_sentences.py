"""Titles as they stand inside a sentence."""

from experiments.words.sentences import in_quotes


def test_quotation_marks_inside_quotation_marks_are_single():
    assert in_quotes("Talks") == "“Talks”"
    assert in_quotes("Rebels: reluctance to join “Talks”") == "“Rebels: reluctance to join ‘Talks’”"
