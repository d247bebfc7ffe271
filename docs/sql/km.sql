-- Kaplan-Meier curves from the view "spells" of spells.sql, one for each municipality: put another
-- column, or 'all', in the place of municipality_code before AS grp. It allows for late entry, so that it also
-- reads spells that varighet wrote: of those take the rows WHERE kind = 'regular', as README.md shows.
--
-- At risk at tenure t (months) are those with entry < t <= exit. S is the product of 1 - stopped / at_risk;
-- std_err is Greenwood's. A spell without a known start, or without time at risk, is left out.
WITH tenure AS (
  SELECT municipality_code AS grp, entry, exit, CASE WHEN stopped THEN 1 ELSE 0 END AS stop
  FROM spells WHERE entry IS NOT NULL AND exit > entry
), change AS ( -- those who leave at t were at risk at t, those who enter at t were not
  SELECT grp, exit AS t, 1 AS n, stop AS stopped, 1 - stop AS censored FROM tenure
  UNION ALL
  SELECT grp, entry AS t, -1 AS n, 0 AS stopped, 0 AS censored FROM tenure WHERE entry > 0
), at_time AS (
  SELECT grp, t, SUM(n) AS n, SUM(stopped) AS stopped, SUM(censored) AS censored FROM change GROUP BY grp, t
), counted AS (
  SELECT grp, t, stopped, censored, SUM(n) OVER (PARTITION BY grp ORDER BY t DESC ROWS UNBOUNDED PRECEDING) AS at_risk FROM at_time
), step AS (
  SELECT grp, t, at_risk, stopped, censored,
    CASE WHEN stopped < at_risk THEN LN(1 - CAST(stopped AS DOUBLE) / at_risk) ELSE 0 END AS log_step,
    CASE WHEN stopped = at_risk THEN 1 ELSE 0 END AS all_stopped,
    CASE WHEN stopped < at_risk THEN CAST(stopped AS DOUBLE) / (CAST(at_risk AS DOUBLE) * (at_risk - stopped)) ELSE 0 END AS variance_step
  FROM counted WHERE stopped + censored > 0
), curve AS (
  SELECT grp, t, at_risk, stopped, censored,
    CASE WHEN MAX(all_stopped) OVER (PARTITION BY grp ORDER BY t ROWS UNBOUNDED PRECEDING) = 1 THEN 0
      ELSE EXP(SUM(log_step) OVER (PARTITION BY grp ORDER BY t ROWS UNBOUNDED PRECEDING)) END AS s,
    SUM(variance_step) OVER (PARTITION BY grp ORDER BY t ROWS UNBOUNDED PRECEDING) AS variance
  FROM step
)
SELECT grp, t AS tenure_months, at_risk, stopped, censored, s AS survival, s * SQRT(variance) AS std_err
FROM curve ORDER BY grp, t;
