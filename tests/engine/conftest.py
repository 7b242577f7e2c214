from collections.abc import Callable

import pytest

from engine.story import Story


@pytest.fixture
def club() -> Callable[..., Story]:
    """``club(programme, story)``: the parts of a programme that matter, and what happens to Alice under it (tests/engine/story.py)."""

    def play(program_text: str, text: str, facts: dict | None = None) -> Story:
        return Story(program_text).play(text, facts)

    return play
