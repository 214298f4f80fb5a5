import type { WorkflowHandle } from '@temporalio/client';
import { expect, it } from 'vitest';
import type { Activities } from '../../activities/index.ts';
import { failure } from '../../activities/contracts/failure.ts';
import { messageNames } from '../../model/names.ts';
import type { Gathered } from '../../model/notices/digest.ts';
import type { Notice } from '../../model/notices/notice.ts';
import { aGathered } from '../support/channels/digests.ts';
import { startDigest } from '../support/channels/played-digest.ts';
import { MockWorld, hours, minutes } from '../support/played/mock-world.ts';
import type { Play } from '../support/played/test-bed.ts';
import { useTestBed } from '../support/played/use-test-bed.ts';

const bed = useTestBed();

interface Stage {
  readonly play: Play;
  readonly gather: (...reports: readonly Partial<Gathered>[]) => Promise<WorkflowHandle>;
}

/** Plays with a digest whose messages arrive unless something else happens to them; what arrived. */
async function sentBy(
  script: (stage: Stage) => Promise<unknown>,
  meets: (notice: Notice, nth: number) => unknown = () => undefined,
): Promise<readonly Notice[]> {
  const sent: Notice[] = [];
  let tries = 0;
  const deliverReport: Activities['deliverReport'] = async (notice) => {
    await meets(notice, ++tries);
    sent.push(notice);
    return null;
  };
  await bed.play({
    world: () => Object.assign(new MockWorld(), { instead: { deliverReport } }),
    script: async (play) => {
      const gather: Stage['gather'] = async (...reports) => {
        const handles = [];
        for (const report of reports) handles.push(await startDigest(play, aGathered(report)));
        const [handle] = handles;
        if (!handle) throw new Error('nothing was gathered');
        return handle;
      };
      await script({ play, gather });
    },
  });
  return sent;
}

const titlesOf = (sent: readonly Notice[]): readonly string[] => sent.map(({ report }) => report.title);

it('sends one message for all that came within its time, and ends', async () => {
  const sent = await sentBy(async ({ gather }) => {
    const digest = await gather({ id: 'a' }, { id: 'b', kind: 'resolved', incident: 'host/b' }, { id: 'a' });
    await digest.result();
  });

  expect(sent).toMatchObject([
    {
      channel: { type: 'slack', index: 1 },
      to: null,
      report: { kind: 'digest', title: '2 messages in one: 1 escalated, 1 resolved', severity: 'critical' },
    },
  ]);
});

it('sends one message for each window, each with an id of its own, and nothing twice', async () => {
  let next: () => Promise<unknown>;
  const sent = await sentBy(
    async ({ gather, play }) => {
      next = () => gather({ id: 'c' }, { id: 'a' });
      const digest = await gather({ id: 'a' });
      await play.pass(0.5 * minutes);
      await gather({ id: 'b' });
      await digest.result();
    },
    (_notice, nth) => (nth === 1 ? next() : undefined),
  );

  expect(titlesOf(sent)).toEqual(['2 messages in one: 2 escalated', '1 message in one: 1 escalated']);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
});

it('gathers on while its channel is down, and then sends two messages in place of a hundred', async () => {
  let isDown = true;
  const sent = await sentBy(
    async ({ gather, play }) => {
      const digest = await gather({ id: 'a' });
      await play.pass(2 * minutes);
      await gather(...Array.from({ length: 100 }, (_, nth) => ({ id: `${nth}`, incident: `host/host-${nth}` })));
      await play.pass(2 * hours);
      isDown = false;
      await digest.result();
    },
    () => {
      if (isDown) throw failure('ChannelUnavailable', 'answered 503');
    },
  );

  expect(titlesOf(sent)).toEqual(['1 message in one: 1 escalated', '100 messages in one: 100 escalated']);
});

it('says how many messages its channel never took', async () => {
  let next: () => Promise<unknown>;
  const sent = await sentBy(
    async ({ gather }) => {
      next = () => gather({ id: 'c' });
      const digest = await gather({ id: 'a' }, { id: 'b' });
      await digest.result();
    },
    async (_notice, nth) => {
      if (nth > 1) return;
      await next();
      throw failure('ChannelRefused', 'answered 403');
    },
  );

  expect(sent.map(({ report }) => report.details.at(-1))).toEqual(['2 messages before these could not be delivered']);
});

it.each([
  ['come within one window', false],
  ['come while its channel is down', true],
])('outlives more messages than one run takes, and loses none that %s', async (_when, isDownFirst) => {
  const many = 1_050;
  let isDown = isDownFirst;
  const sent = await sentBy(
    async ({ gather, play }) => {
      const digest = await gather({ id: 'first' });
      if (isDown) await play.pass(2 * minutes);
      for (let from = 0; from < many; from += 100) {
        const ids = Array.from({ length: Math.min(100, many - from) }, (_, nth) => `${from + nth}`);
        await Promise.all(ids.map((id) => digest.signal(messageNames.gather, aGathered({ id }))));
      }
      await play.pass(10 * minutes);
      isDown = false;
      await digest.result();
    },
    () => {
      if (isDown) throw failure('ChannelUnavailable', 'answered 503');
    },
  );

  const counts = titlesOf(sent).map((title) => Number(title.split(' ')[0]));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(many + 1);
  expect(sent.length).toBeLessThanOrEqual(2);
});
