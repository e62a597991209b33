"""What the plugin costs, always as a ratio: seconds say more about a machine than about a program.

    python -m benchmarks

A suite is a module here with a ``measure(rounds)`` that yields one :class:`~benchmarks.ratio.Ratio`
after another, and its line in ``__main__.py``.
"""
