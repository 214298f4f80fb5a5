import { appendFile, mkdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { killSwitch } from '../../../activities/contracts/kill-switch.ts';
import type { ActionRecord } from '../../../model/audit.ts';
import type { ActionOrder } from '../../../model/remediation/action-order.ts';
import { anActingScene } from '../../support/acting/acting-scene.ts';
import { anIntent } from '../../support/builders.ts';
import { aFailure } from '../../support/acting/failures.ts';
import { standingRules } from '../../support/guard/standing-rules.ts';

type Scene = Awaited<ReturnType<typeof anActingScene>>;

function intentOf({ key, plan, preconditions }: ActionOrder): ActionRecord {
  return anIntent({ key, plan, before: preconditions });
}

/** The service was started once more, by whomever. */
function startedAgain({ startsFile }: Scene): Promise<void> {
  return appendFile(startsFile, 'another start\n');
}

/** Guards that are away. */
const unguarded = {
  standingRules: standingRules({ findFreeze: killSwitch(() => Promise.reject(new Error('outage')), 0) }),
};

/** How an order may have been begun before, as far as this attempt can see. */
const beginnings: readonly {
  readonly title: string;
  readonly attempt: number;
  readonly before: (scene: Scene) => Promise<void>;
}[] = [
  {
    title: 'an attempt before this one, which left its intent',
    attempt: 2,
    before: ({ audit, order }) => audit.write(intentOf(order)),
  },
  { title: 'an attempt on a machine with another disk', attempt: 2, before: () => Promise.resolve() },
  {
    title: 'another run of the workflow, which left its intent',
    attempt: 1,
    before: ({ audit, order }) => audit.write(intentOf(order)),
  },
];

describe.each(beginnings)('an order that was begun by $title', ({ attempt, before }) => {
  it('is not performed again where its effect is there', async () => {
    const scene = await anActingScene();
    await before(scene);
    await startedAgain(scene);

    const { answer } = await scene.act(undefined, { attempt });

    expect(answer).toEqual({ result: 'done', summary: 'restart-service had been done already' });
    expect(scene.restarts()).toBe(1);
    expect((await scene.records()).at(-1)).toMatchObject({
      kind: 'result',
      key: scene.order.key,
      result: 'done',
      after: { instance: 'another start' },
    });
  });

  it('is performed where its effect is not there', async () => {
    const scene = await anActingScene();
    await before(scene);

    const { answer } = await scene.act(undefined, { attempt });

    expect(answer).toEqual({ result: 'done', summary: 'restarted web' });
    expect(scene.restarts()).toBe(1);
    expect((await scene.records()).slice(-2)).toMatchObject([{ kind: 'intent' }, { kind: 'result', result: 'done' }]);
  });

  it('is not performed again where nobody can tell', async () => {
    const scene = await anActingScene({ instance: null });
    await before(scene);

    const { answer } = await scene.act(undefined, { attempt });

    const summary = 'restart-service was begun before, and nobody can tell whether it was done';
    expect(answer).toEqual({ result: 'unknown', summary });
    expect(scene.restarts()).toBe(0);
    expect((await scene.records()).at(-1)).toMatchObject({ kind: 'result', result: 'unknown', summary });
  });
});

describe('an order whose result is on record', () => {
  it.each([
    ['done', 1],
    ['failed', 1],
    ['unknown', 1],
    ['done', 4],
  ] as const)('is answered with it and not performed again: %s, at attempt %i', async (result, attempt) => {
    const { order, audit, act, restarts } = await anActingScene();
    const { before: _before, ...common } = anIntent({ key: order.key }) as Extract<ActionRecord, { before: object }>;
    await audit.write(intentOf(order));
    await audit.write({ ...common, kind: 'result', result, summary: 'as it went', after: {} });

    const { answer } = await act(order, { attempt });

    expect(answer).toEqual({ result, summary: 'as it went' });
    expect(restarts()).toBe(0);
  });

  it('has one effect and one answer, however often it comes', async () => {
    const { act, records, restarts } = await anActingScene();

    const answers = [await act(), await act(), await act(undefined, { attempt: 2 })];

    expect(answers.map(({ answer }) => answer)).toEqual(answers.map(() => answers[0]?.answer));
    expect(restarts()).toBe(1);
    expect(await records()).toHaveLength(2);
  });

  it('does not answer for another one', async () => {
    const { order, act, restarts } = await anActingScene();
    await act({ ...order, preconditions: {} });

    await act({ ...order, preconditions: {}, key: 'another' });

    expect(restarts()).toBe(2);
  });
});

describe('an order that never began', () => {
  it('is performed as soon as the guards can be asked, even where nobody could tell its effect', async () => {
    const { act, restarts } = await anActingScene({ instance: null });
    const first = await act(undefined, {}, unguarded);
    const second = await act(undefined, { attempt: 2, heartbeatDetails: first.beats.at(-1) }, unguarded);

    const third = await act(undefined, { attempt: 3, heartbeatDetails: second.beats.at(-1) });

    expect([first.answer, second.answer]).toMatchObject([aFailure('NotBegun'), aFailure('NotBegun')]);
    expect(third.answer).toEqual({ result: 'done', summary: 'restarted web' });
    expect(restarts()).toBe(1);
  });

  it.each([
    { title: 'the attempt before it told nothing', attempt: 2, heartbeatDetails: undefined },
    { title: 'an attempt between them told nothing', attempt: 3, heartbeatDetails: { notBegun: 1 } },
  ])('may have begun after all where $title', async ({ attempt, heartbeatDetails }) => {
    const { act, restarts } = await anActingScene({ instance: null });

    const { answer } = await act(undefined, { attempt, heartbeatDetails });

    expect(answer).toMatchObject({ result: 'unknown' });
    expect(restarts()).toBe(0);
  });
});

describe('an order that may have been begun', () => {
  it('is not called one that never was while the audit cannot be read', async () => {
    const { auditFile, act, restarts } = await anActingScene();
    await rm(auditFile);
    await mkdir(auditFile);

    const { answer } = await act(undefined, { attempt: 2 });

    expect(answer).toMatchObject({ name: 'AuditUnavailableError' });
    expect(restarts()).toBe(0);
  });

  it('leaves no word that it never was where it cannot begin now', async () => {
    const { act } = await anActingScene();

    const { answer, beats } = await act(undefined, { attempt: 2 }, unguarded);

    expect(answer).toMatchObject(aFailure('NotBegun'));
    expect(beats).toEqual([]);
  });
});
