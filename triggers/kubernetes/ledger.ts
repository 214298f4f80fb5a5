import type { ClusterWatchDefinition } from '../../model/kubernetes/watching/cluster-watch.ts';
import type { WatchedKind } from '../../model/kubernetes/watching/watched-alerts.ts';
import { watchedAlerts } from '../../model/kubernetes/watching/watched-alerts.ts';
import type { Episode } from './episode.ts';
import type { ObjectId, Symptom, SymptomKey } from './symptom.ts';

/** How long states have to last, and to be gone. */
export type Patience = Pick<ClusterWatchDefinition, 'forMs' | 'clearAfterMs'>;

/** However old a state says that it is, it is watched for so long before anybody hears of it. */
const leastWatchedMs = 10_000;
/** An alert that goes on firing is told again after this time: an incident that hears nothing closes. */
const repeatMs = 60 * 60 * 1_000;
/** Symptoms that are remembered at once, some 1.5 kB each. */
const maxSymptoms = 20_000;

interface Tracked {
  readonly symptom: Symptom;
  readonly since: number;
  readonly seenAt: number;
  /** When it was found gone; null while it is there. */
  readonly goneAt: number | null;
  /** The beginning of its alert; null for a state that has not lasted long enough. */
  readonly startsAt: number | null;
  readonly toldAt: number | null;
}

/** What has to be told now. */
interface Due {
  readonly firing: readonly Episode[];
  readonly resolved: readonly Episode[];
}

/**
 * What is sick in one cluster, and what has been told of it. Healthy objects leave nothing here. It has no clock and talks
 * to nobody.
 */
export class Ledger {
  private readonly tracked = new Map<SymptomKey, Tracked>();
  private readonly byObject = new Map<ObjectId, Set<SymptomKey>>();
  private readonly patience: Patience;
  /** Until when somebody has watched. */
  private watchedUntil = Number.NEGATIVE_INFINITY;
  /** Symptoms that there was no room for. */
  overflowed = 0;

  constructor(patience: Patience) {
    this.patience = patience;
  }

  /** Takes in all symptoms that an object has now; none for one that is well or gone. */
  see(object: ObjectId, symptoms: readonly Symptom[], now: number): void {
    const present = new Set(symptoms.map(({ key }) => key));
    for (const key of this.byObject.get(object) ?? []) if (!present.has(key)) this.lose(key, now);
    for (const symptom of symptoms) this.find(symptom, now);
  }

  /** Takes in that of all objects of a kind only these have symptoms. */
  seeNoOthers(kind: WatchedKind, sick: ReadonlySet<ObjectId>, now: number): void {
    for (const object of this.byObject.keys())
      if (object.startsWith(`${kind}/`) && !sick.has(object)) this.see(object, [], now);
  }

  /** What is due, and stays due until it is {@link told}. */
  due(now: number): Due {
    const [firing, resolved]: [Episode[], Episode[]] = [[], []];
    this.watchedUntil = now;
    for (const [key, tracked] of this.tracked) {
      const { startsAt, toldAt, goneAt } = tracked;
      if (startsAt === null) {
        if (!this.hasLasted(tracked, now)) continue;
        const opened = { ...tracked, startsAt: tracked.since + this.patience.forMs[tracked.symptom.alertname] };
        this.tracked.set(key, opened);
        firing.push(episodeOf(opened));
      } else if (goneAt !== null && now - goneAt >= this.patience.clearAfterMs) resolved.push(episodeOf(tracked));
      else if (toldAt === null || now - toldAt >= repeatMs) firing.push(episodeOf(tracked));
    }
    return { firing, resolved };
  }

  /** Notes that everybody who has to know of these knows. */
  told({ firing, resolved }: Due, now: number): void {
    for (const { symptom } of firing) {
      const tracked = this.tracked.get(symptom.key);
      if (tracked) this.tracked.set(symptom.key, { ...tracked, toldAt: now });
    }
    for (const { symptom } of resolved) this.forget(symptom.key);
  }

