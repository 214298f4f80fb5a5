import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../config/errors.ts';
import { parseConfig } from '../../../../config/load.ts';

const channels = [
  { type: 'console' },
  { type: 'slack', name: 'chat', token: { env: 'TOKEN' }, channel: 'C0123456789' },
  { type: 'email', host: 'mail.example.com', from: 'nightshift@example.com' },
  { type: 'sms', account: `AC${'0'.repeat(32)}`, token: { env: 'TOKEN' }, from: '+15005550006' },
];
const alex = { name: 'alex', channels: ['console'] };

function parsed(rest: object) {
  return parseConfig(JSON.stringify({ channels, ...rest }), 'test.yaml', { TOKEN: 'secret' });
}

function mistakesIn(rest: object): readonly string[] {
  try {
    parsed(rest);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('a person', () => {
  it('needs a name and a channel', () => {
    expect(parsed({ people: [alex] }).people).toEqual([
      { name: 'alex', addresses: {}, channels: ['console'], timeZone: null },
    ]);
  });

  it('is reached by each type of channel where it needs them to be', () => {
    const kim = {
      name: 'kim',
      slack: 'U0123456789',
      email: 'kim@example.com',
      phone: '+4915112345678',
      timeZone: 'Europe/Berlin',
      channels: ['sms', 'chat', 'email'],
    };

    expect(parsed({ people: [kim] }).people).toEqual([
      {
        name: 'kim',
        addresses: {
          slack: 'U0123456789',
          email: 'kim@example.com',
          sms: '+4915112345678',
          voice: '+4915112345678',
        },
        channels: ['sms', 'chat', 'email'],
        timeZone: 'Europe/Berlin',
      },
    ]);
  });

  it.each([
    [{ channels: [] }, 'channels: name at least one channel: nobody could be woken by none'],
    [{ channels: undefined }, 'channels: is missing'],
    [{ channels: ['pager'] }, 'channels.0: there is no channel pager: describe it under channels'],
    [{ channels: ['slack'] }, 'channels.0: there is no channel slack: describe it under channels'],
    [{ channels: ['console', 'chat'] }, 'channels.1: chat needs to know the slack of alex'],
    [{ channels: ['email'], phone: '+4915112345678' }, 'channels.0: email needs to know the email of alex'],
    [{ channels: ['sms'], email: 'alex@example.com' }, 'channels.0: sms needs to know the phone of alex'],
    [{ channels: ['console', 'console'] }, 'channels.1: console is there twice'],
    [{ slack: '@alex' }, 'slack: write the id of a member, such as U0123456789: their profile shows it'],
    [{ email: 'alex' }, 'email: write a mail address, such as alex@example.com'],
    [{ phone: '015112345678' }, 'phone: write the number with + and its country, such as +4915112345678'],
    [
      { timeZone: 'Europe/Atlantis' },
      'timeZone: there is no such time zone: write its IANA name, such as Europe/Berlin',
    ],
    [{ pager: '1' }, 'pager: there is no such setting'],
  ])('is refused with %j', (change, message) => {
    expect(mistakesIn({ people: [{ ...alex, ...change }] })).toEqual([`people.0.${message}`]);
  });

  it('is refused where another one has the name', () => {
    expect(mistakesIn({ people: [alex, alex] })).toEqual(['people.1.name: the person alex is described twice']);
  });
});

describe('a group', () => {
  it('has people in it', () => {
    const groups = [{ name: 'shop', members: ['alex'] }];

    expect(parsed({ people: [alex], groups }).groups).toEqual(groups);
  });

  it.each([
    [[], 'groups.0.members: name at least one person'],
    [['kim'], 'groups.0.members.0: there is no person kim: describe them under people'],
    [['alex', 'alex'], 'groups.0.members.1: alex is there twice'],
  ])('is refused with the members %j', (members, message) => {
    expect(mistakesIn({ people: [alex], groups: [{ name: 'shop', members }] })).toEqual([message]);
  });

  it('is refused where another one has the name', () => {
    const shop = { name: 'shop', members: ['alex'] };

    expect(mistakesIn({ people: [alex], groups: [shop, shop] })).toEqual([
      'groups.1.name: the group shop is described twice',
    ]);
  });
});
