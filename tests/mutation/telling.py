"""What came of it, by file and room, as a table of docs/mutation.md."""

import math

from changing import Mutant

ROOMS = ("engine", "program")


def table(living: dict[str, list[Mutant]], judged: dict[str, list[Mutant]], results: dict[Mutant, str | None], untested: set[Mutant]) -> str:
    """living: the mutants of each file that can be told from the original; judged: those that can not; results: of those tried, what killed them."""
    rows = ["| file | mutants | equivalent | tried | killed | no test runs them | % |", "|---|--:|--:|--:|--:|--:|--:|"]
    groups = {file.removeprefix("regulars/"): [file] for file in living}
    groups |= {f"**{room}**": [file for file in living if file.startswith(f"regulars/{room}/")] for room in ROOMS}
    groups["**both**"] = list(living)
    for name, files in groups.items():
        tried = [one for one in results if one.file in files]
        if tried:
            killed = sum(1 for one in tried if results[one] is not None)
            unrun = sum(1 for one in tried if one in untested)
            mutants_of, equal = (sum(len(of[file]) for file in files) for of in (living, judged))
            low, high = interval(killed, len(tried))
            share = f"{100 * killed / len(tried):.1f}" + (f" ({100 * low:.1f}–{100 * high:.1f})" if name.startswith("**") else "")
            rows.append(f"| {name} | {mutants_of} | {equal} | {len(tried)} | {killed} | {unrun} | {share} |")
    return "\n".join(rows)


def interval(killed: int, tried: int) -> tuple[float, float]:
    """Where the share among all mutants lies, 95 times of 100 (Wilson's score interval)."""
    z, share = 1.959964, killed / tried
    middle, half = share + z * z / (2 * tried), z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return (middle - half) / (1 + z * z / tried), (middle + half) / (1 + z * z / tried)
