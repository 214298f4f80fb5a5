import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Freeze, FreezeScope } from '../../../../model/freeze/freeze.ts';
import {
  addFreeze,
  freezeCovers,
  freezeId,
  freezeKind,
  freezeOn,
  hasRoomFor,
  maxFreezes,
  removeFreeze,
} from '../../../../model/freeze/freeze.ts';
import { aFreeze } from '../../../support/builders.ts';

const everything: FreezeScope = { target: null, runbook: null };
const runbook = 'service-down';
const target = 'kubernetes/prod/shop/Deployment/cart';

/** As many freezes of single hosts as there may be. */
function aFullList(): readonly Freeze[] {
  return Array.from({ length: maxFreezes - 1 }, (_, nth) =>
    aFreeze({ scope: { target: `host/web-${nth}`, runbook: null } }),
  );
}

describe('a scope', () => {
  it.each<[FreezeScope, string, string]>([
    [everything, 'global', 'global'],
    [{ target: 'kubernetes/prod', runbook: null }, 'target:kubernetes/prod', 'target'],
    [{ target: null, runbook }, 'runbook:service-down', 'runbook'],
    [{ target: 'host/web-1', runbook }, 'runbook:service-down@host/web-1', 'runbook'],
  ])('%j has the id %s and is of the kind %s', (scope, id, kind) => {
    expect(freezeId(scope)).toBe(id);
    expect(freezeKind(scope)).toBe(kind);
  });
});

describe('freezeCovers', () => {
  it.each<[string, Partial<FreezeScope>, boolean]>([
    ['everything', {}, true],
    ['the runbook', { runbook }, true],
    ['the cluster', { target: 'kubernetes/prod' }, true],
    ['the namespace', { target: 'kubernetes/prod/shop' }, true],
    ['the namespace in any cluster', { target: 'kubernetes/*/shop' }, true],
    ['the target itself', { target }, true],
    ['the runbook in the cluster', { runbook, target: 'kubernetes/prod' }, true],
    ['another cluster', { target: 'kubernetes/test' }, false],
    ['another namespace', { target: 'kubernetes/*/cart' }, false],
    ['a namespace that only begins alike', { target: 'kubernetes/prod/sho' }, false],
    ['the runbook in another cluster', { runbook, target: 'kubernetes/test' }, false],
    ['another runbook', { runbook: 'disk-full' as typeof runbook }, false],
  ])('holds a freeze of %s against an action', (_what, scope, expected) => {
    const freeze = aFreeze({ scope: { ...everything, ...scope } });

    expect(freezeCovers(freeze, { target, runbook })).toBe(expected);
  });
});

describe('freezeOn', () => {
  it('finds the freeze that stops an action among those that do not', () => {
    const freezes = [aFreeze({ scope: { target: 'host', runbook: null } }), aFreeze({ scope: { target, runbook } })];

    expect(freezeOn(freezes, { target, runbook })?.id).toBe(`runbook:service-down@${target}`);
  });

  it('finds nothing where nothing is frozen', () => {
    expect(freezeOn([], { target, runbook })).toBeUndefined();
  });
});

describe('a list of freezes', () => {
  it('keeps the first freeze of a scope', () => {
    const first = aFreeze({ reason: 'first' });

    expect(addFreeze([first], aFreeze({ reason: 'second' }))).toEqual([first]);
  });

  it('loses a freeze by its id, and nothing by another', () => {
    const freezes = [aFreeze(), aFreeze({ scope: { target, runbook: null } })];

    expect(removeFreeze(freezes, 'global')).toEqual([freezes[1]]);
    expect(removeFreeze(freezes, 'global ')).toEqual(freezes);
  });

  it('has no room for one scope too many, but always for everything', () => {
    const full = aFullList();
    const oneMore = aFreeze({ scope: { target: 'host/db-1', runbook: null } });
    const withGlobal = addFreeze(full, aFreeze());

    expect(hasRoomFor(full, oneMore.scope)).toBe(false);
    expect(addFreeze(full, oneMore)).toBe(full);
    expect(withGlobal).toHaveLength(maxFreezes);
    expect(addFreeze(withGlobal, oneMore)).toBe(withGlobal);
    expect(hasRoomFor(removeFreeze(withGlobal, 'target:host/web-7'), oneMore.scope)).toBe(true);
  });

  it('calls a scope that is frozen already welcome, however full it is', () => {
    expect(hasRoomFor(aFullList(), { target: 'host/web-7', runbook: null })).toBe(true);
  });

  it('never outgrows its bounds, holds no scope twice, and takes the global freeze in the end', () => {
    const aScope = fc.record({
      target: fc.option(fc.nat({ max: 150 }).map((nth) => `host/web-${nth}`)),
      runbook: fc.option(fc.constant(runbook)),
    });
    const anOrder = fc.oneof(
      { weight: 9, arbitrary: aScope.map((scope) => ({ add: aFreeze({ scope }) })) },
      { weight: 1, arbitrary: aScope.map((scope) => ({ remove: freezeId(scope) })) },
    );

    fc.assert(
      fc.property(fc.array(anOrder, { maxLength: 400, size: 'max' }), (orders) => {
        let freezes: readonly Freeze[] = [];
        for (const order of orders) {
          freezes = 'add' in order ? addFreeze(freezes, order.add) : removeFreeze(freezes, order.remove);
          expect(freezes.length).toBeLessThanOrEqual(maxFreezes);
          expect(new Set(freezes.map(({ id }) => id)).size).toBe(freezes.length);
        }
        expect(addFreeze(freezes, aFreeze()).filter(({ id }) => id === 'global')).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});
