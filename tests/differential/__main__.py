"""`python -m tests.differential`: recall and precision over random programs."""

from __future__ import annotations

import argparse
import multiprocessing
import time
from pathlib import Path

import sqlalchemy

from .comparison import Comparison, Sum, compare
from .grammar import write_program
from .shrinking import differences, normalized, shrink


def compare_seed(seed: int) -> Comparison:
    return compare(write_program(seed))


def shrink_seed(seed: int) -> list[Comparison]:
    """The differences of a program, each in a small program."""
    program = normalized(write_program(seed))
    found = [shrink(program, one) for one in sorted(differences(compare(program)))]
    return [comparison for comparison in found if comparison is not None]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--programs", type=int, default=200, help="how many (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="which ones (default: 0)")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--show", type=int, metavar="SEED", help="print one program and stop")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write differences there")
    parser.add_argument("--shrink", type=int, nargs="+", metavar="SEED", help="make it small")
    options = parser.parse_args()
    if not sqlalchemy.__version__.startswith("2."):
        parser.error(f"the programs need SQLAlchemy 2, and this is {sqlalchemy.__version__}")
    if options.shrink:
        with multiprocessing.Pool(options.jobs, maxtasksperchild=4) as pool:
            for found in pool.imap_unordered(shrink_seed, options.shrink):
                for comparison in found:
                    print(f"=== {comparison.program.seed}\n{comparison.text()}", flush=True)
        return
    if options.show is not None:
        print(compare_seed(options.show).text())
        return
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    figures = Sum()
    begun = time.perf_counter()
    first = options.seed * 1_000_000
    with multiprocessing.Pool(options.jobs, maxtasksperchild=100) as pool:
        seeds = range(first, first + options.programs)
        for comparison in pool.imap(compare_seed, seeds, chunksize=4):
            figures.add(comparison)
            if not comparison.agrees:
                seed = comparison.program.seed
                for place in sorted(comparison.missed | comparison.false):
                    kind = "missed" if place in comparison.missed else "false alarm"
                    line = comparison.program.files[place[0]].splitlines()[place[1] - 1]
                    print(f"{seed}: {place[0]}:{place[1]}: {kind}: {line.strip()}")
                if options.keep:
                    (options.keep / f"{seed}.txt").write_text(comparison.text(), "utf-8")
    seconds = time.perf_counter() - begun
    print(f"{figures.programs} programs, {figures.runs} runs, {seconds:.0f} s")
    print(f"{figures.hits} agreed, {figures.missed} missed, {figures.false} false alarms")
    print(f"{figures.open} lines that need not be reported, of which {figures.open_told} were")
    print(f"{figures.scattered} of these where less belongs together, and {figures.scattered_told}")
    print(f"{figures.repeated} reported again, for an object and cause that had been reported")
    print(f"recall {figures.recall:.4f}, precision {figures.precision:.4f}")
    print("other ends:", dict(sorted(figures.ends.items(), key=lambda item: -item[1])))


if __name__ == "__main__":
    main()
