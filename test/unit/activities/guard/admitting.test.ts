import type { Info } from '@temporalio/activity';
import { describe, expect, it } from 'vitest';
import type { AdmittingDependencies } from '../../../../activities/guard/admitting.ts';
import { createAdmittingActivities } from '../../../../activities/guard/admitting.ts';
import type { AdmissionQuestion } from '../../../../model/guard/admission.ts';
import type { Caps } from '../../../../model/guard/decide.ts';
import type { GuardGroup } from '../../../../model/guard/group.ts';
import type { Ledger, RunningRepair } from '../../../../model/guard/ledger.ts';
import { emptyLedger } from '../../../../model/guard/ledger.ts';
import { sealPlan } from '../../../../model/remediation/plan.ts';
import { anActivity, asActivity } from '../../../support/acting/activity.ts';
import { anAudit, recordsIn } from '../../../support/audit/audit.ts';
import { isoSecond } from '../../../support/builders.ts';
import { fakeGuards, wideCaps } from '../../../support/guard/fake-guards.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { forbidding, ownAlert, standingRules } from '../../../support/guard/standing-rules.ts';

const minute = 60_000;
const incident = 'incident:host/host-1/service/web';
const target = 'host/host-1/service/web';

function aPlan(of: string = target) {
  const [summary, madeAt, expiresAt] = ['restart it', isoSecond(0), isoSecond(3_600)];
  return sealPlan({ runbook: 'service-down', target: of, summary, steps: [], madeAt, expiresAt });
}

/** A repair that asks for a place and is willing to wait. */
function aQuestion(changes: Partial<AdmissionQuestion> = {}): AdmissionQuestion {
  const waits = { patienceMs: 15 * minute, lapsesAfterMs: 60 * minute };
  return { claim: 'run-1', incident, plan: aPlan(), alerts: [ownAlert], ...waits, ...changes };
}

const rehearsal = { patienceMs: 0, lapsesAfterMs: null };

/** What a test may have otherwise than guards that know of nothing. */
interface Setting extends Partial<Omit<AdmittingDependencies, 'guards' | 'audit' | 'guardPolicy'>> {
  readonly ledger?: Ledger;
  readonly caps?: Partial<Caps>;
  readonly groups?: readonly GuardGroup[];
}

async function admitting({ ledger = emptyLedger, caps, groups = [], ...deps }: Setting = {}) {
  const { audit, auditFile } = await anAudit();
  const guards = fakeGuards({ hosts: ledger });
  const activities = createAdmittingActivities({
    guards,
    guardPolicy: {
      caps: wideCaps(caps),
      domains: [{ name: 'racks', targets: ['host/rack-1', 'host/rack-2'] }],
      groups,
    },
    standingRules: standingRules(),
    measureGroup: async ({ name }) => ({ name, limit: 1, unhealthy: [], members: [] }),
    hasTrouble: () => Promise.resolve(false),
    audit,
    ...deps,
  });
  return {
    guards,
    audit,
    settle: activities.settleRepair,
    /** Asks as an activity would that was scheduled so long ago. */
    admit: (question = aQuestion(), waitedMs = 0, info: Partial<Info> = {}) =>
      asActivity(() => activities.admitPlan(question), { scheduledTimestampMs: Date.now() - waitedMs, ...info }),
    /** What a try that is told to wait leaves for the next one. */
    leftBehind: async (info: Partial<Info> = {}): Promise<unknown> => {
      const left: unknown[] = [];
      const activity = anActivity({ scheduledTimestampMs: Date.now(), ...info });
      activity.on('heartbeat', (details: unknown) => left.push(details));
      await failureOf(() => activity.run(() => activities.admitPlan(aQuestion())));
      return left.at(-1);
    },
    records: () => recordsIn(auditFile),
  };
}

function running(id: string, of: string): RunningRepair {
  const now = Date.now();
  return { id, target: of, runbook: 'service-down', begunAt: now - minute, lapsesAt: now + 60 * minute };
}

function groupOf(name: string, ...targets: readonly string[]): GuardGroup {
  return { name, targets, maxUnavailable: { count: 1 } };
}

