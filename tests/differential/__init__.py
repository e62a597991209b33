"""Random programs: the lines that the plugin reports against the lines at which SQLAlchemy raises.

`schema` and `grammar` write a program, `execution` runs it, `comparison` asks both sides, and
`shrinking` makes what they disagree about readable.  The rules by which the two are comparable
stand in `execution`.

    python -m tests.differential --programs 2000 --seed 1
"""
