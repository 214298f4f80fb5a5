import { mkdir, readFile, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ActingDependencies } from '../../../activities/acting.ts';
import { killSwitch } from '../../../activities/contracts/kill-switch.ts';
import { createAlertmanagerClient } from '../../../clients/alertmanager/alertmanager.ts';
import type { ActionOrder } from '../../../model/remediation/action-order.ts';
import type { MessageRef, Sender } from '../../../model/remediation/sender.ts';
import { anActingScene } from '../../support/acting/acting-scene.ts';
import { aService, isoSecond } from '../../support/builders.ts';
import { aFailure } from '../../support/acting/failures.ts';
import { aClosedPort } from '../../support/http/http-stub.ts';
import { aProgram } from '../../support/processes.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { forbidding, standingRules } from '../../support/guard/standing-rules.ts';
import { servicesHere } from '../../support/hosts/services-here.ts';

const approval: MessageRef = { kind: 'signal', name: 'approve', nth: 0 };
const sent: Sender = { identity: 'alice', principal: null, at: isoSecond(0), replayed: false };
const replayed = { findSender: () => Promise.resolve({ ...sent, replayed: true }) };
const long = 3_600_000;

describe('an order that may be carried out', () => {
  it('is, once, with its intent on record before and its result after', async () => {
    const { order, act, records, restarts } = await anActingScene();

    const { answer } = await act();

    const { key, plan } = order;
    const instance = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const common = { incident: order.incident, runbook: 'service-down', plan, step: 0, key, action: 'restart-service' };
    expect(answer).toEqual({ result: 'done', summary: 'restarted web' });
    expect(restarts()).toBe(1);
    expect(await records()).toMatchObject([
      { kind: 'intent', ...common, before: { answers: 'unhealthy', runs: 'unknown', instance: 'the first start' } },
      {
        kind: 'result',
        ...common,
        result: 'done',
        summary: 'restarted web',
        after: { answers: 'unhealthy', instance },
      },
    ]);
  });

  it('has its intent on disk when the effect happens, and no result', async () => {
    const { order, auditFile, act } = await anActingScene();
    const seen = `${await aScratchFolder()}/seen`;
    const copy = `require('fs').copyFileSync(process.argv[1], process.argv[2])`;
    const deps = servicesHere(aService({ restart: aProgram(copy, auditFile, seen) }));

    await act({ ...order, preconditions: {} }, {}, deps);

    expect((await readFile(seen, 'utf8')).match(/"kind":"[a-z-]+"/g)).toEqual(['"kind":"plan"', '"kind":"intent"']);
  });

  it('is recorded as an undo where it is one', async () => {
    const { order, act, records } = await anActingScene();

    await act({ ...order, kind: 'undo', preconditions: {}, notAfter: null });

    expect(await records()).toMatchObject([{ kind: 'undo-intent' }, { kind: 'undo-result', result: 'done' }]);
  });

  it('is recorded and answered where it fails', async () => {
    const { act, records } = await anActingScene({ restart: ['false'] });

    const { answer } = await act();

    expect(answer).toMatchObject({ result: 'failed' });
    expect(await records()).toMatchObject([{ kind: 'intent' }, { kind: 'result', result: 'failed' }]);
  });

  it('goes through with an approval of this very run', async () => {
    const { order, act, restarts } = await anActingScene();

    const { answer } = await act({ ...order, approvals: [approval] }, {}, { findSender: () => Promise.resolve(sent) });

    expect(answer).toMatchObject({ result: 'done' });
    expect(restarts()).toBe(1);
  });
});

describe('an order', () => {
  it.each(forbidding)('is refused where a standing rule forbids it: $reason', async ({ reason, detail, sources }) => {
    const { act, records, restarts } = await anActingScene();

    const { answer } = await act(undefined, {}, { standingRules: standingRules(sources()) });

    expect(answer).toEqual({ result: 'refused', refusal: { reason, detail: expect.stringContaining(detail) } });
    expect(restarts()).toBe(0);
    expect(await records()).toEqual([]);
  });

  it.each<[string, Partial<ActionOrder>, Partial<ActingDependencies>, string]>([
    ['approval-replayed', { approvals: [approval] }, replayed, 'the approval was meant for a run before a reset'],
    ['plan-expired', { notAfter: isoSecond(0) }, {}, `the plan has expired at ${isoSecond(0)}`],
    [
      'preconditions-changed',
      { preconditions: { answers: 'unhealthy', instance: 'another', uid: 'f00' } },
      {},
      'the target has changed since the plan was made: ' +
        'instance was another and is the first start, uid was f00 and is not known',
    ],
  ])('is refused as %s', async (reason, changes, deps, detail) => {
    const { order, act, records, restarts } = await anActingScene();

    const { answer } = await act({ ...order, ...changes }, {}, deps);

    expect(answer).toEqual({ result: 'refused', refusal: { reason, detail } });
    expect(restarts()).toBe(0);
    expect(await records()).toEqual([]);
  });

  it('is refused where its target was restarted by somebody else after it was planned', async () => {
    const { order, act, restarts } = await anActingScene();
    await act({ ...order, key: 'by-hand' });

    const { answer } = await act();

    expect(answer).toMatchObject({ result: 'refused', refusal: { reason: 'preconditions-changed' } });
    expect(restarts()).toBe(1);
  });

  it.each(forbidding)('is taken back, whatever speaks against doing it, unless it is frozen: $reason', async (rule) => {
    const { order, act } = await anActingScene();
    const undo = { ...order, kind: 'undo', preconditions: {}, notAfter: null } as const;

    const { answer } = await act(undo, {}, { standingRules: standingRules(rule.sources()) });

    expect(answer).toMatchObject({ result: rule.reason === 'frozen' ? 'refused' : 'done' });
  });

  it('hears of the standing rules first, then of its approvals, its time, and what has changed', async () => {
    const { order, act } = await anActingScene();
    const rules = { standingRules: standingRules(forbidding[0]?.sources()) };
    const changed = { ...order, preconditions: { instance: 'another' } };
    const late = { ...changed, notAfter: isoSecond(0) };
    const all = { ...late, approvals: [approval] };

    const answers = [
      await act(all, {}, { ...rules, ...replayed }),
      await act(all, {}, replayed),
      await act(late, {}, replayed),
      await act(changed, {}, replayed),
    ];

    const refusals = ['frozen', 'approval-replayed', 'plan-expired', 'preconditions-changed'];
    expect(answers).toMatchObject(refusals.map((reason) => ({ answer: { refusal: { reason } } })));
  });

  it.each([
    ['is not refused before its time is over', new Date(Date.now() + long).toISOString()],
    ['is never too late without an end', null],
  ])('%s', async (_what, notAfter) => {
    const { order, act } = await anActingScene();

    const { answer } = await act({ ...order, notAfter });

    expect(answer).toMatchObject({ result: 'done' });
  });
});

