import { describe, expect, it } from 'vitest';
import { messageNames } from '../../../model/names.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { fireAndVerify, reaches } from '../../support/played/staging.ts';
import type { Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

const { firing } = anEpisode({ target: 'host/web-1/service/shop' });
const { alert } = firing;

/** What a person or a program may send by mistake or on purpose, where deliveries are meant. */
const junkDeliveries: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a word', 'resolved'],
  ['a number', 42],
  ['an object', { alert }],
  ['an alert that is not in a delivery', [alert]],
  ['a list of nothing', [null]],
  ['a delivery and a stranger', [firing, 'and this']],
  ['an alert without labels', [{ ...firing, alert: { ...alert, labels: undefined } }]],
  ['labels that are a list', [{ ...firing, alert: { ...alert, labels: ['ServiceDown'] } }]],
  ['a label that is a number', [{ ...firing, alert: { ...alert, labels: { alertname: 7 } } }]],
  ['a status of its own', [{ ...firing, alert: { ...alert, status: 'burning' } }]],
  ['a source of its own', [{ ...firing, alert: { ...alert, source: 'me' } }]],
  ['a time that is none', [{ ...firing, alert: { ...alert, startsAt: 'yesterday' } }]],
  ['a target that is an object', [{ ...firing, target: { name: 'web' } }]],
  ['a runbook that does not exist', [{ ...firing, runbook: 'format-disk' }]],
  ['a deep nest', [[[[[[firing]]]]]]],
];

/** The same where a progress note is meant. */
const junkProgress: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a word', 'repairing'],
  ['a status that is not its own to set', { status: 'resolved', entries: [] }],
  ['no entries', { status: 'repairing' }],
  ['no status', { entries: [] }],
  ['neither', { status: null, entries: null }],
  ['entries that are none', { status: 'verifying', entries: [{ at: 1, event: 'acted', text: 'x' }] }],
  ['an event of its own', { status: 'verifying', entries: [{ at: alert.startsAt, event: 'exploded', text: 'x' }] }],
];

/** Sends junk to a new incident before anything else, then has it repair as ever. */
const afterJunk = (signal: string, junk: readonly (readonly [string, unknown])[]): Scenario => ({
  world: () => new MockWorld(),
  script: async (play) => {
    const { incident } = play;
    const episode = anEpisode(play);
    await incident.deliver(episode.resolved);
    for (const [, value] of junk) await incident.handle.signal(signal, value);
    await incident.handle.signal(signal);
    const next = anEpisode({ ...play, nth: 1 });
    await fireAndVerify(play, next);
    await reaches(incident, 'resolved');
    await incident.deliver(next.resolved);
    return incident.closed();
  },
});

describe('a message that cannot be read is noted and does no harm where it is', () => {
  it.each([
    ['a delivery', messageNames.deliver, junkDeliveries],
    ['a progress note', messageNames.progress, junkProgress],
  ])('%s', async (_title, signal, junk) => {
    const { result, world } = await bed.play(afterJunk(signal, junk));

    expect(eventsOf(result).filter((event) => event === 'bad-message')).toHaveLength(junk.length + 1);
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(Object.keys(result.alerts)).toHaveLength(1);
    expect(result.deliveries).toBe(3);
    expect(world.actions).toHaveLength(1);
  });
});

it('ends with people rather than at a full stop when a progress note moves it without a remediation', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld({ mode: 'observe' }),
    script: async ({ incident, target }) => {
      const episode = anEpisode({ target });
      await incident.deliver(episode.firing);
      await reaches(incident, 'escalated');
      await incident.handle.signal(messageNames.progress, { status: 'repairing', entries: [] });
      await incident.deliver(episode.resolved);
      return incident.closed();
    },
  });

  expect(result.outcome?.reason).toBe('observe-mode');
});

describe('what operators see', () => {
  it.each([
    ['verifying', 'proof that the target stays healthy'],
    ['resolved', 'the alerts to clear'],
  ] as const)('says what is awaited: %s', async (status, awaited) => {
    const { result } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        await play.incident.deliver(anEpisode(play).firing);
        await reaches(play.incident, 'verifying');
        if (status === 'resolved') await play.pass(3 * minutes);
        await reaches(play.incident, status);
        return play.incident.currentDetails();
      },
    });

    expect(result).toContain(`**${status}**`);
    expect(result).toContain(`Awaited: ${awaited}`);
  });

  it('stays small and harmless, whatever alerts say', async () => {
    const hostile = `[Go](https://evil.example) <img src=x> ${'`*_~'.repeat(200)}`;
    const { result } = await bed.play({
      world: () => new MockWorld({ mode: 'observe' }),
      script: async ({ incident, target }) => {
        const many = Array.from({ length: 60 }, (_, nth) =>
          anEpisode({ target, name: `${nth} ${hostile}`, labels: { description: hostile } }),
        );
        await incident.deliver(...many.map((episode) => episode.firing));
        await reaches(incident, 'escalated');
        return incident.currentDetails();
      },
    });

    expect(Buffer.byteLength(result)).toBeLessThan(4_096);
    expect(result).toContain('Awaited: a human');
    expect(result).toContain('no runbook answers these alerts');
    expect(result).not.toMatch(/\]\(|<img|https:\/\//);
  });
});
