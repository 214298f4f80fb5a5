import { describe, expect, it } from 'vitest';
import { ancestorsOf, domainOf } from '../../../../model/guard/domain.ts';
import { canonicalPath } from '../../../../model/target.ts';

const domains = [
  { name: 'rack-1', targets: ['host/web-1', 'host/web-2'] },
  { name: 'payments', targets: ['kubernetes/*/payments', 'host/*/service/ledger'] },
  { name: 'web', targets: ['host/web-1', 'host/web-3'] },
];

describe('domainOf', () => {
  it.each([
    ['host/web-1/service/shop', 'rack-1'],
    ['host/web-2', 'rack-1'],
    ['host/web-3/service/shop', 'web'],
    ['host/db-1/service/ledger', 'payments'],
    ['kubernetes/prod/payments/Deployment/api', 'payments'],
    ['kubernetes/prod/shop/Deployment/api', 'kubernetes/prod'],
    ['kubernetes/test/-/Node/node-1', 'kubernetes/test'],
    ['host/db-1/service/pg', 'hosts'],
    ['host/web-10', 'hosts'],
  ])('puts %s into %s', (target, expected) => {
    expect(domainOf(target, domains)).toBe(expected);
  });

  it('puts the clusters apart and the hosts together where nothing is configured', () => {
    const targets = ['host/a', 'host/b/service/c', 'kubernetes/a/b/Pod/c', 'kubernetes/b/b/Pod/c'];

    const names = targets.map((target) => domainOf(target, []));

    expect(names).toEqual(['hosts', 'hosts', 'kubernetes/a', 'kubernetes/b']);
  });

  it('keeps a cluster apart whose name has a slash', () => {
    expect(domainOf(canonicalPath('kubernetes', 'a/b', 'c', 'Pod', 'd'), [])).toBe('kubernetes/a%2Fb');
  });
});

describe('ancestorsOf', () => {
  it.each([
    ['host/web-1/service/shop', ['host/web-1']],
    ['host/web-1', []],
    ['kubernetes/prod/shop/Deployment/api', []],
    ['kubernetes/prod/-/Node/node-1', []],
  ])('knows what %s is a part of', (target, expected) => {
    expect(ancestorsOf(target)).toEqual(expected);
  });
});
