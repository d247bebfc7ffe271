-- Kaplan-Meier by size group from a file of months, as varighet reads time:
--   * the files cover all their municipalities in all months; one in which a municipality has no
--     rows says nothing about it if two of its lists come back with the doctor they had;
--   * the same doctor on a list goes on over at most two months without a doctor;
--   * a stop shows in the next month that says something; without one the spell is censored
--     and known to have lasted one month less than it was seen;
--   * a spell counts if the month before its first says something, so that its start was seen;
--   * what was first seen in the last month has lasted no time and does not count.
-- The size group is that of the municipality.
WITH month AS (
  SELECT liste_id, lege_id, kommunenr, (year(maaned) * 12 + month(maaned))::INTEGER AS m FROM read_parquet('{parquet}')
), absent AS ( -- the months between two rows of a list that have one doctor
  SELECT kommunenr, unnest(range(was + 1, m))::INTEGER AS m
  FROM (SELECT *, lag(m) OVER w AS was, lag(lege_id) OVER w AS doctor FROM month WINDOW w AS (PARTITION BY liste_id ORDER BY m))
  WHERE m > was + 1 AND doctor = lege_id
), missing AS (
  SELECT kommunenr, m FROM absent ANTI JOIN month USING (kommunenr, m) GROUP BY ALL HAVING count(*) > 1
), seen AS ( -- the months that say something of a municipality, numbered
  SELECT kommunenr, m, row_number() OVER w AS k, lag(m) OVER w AS before, count(*) OVER (PARTITION BY kommunenr) AS of
  FROM (SELECT * FROM (SELECT DISTINCT kommunenr FROM month), (SELECT DISTINCT m FROM month)) ANTI JOIN missing USING (kommunenr, m)
  WINDOW w AS (PARTITION BY kommunenr ORDER BY m)
), held AS (
  SELECT liste_id, lege_id, kommunenr, m, k, of, before FROM month JOIN seen USING (kommunenr, m) WHERE lege_id IS NOT NULL
), begins AS ( -- whether a spell begins with the row
  SELECT *, coalesce(lag(lege_id) OVER w <> lege_id OR k - lag(k) OVER w > 3, true) AS new
  FROM held WINDOW w AS (PARTITION BY liste_id ORDER BY m)
), numbered AS (
  SELECT *, sum(new::INTEGER) OVER (PARTITION BY liste_id ORDER BY m ROWS UNBOUNDED PRECEDING) AS spell FROM begins
), spell AS (
  SELECT arg_min(kommunenr, m) AS kommunenr, arg_min(before, m) AS before, min(m) AS first, max(m) AS last, max(k) < any_value(of) AS stopped
  FROM numbered GROUP BY liste_id, spell
), tenure AS (
  SELECT gruppe, last - first + stopped::INTEGER AS t, stopped
  FROM spell JOIN read_csv('{groups}', delim = ';', header = true, all_varchar = true) USING (kommunenr)
  WHERE before = first - 1
), counted AS (
  SELECT gruppe, t, count(*) FILTER (stopped) AS d, count(*) FILTER (NOT stopped) AS c FROM tenure WHERE t > 0 GROUP BY ALL
), at_risk AS (
  SELECT *, (sum(d + c) OVER (PARTITION BY gruppe ORDER BY t DESC))::BIGINT AS n FROM counted
)
SELECT gruppe, t, n, d, c, product(1 - d / n) OVER w AS s,
  product(1 - d / n) OVER w * sqrt(sum(CASE WHEN n > d THEN d / (n * (n - d)::DOUBLE) ELSE 0 END) OVER w) AS se
FROM at_risk WINDOW w AS (PARTITION BY gruppe ORDER BY t)
ORDER BY gruppe, t;
