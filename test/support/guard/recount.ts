import type { Caps } from '../../../model/guard/decide.ts';
import type { RepairEnd } from '../../../model/guard/ledger.ts';
import { hours } from './builders.ts';
import type { RepairEvent } from './repair.ts';
import type { SiteOrder, Unavailable } from './site.ts';
import { approval, placeMs, planValidMs, scopes, services } from './site.ts';

interface RecountedVote {
  readonly by: string;
  readonly ballot: string;
  readonly isRight: boolean;
  readonly at: number;
}

interface RecountedRepair extends SiteOrder {
  readonly id: string;
  readonly madeAt: number;
  askedAt: number | null;
  begunAt: number | null;
  settledAt: number | null;
  end: string | null;
  readonly acted: number[];
  readonly approved: number[];
  /** The approval that is waited for, and the votes on it. */
  wanted: { readonly step: number; readonly at: number; readonly votes: RecountedVote[] } | null;
}

/** What sends a repair away; anything else lets it wait. */
const refused = new Set(['frozen', 'maintenance', 'silenced', 'inhibited', 'attempts-exhausted', 'plan-expired']);

/**
 * A second, naive account of what happened: plain lists, counted anew for each question, and no code of
 * the guard. Whatever a repair hears or does is held against it.
 */
export class Recount {
  now: number;
  /** What should not have happened, in words. */
  readonly faults: string[] = [];
  frozen: readonly number[] = [];
  windows: readonly { readonly scope: number; readonly until: number }[] = [];
  silenced: readonly string[] = [];
  inhibited: readonly string[] = [];
  networkDown = false;
  troubled: readonly string[] = [];
  sick: readonly string[] = [];
  readonly repairs: RecountedRepair[] = [];
  private readonly beganAt: number;
  private readonly caps: Caps;
  private readonly limits: Readonly<Record<'web' | 'db', Unavailable>>;
  private readonly asked: { readonly domain: string; readonly target: string; readonly at: number }[] = [];
  private readonly crowds: { readonly domain: string; readonly at: number }[] = [];

  constructor(caps: Caps, limits: Readonly<Record<'web' | 'db', Unavailable>>, now: number) {
    this.caps = caps;
    this.limits = limits;
    this.now = now;
    this.beganAt = now;
  }

  add(id: string, order: SiteOrder): RecountedRepair {
    const none = { askedAt: null, begunAt: null, settledAt: null, end: null, wanted: null };
    const repair: RecountedRepair = { ...order, id, madeAt: this.now, ...none, acted: [], approved: [] };
    this.repairs.push(repair);
    return repair;
  }

  /** Holds what a repair heard or did against the account, and enters it. */
  observe(repair: RecountedRepair, event: RepairEvent): void {
    if (event.kind === 'asked') this.judgeAnswer(repair, event);
    if (event.kind === 'approval-wanted') repair.wanted = { step: event.step, at: this.now, votes: [] };
    if (event.kind === 'approved') this.judgeApproval(repair, event.step);
    if (event.kind === 'acted') this.judgeAction(repair, event.step);
    if (event.kind === 'over' && event.end !== null) this.judgeEnd(repair, event.end);
  }

  /** Whether a target is in a group that may lose none of its members: no repair of it can ever begin. */
  isUntouchable({ service: { group } }: SiteOrder): boolean {
    return group !== null && this.limitOf(group) === 0;
  }

