import { describe, expect, it } from 'vitest';
import { holidaysOf } from '../../../../forecasting/calendar/holidays.ts';

const germany = { country: 'DE', region: null, timeZone: null };
const daysOf = (place: Parameters<typeof holidaysOf>[0], from: string, to: string) =>
  holidaysOf(place, Date.parse(from), Date.parse(to)).map(({ fromMs, toMs }) => [
    new Date(fromMs).toISOString(),
    (toMs - fromMs) / 3_600_000,
  ]);

describe('holidays', () => {
  it('begin and end with the days of their country', () => {
    expect(daysOf(germany, '2026-12-01T00:00Z', '2027-01-15T00:00Z')).toEqual([
      ['2026-12-24T23:00:00.000Z', 24],
      ['2026-12-25T23:00:00.000Z', 24],
      ['2026-12-31T23:00:00.000Z', 24],
    ]);
  });

  it.each([
    { what: 'with those of a region', place: { ...germany, region: 'BY' }, days: 1 },
    { what: 'without those of others', place: { ...germany, region: 'BE' }, days: 0 },
    { what: 'without those of any region', place: germany, days: 0 },
  ])('are known $what', ({ place, days }) => {
    expect(daysOf(place, '2026-01-05T12:00Z', '2026-01-07T12:00Z')).toHaveLength(days);
  });

  it('begin when the day does in another time zone', () => {
    const place = { ...germany, timeZone: 'America/New_York' };

    expect(daysOf(place, '2026-12-25T12:00Z', '2026-12-25T13:00Z')).toEqual([['2026-12-25T05:00:00.000Z', 24]]);
  });

  it('have one name, so that one teaches what the next will do', () => {
    const names = holidaysOf(germany, Date.UTC(2026, 0, 1), Date.UTC(2026, 11, 31)).map(({ name }) => name);

    expect(names).toHaveLength(9);
    expect(new Set(names)).toEqual(new Set(['public holiday']));
  });

  it.each([
    { what: 'country', place: { ...germany, country: 'QQ' }, says: 'no holidays of QQ are known' },
    { what: 'region', place: { ...germany, region: 'QQ' }, says: 'no holidays of QQ in DE are known' },
    {
      what: 'region of a country without any',
      place: { country: 'JP', region: 'QQ', timeZone: null },
      says: 'QQ in JP',
    },
    { what: 'time zone', place: { ...germany, timeZone: 'No/Where' }, says: 'No/Where' },
  ])('of an unknown $what are refused', ({ place, says }) => {
    expect(() => holidaysOf(place, 0, 1)).toThrow(says);
  });
});
