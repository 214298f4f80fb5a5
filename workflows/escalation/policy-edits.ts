import { defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { messageNames } from '../../model/names.ts';
import type { OperatorAnswer } from '../../model/operators/message.ts';
import type { IncidentDesk } from '../incident/desk.ts';
import type { EscalationClock } from './clock.ts';

/** An Update, because people want to hear what holds now; and a Signal, for when no worker is there to answer. */
export const applyPolicyUpdate = defineUpdate<OperatorAnswer>(messageNames.applyPolicy);
export const applyPolicySignal = defineSignal(messageNames.applyPolicy);

const description = 'Go on by the escalation policy as the configuration has it now. Needs nothing to be said.';

/** Has a running incident go on by an edited policy where people ask for it: else an edit is for new incidents. */
export function handlePolicyEdits(desk: IncidentDesk, clock: EscalationClock): void {
  const apply = async (): Promise<OperatorAnswer> => {
    const { escalation } = await desk.readPolicy(null);
    clock.apply(escalation);
    return { state: stateOf(clock) };
  };
  setHandler(applyPolicyUpdate, apply, { description });
  setHandler(applyPolicySignal, async () => void (await apply()), { description });
}

function stateOf({ state }: EscalationClock): string {
  if (!state) return 'nobody is being woken';
  if (state.ended) return `nobody is being woken any more: ${state.ended.why}`;
  return `it goes on by the policy ${state.policy.name}`;
}
