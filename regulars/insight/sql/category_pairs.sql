-- Of the members who bought in one category, those who also bought in another; the 20 categories with most lines. Lift: times as often as among all members who bought.
-- Each member's categories are one number of 20 bits, so that members who bought in the same ones are counted together.
WITH sizes AS (
    SELECT category, row_number() OVER (ORDER BY count(*) DESC, category) AS place FROM lines WHERE amount >= 0 AND category <> '' GROUP BY category
), kept AS (
    SELECT category, CAST(power(2, place - 1) AS BIGINT) AS bit FROM sizes WHERE place <= 20
), each_member AS (
    SELECT member, bit_or(bit) AS bits FROM lines l JOIN kept k ON k.category = l.category WHERE amount >= 0 GROUP BY member
), alike AS (
    SELECT bits, count(*) AS members FROM each_member GROUP BY bits
), everybody AS (
    SELECT count(DISTINCT member) AS members FROM purchase_days
), single AS (
    SELECT category, bit, sum(members) AS members FROM alike JOIN kept ON (bits & bit) <> 0 GROUP BY category, bit
), pairs AS (
    SELECT a.category, b.category AS also, min(a.members) AS members, min(b.members) AS also_members, sum(alike.members) AS both_members
    FROM single a JOIN single b ON a.bit <> b.bit JOIN alike ON (bits & (a.bit + b.bit)) = a.bit + b.bit GROUP BY 1, 2
)
SELECT category AS name, also, both_members, p.members, both_members * 1.0 / p.members AS also_share, also_members * 1.0 / e.members AS everybody_share,
       both_members * 1.0 * e.members / (p.members * 1.0 * also_members) AS lift
FROM pairs p CROSS JOIN everybody e WHERE both_members >= 10 ORDER BY lift DESC, name, also
