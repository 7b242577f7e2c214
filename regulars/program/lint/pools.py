"""Pools that nothing ever goes into by itself."""

from regulars.program.document import Program
from regulars.program.findings import Notes
from regulars.program.lint.lines import Lines


def check_pools(program: Program, notes: Notes, lines: Lines) -> None:
    earned = {rule.wallet for rule in program.earn}
    for pool in program.pools:
        for wallet in pool.wallets:
            if pool.contribute == "all" and wallet not in earned:
                notes.warning("pool_of_nothing", lines.of("pools", pool.id), pool=pool.id, wallet=wallet)
