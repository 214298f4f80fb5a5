import type { RunbookName } from '../../../model/names.ts';
import { sealPlan } from '../../../model/remediation/plan.ts';
import type { Ballot } from '../../../model/remediation/vote.ts';
import { noon } from './builders.ts';
import type { Caps } from '../../../model/guard/decide.ts';
import { freezeId } from '../../../model/freeze/freeze.ts';
import { Guards } from './guards.ts';
import { Recount } from './recount.ts';
import type { RepairEvent } from './repair.ts';
import { Repair } from './repair.ts';
import type { SiteOrder, Unavailable } from './site.ts';
import { approval, domains, groupsOf, networkDown, placeMs, planValidMs, scopes, services } from './site.ts';

/** How the operators of a site have configured it. */
export interface SiteSettings {
  readonly caps: Caps;
  readonly limits: Readonly<Record<'web' | 'db', Unavailable>>;
}

/** A site with the guard's parts at work, beside the account of what they do. */
export class Site {
  readonly guards: Guards;
  readonly recount: Recount;
  readonly repairs: Repair[] = [];
  /** Everything that a repair heard, for whoever wants to know what a run has covered. */
  readonly heard = new Set<string>();

  constructor({ caps, limits }: SiteSettings) {
    const settings = {
      caps,
      domains,
      groups: groupsOf(limits),
      dependencies: [{ target: 'host', alerts: [networkDown] }],
      services: services.map(({ target }) => target),
    };
    this.guards = new Guards(settings, noon);
    this.recount = new Recount(caps, limits, noon);
  }

  alert(order: SiteOrder): number {
    const nth = this.repairs.length;
    const { target } = order.service;
    const [madeAt, expiresAt] = [0, planValidMs].map((ms) => new Date(this.guards.now + ms).toISOString());
    const runbook = order.runbook as RunbookName;
    const step = { action: 'restart-service', target, undo: null, expectedMs: 1, preconditions: {} } as const;
    const steps = order.risks.map((risk) => ({ ...step, risk }));
    const plan = sealPlan({
      runbook,
      target,
      summary: `plan ${nth}`,
      steps,
      madeAt: madeAt ?? '',
      expiresAt: expiresAt ?? '',
    });
    const alerts = [{ fingerprint: target, labels: { alertname: 'ServiceDown' }, annotations: {} }];
    const { mode, requestedBy } = order;
    const repair = { id: `run-${nth}`, plan, alerts, mode, requestedBy, approval, lapsesAfterMs: placeMs };
    this.repairs.push(new Repair(repair, this.guards));
    this.recount.add(repair.id, order);
    return nth;
  }

  /** Lets something happen to a repair, and holds it against the account. */
  happen(nth: number, what: (repair: Repair) => readonly RepairEvent[]): void {
    const [repair, recounted] = [this.repairs[nth], this.recount.repairs[nth]];
    if (!repair || !recounted) return;
    for (const event of what(repair)) {
      this.heard.add(event.kind);
      if (event.kind === 'asked') this.heard.add(event.verdict.verdict === 'go' ? 'go' : event.verdict.reason);
      if (event.kind === 'over' && event.reason) this.heard.add(event.reason);
      this.recount.observe(recounted, event);
    }
  }

  vote(nth: number, by: string, ballot: Ballot, isRight: boolean): void {
    const { repairs, recount, guards } = this;
    recount.repairs[nth]?.wanted?.votes.push({ by, ballot, isRight, at: guards.now });
    repairs[nth]?.vote(by, ballot, isRight);
  }

  pass(ms: number): void {
    this.guards.now += ms;
    this.recount.now += ms;
    for (const repair of this.repairs) repair.giveUpInTime();
  }

  freeze(scopesFrozen: readonly number[]): void {
    this.recount.frozen = scopesFrozen;
    const by = { reason: 'test', by: 'olga', at: new Date(noon).toISOString() };
    this.guards.freezes = scopesFrozen.flatMap((nth) => {
      const scope = scopes[nth]?.scope;
      return scope ? [{ id: freezeId(scope), scope, ...by }] : [];
    });
  }

  maintain(windows: Recount['windows']): void {
    this.recount.windows = windows;
    this.guards.windows = windows.flatMap(({ scope: nth, until }) => {
      const scope = scopes[nth]?.scope;
      const when = { kind: 'absolute', from: new Date(noon).toISOString(), to: new Date(until).toISOString() } as const;
      return scope ? [{ name: `window ${nth}`, ...scope, when }] : [];
    });
  }

  /** What Alertmanager says from now on. */
  tell({
    silenced,
    inhibited,
    down,
  }: {
    silenced: readonly string[];
    inhibited: readonly string[];
    down: boolean;
  }): void {
    Object.assign(this.recount, { silenced, inhibited, networkDown: down });
    const known = { state: 'active', silencedBy: [], inhibitedBy: [] } as const;
    this.guards.known = [
      ...services.map(({ target }) => ({
        ...known,
        fingerprint: target,
        name: 'ServiceDown',
        labels: { alertname: 'ServiceDown' },
        silencedBy: silenced.includes(target) ? ['a silence'] : [],
        inhibitedBy: inhibited.includes(target) ? ['another alert'] : [],
      })),
      ...(down ? [{ ...known, fingerprint: 'f', name: networkDown, labels: { alertname: networkDown } }] : []),
    ];
  }

  trouble(hosts: readonly string[]): void {
    this.recount.troubled = hosts;
    this.guards.troubled = hosts;
  }

  sicken(targets: readonly string[]): void {
    this.recount.sick = targets;
    this.guards.unhealthy = targets;
  }

  /** Nothing stands in the way any more that time alone does not remove. */
  calm(): void {
    this.freeze([]);
    this.maintain([]);
    this.tell({ silenced: [], inhibited: [], down: false });
    this.trouble([]);
    this.sicken([]);
  }
}
