"""A scenario told to a person, and what each of its numbers rests on."""
