"""What staff and shop say about a member's tier: freezes, matches, levels set by hand, missions asked for; and missions done."""

from regulars.engine.decision import Reason
from regulars.engine.events_tiers import FastTrackRequested, TierFrozen, TierMatched, TierSet, TierUnfrozen
from regulars.engine.freezing import freeze, frozen_until, unfreeze
from regulars.engine.grants import add_grant, tier_follows
from regulars.engine.ladder import place_of
from regulars.engine.moment import Moment
from regulars.engine.state_tiers import Aside, Grant
from regulars.engine.tier_errors import (
    AlreadyOnTrack,
    FreezeTooLong,
    MatchNotHigher,
    NotFrozen,
    NothingToGain,
    ReachHolds,
    TrackIsAutomatic,
    TrackNotRunning,
    UnknownLevel,
    UnknownTrack,
    UntilPast,
)
from regulars.engine.tracks import CompiledTrack, reason_of
from regulars.kit.periods import iso_day

TierEvent = TierFrozen | TierUnfrozen | TierMatched | TierSet | FastTrackRequested


def happens(moment: Moment, data: TierEvent) -> None:
    """Raises Refused before anything is changed. All of them act at the member's present, also when they come late."""
    match data:
        case TierFrozen():
            _freeze(moment, data)
        case TierUnfrozen():
            _unfreeze(moment)
        case TierMatched():
            _match(moment, data)
        case TierSet():
            _set(moment, data)
        case FastTrackRequested():
            _request(moment, data)


def _freeze(moment: Moment, data: TierFrozen) -> None:
    today, longest = moment.today, moment.now.tiers.freeze.at_most
    if data.until < today:
        raise UntilPast(until=iso_day(data.until))
    if data.until > longest.after(today):
        raise FreezeTooLong(until=iso_day(data.until), most=str(longest), latest=iso_day(longest.after(today)))
    freeze(moment.state, today, data.until)
    moment.because.append({"code": "tier.frozen", "until": iso_day(data.until), "reason": data.reason})


def _unfreeze(moment: Moment) -> None:
    if not frozen_until(moment.state, moment.today):
        raise NotFrozen()
    unfreeze(moment.state, moment.today)
    moment.because.append({"code": "tier.unfrozen"})


def _match(moment: Moment, data: TierMatched) -> None:
    place = _place(moment, data.level)
    if data.until < moment.today:
        raise UntilPast(until=iso_day(data.until))
    own = place_of(moment.state, moment.now)
    if place <= own:
        raise MatchNotHigher(tier=data.level, own=moment.now.levels[own].id)
    add_grant(moment.state, moment.now, Grant("match", data.level, moment.today, data.until, data.evidence), moment.today)
    moment.because.append({"code": "tier.matched", "tier": data.level, "until": iso_day(data.until), "evidence": data.evidence})


def _set(moment: Moment, data: TierSet) -> None:
    state, now, place = moment.state, moment.now, _place(moment, data.level)
    if data.until and data.until < moment.today:
        raise UntilPast(until=iso_day(data.until))
    if not data.until:
        for higher in range(len(now.levels) - 1, place, -1):
            reach = now.levels[higher].reach
            if reach is not None and reach(state, moment.today):
                raise ReachHolds(tier=now.levels[higher].id)
    before = state.tier
    if state.aside is not None:
        state.aside.grants = [grant for grant in state.aside.grants if grant.kind == "paid"]
        tier_follows(state, now, moment.today)
    state.grace_until = 0
    reason: Reason = {"code": "tier.set", "from": before, "to": data.level, "reason": data.reason}
    if data.until:
        add_grant(state, now, Grant("set", data.level, moment.today, data.until, data.reason), moment.today)
        reason |= {"code": "tier.set_until", "until": iso_day(data.until)}
    elif state.aside is not None and state.aside.own:  # beneath what is paid for
        state.aside.own = data.level
        tier_follows(state, now, moment.today)
    elif state.tier != data.level:
        state.tier, state.tier_since = data.level, moment.today
    moment.because.append(reason)


def _place(moment: Moment, level: str) -> int:
    place = moment.now.level_of.get(level)
    if place is None:
        raise UnknownLevel(tier=level)
    return place


def _request(moment: Moment, data: FastTrackRequested) -> None:
    track = next((track for track in moment.now.tracks if track.id == data.track), None)
    if track is None:
        raise UnknownTrack(track=data.track)
    if not track.on_request:
        raise TrackIsAutomatic(track=track.id)
    if not track.starts <= moment.today <= track.ends:
        raise TrackNotRunning(track=track.id)
    if track.place <= place_of(moment.state, moment.now):
        raise NothingToGain(track=track.id, tier=track.level)
    aside = moment.state.aside = moment.state.aside or Aside()
    if aside.tracks.get(track.id, (0, 0))[1] or _held(aside, track):
        raise AlreadyOnTrack(track=track.id)
    last = track.last_day(moment.today)
    aside.tracks[track.id] = (moment.today - 1, last)
    moment.because.append(reason_of(track, "track.requested", iso_day(last)))


def run_tracks(moment: Moment) -> None:
    """After an event, and after the ladder: every mission that is done now grants its level."""
    state, today = moment.state, moment.today
    for track in moment.now.tracks:
        if not track.starts <= today <= track.ends or track.place <= place_of(state, moment.now):
            continue
        aside = state.aside
        if aside is not None and _held(aside, track):
            continue
        if track.on_request and (aside is None or not aside.tracks.get(track.id, (0, 0))[1]):
            continue
        if track.reach(state, today):
            measured = track.to_reach.of(state, today)
            until = track.period.after(today) - 1
            add_grant(state, moment.now, Grant("track", track.level, today, until, track.id), today)
            assert state.aside is not None
            state.aside.tracks[track.id] = (today, 0)
            moment.because.append({**reason_of(track, "track.reached", iso_day(until)), "measured": measured})


def _held(aside: Aside, track: CompiledTrack) -> bool:
    return any(grant.kind == "track" and grant.note == track.id for grant in aside.grants)
