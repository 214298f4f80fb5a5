import type { TimelineEntry, TimelineEvent } from '../incident/timeline.ts';
import type { EscalationState } from './policy.ts';
import { postpone, tellStep } from './progress.ts';
import type { Reach } from './reach.ts';
import { toldInWords } from './reach.ts';

/** What a level does at a moment: wakes somebody, or waits for the hours of its policy. */
export type LevelAnswer = Reach | { readonly waitUntilMs: number };

/** Takes in what the next level does, with what the timeline says of it. */
export function takeAnswer(
  state: EscalationState,
  answer: LevelAnswer,
  nowMs: number,
): { readonly state: EscalationState; readonly entries: readonly TimelineEntry[] } {
  const entry = (event: TimelineEvent, text: string) => ({ at: new Date(nowMs).toISOString(), event, text });
  if ('waitUntilMs' in answer) {
    const until = new Date(answer.waitUntilMs).toISOString();
    const text = `nobody is woken before ${until}: outside of the hours of ${state.policy.name}`;
    return { state: postpone(state, answer.waitUntilMs), entries: [entry('escalation-changed', text)] };
  }
  const { pages, lost } = answer;
  const told = pages.map(({ name, channel }) => ({ name, channel }));
  const next = tellStep(state, told, nowMs);
  const words = told.length > 0 ? told.map(toldInWords).join(', ') : 'nobody';
  const woken = entry(told.length > 0 ? 'paged' : 'page-failed', `${levelInWords(next)}: ${words}`);
  return { state: next, entries: [woken, ...lost.map((why) => entry('page-failed', why))] };
}

function levelInWords({ policy, level, round }: EscalationState): string {
  return `level ${level + 1} of ${policy.name}${round > 0 ? `, round ${round + 1}` : ''}`;
}
