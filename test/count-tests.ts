import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Prints how many tests passed and failed over all of vitest's JSON reports in `reports/`. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const folder = 'reports';
// A check that fails before any test ran leaves no report behind.
const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
const reports = await Promise.all(
  files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as VitestReport),
);
const sum = (count: (report: VitestReport) => number): number =>
  reports.reduce((total, report) => total + count(report), 0);

/** The files that broke before any of their tests could run: each counts as one failed test. */
function brokenFiles({ testResults }: VitestReport): number {
  return testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
}

const passed = sum(({ numPassedTests }) => numPassedTests);
const failed = sum((report) => report.numFailedTests + brokenFiles(report));
console.log(`${passed} passed, ${failed} failed`);