/** A ledger in which another repair is under way. */
function busy(): Ledger {
  return { ...emptyLedger, running: [running('other', 'host/host-9/service/web')] };
}

/** A ledger that says that the target was repaired, and proven healthy, some minutes ago. */
function repairedBefore(): Ledger {
  const { lapsesAt: _lapsesAt, ...repair } = running('before', target);
  const now = Date.now();
  return {
    ...emptyLedger,
    ended: [{ ...repair, begunAt: now - 9 * minute, endedAt: now - 8 * minute, end: 'verified' }],
  };
}

describe('admitPlan', () => {
  it('lets a plan in where nothing stands in its way, gives it a place, and records that', async () => {
    const { admit, guards, records } = await admitting();

    const admission = await admit();

    const detail = 'nothing stands in the way';
    const { hash } = aPlan();
    const about = { incident, target, runbook: 'service-down', plan: hash, step: null, key: null };
    expect(admission).toEqual({ refusal: null, detail, recurs: false });
    expect(guards.ledgerOf('hosts').running).toMatchObject([{ id: 'run-1', target, runbook: 'service-down' }]);
    expect(await records()).toEqual([{ kind: 'guard', at: expect.any(String), ...about, refusal: null, detail }]);
  });

  it('claims with the groups of its target as they are now, as of the time when it was put and first asked', async () => {
    const groups = [groupOf('web', 'host/*/service/web'), groupOf('db', 'host/*/service/db'), groupOf('all', 'host')];
    const { admit, guards } = await admitting({ groups });
    const scheduledTimestampMs = Date.now() - 5 * minute;
    const askedAt = Date.now() - 3 * minute;

    await admit(aQuestion(), 0, { scheduledTimestampMs, heartbeatDetails: { metStorm: false, askedAt }, attempt: 7 });

    const measured = ['web', 'all'].map((name) => ({ name, limit: 1, unhealthy: [], members: [] }));
    const claim = { id: 'run-1', target, runbook: 'service-down', lapsesAfterMs: 60 * minute, groups: measured };
    expect(guards.claims).toEqual([
      { domain: 'hosts', caps: wideCaps(), claim: { ...claim, putAt: scheduledTimestampMs, askedAt } },
    ]);
  });

  it.each([
    ['a configured failure domain', 'host/rack-1/service/web', 'racks'],
    ['its cluster', 'kubernetes/prod/shop/Deployment/web', 'kubernetes/prod'],
  ])('asks the guard of %s', async (_what, of, domain) => {
    const { admit, guards } = await admitting();

    await admit(aQuestion({ plan: aPlan(of) }));

    expect(guards.claims.map((asked) => asked.domain)).toEqual([domain]);
  });

  it('says where the target was repaired, and proven healthy, within a day', async () => {
    const { admit } = await admitting({ ledger: repairedBefore() });

    expect(await admit()).toMatchObject({ refusal: null, recurs: true });
  });

  it('takes one place, however often the same plan asks', async () => {
    const { admit, guards } = await admitting({ caps: { parallel: 1 } });

    const admissions = [await admit(), await admit()];

    expect(admissions).toMatchObject([{ refusal: null }, { refusal: null }]);
    expect(guards.ledgerOf('hosts').running).toHaveLength(1);
  });
});

describe('admitPlan, where it is forbidden', () => {
  const forGood = forbidding.filter(({ reason }) => reason !== 'control-plane');

  it.each(forGood)('refuses at once and takes no place: $reason', async ({ reason, detail, sources }) => {
    const { admit, guards, records } = await admitting({ standingRules: standingRules(sources()) });

    const admission = await admit();

    expect(admission).toEqual({ refusal: reason, detail: expect.stringContaining(detail), recurs: false });
    expect(guards.claims).toEqual([]);
    expect(await records()).toMatchObject([{ kind: 'guard', refusal: reason, detail: admission.detail }]);
  });

  it('refuses at once what a guard refuses for good, and says whether it recurs', async () => {
    const { admit, records } = await admitting({
      ledger: repairedBefore(),
      caps: { attempts: { max: 1, withinMs: 60 * minute } },
    });

    const admission = await admit();

    const detail = 'service-down has repaired this target 1 times already';
    expect(admission).toEqual({ refusal: 'attempts-exhausted', detail, recurs: true });
    expect(await records()).toMatchObject([{ kind: 'guard', refusal: 'attempts-exhausted', detail }]);
  });
});

