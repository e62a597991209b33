"""Tests of the room that knows which file an import means."""
