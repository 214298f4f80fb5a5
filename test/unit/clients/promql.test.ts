import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlySeries, selectorOf } from '../../../clients/promql.ts';

/** What PromQL reads in a string that has been written by numbers alone. */
function meantBy(quoted: string): string {
  return quoted.replace(/\\U([0-9a-f]{8})/g, (_escape, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

describe('a selector', () => {
  it('names each label with its value', () => {
    const selector = selectorOf('node_filesystem_avail_bytes', { instance: 'web-1:9100', mountpoint: '/srv/a b' });

    expect(selector).toBe('node_filesystem_avail_bytes{instance="web-1:9100",mountpoint="/srv/a b"}');
  });

  it.each([
    ['a quote', 'a"b', String.raw`up{x="a\U00000022b"}`],
    ['a backslash', 'a\\b', String.raw`up{x="a\U0000005cb"}`],
    ['a line feed', 'a\nb', String.raw`up{x="a\U0000000ab"}`],
    ['another selector', 'a"} or {x=~".*', String.raw`up{x="a\U00000022} or {x=~\U00000022.*"}`],
    ['a letter of many bytes', '☕👩', String.raw`up{x="\U00002615\U0001f469"}`],
    ['half a character', 'a\ud800', String.raw`up{x="a\U0000fffd"}`],
    ['nothing', '', 'up{x=""}'],
  ])('keeps %s in its value', (_what, value, selector) => {
    expect(selectorOf('up', { x: value })).toBe(selector);
  });

  it('means exactly the given value, and ends with it, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const selector = selectorOf('up', { x: value });

        const [, inside] = /^up\{x="([ !#-[\]-~]|\\U[0-9a-f]{8})*"\}$/.test(selector)
          ? [selector, selector.slice('up{x="'.length, -'"}'.length)]
          : [];
        expect(meantBy(inside ?? '')).toBe(value.toWellFormed());
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['a label', 'up', { 'x="",y': '1' }],
    ['a label of two lines', 'up', { 'x\n': '1' }],
    ['a label with a point', 'up', { 'a.b': '1' }],
    ['a label without a name', 'up', { '': '1' }],
    ['a metric', 'up or vector', { x: '1' }],
  ])('refuses a name that is none: %s', (_what, metric, labels) => {
    expect(() => selectorOf(metric, labels)).toThrow('a name that PromQL does not know');
  });

  it('refuses to mean everything', () => {
    expect(() => selectorOf('up', {})).toThrow('would mean every series');
  });
});

function on(instance: string, mountpoint: string) {
  return { __name__: 'avail', job: 'node', instance, mountpoint };
}

describe('a query for some series alone', () => {
  it('names the labels by which they differ, and each of them once', () => {
    const query = onlySeries('max(avail)', [on('a', '/'), on('b', '/'), on('b', '/')]);

    expect(query).toBe(
      '(max(avail)\n) and on (instance) (label_replace(vector(1),"instance","a","","") or label_replace(vector(1),"instance","b","",""))',
    );
  });

  it('names all labels of a single one', () => {
    const query = onlySeries('avail', [on('a', '/')]);

    expect(query).toMatch(/ and on \(job,instance,mountpoint\) \(label_replace\(/);
  });

  it('keeps what would mean something else in its value', () => {
    const query = onlySeries('avail', [on('a$1"', '/'), on('b', '/')]);

    expect(query).toContain(String.raw`"instance","a$$1\U00000022","",""`);
  });

  it('is as it was where nothing tells them apart', () => {
    expect(onlySeries('avail', [{ __name__: 'a' }, { __name__: 'b' }])).toBe('avail');
    expect(onlySeries('avail', [])).toBe('avail');
  });

  it('names the label that tells the most, where there is no room for all', () => {
    const wanted = Array.from({ length: 50 }, (_, nth) => on(`${nth}${'x'.repeat(60)}`, `/${nth % 7}`));

    const query = onlySeries('avail', wanted);

    expect(query).toContain(' and on (instance) ');
    expect(query.length).toBeLessThan(7_000);
  });
});
