-- Months, quarters and years that are over: who bought in them, who of these had bought in an earlier one, and who bought again in the next, once that is over too.
WITH kinds AS (
    SELECT 'month' AS kind, 1 AS months UNION ALL SELECT 'quarter', 3 UNION ALL SELECT 'year', 12
), until AS (
    SELECT year(as_of + INTERVAL 1 DAY) * 12 + month(as_of + INTERVAL 1 DAY) - 2 AS last_whole FROM shop
), visits AS (
    SELECT day, lead(day) OVER (PARTITION BY member ORDER BY day) AS next_day, row_number() OVER (PARTITION BY member ORDER BY day) AS n FROM purchase_days
), moves AS (
    SELECT year(day) * 12 + month(day) - 1 AS at_month, year(next_day) * 12 + month(next_day) - 1 AS next_month, count(*) AS times, sum(CASE WHEN n = 1 THEN 1 ELSE 0 END) AS firsts
    FROM visits GROUP BY 1, 2
), periods AS (
    SELECT kind, months, CAST(floor(at_month * 1.0 / months) AS INTEGER) AS period, CAST(floor(next_month * 1.0 / months) AS INTEGER) AS after, times, firsts FROM moves CROSS JOIN kinds
), counted AS (
    SELECT kind, months, period, sum(CASE WHEN after IS NULL OR after > period THEN times ELSE 0 END) AS members, sum(firsts) AS new_members,
           sum(CASE WHEN after = period + 1 THEN times ELSE 0 END) AS stayed
    FROM periods GROUP BY kind, months, period
), told AS (
    SELECT kind, months, period, members, new_members, CASE WHEN (period + 2) * months - 1 <= last_whole THEN stayed END AS stayed, (stayed + 1.9207294) / (members + 3.8414588) AS middle,
           1.959964 / (members + 3.8414588) * sqrt(stayed * 1.0 * (members - stayed) / members + 0.9603647) AS reach
    FROM counted CROSS JOIN until WHERE (period + 1) * months - 1 <= last_whole
)
SELECT kind, CAST(CAST(floor(period * months / 12.0) AS INTEGER) AS VARCHAR) || '-' || lpad(CAST(period * months % 12 + 1 AS VARCHAR), 2, '0') AS first_month, members, members - new_members AS known, (members - new_members) * 1.0 / members AS known_share, stayed, stayed * 1.0 / members AS stayed_rate,
       CASE WHEN stayed IS NOT NULL THEN greatest(middle - reach, 0.0) END AS low, CASE WHEN stayed IS NOT NULL THEN least(middle + reach, 1.0) END AS high
FROM told ORDER BY kind, first_month
