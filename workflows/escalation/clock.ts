import { condition, isCancellation, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { takeAnswer } from '../../model/escalation/answer.ts';
import type { EscalationPolicy, EscalationState } from '../../model/escalation/policy.ts';
import { escalationCauses } from '../../model/escalation/policy.ts';
import {
  acknowledge,
  beginEscalation,
  dueAt,
  endEscalation,
  hurry,
  nextStep,
  reasonToStop,
  underPolicy,
} from '../../model/escalation/progress.ts';
import type { Page } from '../../model/escalation/reach.ts';
import { note, noteAll } from '../../model/incident/changes.ts';
import type { ReportKind } from '../../model/incident/report.ts';
import type { TimelineEvent } from '../../model/incident/timeline.ts';
import { quickRead } from '../activity-profiles.ts';
import type { IncidentDesk } from '../incident/desk.ts';
import { Pages } from './pages.ts';
import { now } from '../now.ts';

// Local, because it only reads the worker's own configuration.
const reading = proxyLocalActivities<Activities>(quickRead);

/**
 * Wakes people in the order of the escalation policy until somebody acknowledges, decides, or it is over.
 * Its state lies in the incident's record, so that it goes on where it was when the incident continues as new.
 */
export class EscalationClock {
  private readonly desk: IncidentDesk;
  private readonly pages: Pages;
  private isRunning = false;
  /** Levels and pages under way: nothing of them stands in the record yet. */
  private underWay = 0;

  /** Goes on with what the record says is under way. */
  constructor(desk: IncidentDesk) {
    this.desk = desk;
    this.pages = new Pages(desk);
    desk.onReport = (kind) => this.hear(kind);
    this.run();
  }

  get state(): EscalationState | null {
    return this.desk.record.escalation ?? null;
  }

  /**
   * Stops the clock for a while, where people are being woken.
   *
   * @returns until when, in milliseconds since the epoch: later than asked for where somebody said so before.
   */
  acknowledge(by: string, untilMs: number): number {
    const { live } = this;
    if (!live) return untilMs;
    this.pages.recall();
    const resting = acknowledge(live, by, untilMs);
    this.replace(resting);
    return dueAt(resting) ?? untilMs;
  }

  /**
   * Goes to the next level at once; begins where nobody is being woken.
   *
   * @returns false where no policy says whom to wake.
   */
  escalateNow(by: string): boolean {
    const policy = this.live?.policy ?? this.desk.policy?.escalation ?? this.state?.policy;
    if (!policy) return false;
    const state = this.live ?? beginEscalation(policy, 'escalated', now());
    this.replace(hurry(state, by, Date.now()));
    this.run();
    return true;
  }

  /** Stops the clock for good. */
  stop(why: string): void {
    const { live } = this;
    if (!live) return;
    this.pages.recall();
    this.change(endEscalation(live, why, now()), 'escalation-ended', why);
  }

  /** Goes on by another policy, as somebody has asked for; without one the clock stops. */
  apply(policy: EscalationPolicy | undefined): void {
    const { live } = this;
    if (!live) return;
    if (!policy) return this.stop('no policy says whom to wake any more');
    this.change(underPolicy(live, policy), 'escalation-changed', `goes on by the policy ${policy.name} as it is now`);
  }

  /** Resolves when every page has been delivered or given up: nothing of them may be lost with this run. */
  async pagesSent(): Promise<void> {
    while (this.underWay > 0) await condition(() => this.underWay === 0);
  }

  private get live(): EscalationState | null {
    return this.state?.ended ? null : this.state;
  }

  private hear(kind: ReportKind): void {
    const cause = escalationCauses.find((one) => one === kind);
    const policy = this.desk.policy?.escalation;
    if (!cause || !policy?.begins.includes(cause) || this.live?.because === cause) return;
    if (!policy.severities.includes(this.desk.record.severity)) return;
    this.pages.recall();
    this.replace(beginEscalation(policy, cause, now()));
    this.run();
  }

  private run(): void {
    if (this.isRunning || !this.live) return;
    this.isRunning = true;
    this.tick().catch((error: unknown) => {
      // A cancelled incident ends, and its clock with it.
      if (!isCancellation(error)) throw error;
    });
  }

  private async tick(): Promise<void> {
    for (let state = this.live; state; state = this.live) {
      const why = reasonToStop(state, this.desk.record);
      const left = (dueAt(state) ?? 0) - Date.now();
      if (why !== null) this.stop(why);
      else if (left > 0) await this.rest(state, left);
      else await this.tellNext(state);
    }
    this.isRunning = false;
  }

  /** Until the time has come, or anything is otherwise than it was. */
  private async rest(state: EscalationState, left: number): Promise<void> {
    const { severity } = this.desk.record;
    // The hours that it waits for may not hold for another severity.
    const mayWakeNow = () => state.waitsForHours && this.desk.record.severity !== severity;
    const isOther = () => this.state !== state || reasonToStop(state, this.desk.record) !== null || mayWakeNow();
    const summary = state.acknowledged ? 'somebody looks after it' : 'until the next level is woken';
    await condition(isOther, left, { summary });
    if (this.state === state && mayWakeNow()) this.replace(hurry(state, null, Date.now()));
  }

  private async tellNext(state: EscalationState): Promise<void> {
    const step = nextStep(state);
    const level = step && state.policy.levels[step.level];
    if (!level) return this.giveUp(state);
    const question = {
      targets: level.targets,
      hours: state.pressedBy ? null : state.policy.hours,
      severity: this.desk.record.severity,
      nowMs: Date.now(),
    };
    const answer = await this.underWayFor(reading.findWhomToWake(question));
    // Somebody has answered meanwhile.
    if (this.state !== state) return;
    const next = takeAnswer(state, answer, Date.now());
    this.desk.change(noteAll({ ...this.desk.record, escalation: next.state }, next.entries));
    if ('pages' in answer && answer.pages.length > 0) void this.underWayFor(this.wake(next.state, answer.pages));
  }

  private async wake(told: EscalationState, pages: readonly Page[]): Promise<void> {
    const isAnybodyThere = await this.pages.send(told, pages);
    // Nobody of this level has heard: waiting for their answer would be in vain.
    if (!isAnybodyThere && this.state === told) this.replace(hurry(told, null, Date.now()));
  }

  private giveUp(state: EscalationState): void {
    const why = state.acknowledged
      ? `${state.acknowledged.by} looked after it, and nobody is left to wake`
      : 'nobody has answered';
    this.change(endEscalation(state, why, now()), 'escalation-ended', why);
    this.desk.report('unanswered');
  }

  private async underWayFor<Result>(work: Promise<Result>): Promise<Result> {
    this.underWay += 1;
    try {
      return await work;
    } finally {
      this.underWay -= 1;
    }
  }

  private change(state: EscalationState, event: TimelineEvent, text: string): void {
    this.desk.change(note({ ...this.desk.record, escalation: state }, now(), event, text));
  }

  private replace(state: EscalationState): void {
    this.desk.change({ ...this.desk.record, escalation: state });
  }
}
