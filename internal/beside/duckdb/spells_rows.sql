-- The spells of docs/sql/spells.sql with months as dates, for the test that compares them.
SELECT position_id, doctor_id, municipality_code, strftime(make_date((first_m - 1) // 12, (first_m - 1) % 12 + 1, 1), '%Y-%m-%d'),
  strftime(make_date((last_m - 1) // 12, (last_m - 1) % 12 + 1, 1), '%Y-%m-%d'),
  strftime(make_date((start_m - 1) // 12, (start_m - 1) % 12 + 1, 1), '%Y-%m-%d'), entry, exit, stopped, exit_uncertain, months_bridged
FROM spells;
