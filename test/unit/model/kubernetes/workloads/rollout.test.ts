import { describe, expect, it } from 'vitest';
import { earliestSuspicion, revisionBefore, suspect } from '../../../../../model/kubernetes/workloads/rollout.ts';
import { aRevision } from '../../../../support/kubernetes/objects/pod-states.ts';

const before = aRevision({ number: 6, rolledOutAt: '2025-12-01T00:00:00.000Z', template: 'old' });
const at = (seconds: number) => new Date(Date.parse('2026-01-01T00:00:00.000Z') + seconds * 1_000).toISOString();
const changes = ['image of web web:1.8 → web:1.9'];
const onlyNewest = true;

describe('suspect', () => {
  it.each([
    {
      what: 'soon after',
      crash: { since: at(40), onlyNewest },
      expected: { words: 'it began 40 s after the rollout of revision 7 (image of web web:1.8 → web:1.9)', backTo: 6 },
    },
    {
      what: 'just before, by the clock of another machine',
      crash: { since: at(-3), onlyNewest },
      expected: { words: 'it began 0 s after the rollout of revision 7 (image of web web:1.8 → web:1.9)', backTo: 6 },
    },
    {
      what: 'long after',
      crash: { since: at(7_200), onlyNewest },
      expected: {
        words:
          'it began 2 h after the last rollout, of revision 7 (image of web web:1.8 → web:1.9): probably not because of it',
        backTo: null,
      },
    },
    {
      what: 'before',
      crash: { since: at(-60), onlyNewest },
      expected: {
        words:
          'it began 1 min before the rollout of revision 7 (image of web web:1.8 → web:1.9), which cannot be the cause',
        backTo: null,
      },
    },
    {
      what: 'soon after, in pods of older revisions too',
      crash: { since: at(40), onlyNewest: false },
      expected: {
        words:
          'it began 40 s after the rollout of revision 7 (image of web web:1.8 → web:1.9), but pods of older revisions are sick too',
        backTo: null,
      },
    },
    { what: 'at an unknown time', crash: { since: null, onlyNewest }, expected: null },
  ])('says of a crash that began $what what the rollout has to do with it', ({ crash, expected }) => {
    expect(suspect([aRevision(), before], changes, crash)).toEqual(expected);
  });

  it.each([
    { what: 'there is no revision before', revisions: [aRevision()] },
    { what: 'the one before is the same', revisions: [aRevision(), aRevision({ number: 6 })] },
    { what: 'it was gone back to itself', revisions: [aRevision({ rolledOutAt: null }), before] },
    { what: 'none is known', revisions: [] },
  ])('suspects nothing where $what', ({ revisions }) => {
    expect(suspect(revisions, changes, { since: at(40), onlyNewest })).toBeNull();
    expect(revisionBefore(revisions)).toBeNull();
  });
});

describe('earliestSuspicion', () => {
  it.each([
    { what: 'the first back-off', seen: { backOffAt: at(40), finishedAt: at(3_000), restarts: 9 }, since: at(40) },
    { what: 'the only crash', seen: { finishedAt: at(3_000), restarts: 1 }, since: at(3_000) },
    { what: 'a later crash that is close to the rollout', seen: { finishedAt: at(60), restarts: 5 }, since: at(60) },
    {
      what: 'nothing, where only a late one of many is known',
      seen: { finishedAt: at(3_000), restarts: 9 },
      since: null,
    },
    { what: 'nothing, where none is known', seen: { restarts: 0 }, since: null },
  ])('is $what', ({ seen, since }) => {
    expect(earliestSuspicion(seen, at(0))).toBe(since);
  });
});
