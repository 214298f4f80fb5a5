import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Names each failed test, then prints how many passed and failed, over all of vitest's JSON reports in `reports/`. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly FileResult[];
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly TestResult[];
}

interface TestResult {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

const folder = 'reports';
const linesOfFailure = 12;
// A check that fails before any test ran leaves no report behind.
const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
const reports = await Promise.all(
  files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as VitestReport),
);

/** The failures of one test file; one that broke outside of its tests, in a hook or at its import, counts as one. */
function failuresOf({ name, status, message, assertionResults }: FileResult): readonly string[] {
  const path = relative(process.cwd(), name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [describe(path, message)];
  return failed.map((test) => describe(`${path} > ${test.fullName}`, test.failureMessages.join('\n')));
}

function describe(title: string, reason: string): string {
  const lines = reason.split('\n').slice(0, linesOfFailure);
  return [`FAILED ${title}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

const failures = reports.flatMap(({ testResults }) => testResults.flatMap(failuresOf));
const passed = reports.reduce((total, { numPassedTests }) => total + numPassedTests, 0);
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);
