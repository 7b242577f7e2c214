"""Whatever happens to one member under whatever programme, every law of the engine holds after each step (fault F2)."""

from simulation.machine import Club, often

TestClub = Club.TestCase
TestClub.settings = often(250)
