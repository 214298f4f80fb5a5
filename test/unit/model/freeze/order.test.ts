import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  freezeOf,
  placePattern,
  readFreezeOrder,
  readFreezes,
  readNotice,
  readUnfreezeOrder,
} from '../../../../model/freeze/order.ts';
import { aFreeze, isoSecond } from '../../../support/builders.ts';

const anOrder = { target: null, runbook: null, reason: 'no reason given', by: 'unknown' };

describe('readFreezeOrder', () => {
  it.each<[string, unknown, object]>([
    ['nothing', undefined, anOrder],
    ['null', null, anOrder],
    ['true', true, anOrder],
    ['an empty object', {}, anOrder],
    ['an empty text', '', anOrder],
    ['a reason', 'upgrade', { ...anOrder, reason: 'upgrade' }],
    ['a reason on two lines', 'up\n\tgrade\u202e', { ...anOrder, reason: 'up grade' }],
    ['a long reason', 'x'.repeat(5_000), { ...anOrder, reason: `${'x'.repeat(199)}…` }],
    ['a reason with a secret', 'token=abcdefgh', { ...anOrder, reason: 'token=[secret]' }],
    ['a name', { reason: 'upgrade', by: ' kim\n' }, { ...anOrder, reason: 'upgrade', by: 'kim' }],
    ['a long name', { by: 'k'.repeat(101) }, { ...anOrder, by: `${'k'.repeat(99)}…` }],
    ['a runbook', { runbook: 'service-down' }, { ...anOrder, runbook: 'service-down' }],
    ['a target', { target: 'host/web-1' }, { ...anOrder, target: 'host/web-1' }],
    ['a cluster', { cluster: 'prod' }, { ...anOrder, target: 'kubernetes/prod' }],
    ['a namespace', { namespace: 'shop' }, { ...anOrder, target: 'kubernetes/*/shop' }],
    ['both', { cluster: 'prod', namespace: 'shop' }, { ...anOrder, target: 'kubernetes/prod/shop' }],
    ['its own result', { ...anOrder, target: 'host' }, { ...anOrder, target: 'host' }],
  ])('reads %s', (_what, value, expected) => {
    expect(readFreezeOrder(value)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['false', false],
    ['a number', 7],
    ['a list', ['upgrade']],
    ['a misspelt field', { runbok: 'service-down' }],
    ['a runbook that does not exist', { runbook: 'format-disk' }],
    ['a reason that is none', { reason: { text: 'upgrade' } }],
    ['a name that is none', { by: 7 }],
    ['a target that cannot be', { target: 'web-1' }],
    ['a target that is none', { target: ['host'] }],
    ['an empty cluster', { cluster: '' }],
    ['a namespace that is none', { namespace: 1 }],
    ['a target and a cluster', { target: 'host/web-1', cluster: 'prod' }],
  ])('does not take %s for a wish to freeze something else', (_what, value) => {
    expect(readFreezeOrder(value)).toBeUndefined();
  });

  it('is bounded, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record(
            { target: fc.anything(), cluster: fc.string(), runbook: fc.string(), reason: fc.string(), by: fc.string() },
            { requiredKeys: [] },
          ),
        ),
        (value) => {
          const order = readFreezeOrder(value);
          readUnfreezeOrder(value);
          if (!order) return;
          expect(order.reason.length).toBeLessThanOrEqual(200);
          expect(order.by.length).toBeLessThanOrEqual(100);
          expect((order.target ?? '').length).toBeLessThanOrEqual(200);
          expect(order.reason + order.by).not.toMatch(/\p{Cc}/u);
          expect(readFreezes([freezeOf(order, isoSecond(0))])).toHaveLength(1);
        },
      ),
    );
  });
});

describe('readUnfreezeOrder', () => {
  it.each<[string, unknown, object | undefined]>([
    ['an id', 'global', { id: 'global', by: 'unknown' }],
    ['an object', { id: 'target:host/web-1', by: 'kim' }, { id: 'target:host/web-1', by: 'kim' }],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['true', true, undefined],
    ['an empty text', '', undefined],
    ['an object without an id', { by: 'kim' }, undefined],
    ['an endless id', 'x'.repeat(401), undefined],
    ['a list', ['global'], undefined],
    ['a name that is none', { id: 'global', by: {} }, undefined],
  ])('reads %s', (_what, value, expected) => {
    expect(readUnfreezeOrder(value)).toEqual(expected);
  });
});

describe('placePattern', () => {
  it.each<[string | null, string | null, string | null | undefined]>([
    [null, null, null],
    ['prod', null, 'kubernetes/prod'],
    [null, 'shop', 'kubernetes/*/shop'],
    ['prod', 'shop', 'kubernetes/prod/shop'],
    ['eu/prod', '*', 'kubernetes/eu%2Fprod/%2a'],
    ['', null, undefined],
    ['prod', '', undefined],
    ['x'.repeat(101), null, undefined],
    ['ß'.repeat(90), null, undefined],
  ])('makes of the cluster %j and the namespace %j the pattern %j', (cluster, namespace, expected) => {
    expect(placePattern({ cluster, namespace })).toBe(expected);
  });
});

describe('what the kill switch shows', () => {
  it('is read as it was written', () => {
    const notice = { run: 'a', freezes: [aFreeze(), aFreeze({ scope: { target: 'host', runbook: 'service-down' } })] };

    expect(readNotice(JSON.parse(JSON.stringify(notice)))).toEqual(notice);
  });

  it('may name a runbook that only another version knows', () => {
    const freezes = [{ ...aFreeze(), scope: { target: null, runbook: 'of-tomorrow' } }];

    expect(readFreezes(freezes)).toEqual(freezes);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no run', { freezes: [] }],
    ['no list', { run: 'a', freezes: {} }],
    ['a stranger in the list', { run: 'a', freezes: [aFreeze(), null] }],
    ['a freeze without a scope', { run: 'a', freezes: [{ ...aFreeze(), scope: undefined }] }],
    ['a scope without a target', { run: 'a', freezes: [{ ...aFreeze(), scope: { runbook: null } }] }],
    ['a reason that is none', { run: 'a', freezes: [{ ...aFreeze(), reason: 7 }] }],
  ])('is not read as empty when it is %s', (_what, value) => {
    expect(readNotice(value)).toBeUndefined();
  });
});
