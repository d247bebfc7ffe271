-- The same answer as km.sql, written for speed: one window over the rows, as they are
-- sorted in the file, and only those that begin a spell are looked at further. A
-- spell's last month is that of the row before the next beginning.
CREATE TEMP TABLE reported AS SELECT DISTINCT kommunenr, maaned FROM read_parquet('{parquet}');
CREATE TEMP TABLE seen AS
  WITH absent AS (
    SELECT kommunenr, unnest(generate_series(was + INTERVAL 1 MONTH, maaned - INTERVAL 1 MONTH, INTERVAL 1 MONTH))::DATE AS maaned
    FROM (SELECT kommunenr, maaned, lege_id, lag(maaned) OVER w AS was, lag(lege_id) OVER w AS doctor
      FROM read_parquet('{parquet}') WINDOW w AS (PARTITION BY liste_id ORDER BY maaned))
    WHERE maaned - was > 31 AND doctor = lege_id
  ), missing AS (
    SELECT kommunenr, maaned FROM absent ANTI JOIN reported USING (kommunenr, maaned) GROUP BY ALL HAVING count(*) > 1
  )
  SELECT kommunenr, maaned, row_number() OVER w AS k, lag(maaned) OVER w AS before, max(maaned) OVER (PARTITION BY kommunenr) AS data_end
  FROM (SELECT * FROM (SELECT DISTINCT kommunenr FROM reported), (SELECT DISTINCT maaned FROM reported)) ANTI JOIN missing USING (kommunenr, maaned)
  WINDOW w AS (PARTITION BY kommunenr ORDER BY maaned);
WITH held AS (
  SELECT liste_id, lege_id, kommunenr, maaned, lag(lege_id) OVER w AS doctor_before, lag(maaned) OVER w AS held_before,
    last_value(maaned) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS list_end
  FROM read_parquet('{parquet}') WHERE lege_id IS NOT NULL WINDOW w AS (PARTITION BY liste_id ORDER BY maaned)
), gap AS ( -- rows that may begin a spell
  SELECT * FROM held WHERE doctor_before IS NULL OR doctor_before <> lege_id OR maaned - held_before > 93
), begins AS ( -- rows that do: more than two months without a doctor were seen
  SELECT gap.*, a.before, a.data_end FROM gap JOIN seen a USING (kommunenr, maaned)
  LEFT JOIN seen b ON b.kommunenr = gap.kommunenr AND b.maaned = gap.held_before
  WHERE doctor_before IS NULL OR doctor_before <> lege_id OR a.k - b.k > 3
), spell AS (
  SELECT kommunenr, before, data_end, maaned AS first, coalesce(lead(held_before) OVER (PARTITION BY liste_id ORDER BY maaned), list_end) AS last
  FROM begins
), tenure AS (
  SELECT gruppe, datediff('month', first, last) + (last < data_end)::INTEGER AS t, last < data_end AS stopped
  FROM spell JOIN read_csv('{groups}', delim = ';', header = true, all_varchar = true) USING (kommunenr)
  WHERE datediff('month', before, first) = 1
), counted AS (
  SELECT gruppe, t, count(*) FILTER (stopped) AS d, count(*) FILTER (NOT stopped) AS c FROM tenure WHERE t > 0 GROUP BY ALL
), at_risk AS (
  SELECT *, (sum(d + c) OVER (PARTITION BY gruppe ORDER BY t DESC))::BIGINT AS n FROM counted
)
SELECT gruppe, t, n, d, c, product(1 - d / n) OVER w AS s,
  product(1 - d / n) OVER w * sqrt(sum(CASE WHEN n > d THEN d / (n * (n - d)::DOUBLE) ELSE 0 END) OVER w) AS se
FROM at_risk WINDOW w AS (PARTITION BY gruppe ORDER BY t)
ORDER BY gruppe, t;
