import { expect, it } from 'vitest';
import type { EscalationRule } from '../../../../model/escalation/rule.ts';
import { policyFor } from '../../../../model/escalation/rule.ts';
import { serviceTarget } from '../../../../model/target.ts';
import { anEscalationPolicy } from '../../../support/escalation/builders.ts';

const web = serviceTarget({ host: 'web-1', name: 'shop' });
const everything = { labels: null, target: null, severities: null };

function aRule(name: string, match: Partial<EscalationRule['match']>): EscalationRule {
  return { match: { ...everything, ...match }, policy: anEscalationPolicy({ name }) };
}

const rules = [
  aRule('storage', { labels: { team: ['storage', 'backup'] } }),
  aRule('grave', { target: 'host/web-1', severities: ['critical'] }),
  aRule('web', { target: 'host/*' }),
];

it.each([
  ['storage', { target: web, severity: 'critical', labels: [{ team: 'web' }, { team: 'backup' }] }],
  ['grave', { target: web, severity: 'critical', labels: [{ team: 'web' }] }],
  ['web', { target: web, severity: 'warning', labels: [] }],
  [undefined, { target: null, severity: 'critical', labels: [{ team: 'web' }] }],
] as const)('the first policy that matches an incident is its policy: %s', (name, question) => {
  expect(policyFor(rules, question)?.name).toBe(name);
});

it('a policy that says nothing of its incidents is for all of them', () => {
  expect(policyFor([aRule('all', {})], { target: null, severity: 'none', labels: [] })?.name).toBe('all');
});
