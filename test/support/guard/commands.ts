import * as fc from 'fast-check';
import type { Ballot } from '../../../model/remediation/vote.ts';
import { hours, minutes, otherRunbook, seconds } from './builders.ts';
import type { Death } from './guards.ts';
import type { Repair } from './repair.ts';
import type { Site, SiteSettings } from './site-at-work.ts';
import type { SiteOrder } from './site.ts';
import { placeMs, scopes, services } from './site.ts';

type SiteCommand = fc.Command<object, Site>;

function command(name: string, run: (site: Site) => void): SiteCommand {
  return { check: () => true, run: (_model, site) => run(site), toString: () => name };
}

/** A command on one of the repairs that are in a phase, if there is one; else on any that is not over. */
function onRepair(
  name: string,
  phase: Repair['phase'] | null,
  run: (site: Site, nth: number) => void,
): fc.Arbitrary<SiteCommand> {
  return fc.nat({ max: 999 }).map((any) =>
    command(`${name}(${any})`, (site) => {
      const open = [...site.repairs.keys()].filter((nth) => site.repairs[nth]?.phase !== 'over');
      const fitting = open.filter((nth) => site.repairs[nth]?.phase === phase);
      const nth = pick(fitting.length > 0 ? fitting : open, any);
      if (nth !== undefined) run(site, nth);
    }),
  );
}

function pick<T>(list: readonly T[], any: number): T | undefined {
  return list[any % Math.max(1, list.length)];
}

// Some more often than others, so that there is somebody to come back to.
const aService = fc.oneof(fc.constantFrom(...services), fc.constantFrom(...services.slice(0, 3)));
const aScope = fc.nat({ max: scopes.length - 1 });
const anOrder: fc.Arbitrary<SiteOrder> = fc.record({
  service: aService,
  runbook: fc.constantFrom('service-down', 'service-down', otherRunbook),
  mode: fc.constantFrom('auto', 'auto', 'auto', 'approve'),
  risks: fc.array(fc.constantFrom('safe', 'disruptive', 'disruptive', 'destructive'), { minLength: 1, maxLength: 2 }),
  requestedBy: fc.constantFrom(null, null, 'rita'),
});

const aDeath: fc.Arbitrary<Death | null> = fc.constantFrom(null, null, null, 'before the effect', 'after the effect');
const aTime = fc.oneof(
  fc.integer({ min: 1, max: 90 * seconds }),
  fc.integer({ min: 1, max: 20 * minutes }),
  fc.constantFrom(minutes, 5 * minutes, 10 * minutes, hours, placeMs, 6 * hours),
  fc.constantFrom(2 * hours, 30 * hours, 3 * 24 * hours),
);

const alerts = anOrder.map((order) =>
  command(`alert(${JSON.stringify({ ...order, service: order.service.target })})`, (site) => {
    const nth = site.alert(order);
    site.happen(nth, (repair) => repair.proceed(null));
  }),
);
const rehearsals = anOrder.map((order) =>
  command(`rehearse(${order.service.target})`, (site) => site.happen(site.alert(order), (repair) => repair.rehearse())),
);
const goesOn = aDeath.chain((death) =>
  onRepair(`proceed[${death ?? 'alive'}]`, 'acting', (site, nth) =>
    site.happen(nth, (repair) => repair.proceed(death)),
  ),
);
const everyoneGoesOn = fc.constant(
  command('proceed(all)', (site) => {
    for (const nth of site.repairs.keys()) site.happen(nth, (repair) => repair.proceed(null));
  }),
);
const asksAgain = onRepair('askAgain', 'acting', (site, nth) => site.happen(nth, (repair) => repair.askAgain()));
const asksTooLate = fc.nat({ max: 999 }).map((any) =>
  command(`askTooLate(${any})`, (site) => {
    const { repairs, now } = site.recount;
    const over = repairs.flatMap(({ settledAt }, nth) =>
      settledAt !== null && now - settledAt < 24 * hours ? [nth] : [],
    );
    site.happen(pick(over, any) ?? -1, (repair) => repair.askAgain());
  }),
);
const ends = fc
  .constantFrom('verified' as const, 'not-verified' as const)
  .chain((end) =>
    onRepair(`finish[${end}]`, 'verifying', (site, nth) => site.happen(nth, (repair) => repair.finish(end))),
  );
