"""``fast_tracks:`` — missions: whoever does this much in this time holds a level for a while."""

from regulars.kit.periods import Duration
from regulars.kit.text import Text
from regulars.program.criteria import criterion
from regulars.program.document_conditions import AllOf, AnyOf, NotOf
from regulars.program.document_tiers import Criterion, FastTrack, Measured, Window
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names
from regulars.program.values import choice, day, duration, identifier, listing, words
from regulars.program.yaml_lines import Node

MOST_TRACKS = 50
_NOTHING = Measured("spend", 0, Window("calendar_year"))  # type: ignore[arg-type]


def read_fast_tracks(node: Node, notes: Notes, names: Names) -> tuple[FastTrack, ...]:
    """``[{id, reach: {stays: 2, within: 60 days}, grants: gold, for: 6 months}, …]``, after the levels have been read."""
    return tuple(listing(lambda item, notes: _track(item, notes, names), at_most=MOST_TRACKS)(node, notes) or ())


def _track(node: Node, notes: Notes, names: Names) -> FastTrack | None:
    fields = Fields(node, notes)
    if not fields.is_mapping:
        return None
    id = fields.need("id", identifier, "")
    if f"fast_tracks.{id}" in names.lines:
        notes.error("duplicate_id", fields.line("id"), where=node.path, text=id, first_line=names.lines[f"fast_tracks.{id}"])
    elif id:
        names.lines[f"fast_tracks.{id}"] = node.line
    track = FastTrack(
        id=id,
        name=fields.take("name", words, Text()),
        reach=fields.need("reach", criterion(names), _NOTHING),
        grants=fields.need("grants", names.level, ""),
        held_for=fields.need("for", duration, Duration(days=1)),
        enrol=fields.take("enrol", choice("automatic", "on_request"), "automatic"),  # type: ignore[arg-type]
        starts=fields.take("from", day),
        ends=fields.take("until", day),
    )
    fields.close()
    if any(window.kind not in ("rolling", "calendar_year") for window in _windows(track.reach)):
        notes.error("track_without_window", fields.line("reach"), track=id)
    if track.starts and track.ends and track.starts > track.ends:
        notes.error("dates_reversed", fields.line("until"), rule=id, starts=track.starts.isoformat(), ends=track.ends.isoformat())
    if names.levels and track.grants == names.levels[0]:
        notes.error("track_grants_lowest", fields.line("grants"), track=id, level=track.grants)
    return track


def _windows(criterion: Criterion) -> list[Window]:
    if isinstance(criterion, Measured):
        return [criterion.within]
    if isinstance(criterion, NotOf):
        return _windows(criterion.part)
    assert isinstance(criterion, AllOf | AnyOf)
    return [window for part in criterion.parts for window in _windows(part)]
