"""Tables of stakeholders, who wants what and how much, read from the files that people have and written as scenarios."""
