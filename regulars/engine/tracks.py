"""Fast tracks: whoever does a mission's ``reach`` holds its level for a while. What counted for one grant does not count for the next."""

from dataclasses import dataclass
from datetime import date

from regulars.engine.criteria import Holds, Progress, compile_criterion, measured_parts
from regulars.engine.decision import Reason
from regulars.kit.periods import NEVER, Duration
from regulars.program.document import Program
from regulars.program.document_tiers import FastTrack, Window


@dataclass(slots=True)
class CompiledTrack:
    id: str
    level: str
    place: int  # of the level it grants
    period: Duration
    on_request: bool
    starts: int
    ends: int
    reach: Holds
    to_reach: Progress
    windows: tuple[Window, ...]

    def last_day(self, start: int) -> int:
        """The last day on which what happens from ``start`` on can still make it."""
        return max(date(date.fromordinal(start).year, 12, 31).toordinal() if window.period is None else window.period.after(start) - 1 for window in self.windows)


def compile_tracks(program: Program) -> tuple[CompiledTrack, ...]:
    places = {level.id: place for place, level in enumerate(program.tiers.levels)}
    return tuple(_compile(track, places[track.grants], program) for track in program.fast_tracks)


def _compile(track: FastTrack, place: int, program: Program) -> CompiledTrack:
    return CompiledTrack(
        track.id,
        track.grants,
        place,
        track.held_for,
        track.enrol == "on_request",
        track.starts.toordinal() if track.starts else 0,
        track.ends.toordinal() if track.ends else NEVER,
        compile_criterion(track.reach, program, track.id),
        Progress(track.reach, program, track.id),
        tuple(part.within for part in measured_parts(track.reach)),
    )


def reason_of(track: CompiledTrack, code: str, until: str | None) -> Reason:
    return {"code": code, "track": track.id, "tier": track.level, "until": until}
