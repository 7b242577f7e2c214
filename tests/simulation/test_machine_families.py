"""Whatever happens between members, every law of the engine holds after each step (fault F2)."""

from simulation.machine import Families, often

TestFamilies = Families.TestCase
TestFamilies.settings = often(250)