/** What passes by itself: what a repair waits for, in which words, and how long before it asks again. */
const passing: readonly {
  readonly reason: string;
  readonly words: string;
  readonly setting: () => Setting;
  readonly delay: readonly [least: number, most: number];
}[] = [
  {
    reason: 'too-many-repairs',
    words: '1 repairs are under way in this failure domain',
    setting: () => ({ ledger: busy(), caps: { parallel: 1 } }),
    delay: [5_000, 7_500],
  },
  {
    reason: 'control-plane',
    words: 'NetworkDown fires, on which this target depends',
    setting: () => ({
      standingRules: standingRules(forbidding.find(({ reason }) => reason === 'control-plane')?.sources()),
    }),
    delay: [30_000, 45_000],
  },
  {
    reason: 'shared-cause',
    words: 'host/host-1 is in trouble itself, which is the cause or comes first',
    setting: () => ({ hasTrouble: async (of) => of === 'host/host-1' }),
    delay: [30_000, 45_000],
  },
];

describe.each(passing)(
  'admitPlan, while it is held up: $reason',
  ({ reason, words, setting, delay: [least, most] }) => {
    it('is tried again after a while, and records nothing yet', async () => {
      const { admit, records } = await admitting(setting());

      const failure = await failureOf(() => admit());

      expect(failure).toMatchObject({ ...aFailure('NotAdmittedYet'), message: `${reason}: ${words}` });
      expect(Number(failure.nextRetryDelay)).toBeGreaterThanOrEqual(least);
      expect(Number(failure.nextRetryDelay)).toBeLessThanOrEqual(most);
      expect(await records()).toEqual([]);
    });

    it.each([
      ['is over', 16 * minute],
      ['would be over before it asks again', 15 * minute - 4_000],
    ])('refuses when its patience %s, and records that', async (_what, waitedMs) => {
      const { admit, guards, records } = await admitting(setting());

      const admission = await admit(aQuestion(), waitedMs);

      expect(admission).toEqual({ refusal: reason, detail: words, recurs: false });
      expect(guards.ledgerOf('hosts').running.map(({ id }) => id)).not.toContain('run-1');
      expect(await records()).toMatchObject([{ kind: 'guard', refusal: reason, detail: words }]);
    });

    it('refuses a rehearsal at once', async () => {
      const { admit } = await admitting(setting());

      expect(await admit(aQuestion(rehearsal))).toMatchObject({ refusal: reason });
    });
  },
);

describe('admitPlan, while many wait', () => {
  it.each([
    ['a minute', 1 * minute, 12_000],
    ['five minutes', 5 * minute, 60_000],
    ['ten minutes', 10 * minute, 60_000],
  ])('asks less often after it has waited for %s', async (_what, waitedMs, least) => {
    const { admit } = await admitting({ ledger: busy(), caps: { parallel: 1 } });

    const failure = await failureOf(() => admit(aQuestion(), waitedMs));

    expect(Number(failure.nextRetryDelay)).toBeGreaterThanOrEqual(least);
    expect(Number(failure.nextRetryDelay)).toBeLessThanOrEqual(least * 1.5 + 1_000);
  });
});

const afterIt = (): Setting => ({ ledger: busy(), caps: { parallel: 1 } });

