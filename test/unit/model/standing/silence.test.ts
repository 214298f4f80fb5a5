import { describe, expect, it } from 'vitest';
import type { Step } from '../../../../model/remediation/plan.ts';
import {
  markOf,
  silenceComment,
  silenceMark,
  silenceNeedMs,
  silenceUntil,
} from '../../../../model/standing/silence.ts';

const minute = 60_000;
const mark = silenceMark('incident:host/web-1/service/shop', 'run-1');

describe('the mark of a silence', () => {
  it('is the same for one incident, and another for each other', () => {
    expect(silenceMark('incident:host/web-1/service/shop', 'run-1')).toBe(mark);
    expect(silenceMark('incident:host/web-2/service/shop', 'run-1')).not.toBe(mark);
    expect(silenceMark('incident:host/web-1/service/shop', 'run-2')).not.toBe(mark);
  });

  it('is read from what Nightshift has written', () => {
    expect(markOf({ createdBy: 'nightshift', comment: silenceComment('at work', mark) })).toBe(mark);
  });

  it.each([
    ['somebody else', 'kim', silenceComment('at work', mark)],
    ['somebody whose name begins like that', 'nightshift ', silenceComment('at work', mark)],
    ['Nightshift, edited', 'nightshift', `${silenceComment('at work', mark)} and more`],
    ['Nightshift without a mark', 'nightshift', 'at work'],
    ['Nightshift with half a mark', 'nightshift', '[nightshift 0123]'],
  ])('is not there in a silence of %s', (_whose, createdBy, comment) => {
    expect(markOf({ createdBy, comment })).toBeNull();
  });
});

describe('the end of a silence', () => {
  it.each([
    ['as long as the work may take', { openedAtMs: 0, needMs: 5 * minute, atMostMs: 30 * minute }, 15 * minute],
    [
      'no longer than allowed from its beginning',
      { openedAtMs: 0, needMs: 60 * minute, atMostMs: 30 * minute },
      30 * minute,
    ],
    ['in the past once that is over', { openedAtMs: 0, needMs: minute, atMostMs: 5 * minute }, 5 * minute],
  ])('lies %s', (_where, times, expected) => {
    expect(silenceUntil(10 * minute, times)).toBe(expected);
  });

  it('leaves time for each step and its undo, for the proof, and for the unforeseen', () => {
    const steps = [aStep(minute), aStep(2 * minute)];

    expect(silenceNeedMs({ steps }, { withinMs: 2 * minute, holdMs: 3 * minute })).toBe(16 * minute);
  });
});

function aStep(expectedMs: number): Step {
  return {
    action: 'restart-service',
    target: 'host/host-1/service/web',
    risk: 'disruptive',
    undo: null,
    preconditions: {},
    expectedMs,
  };
}
