-- The register as the view "register", read from the folder register/ by DuckDB. In Spark or Trino make
-- a view or a table of this name over the same file; the other files here need only that.
CREATE OR REPLACE VIEW register AS
SELECT * FROM read_parquet('register/positions.parquet');