describe('admitPlan, in a storm', () => {
  it('is news of it when it comes to ask, however long a busy worker has let it lie', async () => {
    const { admit, leftBehind, guards } = await admitting(afterIt());
    const before = Date.now();

    await failureOf(() => admit(aQuestion(), 10 * minute));
    const left = await leftBehind();

    expect(guards.claims[0]?.claim.askedAt).toBeGreaterThanOrEqual(before);
    expect(left).toEqual({ metStorm: false, askedAt: guards.claims[1]?.claim.askedAt });
  });

  const storm = (): Setting => ({ ledger: { ...emptyLedger, stormUntil: Date.now() + minute } });
  const late = 15 * minute;

  it('has been held up by it, whatever holds it up when its patience ends', async () => {
    const during = await (await admitting(storm())).leftBehind();
    const since = await (await admitting(afterIt())).leftBehind({ heartbeatDetails: during, attempt: 2 });
    const { admit, records } = await admitting(afterIt());

    const admission = await admit(aQuestion(), late, { heartbeatDetails: since, attempt: 3 });

    expect(admission.refusal).toBe('storm');
    expect(await records()).toMatchObject([{ kind: 'guard', refusal: 'storm', detail: admission.detail }]);
  });

  it('is not blamed on one that it has not met', async () => {
    const before = await (await admitting(afterIt())).leftBehind();
    const { admit } = await admitting(afterIt());

    const admission = await admit(aQuestion(), late, { heartbeatDetails: before, attempt: 2 });

    expect(admission.refusal).toBe('too-many-repairs');
  });

  it('does not keep from what is refused for good, nor from what may run', async () => {
    const during = { heartbeatDetails: await (await admitting(storm())).leftBehind(), attempt: 2 };
    const exhausted = await admitting({
      ledger: repairedBefore(),
      caps: { attempts: { max: 1, withinMs: 60 * minute } },
    });
    const free = await admitting();

    const refusals = [await exhausted.admit(aQuestion(), 0, during), await free.admit(aQuestion(), 0, during)];

    expect(refusals.map(({ refusal }) => refusal)).toEqual(['attempts-exhausted', null]);
  });
});

describe('admitPlan, for a rehearsal', () => {
  it('says that the plan may run, and takes no place', async () => {
    const { admit, guards, records } = await admitting();

    const admission = await admit(aQuestion(rehearsal));

    expect(admission).toMatchObject({ refusal: null });
    expect(guards.ledgerOf('hosts')).toEqual(emptyLedger);
    expect(await records()).toMatchObject([{ kind: 'guard', refusal: null }]);
  });
});

describe('admitPlan, and what a target is part of', () => {
  it.each([
    ['the host of a service', target, ['host/host-1']],
    ['nothing above a host', 'host/host-1', []],
    ['nothing above an object of Kubernetes', 'kubernetes/prod/shop/Pod/web-1', []],
  ])('looks at %s', async (_what, of, expected) => {
    const looked: string[] = [];
    const { admit } = await admitting({ hasTrouble: async (above) => looked.push(above) > 99 });

    await admit(aQuestion({ plan: aPlan(of) }));

    expect(looked).toEqual(expected);
  });
});

function outage(): Promise<never> {
  return Promise.reject(new Error('outage'));
}

describe('admitPlan, where something cannot be asked', () => {
  it.each<[string, Setting]>([
    ['a standing rule', { standingRules: { freezeOf: outage, refusalFor: outage } }],
    ['the incident of its host', { hasTrouble: outage }],
    ['a group', { groups: [groupOf('web', 'host')], measureGroup: outage }],
  ])('fails and takes no place: %s', async (_what, setting) => {
    const { admit, guards, records } = await admitting(setting);

    await expect(admit()).rejects.toThrow('outage');

    expect(guards.claims).toEqual([]);
    expect(await records()).toEqual([]);
  });

  it('fails where the decision cannot be recorded, and has one place when it is asked again', async () => {
    const { admit, audit, guards } = await admitting();
    await audit.close();

    await expect(admit()).rejects.toThrow('it is closed');
    await expect(admit()).rejects.toThrow('it is closed');

    expect(guards.ledgerOf('hosts').running).toHaveLength(1);
  });
});

describe('settleRepair', () => {
  it('gives the place back in the failure domain of the target, and says how it ended', async () => {
    const { admit, settle, guards } = await admitting();
    await admit();

    await settle({ claim: 'run-1', target, end: 'verified' });

    expect(guards.ledgerOf('hosts')).toMatchObject({ running: [], ended: [{ id: 'run-1', target, end: 'verified' }] });
  });
});
