import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Drain } from '../../../../../detection/logs/lines/drain.ts';
import { maskVariables } from '../../../../../detection/logs/lines/masking.ts';

it.each([
  { line: 'took 12ms for 10.1.2.3:8080', masked: 'took <*> for <*>' },
  { line: 'request 6f1b2c3d-0000-4000-8000-0123456789ab done', masked: 'request <*> done' },
  { line: 'relation "stock" does not exist', masked: 'relation <*> does not exist' },
  { line: 'msg="connection refused" took=3s', masked: 'msg="connection refused" took=<*>' },
  { line: 'open /srv/invoices/81.pdf: permission denied', masked: 'open <*>: permission denied' },
])('masks what varies in $line', ({ line, masked }) => {
  expect(maskVariables(line)).toBe(masked);
});

it('masks masked text no further', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('0', '9', 'a', 'f', '.', ':', '/', '"', "'", ' ', '=', '<', '*', '>'),
  });

  fc.assert(
    fc.property(hostile, (line) => {
      const once = maskVariables(line);

      expect(maskVariables(once)).toBe(once);
    }),
    { numRuns: 2_000, examples: [["'0:'a':'"], ['0:0<a0']] },
  );
});

it('puts lines that differ in one word into one template, and others apart', () => {
  const drain = new Drain();

  const [one, same, other] = ['user ada logged in', 'user bob logged in', 'disk of host is full'].map((line) =>
    drain.add(line),
  );

  expect(same).toBe(one);
  expect(one?.tokens).toEqual(['user', '<*>', 'logged', 'in']);
  expect(other).not.toBe(one);
});

it('knows a template again however much of it is masked', () => {
  const drain = new Drain();

  const [one, same, other] = ['<*> <*> <*> ok', '<*> <*> <*> ok', '<*> <*> <*> no'].map((line) => drain.add(line));

  expect(same).toBe(one);
  expect(other).not.toBe(one);
});

it('keeps its bounds whatever it is fed', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 200 }), { minLength: 60, maxLength: 200 }), (lines) => {
      const drain = new Drain({ maxTemplates: 10, maxTokens: 8, maxChildren: 4 });

      const longest = Math.max(0, ...lines.map((line) => drain.add(line).tokens.length));

      expect(drain.size).toBeLessThanOrEqual(10);
      expect(longest).toBeLessThanOrEqual(8);
    }),
  );
});

function wordsOf(line: number): string {
  return ['alpha', 'beta', 'gamma', 'delta'].map((word) => word + 'x'.repeat(line)).join(' ');
}

it('compares a line with few templates only, however many random words come', () => {
  const drain = new Drain({ maxCandidates: 20 });

  for (let line = 0; line < 100; line++) drain.add(`failed ${wordsOf(line)}`);

  expect(drain.size).toBe(20);
  expect(drain.add(`failed ${wordsOf(99)}`).tokens).toEqual(['failed', ...wordsOf(99).split(' ')]);
});
