import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { manyLines as sceneOf } from '../../../../bench/logs/incidents.ts';
import { analyseLogs } from '../../../../detection/logs/analyse-logs.ts';
import type { LogLine } from '../../../../model/logs/log-line.ts';
import { aLogLine } from '../../../support/builders.ts';

const windows = { beforeMs: 600_000, duringMs: 600_000 };

function aLine(changes: Partial<LogLine> = {}): LogLine {
  return aLogLine({ service: 'shop', message: 'served', ...changes });
}

function manyLines(count: number, changes: Partial<LogLine>): readonly LogLine[] {
  return Array.from({ length: count }, (_, number) => aLine({ at: number * 1_000, ...changes }));
}

/** Twenty traces in which a service fails once, some milliseconds after their beginning. */
function inTraces(service: string, message: string, delay: number): readonly LogLine[] {
  return Array.from({ length: 20 }, (_, number) =>
    aLine({ at: number * 1_000 + delay, level: 'error', service, message, traceId: `trace-${number}` }),
  );
}

it('names the kernel’s single line before the louder errors that follow it', () => {
  const killed = aLine({ at: 900, level: null, service: 'host', message: 'Out of memory: Killed process 7 (java)' });
  const errors = manyLines(300, { level: 'error', message: 'orders is unavailable' });

  const findings = analyseLogs({ before: manyLines(300, {}), during: [...errors, killed], ...windows });

  expect(findings[0]).toMatchObject({
    kind: 'new',
    service: 'host',
    exitReason: 'out-of-memory',
    before: 0,
    during: 1,
  });
});

it('finds nothing where traffic doubles and a release says new things, warnings among them', () => {
  const rendered = manyLines(100, { message: 'rendered with the new engine' });
  const release = [...rendered, ...manyLines(50, { level: 'warn', message: 'option cart is deprecated' })];

  const findings = analyseLogs({ before: manyLines(300, {}), during: [...manyLines(600, {}), ...release], ...windows });

  expect(findings).toEqual([]);
});

it('compares rates, not counts, of windows of different length', () => {
  const errors = { level: 'error', message: 'cannot parse' };

  const findings = analyseLogs({
    before: manyLines(30, errors),
    during: manyLines(120, errors),
    beforeMs: 600_000,
    duringMs: 2_400_000,
  });

  expect(findings).toEqual([]);
});

it('puts the service that failed first in a trace first', () => {
  const findings = analyseLogs({
    before: [],
    during: [...inTraces('a', 'order was rejected', 5), ...inTraces('b', 'price was negative', 0)],
    ...windows,
  });

  expect(findings.map(({ service }) => service)).toEqual(['b', 'a']);
});

it('joins a stack trace that came line by line, and names its first cause', () => {
  const trace = ['it failed', '\tat a.B.c', 'Caused by: java.lang.NullPointerException: x', '\tat d.E.f'];
  const during = Array.from({ length: 20 }, (_, number) =>
    trace.map((message, index) => aLine({ at: number * 1_000 + index, level: 'error', message })),
  ).flat();

  const findings = analyseLogs({ before: [], during, ...windows });

  expect(findings).toMatchObject([{ during: 20, rootCause: 'Caused by: java.lang.NullPointerException: x' }]);
});

function shuffled(lines: readonly LogLine[]): fc.Arbitrary<readonly LogLine[]> {
  return fc.shuffledSubarray([...lines], { minLength: lines.length });
}

it('answers the same in whatever order lines come', () => {
  const incident = sceneOf(5, 3_000);
  // Lines of the same millisecond keep their order, so only one of each counts here.
  const [before, during] = [incident.before, incident.during].map((lines) => [
    ...new Map(lines.map((line) => [line.at, line])).values(),
  ]);
  if (!before || !during) throw new Error('there are no lines');
  const found = analyseLogs({ ...incident, before, during });

  expect(found.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(shuffled(before), shuffled(during), (one, other) => {
      expect(analyseLogs({ ...incident, before: one, during: other })).toEqual(found);
    }),
    { numRuns: 5 },
  );
});

it.each([
  { what: 'quotes', part: `"'` },
  { what: 'digits', part: '1.' },
  { what: 'words', part: 'a-' },
  { what: 'colons', part: 'f:' },
  { what: 'paths', part: '/%' },
  { what: 'exits', part: 'exited ' },
  { what: 'changes', part: 'rolled ' },
  { what: 'spaces', part: ' \t' },
])('reads lines of a megabyte of $what', ({ part }) => {
  const message = part.repeat(1_000_000 / part.length);

  const findings = analyseLogs({ before: [], during: manyLines(20, { level: 'error', message }), ...windows });

  expect(findings).toHaveLength(1);
});

it('keeps no secret that stands behind a colour', () => {
  const line = { level: 'error', message: 'no login \u001b[36mpassword\u001b[0m=\u001b[32mhunter2secret\u001b[0m' };

  const findings = analyseLogs({ before: [], during: manyLines(30, line), ...windows });

  expect(findings).toHaveLength(1);
  expect(JSON.stringify(findings)).not.toContain('hunter2secret');
});

it('stays small and keeps no secret whatever it reads', () => {
  const text = fc.string({ unit: 'binary', minLength: 160, maxLength: 400 });

  fc.assert(
    fc.property(text, text, text, (message, service, id) => {
      const line = { level: 'error', service, id, message: `${message} password=hunter2secret` };

      const findings = analyseLogs({ before: [], during: manyLines(30, line), ...windows });

      expect(findings.length).toBeLessThanOrEqual(10);
      expect(JSON.stringify(findings)).not.toContain('hunter2secret');
      for (const finding of findings) expect(Buffer.byteLength(JSON.stringify(finding))).toBeLessThanOrEqual(600);
    }),
  );
});