const votes = fc
  .record({
    by: fc.constantFrom('ann', 'bob', 'rita', 'mallory'),
    ballot: fc.constantFrom<Ballot>('approve', 'approve', 'approve', 'approve', 'deny'),
    isRight: fc.constantFrom(true, true, true, false),
  })
  .chain(({ by, ballot, isRight }) =>
    onRepair(`${ballot}[${by}, ${isRight}]`, 'voting', (site, nth) => site.vote(nth, by, ballot, isRight)),
  );

const freezes = fc
  .array(aScope, { maxLength: 1 })
  .map((scope) => command(`freeze(${scope.join()})`, (site) => site.freeze(scope)));
const maintenance = fc
  .array(fc.record({ scope: aScope, ms: aTime }), { maxLength: 1 })
  .map((windows) =>
    command(`maintain(${JSON.stringify(windows)})`, (site) =>
      site.maintain(windows.map(({ scope, ms }) => ({ scope, until: site.guards.now + ms }))),
    ),
  );
const alertmanager = fc
  .record({
    silenced: fc.subarray(
      services.map(({ target }) => target),
      { maxLength: 2 },
    ),
    inhibited: fc.subarray(
      services.map(({ target }) => target),
      { maxLength: 1 },
    ),
    down: fc.constantFrom(false, false, true),
  })
  .map((news) => command(`tell(${JSON.stringify(news)})`, (site) => site.tell(news)));
const troubles = fc
  .subarray(['host/a-1', 'host/b-2'])
  .map((hosts) => command(`trouble(${hosts.join()})`, (site) => site.trouble(hosts)));
const sickness = fc
  .subarray(
    services.map(({ target }) => target),
    { maxLength: 3 },
  )
  .map((targets) => command(`sicken(${targets.join()})`, (site) => site.sicken(targets)));
const calms = fc.constant(command('calm()', (site) => site.calm()));
const time = aTime.map((ms) => command(`pass(${ms})`, (site) => site.pass(ms)));

/** Everything that can happen to a site; what repairs need to get anywhere is in there more than once. */
export const commands = [
  [alerts, alerts, alerts, alerts, time, time, time, calms, calms, calms, calms],
  [goesOn, goesOn, everyoneGoesOn, everyoneGoesOn, everyoneGoesOn, votes, votes, votes, ends, ends, ends],
  [rehearsals, asksAgain, asksTooLate, freezes, maintenance, alertmanager, troubles, sickness],
].flat();

const aLimit = fc.oneof(
  fc.record({ percent: fc.constantFrom(0, 10, 34, 40, 50, 66, 67, 75, 100, 100) }),
  fc.record({ count: fc.constantFrom(0, 1, 2, 2, 3, 3) }),
);

/** Settings with caps so low that a few repairs meet each of them. */
export const settings: fc.Arbitrary<SiteSettings> = fc.record({
  caps: fc.record({
    attempts: fc.record({ max: fc.integer({ min: 1, max: 3 }), withinMs: fc.constantFrom(hours, 6 * hours) }),
    coolDownMs: fc.constantFrom(0, minutes, 5 * minutes, 30 * minutes),
    perHour: fc.record({ runbook: fc.integer({ min: 1, max: 4 }), domain: fc.integer({ min: 1, max: 5 }) }),
    parallel: fc.integer({ min: 1, max: 3 }),
    storm: fc.record({
      targets: fc.integer({ min: 1, max: 4 }),
      withinMs: fc.constantFrom(minutes, 5 * minutes),
      coolDownMs: fc.constantFrom(minutes, 10 * minutes),
    }),
  }),
  limits: fc.record({ web: aLimit, db: aLimit }),
});
