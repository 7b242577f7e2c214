"""Whatever happens to one member under whatever programme, every law of the engine holds after each step (fault F2)."""

import pytest

from simulation.machine import Club, often

TestClub = Club.TestCase
TestClub.settings = often(250)
TestClub.pytestmark = [pytest.mark.timeout(1_800)]  # a busy machine takes its time; cut off, Hypothesis tells of something else
