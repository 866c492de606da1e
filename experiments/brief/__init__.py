"""A briefing from results folders: what is found, said once as plain data, and set twice, as PDF and as HTML."""
