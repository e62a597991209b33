"""How Python runs: names, scopes, branches, loops, calls, closures, classes, `await`.

Nothing in this room knows SQLAlchemy, flake8 or a GRN code.  What names from outside mean is
handed in as a `Libraries` object; what happens is handed out as events.
"""
