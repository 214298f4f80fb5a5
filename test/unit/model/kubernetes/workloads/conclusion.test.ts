import { describe, expect, it } from 'vitest';
import { concludeOn } from '../../../../../model/kubernetes/workloads/conclusion.ts';
import type { CheckName } from '../../../../../model/names.ts';
import type { CheckResult } from '../../../../../model/remediation/check.ts';
import { aRevision } from '../../../../support/kubernetes/objects/pod-states.ts';

const target = 'kubernetes/shop/checkout/Deployment/web';

function said(check: CheckName, answer: Partial<CheckResult> = {}): CheckResult {
  return { check, target, health: 'unhealthy', summary: `${check} said so`, ...answer };
}

const crashing = said('pod-state', {
  summary: '3 of 3 pods sick: pod web-1: container app crashes again and again, exit code 1',
  facts: { trouble: 'crash-loop', pod: 'web-1' },
});
const restarts = said('container-restarts', { facts: { restarts: '5', finishedAt: '2026-01-01T00:02:00.000Z' } });
const events = said('object-events', { facts: { backOffAt: '2026-01-01T00:00:40.000Z' } });
const history = said('rollout-history', {
  health: 'healthy',
  facts: {
    revisions: JSON.stringify([aRevision(), aRevision({ number: 6, template: 'old' })]),
    changes: JSON.stringify(['image of app web:1.8 → web:1.9']),
    onlyNewestSick: 'true',
  },
});
const logs = said('container-logs', {
  summary: 'container app of pod web-1 said before its restart: no such table',
  details: ['whole logs in x.jsonl', 'log of app before its last restart: no such table'],
  facts: { lastLine: 'no such table' },
});

describe('concludeOn', () => {
  it('says in one line what crashes, since when, after which rollout, and its last words', () => {
    const found = concludeOn([said('workload-health'), crashing, restarts, events, history, logs]);

    expect(found.conclusion).toBe(
      '3 of 3 pods sick: pod web-1: container app crashes again and again, exit code 1; it began 40 s after the rollout of ' +
        'revision 7 (image of app web:1.8 → web:1.9); its log says: no such table',
    );
    expect(found).toMatchObject({ trouble: 'crash-loop', suspicion: { backTo: 6 } });
    expect(found.logs).toEqual({
      source: 'container app of pod web-1',
      text: 'log of app before its last restart: no such table',
      truncated: true,
    });
  });

  it.each([
    { what: 'an image that is missing', trouble: 'image-name-missing' },
    { what: 'a pod without a node', trouble: 'not-scheduled' },
    { what: 'a failing probe', trouble: 'not-ready' },
  ])('blames no rollout for $what', ({ trouble }) => {
    const state = said('pod-state', { facts: { trouble } });

    expect(concludeOn([state, restarts, events, history]).suspicion).toBeNull();
  });

  it('says what else is sick, and that its node is', () => {
    const neighbours = said('sick-neighbours', { facts: { inNamespace: '0', onNode: '0', nodeReady: 'false' } });

    expect(concludeOn([crashing, neighbours]).conclusion).toContain('; sick-neighbours said so');
  });

  it('has at most 40 lines for people, and says of each check that could not tell', () => {
    const full = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const names = [
      'workload-health',
      'pod-state',
      'container-restarts',
      'container-logs',
      'rollout-history',
      'object-events',
    ] as const;
    const more = ['scheduling', 'container-probes', 'disruption-budgets', 'sick-neighbours'] as const;
    const unknown = said('object-description', { health: 'unknown', summary: 'no room' });

    const { details } = concludeOn([...[...names, ...more].map((name) => said(name, { details: full })), unknown]);

    expect(details).toHaveLength(40);
    expect(details.at(-1)).toBe('object-description: no room');
  });

  it('goes by the workload where no pod is sick', () => {
    const health = said('workload-health', { summary: 'Deployment web: 1 of 2 pods are ready' });
    const state = said('pod-state', { health: 'healthy', summary: 'its 1 pods are well' });

    expect(concludeOn([health, state])).toMatchObject({
      conclusion: 'Deployment web: 1 of 2 pods are ready',
      trouble: null,
      suspicion: null,
    });
  });
});
