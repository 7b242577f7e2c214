-- What was given by hand is looked up by the moment it was written down, to know what one person has given alone; few events are of this type.
CREATE INDEX event_adjusted ON event (recorded_at) WHERE type = 'points.adjusted';