  /** The alerts that fire. */
  episodes(): readonly Episode[] {
    return [...this.tracked.values()].flatMap((tracked) => (tracked.startsAt === null ? [] : [episodeOf(tracked)]));
  }

  /** How many states are waited for, and how many alerts fire. */
  count(): { readonly pending: number; readonly firing: number } {
    const firing = [...this.tracked.values()].filter(({ startsAt }) => startsAt !== null).length;
    return { pending: this.tracked.size - firing, firing };
  }

  /**
   * Takes over where another has left off: these alerts fire, and no others. They are told once more, because nobody knows
   * whether that has happened.
   */
  takeOver(episodes: readonly Episode[], now: number): void {
    const kept = new Set(episodes.map(({ symptom }) => symptom.key));
    // States that nobody has watched for a while may have been gone meanwhile.
    const isStale = now - this.watchedUntil >= this.patience.clearAfterMs;
    for (const [key, { startsAt }] of this.tracked)
      if (!kept.has(key) && (isStale || startsAt !== null)) this.forget(key);
    for (const { symptom, startsAt } of episodes) {
      const before = this.tracked.get(symptom.key);
      const goneAt = before?.goneAt ?? null;
      this.keep({ symptom, since: startsAt, seenAt: now, goneAt, startsAt, toldAt: null });
    }
  }

  private find(symptom: Symptom, now: number): void {
    const before = this.tracked.get(symptom.key);
    if (before && !this.isAnother(before, symptom, now)) {
      // Its labels are the identity of its alert.
      this.keep({ ...before, symptom: { ...symptom, labels: before.symptom.labels }, goneAt: null });
      return;
    }
    if (before) this.forget(symptom.key);
    if (symptom.onlyGoesOn) return;
    const since = Math.min(symptom.since ?? now, now);
    this.keep({ symptom, since, seenAt: now, goneAt: null, startsAt: null, toldAt: null });
  }

  /** Whether a state that has not lasted long enough yet has ended meanwhile, and this is the next one. */
  private isAnother({ startsAt, since, goneAt }: Tracked, symptom: Symptom, now: number): boolean {
    if (startsAt !== null) return false;
    if (symptom.onlyGoesOn) return true;
    if (comesAndGoes(symptom)) return goneAt !== null && now - goneAt >= this.patience.clearAfterMs;
    return (symptom.since ?? since) > since;
  }

  private lose(key: SymptomKey, now: number): void {
    const tracked = this.tracked.get(key);
    if (!tracked) return;
    const { startsAt, symptom, goneAt } = tracked;
    const isLongGone = now - (goneAt ?? now) >= this.patience.clearAfterMs;
    const isOver = startsAt === null && (!comesAndGoes(symptom) || isLongGone);
    if (isOver) this.forget(key);
    else this.keep({ ...tracked, goneAt: goneAt ?? now });
  }

  private hasLasted({ symptom, since, seenAt, goneAt }: Tracked, now: number): boolean {
    const forMs = this.patience.forMs[symptom.alertname];
    if (goneAt !== null || now - since < forMs || now - seenAt < Math.min(forMs, leastWatchedMs)) return false;
    return !symptom.explainedBy.some((key) => this.tracked.has(key));
  }

  private keep(tracked: Tracked): void {
    const { key, object } = tracked.symptom;
    if (!this.tracked.has(key) && this.tracked.size >= maxSymptoms) {
      this.overflowed += 1;
      return;
    }
    this.tracked.set(key, tracked);
    const keys = this.byObject.get(object) ?? new Set();
    this.byObject.set(object, keys.add(key));
  }

  private forget(key: SymptomKey): void {
    const object = this.tracked.get(key)?.symptom.object;
    this.tracked.delete(key);
    if (object === undefined) return;
    const keys = this.byObject.get(object);
    keys?.delete(key);
    if (keys?.size === 0) this.byObject.delete(object);
  }
}

function episodeOf({ symptom, startsAt, since, goneAt }: Tracked): Episode {
  return { symptom, startsAt: startsAt ?? since, endsAt: goneAt };
}

function comesAndGoes({ alertname }: Symptom): boolean {
  return watchedAlerts[alertname].comesAndGoes;
}
