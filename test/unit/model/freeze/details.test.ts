import { describe, expect, it } from 'vitest';
import { freezesDetails } from '../../../../model/freeze/details.ts';
import { maxFreezes } from '../../../../model/freeze/freeze.ts';
import { aFreeze } from '../../../support/builders.ts';

describe('freezesDetails', () => {
  it('says that nothing is frozen', () => {
    expect(freezesDetails([])).toBe('**Nothing is frozen.**');
  });

  it('shows what is frozen, why, by whom and since when', () => {
    const freezes = [aFreeze(), aFreeze({ scope: { target: 'kubernetes/prod', runbook: null }, by: '' })];

    expect(freezesDetails(freezes)).toBe(
      [
        '**Frozen: 2.** No action begins where one of these applies.',
        '',
        '| id | reason | by | since (UTC) |',
        '| --- | --- | --- | --- |',
        '| global | maintenance | alex | 2026-01-01T00:00:00 |',
        '| target&#58;kubernetes/prod | maintenance | - | 2026-01-01T00:00:00 |',
      ].join('\n'),
    );
  });

  it('stays small and harmless, whatever the reasons say', () => {
    const reason = '| [Go](https://evil.example) <img src=x> **b** `c`\n# title ';
    const freezes = Array.from({ length: maxFreezes }, (_, nth) =>
      aFreeze({ scope: { target: `host/${nth}-${'w'.repeat(150)}`, runbook: null }, reason: reason.repeat(4) }),
    );

    const details = freezesDetails(freezes);

    const rows = details.split('\n').filter((line) => line.startsWith('| '));
    expect(Buffer.byteLength(details)).toBeLessThanOrEqual(4_000);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter((row) => row.split('|').length !== 6)).toEqual([]);
    expect(details).toMatch(/and \d\d more/);
    expect(details).not.toMatch(/\]\(|<img|https:/);
  });
});
