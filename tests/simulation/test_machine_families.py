"""Whatever happens between members, every law of the engine holds after each step (fault F2)."""

import pytest

from simulation.machine import Families, often

TestFamilies = Families.TestCase
TestFamilies.settings = often(250)
TestFamilies.pytestmark = [pytest.mark.timeout(1_800)]  # a busy machine takes its time; cut off, Hypothesis tells of something else
