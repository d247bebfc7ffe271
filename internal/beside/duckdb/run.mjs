// node run.mjs QUERY.sql NAME=VALUE...
//
// Runs the statements of a file, with {NAME} replaced by VALUE, in a new database in
// memory with THREADS threads (2 unless the environment says otherwise). Prints one line of
// JSON: the seconds from the first statement to the last, the version and peak
// memory of this process, and, with ROWS set, the rows of the last statement.
import fs from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [file, ...values] = process.argv.slice(2);
let sql = fs.readFileSync(file, 'utf8').replace(/--.*$/gm, '');
for (const v of values) {
  const at = v.indexOf('=');
  sql = sql.replaceAll(`{${v.slice(0, at)}}`, v.slice(at + 1));
}
const statements = sql.split(';\n').map((s) => s.trim()).filter((s) => s !== '');

const instance = await DuckDBInstance.create(':memory:', { threads: process.env.THREADS ?? '2' });
const connection = await instance.connect();
const version = (await connection.runAndReadAll('SELECT version()')).getRows()[0][0];

let last;
const cpu = process.cpuUsage();
const begin = process.hrtime.bigint();
for (const s of statements) {
  last = await connection.runAndReadAll(s);
}
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
const used = process.cpuUsage(cpu);

const answer = { version, seconds, cpu: (used.user + used.system) / 1e6, peak_kib: process.resourceUsage().maxRSS };
if (process.env.ROWS) {
  answer.rows = last.getRowsJson();
}
console.log(JSON.stringify(answer));
