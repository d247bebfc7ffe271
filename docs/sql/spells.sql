-- The spells of doctors from the view "register", one row a spell, by the rules of varighet for files that
-- are one series. After register.sql. Plain SQL; made for DuckDB, not tried in Spark or Trino.
--
--   * The files cover all their municipalities, from the first month to the last. A list without a row is
--     vacant in a covered month, but not
--       - if its municipality has no row in it, and two or more lists come back with a doctor they had;
--       - if five or more of its lists, and a tenth, have no row in it and come back with a doctor they had.
--   * The same doctor back after at most 2 vacant months goes on. Another holder ends the spell.
--   * A stop shows in the next month in which the list can be seen; without one the spell is censored, and
--     known to have lasted one month less than it was seen.
--   * A start is known if the list could be seen in the month before. Entry and exit are null if it is not.
--
-- Left out, as the program has more rules: several series of files, corrections, dates on which agreements
-- began (agreement_start, --scheme-start), files that came late or ended early (five or more lists that first
-- show together, two or more that end together: the program says when it uses such a rule), and lists whose
-- municipality gets another code. Vacancies and holes are no rows here.
CREATE OR REPLACE VIEW spells AS
WITH listed AS ( -- months are numbers, so that the one after m is m + 1
  SELECT position_id, doctor_id, role, municipality_code,
    CAST(12 * EXTRACT(YEAR FROM month) + EXTRACT(MONTH FROM month) AS INTEGER) AS m
  FROM register
), calendar AS (
  SELECT DISTINCT m FROM listed
), list AS (
  SELECT position_id, MIN(municipality_code) AS municipality_code FROM listed GROUP BY position_id
), list_month AS ( -- the months in which a list has rows
  SELECT position_id, m, MAX(CASE WHEN role = 'regular' THEN 1 ELSE 0 END) AS held,
    MAX(MAX(CASE WHEN role = 'regular' THEN m END)) OVER (PARTITION BY position_id ORDER BY m ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS held_before,
    LAG(m) OVER (PARTITION BY position_id ORDER BY m) AS before
  FROM listed GROUP BY position_id, m
), back AS ( -- the holes in a list's rows, and whether it comes back with a doctor that it had
  SELECT h.position_id, h.before, h.m,
    MAX(CASE WHEN a.doctor_id = b.doctor_id THEN 1 ELSE 0 END) AS same
  FROM list_month h
  LEFT JOIN listed a ON a.position_id = h.position_id AND a.m = h.m AND a.role = 'regular'
  LEFT JOIN listed b ON b.position_id = h.position_id AND b.m = h.held_before AND b.role = 'regular'
  WHERE h.m > h.before + 1
  GROUP BY h.position_id, h.before, h.m
), hole AS (
  SELECT list.municipality_code, calendar.m, COUNT(*) AS holes, SUM(back.same) AS same
  FROM back
  JOIN list ON list.position_id = back.position_id
  JOIN calendar ON calendar.m > back.before AND calendar.m < back.m
  GROUP BY list.municipality_code, calendar.m
), reported AS (
  SELECT list.municipality_code, list_month.m, COUNT(*) AS lists
  FROM list_month JOIN list ON list.position_id = list_month.position_id
  GROUP BY list.municipality_code, list_month.m
), blind AS ( -- the months that say nothing of a municipality's lists without a row
  SELECT hole.municipality_code, hole.m
  FROM hole LEFT JOIN reported ON reported.municipality_code = hole.municipality_code AND reported.m = hole.m
  WHERE (reported.lists IS NULL AND hole.same >= 2)
    OR (hole.same >= 5 AND 10 * hole.same >= COALESCE(reported.lists, 0) + hole.holes)
), visible AS ( -- the months in which a list can be seen, numbered
  SELECT list.position_id, list.municipality_code, calendar.m, COALESCE(list_month.held, 0) AS held,
    ROW_NUMBER() OVER (PARTITION BY list.position_id ORDER BY calendar.m) AS k,
    COUNT(*) OVER (PARTITION BY list.position_id) AS last_k,
    LAG(calendar.m) OVER (PARTITION BY list.position_id ORDER BY calendar.m) AS before,
    LEAD(calendar.m) OVER (PARTITION BY list.position_id ORDER BY calendar.m) AS after,
    SUM(COALESCE(list_month.held, 0)) OVER (PARTITION BY list.position_id ORDER BY calendar.m ROWS UNBOUNDED PRECEDING) AS months_held
  FROM list CROSS JOIN calendar
  LEFT JOIN list_month ON list_month.position_id = list.position_id AND list_month.m = calendar.m
  LEFT JOIN blind ON blind.municipality_code = list.municipality_code AND blind.m = calendar.m
  WHERE list_month.m IS NOT NULL OR blind.m IS NULL
), holding AS (
  SELECT v.position_id, v.municipality_code, l.doctor_id, v.m, v.k, v.last_k, v.before, v.after, v.months_held,
    LAG(v.k) OVER (PARTITION BY v.position_id, l.doctor_id ORDER BY v.m) AS k_before,
    LAG(v.months_held) OVER (PARTITION BY v.position_id, l.doctor_id ORDER BY v.m) AS held_before
  FROM visible v JOIN listed l ON l.position_id = v.position_id AND l.m = v.m AND l.role = 'regular'
), numbered AS ( -- a spell begins where somebody held the list since, or it was vacant for more than 2 months
  SELECT holding.*,
    SUM(CASE WHEN k_before IS NULL OR months_held - held_before > 1 OR k - k_before > 3 THEN 1 ELSE 0 END)
      OVER (PARTITION BY position_id, doctor_id ORDER BY m ROWS UNBOUNDED PRECEDING) AS spell
  FROM holding
), ends AS ( -- the first and the last row of each spell
  SELECT position_id, municipality_code, doctor_id, spell, MIN(m) AS first_m, MAX(m) AS last_m, MIN(k) AS first_k, MAX(k) AS last_held_k,
    MAX(last_k) AS last_k, MAX(k) - MIN(k) + 1 - COUNT(*) AS months_bridged
  FROM numbered GROUP BY position_id, municipality_code, doctor_id, spell
), spell AS (
  SELECT ends.*, ends.last_held_k < ends.last_k AS stopped, f.before = ends.first_m - 1 AS start_known, COALESCE(l.after > ends.last_m + 1, FALSE) AS exit_uncertain
  FROM ends
  JOIN visible f ON f.position_id = ends.position_id AND f.k = ends.first_k
  JOIN visible l ON l.position_id = ends.position_id AND l.k = ends.last_held_k
)
SELECT position_id, doctor_id, municipality_code, first_m, last_m, -- months, as 12 × year + month
  CASE WHEN start_known THEN first_m END AS start_m,
  CASE WHEN start_known THEN 0 END AS entry,
  CASE WHEN start_known THEN last_m - first_m + CASE WHEN stopped THEN 1 ELSE 0 END END AS exit,
  stopped, exit_uncertain, months_bridged
FROM spell;
