import { describe, expect, it } from 'vitest';
import { ledgerDetails } from '../../../../model/guard/details.ts';
import { repairEnds } from '../../../../model/guard/ledger.ts';
import { aLedger, aRunningRepair, anEndedRepair, minutes, noon } from '../../../support/guard/builders.ts';

describe('ledgerDetails', () => {
  it('says that nothing is under way', () => {
    expect(ledgerDetails(aLedger()).split('\n')).toEqual([
      'No storm',
      '',
      '0 repairs under way, 0 ended within a day, 0 targets asked lately',
      '',
    ]);
  });

  it('says what is under way, what has ended, and how', () => {
    const ledger = aLedger({
      running: [aRunningRepair({ target: 'host/a' })],
      ended: repairEnds.map((end, nth) => anEndedRepair({ target: `host/b${nth}`, end })),
      asked: [{ target: 'host/a', at: noon }],
      stormUntil: noon + 10 * minutes,
    });

    expect(ledgerDetails(ledger).split('\n')).toEqual([
      '**Storm** until 2026-01-01T12:10 at least',
      '',
      '1 repairs under way, 4 ended within a day, 1 targets asked lately',
      '',
      '- under way since 2026-01-01T11:59: host/a',
      '- lapsed at 2026-01-01T11:50: host/b3',
      '- not-acted at 2026-01-01T11:50: host/b2',
      '- not-verified at 2026-01-01T11:50: host/b1',
      '- verified at 2026-01-01T11:50: host/b0',
    ]);
  });

  it('shows a dozen of each, of what has ended the newest', () => {
    const ledger = aLedger({
      running: Array.from({ length: 30 }, (_, nth) => aRunningRepair({ target: `host/a${nth}` })),
      ended: Array.from({ length: 30 }, (_, nth) => anEndedRepair({ target: `host/b${nth}` })),
    });

    const lines = ledgerDetails(ledger).split('\n');

    expect(lines.filter((line) => line.includes('host/a'))).toHaveLength(12);
    expect(lines.filter((line) => line.startsWith('- verified')).map((line) => line.split('/b')[1])).toEqual(
      Array.from({ length: 12 }, (_, nth) => `${29 - nth}`),
    );
  });

  it('leaves no mark of a hostile target', () => {
    const details = ledgerDetails(aLedger({ running: [aRunningRepair({ target: '[x](//evil)<b>\n# y' })] }));

    expect(details).not.toMatch(/[[<]|\n#/);
  });

  it('stays under 4 KB, in whole lines, whatever the targets are called', () => {
    const target = `host/${'~'.repeat(195)}`;
    const many = { target, begunAt: noon };
    const ledger = aLedger({
      running: Array.from({ length: 12 }, () => aRunningRepair(many)),
      ended: Array.from({ length: 12 }, () => anEndedRepair(many)),
    });

    const details = ledgerDetails(ledger);

    expect(new TextEncoder().encode(details).length).toBeLessThanOrEqual(4_000);
    expect(details.split('\n').slice(4)).toSatisfy((lines: string[]) => lines.every((line) => line.endsWith('&#126;')));
    expect(details.split('\n').length).toBeGreaterThan(8);
  });
});
