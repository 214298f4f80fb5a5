import { describe, expect, it } from 'vitest';
import { runNightshiftHere } from '../../support/command-here.ts';
import { runNightshift } from '../../support/command-line.ts';

const configuration = `
people:
  - { name: alex, channels: [console] }
  - { name: kim, channels: [console] }
schedules:
  - name: shop
    timeZone: Europe/Berlin
    rotations:
      - { name: weeks, people: [alex, kim], starts: 2026-01-05T09:00, every: 1w }
    overrides:
      - { person: kim, from: 2026-12-24T18:00, to: 2026-12-26T09:00 }
  - name: office
    timeZone: America/New_York
    gaps: allowed
    rotations:
      - name: hours
        people: [kim]
        starts: 2026-01-05T09:00
        every: 1w
        only: [{ days: [mon, tue, wed, thu, fri], from: '09:00', to: '17:00' }]
`;

const runHere = (args: readonly string[]) => runNightshiftHere(args, configuration);

describe('nightshift oncall', () => {
  it.each([[['oncall']], [['oncall', 'now']]])('says by %j who is on call in each schedule', async (command) => {
    const { exitCode, stdout } = await runHere([...command, '--at', '2026-12-24T18:00']);

    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'SCHEDULE  ON CALL  SINCE                 UNTIL                 TIME ZONE         BECAUSE   THEN',
      'shop      kim      Thu 2026-12-24 18:00  Sat 2026-12-26 09:00  Europe/Berlin     override  alex',
      'office    nobody   Thu 2026-12-24 17:00  Fri 2026-12-25 09:00  America/New_York  gap       kim',
      '',
    ]);
  });

  it('takes a time with an offset, and one schedule, and answers scripts', async () => {
    const args = ['oncall', 'now', 'shop', '--at', '2026-12-24T17:30:00+01:00', '--json'];

    const { stdout } = await runHere(args);

    expect(JSON.parse(stdout)).toEqual([
      {
        schedule: 'shop',
        timeZone: 'Europe/Berlin',
        person: 'alex',
        because: 'weeks',
        from: '2026-12-21T08:00:00.000Z',
        to: '2026-12-24T17:00:00.000Z',
        next: expect.objectContaining({ person: 'kim', because: 'override', to: '2026-12-26T08:00:00.000Z' }),
      },
    ]);
  });

  it('says of the present moment that somebody is on call', async () => {
    const { exitCode, stdout } = await runHere(['oncall', 'now', 'shop']);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^shop {6}(?:alex|kim) /m);
  });

  it('says that there are no schedules', async () => {
    expect(await runNightshift(['oncall'])).toMatchObject({
      exitCode: 0,
      stdout: 'The configuration has no schedules.\n',
    });
  });

  it.each([
    [['now', 'shops'], 'there is no schedule shops: the configuration has shop, office\n'],
    [['list', 'shops'], 'there is no schedule shops: the configuration has shop, office\n'],
    [['--at', 'tomorrow'], '--at takes a date and a time'],
    [['--at', '2026-02-30T09:00'], '--at takes a date and a time'],
    [['list', 'shop', '--from', '18:00'], '--from takes a date and a time'],
    [['list', 'shop', '--for', '1y'], '--for takes a number and a unit, such as 12h, 3d or 4w, up to 366d\n'],
    [['list', 'shop', '--for', '53w'], '--for takes a number and a unit'],
    [['list'], "missing required argument 'schedule'"],
  ])('ends with 2 for %j', async (args, says) => {
    const { exitCode, stdout, stderr } = await runHere(['oncall', ...args]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});

describe('nightshift oncall list', () => {
  const inAutumn = ['oncall', 'list', 'shop', '--from', '2026-10-20T00:00', '--for', '1w'];

  it('lists hand-overs by the clocks of the schedule and in UTC', async () => {
    const { exitCode, stdout } = await runHere(inAutumn);

    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'FROM (Europe/Berlin)  UNTIL                 FROM (UTC)         ON CALL  BECAUSE',
      'Mon 2026-10-19 09:00  Mon 2026-10-26 09:00  2026-10-19T07:00Z  kim      weeks',
      'Mon 2026-10-26 09:00  Mon 2026-11-02 09:00  2026-10-26T08:00Z  alex     weeks',
      '',
    ]);
  });

  it('answers scripts', async () => {
    const { stdout } = await runHere([...inAutumn, '--json']);

    expect(JSON.parse(stdout)).toEqual([
      {
        schedule: 'shop',
        person: 'kim',
        because: 'weeks',
        from: '2026-10-19T07:00:00.000Z',
        to: '2026-10-26T08:00:00.000Z',
      },
      expect.objectContaining({ person: 'alex', from: '2026-10-26T08:00:00.000Z' }),
    ]);
  });
});
