import type { EscalationLevel, EscalationPolicy, EscalationTarget } from '../../../model/escalation/policy.ts';
import type { Directory } from '../../../model/escalation/reach.ts';
import { severities } from '../../../model/alert/alert.ts';

const minutes = 60_000;

/** A level that tells people, and waits for five minutes. */
export function aLevel(...names: readonly string[]): EscalationLevel {
  return { targets: names.map((name) => ({ kind: 'person', name })), waitMs: 5 * minutes };
}

/** A level that tells anybody else. */
export function aLevelOf(...targets: readonly EscalationTarget[]): EscalationLevel {
  return { targets, waitMs: 5 * minutes };
}

/** A policy that wakes alex, then kim, at any time and for whatever. */
export function anEscalationPolicy(overrides: Partial<EscalationPolicy> = {}): EscalationPolicy {
  return {
    name: 'shop',
    levels: [aLevel('alex'), aLevel('kim')],
    repeat: 0,
    acknowledgedMs: 30 * minutes,
    begins: ['approval-needed', 'escalated'],
    severities,
    hours: null,
    ...overrides,
  };
}

/** Alex, who is reached by two channels, kim by one of them, and sam by none that is there. */
export function aDirectory(overrides: Partial<Directory> = {}): Directory {
  const person = { addresses: { sms: '+15005550006', email: 'people@example.com' }, timeZone: null };
  return {
    people: [
      { ...person, name: 'alex', channels: ['text', 'mail'] },
      { ...person, name: 'kim', channels: ['text'] },
      { ...person, name: 'robin', channels: ['mail'] },
      { ...person, name: 'sam', channels: ['smoke'] },
    ],
    groups: [{ name: 'storage', members: ['kim', 'robin'] }],
    channels: [
      { name: 'log', type: 'console' },
      { name: 'text', type: 'sms' },
      { name: 'mail', type: 'email' },
      { name: 'pager', type: 'pagerduty' },
    ],
    whoIsOnCall: (schedule) => (schedule === 'primary' ? 'robin' : null),
    ...overrides,
  };
}
