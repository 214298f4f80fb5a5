import { describe, expect, it } from 'vitest';
import { readHostLogs } from '../../../../../activities/logs/hosts/host-logs.ts';
import type { ServiceDefinition } from '../../../../../model/service.ts';
import { aService } from '../../../../support/builders.ts';
import { aClosedPort, anHttpStub } from '../../../../support/http/http-stub.ts';
import { aPlayedHost } from '../../../../support/hosts/played-host.ts';

const from = Date.parse('2026-01-02T03:00:00Z');
const minute = 60_000;
const windows = {
  before: { from, to: from + 60 * minute },
  during: { from: from + 60 * minute, to: from + 80 * minute },
};

function at(minutes: number): string {
  return new Date(from + minutes * minute).toISOString();
}

function said({ lines }: { readonly lines: readonly { readonly message: string }[] }): readonly string[] {
  return lines.map(({ message }) => message);
}

/** What the journal has of one message. */
function entry(minutes: number, MESSAGE: string): string {
  return `${JSON.stringify({ MESSAGE, PRIORITY: '6', __REALTIME_TIMESTAMP: String((from + minutes * minute) * 1_000) })}\n`;
}

function contained(api: string): ServiceDefinition {
  return aService({ name: 'cart', manager: { kind: 'container', container: 'cart', api } });
}

async function read(services: readonly ServiceDefinition[], host = aPlayedHost()) {
  const found = await readHostLogs(services, windows, host.runOnHost);
  if (!found) throw new Error('there is no log');
  return { ...found, commands: host.commands, quiet: said(found.before), trouble: said(found.during) };
}

const inFile = aService({ logs: { kind: 'file', path: '/var/log/web.log' } });
const inJournal = aService({ name: 'shop', manager: { kind: 'systemd', unit: 'shop.service' } });

describe('a log file', () => {
  it('is read from its end, in the zone of its host', async () => {
    const output = ['2026-01-02 02:59:59 a', '2026-01-02 03:00:00 b', '2026-01-02 04:10:00 c', '2026-01-02 04:20:00 d'];
    const host = aPlayedHost({
      tail: {
        output: output.map((line) => line.replace(/ 0(\d)/, (_all, hour) => ` 0${Number(hour) + 1}`)).join('\n'),
      },
      date: { output: '1767326000 +0100\n' },
    });

    const { quiet, trouble, commands, source } = await read([inFile], host);

    expect([quiet, trouble]).toEqual([['b'], ['c']]);
    expect(source).toBe('the log file of web on host-1');
    expect(commands.toSorted()).toEqual([
      'host-1: date --reference=/var/log/web.log +%s %z',
      'host-1: tail -c 2097153 -- /var/log/web.log',
    ]);
  });

  it('that was cut counts from where it begins, without the line that the cut went through', async () => {
    const output = `${at(1)} ha\n${at(30)} b\n${at(70)} c\n`;
    const host = aPlayedHost({ tail: { output, truncated: true } });

    const { before, during, quiet, trouble } = await read([inFile], host);

    expect([quiet, trouble]).toEqual([['b'], ['c']]);
    expect(before).toMatchObject({ total: null, covered: { from: from + 30 * minute, to: from + 60 * minute } });
    expect(during).toMatchObject({ total: 1, covered: windows.during });
  });

  it('that does not reach back before the incident says so', async () => {
    const host = aPlayedHost({ tail: { output: `half\n${at(70)} a\n`, truncated: true } });

    expect((await read([inFile], host)).problems).toEqual([
      'the log file of web does not reach back before the incident, so all in it looks new',
    ]);
  });

  it.each([
    [
      'during the incident, counts with its last lines',
      70,
      ['a', 'b', 'c', 'd'].flatMap((word) => Array<string>(25).fill(word)),
    ],
    ['before the incident, says nothing of it', 30, []],
  ])('without a single time that was last written %s', async (_what, minutes, expected) => {
    const output = ['old', 'a', 'b', 'c', 'd'].map((word) => `${word}\n`.repeat(25)).join('');
    const host = aPlayedHost({ tail: { output }, date: { output: `${(from + minutes * minute) / 1_000} +0000\n` } });

    const { trouble, problems } = await read([inFile], host);

    expect(trouble).toEqual(expected);
    expect(problems).toEqual(['the log file of web has no times, so its last 100 lines are taken for new']);
  });
});

