import { describe, expect, it } from 'vitest';
import { createCollectingActivities } from '../../../../activities/logs/collecting.ts';
import type { LogSource } from '../../../../model/service.ts';
import { serviceTarget } from '../../../../model/target.ts';
import type { ServiceOverrides } from '../../../support/builders.ts';
import { aService } from '../../../support/builders.ts';
import { aProgram } from '../../../support/processes.ts';
import { aScratchFile, aScratchFolder } from '../../../support/scratch.ts';
import { servicesHere } from '../../../support/hosts/services-here.ts';

const target = serviceTarget(aService());
const maxBytes = 8 * 1024;

function collect(logs: LogSource | null, overrides: ServiceOverrides = {}) {
  const activities = createCollectingActivities(servicesHere(aService({ logs, ...overrides })));
  return activities.collectLogs({ target });
}

async function logged(content: string | Buffer): Promise<{ readonly text: string; readonly truncated: boolean }> {
  const excerpt = await collect({ kind: 'file', path: await aScratchFile(content) });
  return excerpt ?? { text: 'no log', truncated: false };
}

describe('collectLogs', () => {
  it('says so where no log is described', async () => {
    expect(await collect(null)).toBeNull();
  });

  it('reads a small file whole', async () => {
    const path = await aScratchFile('started\nstopped\n');

    expect(await collect({ kind: 'file', path })).toEqual({
      source: `file of ${target}`,
      text: 'started\nstopped\n',
      truncated: false,
    });
  });

  it('reads the last whole lines of a large file', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `line ${index}`);

    const { text, truncated } = await logged(lines.join('\n'));

    expect(truncated).toBe(true);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
    expect(text.split('\n')).toEqual(lines.slice(-text.split('\n').length));
  });

  it.each([
    ['without an end', ''],
    ['with an end', '\n'],
  ])('keeps the end of one line that is larger than the limit, %s', async (_what, end) => {
    const { text, truncated } = await logged(`${'x'.repeat(100_000)}the end${end}`);

    expect(truncated).toBe(true);
    expect(text.trim()).toMatch(/^x{8000,}the end$/);
  });

  it('says why a file cannot be read', async () => {
    const path = `${await aScratchFolder()}/missing`;

    expect(await collect({ kind: 'file', path })).toMatchObject({
      text: expect.stringMatching(/^\(the log file cannot be read: .*No such file/) as unknown,
    });
  });

  it('masks secrets', async () => {
    const { text } = await logged('login password=hunter2\nkey AKIAIOSFODNN7EXAMPLE\n');

    expect(text).toBe('login password=[secret]\nkey [access key]\n');
  });

  it('masks a secret whose key is coloured', async () => {
    const { text } = await logged('\u001b[34;1m"password"\u001b[0m\u001b[1;39m:\u001b[0m \u001b[32m"hunter2"\u001b[0m');

    expect(text).toBe('"password": [secret]');
  });

  it('masks a secret whose beginning would be cut off', async () => {
    const key = Array.from({ length: 130 }, () => 'A'.repeat(70)).join('\n');
    const { text } = await logged(`before\n-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\nafter\n`);

    expect(text).toBe('before\n[private key]\nafter\n');
  });

  it('makes text of binary', async () => {
    const { text } = await logged(Buffer.from([0x61, 0x00, 0xff, 0xfe, 0x1b, 0x07, 0x0a, 0x62]));

    expect(text).toBe('a\ufffd\ufffd\nb');
  });

  it('runs the command that is described', async () => {
    const command = aProgram(`console.log('\\u001b[31mtoken=abc\\u001b[0m'); console.error('and stderr')`);

    const excerpt = await collect({ kind: 'command', command });

    expect(excerpt?.source).toBe(`log command of ${target}`);
    expect(excerpt?.text.split('\n').toSorted()).toEqual(['', 'and stderr', 'token=[secret]']);
  });

  it('keeps the end of what the command prints', async () => {
    const program = `for (let line = 0; line < 50000; line++) console.log('line ' + line)`;

    const excerpt = await collect({ kind: 'command', command: aProgram(program) });

    expect(excerpt?.truncated).toBe(true);
    expect(excerpt?.text).toMatch(/^line \d+\n[^]*line 49999\n$/);
    expect(Buffer.byteLength(excerpt?.text ?? '')).toBeLessThanOrEqual(maxBytes);
  });

  it.each([
    [
      'takes too long',
      aProgram(`console.log('so far'); setInterval(() => {}, 1000)`),
      'so far\n\n(the log command took too long)',
    ],
    ['is killed', aProgram(`process.kill(process.pid, 'SIGKILL')`), '(the log command was killed)'],
    ['cannot be started', ['/nonexistent/program'] as const, '(the log command could not be started)'],
  ])('says so when the command %s', async (_what, command, words) => {
    const excerpt = await collect({ kind: 'command', command }, { commandTimeoutMs: 2_000 });

    expect(excerpt?.text).toContain(words);
  });
});
