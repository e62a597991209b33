"""A small bookshop: a catalogue with reviews, and orders."""
