import type { EscalationHours } from '../../../model/escalation/policy.ts';
import type { EscalationRule } from '../../../model/escalation/rule.ts';
import type { EscalationFile } from '../../schema/people/escalations.ts';
import { escalationTargetOf } from '../../schema/people/escalations.ts';

/** Turns what the file says of an escalation policy into what the worker uses. */
export function escalationOf({ name, match, levels, ...rest }: EscalationFile): EscalationRule {
  const { labels = null, target = null, severities = null } = match;
  return {
    match: { labels, target, severities },
    policy: {
      name,
      levels: levels.map(({ tell, wait }) => ({ targets: tell.map(escalationTargetOf), waitMs: wait })),
      repeat: rest.repeat,
      acknowledgedMs: rest.acknowledged,
      begins: rest.begins,
      severities: rest.severities,
      hours: hoursOf(rest.hours),
    },
  };
}

function hoursOf(hours: EscalationFile['hours']): EscalationHours | null {
  if (!hours) return null;
  return { windows: hours.windows.map((window) => ({ kind: 'weekly', ...window })), always: hours.always };
}
