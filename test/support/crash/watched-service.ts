import type { Target } from '../../../model/target.ts';
import type { Part, Way } from './switches.ts';
import { parts } from './switches.ts';
import type { Passage } from './worker/points.ts';

/** What is done where a repair passes a point; the worker goes on when it resolves to true, and never else. */
type AtPoint = (point: string, passage?: Passage) => Promise<boolean>;

/** Whether the audit knows already that a part of a service is to be switched. */
type IsOnRecord = (target: Target, part: Part, way: Way) => boolean;

/** One service as it is itself, whatever others have recorded of it: the truth that runs are judged by. */
export class WatchedService {
  readonly target: Target;
  /** Every effect on it, in order, such as `pump on`. */
  readonly effects: string[] = [];
  /** The points that its repair has passed, in the order of the first time. */
  readonly passed = new Set<string>();
  atPoint: AtPoint = () => Promise.resolve(true);
  /** Whether it refuses an order that was given for another state than its own. */
  compares = true;
  /** What happens between an order that has come in and its effect. */
  beforeEffect: (part: Part, way: Way) => Promise<void> = () => Promise.resolve();
  private readonly heals: boolean;
  private readonly isOnRecord: IsOnRecord;
  private readonly on = new Set<Part>();
  /** The activities of its repair by type, in the order of their first attempts. */
  private readonly activities = new Map<string, string[]>();

  /** @param heals whether it becomes healthy when everything is switched on. */
  constructor(target: Target, heals: boolean, isOnRecord: IsOnRecord) {
    this.target = target;
    this.isOnRecord = isOnRecord;
    this.heals = heals;
  }

  get isHealthy(): boolean {
    return this.heals && parts.every((part) => this.on.has(part));
  }

  wayOf(part: Part): Way {
    return this.on.has(part) ? 'on' : 'off';
  }

  /** What a part is like, in words that each switching changes. */
  stateOf(part: Part): string {
    const switched = this.effects.filter((effect) => effect.startsWith(part)).length;
    return `${this.wayOf(part)}, switched ${switched} times`;
  }

  /**
   * Switches a part, whatever it is like by then.
   *
   * @param state what whoever gives the order has seen.
   * @returns whether it was switched.
   */
  async switch(part: Part, way: Way, state: string): Promise<boolean> {
    if (this.compares && state !== this.stateOf(part)) return false;
    await this.beforeEffect(part, way);
    this.effects.push(`${part} ${way}${this.isOnRecord(this.target, part, way) ? '' : ', without a record'}`);
    if (way === 'on') this.on.add(part);
    else this.on.delete(part);
    return true;
  }

  /** Has whatever a test has set up done at this point. */
  async passes(passage: Passage): Promise<boolean> {
    const { activity, id, attempt, moment } = passage;
    const known = this.activities.get(activity) ?? [];
    if (!known.includes(id)) this.activities.set(activity, [...known, id]);
    const nth = (this.activities.get(activity) ?? []).indexOf(id) + 1;
    return this.at(`${activity}#${nth}${attempt > 1 ? ' again' : ''} ${moment}`, passage);
  }

  /** The same for a point outside of every activity. */
  at(point: string, passage?: Passage): Promise<boolean> {
    this.passed.add(point);
    return this.atPoint(point, passage);
  }
}

/** A repair that waits at a point. */
interface Hold {
  /** Resolves when it has come there. */
  readonly reached: Promise<Passage>;
  /** Lets it go on. */
  readonly release: () => void;
}

/** Holds a service's repair where it passes a point for the first time. */
export function holdAt(service: WatchedService, point: string): Hold {
  const { promise: reached, resolve: reach } = Promise.withResolvers<Passage>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  service.atPoint = async (name, passage) => {
    if (name !== point || !passage) return true;
    reach(passage);
    await released;
    return true;
  };
  return { reached, release };
}
