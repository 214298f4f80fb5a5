import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Prints how many tests passed and failed over all of vitest's JSON reports in `reports/`. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

const folder = 'reports';
// A check that fails before any test ran leaves no report behind.
const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
const reports = await Promise.all(
  files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as VitestReport),
);
const sum = (count: (report: VitestReport) => number): number =>
  reports.reduce((total, report) => total + count(report), 0);

console.log(
  `${sum(({ numPassedTests }) => numPassedTests)} passed, ${sum(({ numFailedTests }) => numFailedTests)} failed`,
);