/** What cannot be asked, and the words that say so. */
const unasked: readonly {
  readonly what: string;
  readonly changes?: Partial<ActionOrder>;
  readonly deps?: () => Promise<Partial<ActingDependencies>>;
  readonly words: string;
}[] = [
  {
    what: 'the kill switch',
    deps: async () => ({
      standingRules: standingRules({ findFreeze: killSwitch(() => Promise.reject(new Error('no kill switch')), 0) }),
    }),
    words: 'no kill switch',
  },
  {
    what: 'Alertmanager',
    deps: async () => {
      const urls = [`http://127.0.0.1:${await aClosedPort()}`];
      return {
        standingRules: standingRules({
          alertmanager: createAlertmanagerClient({ urls, headers: {}, deadlineMs: long }),
        }),
      };
    },
    words: 'no Alertmanager can be asked',
  },
  { what: 'who approved it', changes: { approvals: [approval] }, words: 'the history shows no signal approve' },
  {
    what: 'the history',
    changes: { approvals: [approval] },
    deps: async () => ({ findSender: () => Promise.reject(new Error('outage')) }),
    words: 'the history of the workflow could not be read',
  },
  {
    what: 'the target',
    deps: async () => servicesHere(),
    words: 'no service in the configuration',
  },
];

describe('an order that cannot even begin', () => {
  it.each(unasked)(
    'is tried again when $what cannot be asked, and nothing is performed',
    async ({ changes, deps, words }) => {
      const { order, act, records, restarts } = await anActingScene();

      const { answer } = await act({ ...order, ...changes }, {}, await deps?.());

      expect(answer).toMatchObject({ ...aFailure('NotBegun'), message: expect.stringContaining(words) });
      expect(restarts()).toBe(0);
      expect(await records()).toEqual([]);
    },
  );

  it('is tried again when its intent cannot be recorded', async () => {
    const { audit, act, restarts } = await anActingScene();
    await audit.close();

    const { answer } = await act();

    expect(answer).toMatchObject({ ...aFailure('NotBegun'), message: expect.stringContaining('it is closed') });
    expect(restarts()).toBe(0);
  });

  it('is tried again when the audit cannot say whether it was begun before', async () => {
    const { auditFile, act, restarts } = await anActingScene();
    await rm(auditFile);
    await mkdir(auditFile);

    const { answer } = await act();

    expect(answer).toMatchObject({ ...aFailure('NotBegun'), message: expect.stringContaining('EISDIR') });
    expect(restarts()).toBe(0);
  });
});

describe('an effect whose result cannot be recorded', () => {
  it('is answered all the same, and logged', async () => {
    const { order, auditFile, act, log } = await anActingScene();
    const spoil = `const fs = require('fs'); fs.rmSync(process.argv[1]); fs.mkdirSync(process.argv[1])`;
    const deps = servicesHere(aService({ restart: aProgram(spoil, auditFile) }));

    const { answer } = await act({ ...order, preconditions: {} }, {}, deps);

    expect(answer).toEqual({ result: 'done', summary: 'restarted web' });
    expect(log.lines()).toMatchObject([
      { level: 50, key: order.key, result: answer, err: { type: 'AuditUnavailableError' } },
    ]);
  });

  it('is recorded without facts where the target cannot be looked at any more', async () => {
    const { order, act, records } = await anActingScene();
    const described = aService();
    let looks = 0;
    const findService: ActingDependencies['findService'] = () => {
      // The look before, and the action itself.
      if (++looks > 2) throw new Error('gone');
      return described;
    };

    await act({ ...order, preconditions: {} }, {}, { findService });

    expect(await records()).toMatchObject([{ kind: 'intent' }, { kind: 'result', result: 'done', after: {} }]);
  });
});
