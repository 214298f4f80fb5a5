import type { BodyAlert } from '../trigger/webhook-bodies.ts';
import type { Fleet, FleetService } from './fleet.ts';
import { alertsOf } from './fleet.ts';
import type { Flush } from './senders.ts';

const seconds = 1_000;

/** The share of its alerts with which a group is sent first, before Alertmanager has heard the rest. */
const firstShare = 0.13;

/** Groups of the second Alertmanager that do not know in time that the first has sent them. */
const sentByBoth = 3;

/**
 * Every alert of a fleet within a minute, as two Alertmanagers send them that group the alerts of half of
 * the hosts by host, and those of the others by name: groups that grow are sent again as a whole, and some
 * are sent by both.
 */
export function flushesOf({ hosts, services }: Fleet, startsAt: string): readonly Flush[] {
  const isByHost = new Set(hosts.filter(({ isSick }, nth) => isSick || nth % 2 === 0).map(({ name }) => name));
  const on = (host: string): readonly FleetService[] => services.filter((service) => service.host === host);
  const byHost = [...isByHost].map((host) => on(host).flatMap((service) => alertsOf(service, { startsAt })));
  const others = services.filter(({ host }) => !isByHost.has(host)).map((service) => alertsOf(service, { startsAt }));
  const byName = (others[0] ?? []).map((_, nth) => others.flatMap((alerts) => alerts.slice(nth, nth + 1)));
  return [...byHost.flatMap(growing), ...byName.flatMap(oneAfterTheOther)];
}

/** The alerts of one host, sent twice, and some of them by the other Alertmanager as well. */
function growing(alerts: readonly BodyAlert[], nth: number): readonly Flush[] {
  const whole = { atMs: (40 + nth) * seconds, alerts };
  const first = { atMs: nth * seconds, alerts: alerts.slice(0, Math.ceil(alerts.length * firstShare)) };
  return nth < sentByBoth ? [first, whole, fromTheOther(whole)] : [first, whole];
}

/** All alerts of one name; those of the last are sent by both. */
function oneAfterTheOther(alerts: readonly BodyAlert[], nth: number, all: readonly unknown[]): readonly Flush[] {
  const flush = { atMs: (5 + nth * 10) * seconds, alerts };
  return nth === all.length - 1 ? [flush, fromTheOther(flush)] : [flush];
}

/** The same alerts a second later and in another order: a body of its own for whoever compares bodies. */
function fromTheOther({ atMs, alerts }: Flush): Flush {
  return { atMs: atMs + 1 * seconds, alerts: alerts.toReversed() };
}
