import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNightshift } from '../../../support/command-line.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 2, 2);

/** Two weeks of hours in which each day is like the one before. */
const daily = Array.from(
  { length: 336 },
  (_, nth) => 50 + (20 * Math.round(Math.sin((nth * Math.PI) / 12) * 100)) / 100,
);
const at = (nth: number): string => new Date(start + nth * hour).toISOString().replace('.000Z', 'Z');
const csv = ['timestamp,value', ...daily.map((value, nth) => `${at(nth)},${value}`)].join('\n');
const line = (id: string, values: readonly (number | null)[]): string =>
  JSON.stringify({ id, start: at(0), step_seconds: 3_600, values });
const naive = ['--model', 'seasonal-naive', '--season', '24'];

interface Answer {
  readonly id?: string | null;
  readonly model?: string;
  readonly rows?: readonly { ds: string; yhat: number; yhat_lower: number; yhat_upper: number }[];
  readonly refused?: { readonly reason: string };
  readonly error?: string;
}

describe('nightshift forecast', () => {
  it('answers a series on standard input with what comes after it', async () => {
    const { exitCode, stdout, stderr } = await runNightshift(['forecast', ...naive, '--horizon', '30', '--json'], {
      stdin: csv,
    });

    const { model, rows = [] } = JSON.parse(stdout) as Answer;
    expect([exitCode, stderr, model, rows.length]).toEqual([0, '', 'seasonal-naive', 30]);
    expect(rows.map(({ ds }) => ds)).toEqual(Array.from({ length: 30 }, (_, nth) => at(336 + nth)));
    for (const [nth, { yhat, yhat_lower: lower, yhat_upper: upper }] of rows.entries()) {
      expect(yhat).toBeCloseTo(daily[nth % 24] ?? 0, 6);
      expect(lower).toBeLessThanOrEqual(yhat);
      expect(upper).toBeGreaterThanOrEqual(yhat);
    }
  });

  it('draws for people, and writes the picture, within bounds and up to an end', async () => {
    const cwd = await aScratchFolder();
    await writeFile(join(cwd, 'disk.csv'), csv);
    const bounds = ['--lower', '0', '--upper', '100', '--unit', 'percent', '--limit', 'above:99', '--end', at(300)];

    const { exitCode, stdout } = await runNightshift(
      ['forecast', '--csv', 'disk.csv', ...naive, ...bounds, '--horizon', '1d', '--svg', 'disk.svg'],
      { cwd },
    );

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^disk\.csv\nNot expected above 99 % within 1 d\n/);
    expect(stdout).toMatch(/[⠁-⣿]/);
    expect(stdout).not.toContain('\u001b');
    const svg = await readFile(join(cwd, 'disk.svg'), 'utf8');
    expect(svg).toContain('<title id="title">disk.csv</title>');
    expect(svg.endsWith('</svg>\n')).toBe(true);
  });

  it.each([
    ['words for numbers', '2026-01-01,many\n', [], 2, /^standard input: line 1: "many" is no number\n$/],
    ['nothing', '', [], 2, /^standard input: there are no measurements: write lines of timestamp,value\n$/],
    ['nothing in this time', csv, ['--end', '2020-01-01'], 2, /no measurements between --start and --end/],
    ['one value', '2026-01-01,1\n', [], 1, /^too-few-values: \S/],
    ['a file that is not there', '', ['--csv', 'none.csv'], 2, /none\.csv: cannot be opened \(ENOENT\)\n$/],
    ['two sources', '', ['--csv', '-', '--batch', '-'], 2, /^name one source of series/],
    ['a picture of many', '', ['--batch', '-', '--svg', 'x.svg'], 2, /^--svg draws one series/],
    ['no Prometheus', '', ['--query', 'up'], 2, /set prometheus\.url in nightshift\.yaml\n$/],
    ['a picture that has no folder', csv, [...naive, '--svg', 'none/x.svg'], 2, /^none\/x\.svg: cannot be opened/],
    ['an option that is none', '', ['--horizon', 'soon'], 2, /^--horizon takes/],
  ])('says in a sentence what is wrong with %s', async (_what, stdin, options, exitCode, message) => {
    const result = await runNightshift(['forecast', ...options], { stdin });

    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.exitCode).toBe(exitCode);
  });

  it('answers a refusal as JSON, too', async () => {
    const { exitCode, stdout } = await runNightshift(['forecast', '--json'], { stdin: '2026-01-01,1\n' });

    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ refused: { reason: 'too-few-values', detail: expect.any(String) as string } });
  });
});

describe('nightshift forecast --batch', () => {
  it('answers each line in its order, whatever is wrong with others', async () => {
    const lines = [
      line('a', daily),
      '{"id": "broken"',
      line('few', [1, null]),
      ...['b', 'c', 'd'].map((id) => line(id, daily)),
    ];
    const options = ['--horizon', '2', '--processes', '2', ...naive];

    const { exitCode, stdout, stderr } = await runNightshift(['forecast', '--batch', '-', ...options], {
      stdin: lines.join('\n'),
    });

    const answers = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Answer);
    expect(answers.map(({ id }) => id)).toEqual(['a', null, 'few', 'b', 'c', 'd']);
    expect(answers.map(({ rows }) => rows?.length)).toEqual([2, undefined, undefined, 2, 2, 2]);
    expect(answers[1]?.error).toBe('line 2: it is no JSON');
    expect(answers[2]?.refused?.reason).toBe('too-few-values');
    expect([exitCode, stderr]).toEqual([1, '2 of 6 series have no forecast; their lines say why\n']);
  });

  it('ends well when all have a forecast, and says so when there are none', async () => {
    const [good, none] = await Promise.all(
      [line('a', daily), ''].map((stdin) => runNightshift(['forecast', '--batch', '-', ...naive], { stdin })),
    );

    expect([good?.exitCode, good?.stderr]).toEqual([0, '']);
    expect(none?.exitCode).toBe(2);
    expect(none?.stderr).toMatch(/^the batch has no line/);
  });
});
