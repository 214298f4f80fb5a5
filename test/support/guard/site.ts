import type { FailureDomain } from '../../../model/guard/domain.ts';
import type { FreezeScope } from '../../../model/freeze/freeze.ts';
import type { GuardGroup } from '../../../model/guard/group.ts';
import type { Risk } from '../../../model/remediation/plan.ts';
import type { ApprovalPolicy } from '../../../model/remediation/policy.ts';
import { hours, minutes } from './builders.ts';

/** A service of the site where the guards are put to the test, with all that the recount knows of it. */
interface SiteService {
  readonly target: string;
  readonly host: string;
  readonly domain: 'rack' | 'hosts';
  readonly group: 'web' | 'db' | null;
}

export const services: readonly SiteService[] = [
  { target: 'host/a-1/service/web', host: 'host/a-1', domain: 'rack', group: 'web' },
  { target: 'host/a-1/service/app', host: 'host/a-1', domain: 'rack', group: null },
  { target: 'host/a-2/service/web', host: 'host/a-2', domain: 'rack', group: 'web' },
  { target: 'host/a-3/service/web', host: 'host/a-3', domain: 'rack', group: 'web' },
  { target: 'host/a-4/service/web', host: 'host/a-4', domain: 'rack', group: 'web' },
  { target: 'host/b-1/service/db', host: 'host/b-1', domain: 'hosts', group: 'db' },
  { target: 'host/b-2/service/db', host: 'host/b-2', domain: 'hosts', group: 'db' },
  { target: 'host/b-3/service/db', host: 'host/b-3', domain: 'hosts', group: 'db' },
];

export const domains: readonly FailureDomain[] = [
  { name: 'rack', targets: ['host/a-1', 'host/a-2', 'host/a-3', 'host/a-4'] },
];

/** How many of a group may be away, as an operator writes it. */
export type Unavailable = { readonly percent: number } | { readonly count: number };

export function groupsOf(limits: Readonly<Record<'web' | 'db', Unavailable>>): readonly GuardGroup[] {
  return (['web', 'db'] as const).map((name) => {
    const limit = limits[name];
    const maxUnavailable = 'percent' in limit ? { share: limit.percent / 100 } : limit;
    return { name, targets: [`host/*/service/${name}`], maxUnavailable };
  });
}

/** Scopes of freezes and windows, each with what it covers in plain words. */
export const scopes: readonly { readonly scope: FreezeScope; covers(target: string, runbook: string): boolean }[] = [
  { scope: { target: null, runbook: null }, covers: () => true },
  { scope: { target: 'host/a-1', runbook: null }, covers: (target) => target.startsWith('host/a-1/') },
  { scope: { target: 'host/*/service/db', runbook: null }, covers: (target) => target.endsWith('/service/db') },
  { scope: { target: null, runbook: 'service-down' }, covers: (_target, runbook) => runbook === 'service-down' },
];

/** An alert on which every host of the site depends. */
export const networkDown = 'NetworkDown';

export const approval: ApprovalPolicy = {
  approvers: ['ann', 'bob', 'rita'],
  quorum: { safe: 1, disruptive: 1, destructive: 2 },
  deadlineMs: hours,
  reminderMs: 15 * minutes,
  requireVerified: false,
};

/** How long a plan of the site may be carried out. */
export const planValidMs = 3 * hours;
/** How long a repair of the site has its place. */
export const placeMs = 4 * hours;

export interface SiteOrder {
  readonly service: SiteService;
  readonly runbook: string;
  readonly mode: 'approve' | 'auto';
  readonly risks: readonly Risk[];
  readonly requestedBy: string | null;
}
