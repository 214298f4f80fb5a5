import { describe, expect, it, vi } from 'vitest';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { escalateAndClose, fireAndAsk, reaches } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';
import type { OperatorAsk } from '../../../model/operators/message.ts';

const bed = useTestBed();

/** An incident that people have, with an alert that fires. */
const escalated = <Result>(script: (play: Play) => Promise<Result>): Scenario<Result> => ({
  world: () => new MockWorld({ mode: 'observe' }),
  script: async (play) => {
    await play.incident.deliver(anEpisode(play).firing);
    await reaches(play.incident, 'escalated');
    return script(play);
  },
});

/** Asks by Update or by Signal, as the dialogs do. */
const ways = [
  ['Update', async ({ incident }: Play, ask: OperatorAsk, input: unknown) => void (await incident.ask(ask, input))],
  ['Signal', ({ incident }: Play, ask: OperatorAsk, input: unknown) => incident.signal(ask, input)],
] as const;

describe.each(ways)('by %s', (_way, send) => {
  it('somebody looks after it: noted, told and on record, also where no policy says whom to wake', async () => {
    const { result, world, metric } = await bed.play(
      escalated(async (play) => {
        await send(play, 'acknowledge', { by: 'alex', for: '2h', comment: 'looking' });
        await vi.waitUntil(() => play.world.asked.length > 0);
        return play.incident.record();
      }),
    );

    const { until = '' } = result.acknowledged ?? {};
    const noted = result.timeline.entries.at(-1);
    expect(result.acknowledged?.by).toBe('alex');
    expect(Date.parse(until) - Date.parse(noted?.at ?? '')).toBe(2 * 3_600_000);
    expect(noted).toMatchObject({ event: 'acknowledged', text: `alex looks after it until ${until}: looking` });
    expect(world.told()).toEqual(['escalated', 'acknowledged']);
    expect(world.asked).toMatchObject([{ ask: 'acknowledge', by: 'alex', comment: 'looking', refusal: null }]);
    expect(await metric('nightshift_operator_requests_total{ask="acknowledge",result="done"}')).toBe(1);
  });

  it('people are told once more, where no policy says whom to wake', async () => {
    const { result, world } = await bed.play(
      escalated(async (play) => {
        await send(play, 'escalate', 'alex');
        await vi.waitUntil(() => play.world.reports.length === 4);
        return play.incident.record();
      }),
    );

    expect(eventsOf(result).at(-1)).toBe('escalation-wanted');
    expect(world.told()).toEqual(['escalated', 'escalated']);
  });

  it('rubbish changes nothing, and is recorded', async () => {
    const { result, world, metric } = await bed.play(
      escalated(async (play) => {
        const before = await play.incident.record();
        await send(play, 'takeOver', ['alex']).catch(() => undefined);
        await vi.waitUntil(() => play.world.asked.length + play.world.audit.length > 1);
        return { before, after: await play.incident.record() };
      }),
    );

    expect({ ...result.after, timeline: null }).toEqual({ ...result.before, timeline: null });
    expect(world.told()).toEqual(['escalated']);
    expect(await metric('nightshift_operator_requests_total{ask="takeOver",result="unreadable"}')).toBe(1);
  });
});

describe('what is refused', () => {
  it.each([
    ['acknowledge', [42], 'send {"by": "your name", "for": "30m"}'],
    ['acknowledge', [{ by: 'alex', for: 30 }], 'send {"by": "your name", "for": "30m"}'],
    ['acknowledge', [{ by: 'alex', for: '3 weeks' }], 'from 1m to 24h'],
    ['acknowledge', [{ by: 'alex', for: '2d' }], 'from 1m to 24h'],
    ['takeOver', [['alex']], 'send {"by": "your name", "comment": "why"}, or "your name" alone'],
    ['close', [false], 'send {"by": "your name"'],
    ['escalate', [{ by: 7 }], 'send {"by": "your name"'],
    ['undo', ['alex'], 'no repair is under way here'],
    ['approve', ['abcd1234 alex'], 'no plan waits for an approval here'],
    ['deny', [], 'no plan waits for an approval here'],
  ] as const)('is told what to send: %s with %j', async (ask, input, words) => {
    const { result, world } = await bed.play(
      escalated(async (play) => {
        const before = await play.incident.handle.fetchHistory();
        const heard = await play.incident.refused(ask, ...input);
        const after = await play.incident.handle.fetchHistory();
        const accepted = after.events?.some((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
        return { heard, accepted, before };
      }),
    );

    expect(result.heard).toContain(words);
    expect(result.accepted).toBe(false);
    expect(world.audit.at(-1)).toMatchObject({ kind: 'operator-refused', ask, verified: false });
  });

  it('by Signal stands in the timeline, with a name that does no harm', async () => {
    const hostile = '<img src=x>\n[Go](https://evil.example) password=hunter2';
    const { result } = await bed.play(
      escalated(async (play) => {
        await play.incident.signal('acknowledge', { by: hostile, for: 'ever', comment: hostile });
        await vi.waitUntil(() => play.world.asked.length > 0);
        return { record: await play.incident.record(), details: await play.incident.currentDetails() };
      }),
    );

    expect(result.record.timeline.entries.at(-1)).toMatchObject({
      event: 'request-refused',
      text: 'acknowledge by <img src=x> [Go](https://evil.example) password=[secret]: bad-duration',
    });
    expect(result.details).not.toMatch(/<img|\]\(|https:\/\//);
  });
});

it('is acknowledged by nobody in particular where the dialog was sent empty', async () => {
  const { result } = await bed.play(
    escalated(async (play) => {
      const heard = await play.incident.ask('acknowledge');
      return { heard, record: await play.incident.record() };
    }),
  );

  expect(result.record.acknowledged?.by).toBe('somebody');
  expect(result.heard).toBe(`somebody looks after it until ${result.record.acknowledged?.until}`);
});

it('takes an acknowledgement while a plan waits, and keeps it through a new run', async () => {
  const { result } = await bed.play({
    world: () => new MockWorld({ mode: 'approve' }),
    script: async (play) => {
      const { code } = await fireAndAsk(play);
      await play.incident.ask('acknowledge', { by: 'alex', for: '1h' });
      await play.incident.ask('deny', { code, by: 'alex' });
      const runId = await play.incident.runId();
      await reaches(play.incident, 'escalated');
      const again = Array.from({ length: 501 }, () => anEpisode(play).firing);
      await play.incident.deliver(...again);
      await play.incident.untilRunAfter(runId);
      await play.incident.ask('takeOver', 'kim');
      const between = await play.incident.record();
      return { between, record: await escalateAndClose(play) };
    },
  });

  expect(result.between.acknowledged?.by).toBe('alex');
  expect(result.record).toMatchObject({ takenOverBy: 'kim', acknowledged: { by: 'alex' } });
  expect(result.record.outcome?.reason).toBe('approval-denied');
});