  private judgeAnswer(repair: RecountedRepair, { rehearsal, verdict, recurs }: RepairEvent & { kind: 'asked' }): void {
    const { target, domain } = repair.service;
    const standing = this.standingObstacles(repair);
    if (!rehearsal) repair.askedAt ??= this.now;
    if (standing.length === 0) {
      if (!rehearsal) this.asked.push({ domain, target, at: repair.askedAt ?? this.now });
      this.lookForCrowd(domain);
      this.insist(recurs === this.recurs(target), repair, 'hears the truth about recurrence');
    }
    const hasPlace = this.isUnderWay(repair) && !rehearsal;
    const obstacles = standing.length > 0 || hasPlace ? standing : this.countedObstacles(repair);
    if (verdict.verdict === 'go') {
      this.insist(obstacles.length === 0, repair, `is not let in in spite of ${obstacles.join(', ')}`);
      if (!rehearsal) repair.begunAt ??= this.now;
      return;
    }
    const heard = verdict.reason === 'shared-cause' && verdict.verdict === 'refuse' ? 'inhibited' : verdict.reason;
    this.insist(obstacles.includes(heard), repair, `hears a true reason, ${heard} of ${obstacles.join(', ')}`);
    this.insist((verdict.verdict === 'refuse') === refused.has(heard), repair, `waits or is refused for ${heard}`);
    if (verdict.verdict !== 'wait') return;
    const inTime = verdict.retryAfterMs >= 1_000 && verdict.retryAfterMs <= 60_000;
    this.insist(inTime, repair, `asks again in good time: ${verdict.retryAfterMs}`);
  }

  /** Enough people who may, in time; the first word of each counts, and it is no "no". */
  private judgeApproval(repair: RecountedRepair, step: number): void {
    const { wanted } = repair;
    const valid = (wanted?.votes ?? []).filter(
      ({ by, isRight, at }) =>
        isRight &&
        at < (wanted?.at ?? 0) + approval.deadlineMs &&
        by !== repair.requestedBy &&
        ['ann', 'bob', 'rita'].includes(by),
    );
    const words = new Map(valid.toReversed().map(({ by, ballot }) => [by, ballot]));
    this.insist(wanted?.step === step, repair, 'is approved for the step that was asked for');
    this.insist(![...words.values()].includes('deny'), repair, 'is approved where nobody denied');
    this.insist(words.size >= (repair.risks[step] === 'destructive' ? 2 : 1), repair, 'is approved by enough people');
    repair.approved.push(step);
    repair.wanted = null;
  }

  private judgeAction(repair: RecountedRepair, step: number): void {
    const { acted, approved, risks, mode, madeAt } = repair;
    // A host in trouble keeps repairs from beginning, and does not stop one.
    const standing = this.standingObstacles(repair).filter((obstacle) => obstacle !== 'shared-cause');
    const needed = [...(risks[step] === 'destructive' ? [step] : []), ...(mode === 'approve' ? [0] : [])];
    this.insist(standing.length === 0, repair, `does not act in spite of ${standing.join(', ')}`);
    this.insist(this.isUnderWay(repair), repair, 'acts in its place');
    this.insist(acted.length === step && !acted.includes(step), repair, `acts once, in order: ${step}`);
    this.insist(this.now <= madeAt + planValidMs, repair, 'acts before its plan expires');
    this.insist(
      needed.every((one) => approved.includes(one)),
      repair,
      'acts with the approvals that it needs',
    );
    acted.push(step);
  }

  private judgeEnd(repair: RecountedRepair, end: RepairEnd): void {
    const { acted, risks } = repair;
    this.insist((end === 'not-acted') === (acted.length === 0), repair, `has acted, or not: ${end}`);
    this.insist(end !== 'verified' || acted.length === risks.length, repair, 'has done everything');
    [repair.settledAt, repair.end] = [this.now, end];
  }

  private insist(holds: boolean, { id }: RecountedRepair, what: string): void {
    if (!holds) this.faults.push(`${id} ${what}: broken ${this.now - this.beganAt} ms after the beginning`);
  }

  private standingObstacles({ service: { target, host }, runbook }: RecountedRepair): readonly string[] {
    const hit = (scope: number) => scopes[scope]?.covers(target, runbook) ?? false;
    return [
      ...(this.frozen.some(hit) ? ['frozen'] : []),
      ...(this.windows.some(({ scope, until }) => hit(scope) && this.now < until) ? ['maintenance'] : []),
      ...(this.silenced.includes(target) ? ['silenced'] : []),
      ...(this.inhibited.includes(target) ? ['inhibited'] : []),
      ...(this.networkDown ? ['control-plane'] : []),
      ...(this.troubled.includes(host) ? ['shared-cause'] : []),
    ];
  }

