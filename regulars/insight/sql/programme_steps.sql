-- Who became known in the 90 days that ended 90 days ago, beside the 90 days before them: how far each came within 90 days of that, every step counted among those who took the one before.
WITH known AS (
    SELECT m.member, m.joined_on AS known_on, CASE WHEN m.joined_on > s.as_of - INTERVAL 180 DAY THEN 1 ELSE 0 END AS is_latest
    FROM members m CROSS JOIN shop s WHERE m.joined_on > s.as_of - INTERVAL 270 DAY AND m.joined_on <= s.as_of - INTERVAL 90 DAY
), seen AS (
    SELECT member, min(day) AS day FROM happenings WHERE type LIKE 'offer%' GROUP BY member
), earned AS (
    SELECT member, min(day) AS day FROM point_moves WHERE source = 'issued' GROUP BY member
), burned AS (
    SELECT member, min(day) AS day FROM point_moves WHERE target = 'redeemed' GROUP BY member
), told AS (
    SELECT CASE WHEN count(*) > 0 THEN 0 ELSE 1 END AS nobody_tells FROM happenings WHERE type LIKE 'offer%'
), steps AS (
    SELECT is_latest, nobody_tells, CASE WHEN s.day <= known_on + INTERVAL 90 DAY THEN 1 ELSE 0 END AS saw, CASE WHEN j.day <= known_on + INTERVAL 90 DAY THEN 1 ELSE 0 END AS joined,
           CASE WHEN e.day <= known_on + INTERVAL 90 DAY THEN 1 ELSE 0 END AS earned, CASE WHEN b.day <= known_on + INTERVAL 90 DAY THEN 1 ELSE 0 END AS burned
    FROM known CROSS JOIN told LEFT JOIN seen s USING (member) LEFT JOIN enrolments j USING (member) LEFT JOIN earned e USING (member) LEFT JOIN burned b USING (member)
), nested AS (
    SELECT is_latest, nobody_tells, greatest(saw, nobody_tells) AS saw, greatest(saw, nobody_tells) * joined AS joined, greatest(saw, nobody_tells) * joined * earned AS earned,
           greatest(saw, nobody_tells) * joined * earned * burned AS burned
    FROM steps
)
SELECT is_latest, count(*) AS known, CASE WHEN max(nobody_tells) = 0 THEN sum(saw) END AS saw_offer, sum(joined) AS enrolled, sum(earned) AS earned, sum(burned) AS redeemed
FROM nested GROUP BY is_latest ORDER BY is_latest
