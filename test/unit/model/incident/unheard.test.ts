import { describe, expect, it } from 'vitest';
import { receive } from '../../../../model/incident/changes.ts';
import { firingAlerts, newIncident } from '../../../../model/incident/incident.ts';
import { unsilenced } from '../../../../model/incident/unheard.ts';
import { aDelivery, aResolvedAlert, anAlert, atSecond, isoSecond } from '../../../support/builders.ts';

const [web, shop] = [anAlert(), anAlert({ labels: { alertname: 'ServiceDown', service: 'shop' } })];
const both = [web, shop].reduce(
  (record, alert) => receive(record, aDelivery(alert), isoSecond(1)),
  newIncident('host/host-1', isoSecond(0)),
);
const silenced = [web.fingerprint, shop.fingerprint];
const askedAt = atSecond(60);

function firingIn(record: typeof both): readonly string[] {
  return firingAlerts(record).map(([fingerprint]) => fingerprint);
}

describe('what Alertmanager does not know any more behind a silence', () => {
  it('has cleared; what it knows fires on', () => {
    const after = unsilenced(both, { silenced, gone: [web.fingerprint], askedAt }, isoSecond(61));

    expect(firingIn(after)).toEqual([shop.fingerprint]);
    expect(after.score.clearedMs).toBeNull();
    expect(after.timeline.entries.slice(-2).map(({ event, text }) => `${event}: ${text}`)).toEqual([
      'silence-ended: 2 of its alerts were silenced; 1 of them has cleared meanwhile',
      'alert-resolved: ServiceDown, while silenced',
    ]);
  });

  it('has cleared the incident when it was the last', () => {
    const after = unsilenced(both, { silenced, gone: silenced, askedAt }, isoSecond(61));

    expect([firingIn(after), after.score.clearedMs]).toEqual([[], 61_000]);
  });

  it('still fires where it has begun again since it was asked', () => {
    const again = receive(both, aDelivery(anAlert({ startsAt: atSecond(90) })), isoSecond(91));

    const after = unsilenced(again, { silenced, gone: [web.fingerprint], askedAt }, isoSecond(92));

    expect(firingIn(after)).toContain(web.fingerprint);
  });

  it('fires after all where a delivery of the same period says so, and ends with the next that tells of its end', () => {
    const cleared = unsilenced(both, { silenced, gone: silenced, askedAt }, isoSecond(61));

    const told = receive(cleared, aDelivery(web), isoSecond(70));
    const over = receive(told, aDelivery(aResolvedAlert({ endsAt: atSecond(80) })), isoSecond(81));

    expect([firingIn(told), firingIn(over)]).toEqual([[web.fingerprint], []]);
    expect(told.timeline.entries.at(-1)?.event).toBe('alert-fired-again');
  });

  it('stays over where a delivery has said so as well, however often an older one comes', () => {
    const cleared = unsilenced(both, { silenced, gone: silenced, askedAt }, isoSecond(61));

    const over = receive(cleared, aDelivery(aResolvedAlert({ endsAt: atSecond(80) })), isoSecond(81));
    const late = receive(over, aDelivery(web), isoSecond(82));

    expect(firingIn(late)).toEqual([]);
  });

  it('changes nothing where nothing was silenced', () => {
    expect(unsilenced(both, { silenced: [], gone: [], askedAt }, isoSecond(61))).toBe(both);
  });
});