  private countedObstacles(repair: RecountedRepair): readonly string[] {
    const { attempts, coolDownMs, perHour, parallel, storm } = this.caps;
    const { domain, target } = repair.service;
    const inDomain = this.repairs.filter((other) => other.service.domain === domain && other.begunAt !== null);
    const underWay = inDomain.filter((other) => this.isUnderWay(other));
    const costly = inDomain.filter(({ end }) => end !== 'not-acted');
    const before = costly.filter((other) => other.service.target === target && this.endOf(other) !== null);
    const thisHour = costly.filter(({ begunAt }) => this.isSince(begunAt, hours));
    return [
      ...only('plan-expired', this.endOf(repair) !== null),
      ...only(
        'target-locked',
        underWay.some((other) => other.service.target === target),
      ),
      ...only(
        'attempts-exhausted',
        before.filter((other) => other.runbook === repair.runbook && this.isSince(this.endOf(other), attempts.withinMs))
          .length >= attempts.max,
      ),
      ...only(
        'cool-down',
        before.some((other) => this.isSince(this.endOf(other), coolDownMs)),
      ),
      ...only(
        'storm',
        this.crowds.some((crowd) => crowd.domain === domain && this.isSince(crowd.at, storm.coolDownMs)),
      ),
      ...only('too-many-repairs', underWay.length >= parallel),
      ...only(
        'budget-exhausted',
        thisHour.length >= perHour.domain ||
          thisHour.filter(({ runbook }) => runbook === repair.runbook).length >= perHour.runbook,
      ),
      ...only('blast-radius', this.awayWith(repair)),
    ];
  }

  /** Whether more of the repair's group would be away than may be. */
  private awayWith({ service: { group, target } }: RecountedRepair): boolean {
    if (group === null) return false;
    const away = services.filter(
      (service) =>
        service.group === group &&
        (service.target === target ||
          this.sick.includes(service.target) ||
          this.repairs.some((other) => other.service.target === service.target && this.isUnderWay(other))),
    );
    return away.length > this.limitOf(group);
  }

  /** As many whole members as a percentage has room for; one where it is more than none, and nobody stands alone. */
  private limitOf(group: 'web' | 'db'): number {
    const limit = this.limits[group];
    if ('count' in limit) return limit.count;
    const members = services.filter((service) => service.group === group).length;
    const whole = Array.from({ length: members }, (_, nth) => nth + 1).filter(
      (n) => n * 100 <= limit.percent * members,
    );
    return limit.percent > 0 && members > 1 ? Math.max(1, whole.length) : whole.length;
  }

  private lookForCrowd(domain: string): void {
    const { targets, withinMs } = this.caps.storm;
    const lately = this.asked.filter((asked) => asked.domain === domain && this.isSince(asked.at, withinMs));
    if (new Set(lately.map(({ target }) => target)).size > targets) this.crowds.push({ domain, at: this.now });
  }

  private recurs(target: string): boolean {
    return this.repairs.some(
      ({ end, service, settledAt }) =>
        end === 'verified' && service.target === target && this.isSince(settledAt, 24 * hours),
    );
  }

  private isUnderWay(repair: RecountedRepair): boolean {
    return repair.begunAt !== null && this.endOf(repair) === null;
  }

  /** When a repair that had begun ended, by itself or because its time was over. */
  private endOf({ begunAt, settledAt }: RecountedRepair): number | null {
    if (begunAt === null || settledAt !== null) return settledAt;
    return this.now >= begunAt + placeMs ? begunAt + placeMs : null;
  }

  private isSince(at: number | null, withinMs: number): boolean {
    return at !== null && at > this.now - withinMs;
  }
}

function only(obstacle: string, holds: boolean): readonly string[] {
  return holds ? [obstacle] : [];
}
