import { byHand } from '../../model/kubernetes/by-hand.ts';
import type { Plan, Step } from '../../model/remediation/plan.ts';

/** A step that has been begun, and what takes it back. */
export interface BegunStep extends Pick<Step, 'undo' | 'expectedMs' | 'contains'> {
  readonly plan: Plan;
  readonly index: number;
}

/** What keeps a trouble from spreading and is left so, with what people do to take it back. */
export function whatStands(standing: readonly BegunStep[]): string {
  const names = new Set(standing.map(({ plan, index }) => plan.steps[index]?.action ?? 'an action'));
  const commands = new Set(standing.flatMap(({ undo }) => (undo && byHand(undo)) ?? []));
  const said = `${[...names].join(' and ')} only keeps it from spreading, and is not taken back`;
  return commands.size === 0 ? said : `${said}; once it is healthy: ${[...commands].join('; ')}`;
}

/** A detail with what stands beside it: "denied" alone reads as if all were as it was before. */
export function withStanding(detail: string, standing: readonly BegunStep[]): string {
  return standing.length > 0 ? `${detail}; ${whatStands(standing)}` : detail;
}
