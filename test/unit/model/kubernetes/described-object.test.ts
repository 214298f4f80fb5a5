import { expect, it } from 'vitest';
import type { DescribedObject } from '../../../../model/kubernetes/described-object.ts';
import { judgeObject } from '../../../../model/kubernetes/described-object.ts';

const quiet: DescribedObject = {
  kind: 'Widget',
  name: 'one',
  phase: null,
  conditions: [],
  isObserved: null,
  leaving: null,
};
const condition = (type: string, status: string) => ({ type, status, reason: 'Because', message: '' });

it.each<[string, Partial<DescribedObject>, string, string]>([
  ['nothing', {}, 'unknown', 'does not say how it is'],
  ['a good condition', { conditions: [condition('Ready', 'True')] }, 'healthy', 'says nothing bad of itself'],
  ['no pressure', { conditions: [condition('DiskPressure', 'False')] }, 'healthy', 'says nothing bad of itself'],
  ['a good phase', { phase: 'Bound' }, 'healthy', 'says nothing bad of itself'],
  ['a strange phase', { phase: 'Exotic' }, 'unknown', 'does not say how it is'],
  ['a condition nobody knows', { conditions: [condition('Ready', 'Unknown')] }, 'unknown', 'does not say'],
  ['a bad condition', { conditions: [condition('Ready', 'False')] }, 'unhealthy', 'has Ready=False (Because)'],
  ['a failure', { conditions: [condition('ReplicaFailure', 'True')] }, 'unhealthy', 'has ReplicaFailure=True'],
  ['a bad phase', { phase: 'Lost' }, 'unhealthy', 'is Lost'],
  ['a newer wish', { isObserved: false }, 'unhealthy', 'has a newer wish than its controller has seen'],
  [
    'that it is leaving',
    { leaving: { since: '2026-05-01T12:00:00.000Z', finalizers: ['example.com/hold'] } },
    'unhealthy',
    'is being deleted since 2026-05-01T12:00:00.000Z, held up by example.com/hold',
  ],
])('an object that says %s is judged by that', (_what, change, health, words) => {
  const judged = judgeObject({ ...quiet, ...change });

  expect(judged.health).toBe(health);
  expect(judged.summary).toContain(words);
});
