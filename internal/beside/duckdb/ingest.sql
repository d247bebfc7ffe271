-- Monthly files to one Parquet file sorted by list and month, zstd. Ids are numbers,
-- which is what DuckDB sorts fastest.
COPY (
  SELECT * FROM read_csv('{csv}/*.csv', delim = ';', header = true, decimal_separator = ',', dateformat = '%Y-%m',
    columns = {'maaned': 'DATE', 'kommunenr': 'VARCHAR', 'kommunenavn': 'VARCHAR', 'liste_id': 'BIGINT', 'lege_id': 'BIGINT',
               'legenavn': 'VARCHAR', 'listelengde': 'INTEGER', 'belop': 'DECIMAL(12,2)'})
  ORDER BY liste_id, maaned
) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {rowgroup});
