-- The register as CSV, for programs that do not read Parquet. After register.sql.
COPY (SELECT * FROM register) TO 'register.csv' (HEADER, DELIMITER ',');
