import { expect, it } from 'vitest';
import { onsetOf } from '../../../../../detection/logs/evidence/onset.ts';
import type { LogLine } from '../../../../../model/logs/log-line.ts';

function linesAt(times: readonly number[]): readonly LogLine[] {
  return times.map((at) => ({ at, level: null, service: null, message: '', traceId: null, stack: null, id: null }));
}

it.each([
  { what: 'a rate that rose', times: [0, 100, ...Array.from({ length: 50 }, (_, index) => 200 + index)], onset: 2 },
  { what: 'a steady rate', times: Array.from({ length: 50 }, (_, index) => index * 7), onset: 0 },
  { what: 'a little unsteady rate', times: [0, 9, 21, 28, 41, 52, 58, 69, 82, 90], onset: 0 },
  { what: 'one line', times: [5], onset: 0 },
  { what: 'no line', times: [], onset: 0 },
])('puts the onset of $what at line $onset', ({ times, onset }) => {
  expect(onsetOf(linesAt(times))).toBe(onset);
});