describe('a log command', () => {
  it('is read whatever it exits with', async () => {
    const service = aService({ logs: { kind: 'command', command: ['show-log', 'web'] } });
    const host = aPlayedHost({ 'show-log web': { exitCode: 3, output: `${at(70)} a\n` } });

    expect((await read([service], host)).trouble).toEqual(['a']);
  });
});

describe('the journal', () => {
  it('is asked for each window of the unit alone, and for no more than is read', async () => {
    const host = aPlayedHost({
      'journalctl --unit=shop.service --since=@1767322800 --until=@1767326400': { output: entry(30, 'a') },
      journalctl: { output: entry(70, 'b') },
    });

    const { quiet, trouble, commands, source } = await read([inJournal], host);

    expect([quiet, trouble]).toEqual([['a'], ['b']]);
    expect(source).toBe('the journal of host-1');
    expect(commands[1]).toBe(
      'host-1: journalctl --unit=shop.service --since=@1767326400 --until=@1767327600 --lines=5000 --output=json ' +
        '--output-fields=MESSAGE,PRIORITY --all --no-pager --quiet',
    );
  });

  it('that has more than is read counts from where its lines begin', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => entry(61 + index / 5_000, `line ${index}`)).join('');
    const host = aPlayedHost({
      'journalctl --unit=shop.service --since=@1767322800': {},
      journalctl: { output: many },
    });

    const { during } = await read([inJournal], host);

    expect(during).toMatchObject({ total: null, covered: { from: from + 61 * minute, to: from + 80 * minute } });
  });

  it.each([
    [{ exitCode: 1, output: 'No journal files were opened' }, 'exits 1: No journal files were opened'],
    [
      { exitCode: null, problem: 'disconnected' } as const,
      'was lost sight of, because the connection to its host broke',
    ],
  ])('that gives nothing says why: %j', async (answer, words) => {
    const { problems, before } = await read([inJournal], aPlayedHost({ journalctl: answer }));

    expect(problems).toEqual([`journalctl for shop ${words}`]);
    expect(before.total).toBeNull();
  });
});

describe('the log of a container', () => {
  it('is asked of its engine for each window, with times', async () => {
    const answer = { status: 200, body: `${at(30)} a\n${at(70)} b\n` };
    const { url, requests } = await anHttpStub(answer, answer);

    const { quiet, trouble, source } = await read([contained(url)]);

    expect([quiet, trouble]).toEqual([['a'], ['b']]);
    expect(source).toBe('the container cart');
    expect(requests.map(({ path }) => Object.fromEntries(new URL(path, url).searchParams))).toEqual([
      { stdout: 'true', stderr: 'true', timestamps: 'true', tail: '5000', since: '1767322800', until: '1767326400' },
      { stdout: 'true', stderr: 'true', timestamps: 'true', tail: '5000', since: '1767326400', until: '1767327600' },
    ]);
  });

  it('says why its engine gives nothing', async () => {
    const api = `http://127.0.0.1:${await aClosedPort()}`;

    expect((await read([contained(api)])).problems).toEqual(['the container engine did not answer (ECONNREFUSED)']);
  });
});

describe('logs of several services', () => {
  it('are one log in the order of time, over the time of which each has all', async () => {
    const host = aPlayedHost({
      tail: { output: `half\n${at(20)} a\n${at(30)} c\n`, truncated: true },
      journalctl: {
        output: [10, 25].map((minutes) => entry(minutes, `b${minutes}`)).join(''),
      },
    });

    const { quiet, before, source } = await read([inFile, inJournal], host);

    expect(quiet).toEqual(['a', 'b25', 'c']);
    expect(before.covered.from).toBe(from + 20 * minute);
    expect(source).toBe('the log file of web on host-1, the journal of host-1');
  });

  it('are no more than can be analysed at once, the newest', async () => {
    const line = (index: number): string => `${new Date(from + 61 * minute + index).toISOString()} ${index}`;
    const host = aPlayedHost({
      tail: { output: Array.from({ length: 25_000 }, (_, index) => line(index)).join('\n') },
    });

    const { during, trouble } = await read([inFile], host);

    expect(during).toMatchObject({ total: 25_000, covered: { from: from + 61 * minute + 5_000 } });
    expect([trouble.length, trouble[0], trouble.at(-1)]).toEqual([20_000, '5000', '24999']);
  });

  it('are none where no service has one', async () => {
    expect(await readHostLogs([aService()], windows, aPlayedHost().runOnHost)).toBeNull();
  });
});
