import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePatch } from '../../../../activities/kubernetes/workloads/merge-patch.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** What an API server makes of a merge patch (RFC 7386). */
function applied(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result = new Map<string, unknown>(Object.entries(isObject ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, applied(result.get(name), value));
  }
  return Object.fromEntries(result);
}

/** Objects of the API server hold no nulls. */
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.boolean(),
    fc.integer(),
    fc.constantFrom('a', 'b'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const object = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value, { maxKeys: 4, noNullPrototype: true });

describe('mergePatch', () => {
  it('makes one object the other', () => {
    fc.assert(
      fc.property(object, object, (from, to) => {
        expect(applied(from, mergePatch(from, to))).toEqual(to);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is empty where nothing differs', () => {
    expect(mergePatch({ a: [1], b: { c: 'd' } }, { a: [1], b: { c: 'd' } })).toEqual({});
  });
});
