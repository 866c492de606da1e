"""The parts of a briefing, in their order."""
