-- The agreements in force in a month, from the view "spells" of spells.sql: how many, of how many the start
-- is known, and how many of those had lasted less than 12 months. Elapsed is the months from the start.
-- Change the month, which is 12 × year + month, in one place.
WITH asked AS (
  SELECT 12 * 2005 + 12 AS m
)
SELECT COUNT(*) AS n,
  SUM(CASE WHEN start_m IS NULL THEN 1 ELSE 0 END) AS unknown_start,
  SUM(CASE WHEN asked.m - start_m < 12 THEN 1 ELSE 0 END) AS known_under_12,
  SUM(asked.m - start_m) AS known_months_elapsed
FROM spells JOIN asked ON first_m <= asked.m AND last_m >= asked.m;
