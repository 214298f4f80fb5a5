import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../config/errors.ts';
import { parseConfig } from '../../../../config/load.ts';

const rotation = { name: 'weekly', people: ['alex'], starts: '2026-01-05T09:00', every: '1w' };
const described = {
  people: [{ name: 'alex', channels: ['console'] }],
  groups: [{ name: 'storage', members: ['alex'] }],
  schedules: [
    { name: 'primary', timeZone: 'Europe/Berlin', rotations: [rotation] },
    {
      name: 'daytime',
      timeZone: 'Europe/Berlin',
      rotations: [{ ...rotation, only: [{ days: ['mon'], from: '09:00', to: '17:00' }] }],
      gaps: 'allowed',
    },
  ],
};
const levels = [{ tell: [{ person: 'alex' }] }];
const shop = { name: 'shop', levels };

function parsed(...escalations: readonly object[]) {
  return parseConfig(JSON.stringify({ ...described, escalations }), 'test.yaml', {}).escalations;
}

function mistakesIn(...escalations: readonly object[]): readonly string[] {
  try {
    parsed(...escalations);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('an escalation policy', () => {
  it('needs a name and a level, and has a default for everything else', () => {
    expect(parsed(shop)).toEqual([
      {
        match: { labels: null, target: null, severities: null },
        policy: {
          name: 'shop',
          levels: [{ targets: [{ kind: 'person', name: 'alex' }], waitMs: 300_000 }],
          repeat: 0,
          acknowledgedMs: 1_800_000,
          begins: ['approval-needed', 'escalated'],
          severities: ['critical', 'warning', 'info', 'none'],
          hours: null,
        },
      },
    ]);
  });

  it('keeps all that it says', () => {
    const weekly = { days: ['mon'], from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' };

    const [rule] = parsed({
      ...shop,
      match: { labels: { team: ['storage', 'web'] }, target: 'host/*', severities: ['critical'] },
      levels: [{ tell: [{ group: 'storage' }, { schedule: 'primary' }, { channel: 'console' }], wait: '90s' }],
      repeat: 2,
      acknowledged: '1h',
      begins: ['escalated'],
      severities: ['critical', 'warning'],
      hours: { windows: [weekly] },
    });

    expect(rule).toEqual({
      match: { labels: { team: ['storage', 'web'] }, target: 'host/*', severities: ['critical'] },
      policy: {
        name: 'shop',
        levels: [
          {
            targets: [
              { kind: 'group', name: 'storage' },
              { kind: 'schedule', name: 'primary' },
              { kind: 'channel', name: 'console' },
            ],
            waitMs: 90_000,
          },
        ],
        repeat: 2,
        acknowledgedMs: 3_600_000,
        begins: ['escalated'],
        severities: ['critical', 'warning'],
        hours: { windows: [{ kind: 'weekly', ...weekly }], always: ['critical'] },
      },
    });
  });

  it.each([
    ['no level', { levels: [] }, 'escalations.0.levels: name at least one level'],
    [
      'a level without targets',
      { levels: [{ tell: [] }] },
      'escalations.0.levels.0.tell: name at least one who is told',
    ],
    [
      'a target that is nothing of the four',
      { levels: [{ tell: [{ team: 'web' }] }] },
      'escalations.0.levels.0.tell.0: say whom: person, group, schedule or channel, one of the four, and its name',
    ],
    [
      'a stranger',
      { levels: [{ tell: [{ person: 'kim' }] }] },
      'escalations.0.levels.0.tell.0: there is no person kim: describe it under people',
    ],
    [
      'an unknown group',
      { levels: [{ tell: [{ group: 'web' }] }] },
      'escalations.0.levels.0.tell.0: there is no group web: describe it under groups',
    ],
    [
      'an unknown schedule',
      { levels: [...levels, { tell: [{ schedule: 'night' }] }] },
      'escalations.0.levels.1.tell.0: there is no schedule night: describe it under schedules',
    ],
    [
      'an unknown channel',
      { levels: [{ tell: [{ channel: 'pagerduty' }] }] },
      'escalations.0.levels.0.tell.0: there is no channel pagerduty: describe it under channels',
    ],
    [
      'somebody twice in a level',
      { levels: [{ tell: [{ person: 'alex' }, { person: 'alex' }] }] },
      'escalations.0.levels.0.tell.1: the person alex is told twice',
    ],
    [
      'a schedule with gaps alone',
      { levels: [{ tell: [{ schedule: 'daytime' }] }] },
      'escalations.0.levels.0.tell: only schedules with gaps are told: in a gap it would wake nobody, so name somebody else as well',
    ],
    [
      'a wait of nothing',
      { levels: [{ ...levels[0], wait: '0s' }] },
      'escalations.0.levels.0.wait: must be between 1s and 1d',
    ],
    ['a cause of its own', { begins: ['repairing'] }, 'escalations.0.begins.0'],
    [
      'hours without a time zone that exists',
      { hours: { windows: [{ days: ['mon'], from: '08:00', to: '18:00', timeZone: 'Europe/Nowhere' }] } },
      'escalations.0.hours.windows.0.timeZone: there is no such time zone: write its IANA name, such as Europe/Berlin',
    ],
  ])('is refused with %s', (_what, change, mistake) => {
    const mistakes = mistakesIn({ ...shop, ...change });

    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(mistake);
  });

  it('cannot be described twice', () => {
    expect(mistakesIn(shop, shop)).toEqual(['escalations.1.name: the escalation policy shop is described twice']);
  });

  it('may tell a schedule with gaps where somebody else is told as well', () => {
    expect(mistakesIn({ ...shop, levels: [{ tell: [{ schedule: 'daytime' }, { person: 'alex' }] }] })).toEqual([]);
  });
});
