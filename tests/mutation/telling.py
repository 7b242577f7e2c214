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
            whole = _of_all(living, files, tried, results)
            low, high = interval(whole, len(tried))
            share = f"{100 * whole:.1f}" + (f" ({100 * low:.1f}–{100 * high:.1f})" if name.startswith("**") else "")
            rows.append(f"| {name} | {mutants_of} | {equal} | {len(tried)} | {killed} | {unrun} | {share} |")
    return "\n".join(rows)


def _of_all(living: dict[str, list[Mutant]], files: list[str], tried: list[Mutant], results: dict[Mutant, str | None]) -> float:
    """The share killed, each file counted by how many mutants it has (a small file's sample is rounded up)."""
    killed = weight = 0.0
    for file in files:
        mine = [results[one] is not None for one in tried if one.file == file]
        if mine:
            killed += len(living[file]) * sum(mine) / len(mine)
            weight += len(living[file])
    return killed / weight


def interval(share: float, tried: int) -> tuple[float, float]:
    """Where the share among all mutants lies, 95 times of 100, when ``share`` of ``tried`` were killed (Wilson's score interval)."""
    z = 1.959964
    middle, half = share + z * z / (2 * tried), z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return (middle - half) / (1 + z * z / tried), (middle + half) / (1 + z * z / tried)
