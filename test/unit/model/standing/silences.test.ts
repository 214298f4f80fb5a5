import { describe, expect, it } from 'vitest';
import { silencedAlert } from '../../../../model/standing/silences.ts';
import { aKnownAlert, anAlert } from '../../../support/builders.ts';

const own = anAlert({ labels: { alertname: 'ServiceDown', service: 'web' } });
const second = anAlert({ labels: { alertname: 'ServiceSlow', service: 'web' } });
const suppressed = { state: 'suppressed' } as const;

describe('silencedAlert', () => {
  it('finds nothing among alerts that people are told of', () => {
    expect(silencedAlert([own], [aKnownAlert({ labels: own.labels })])).toBeUndefined();
  });

  it('finds nothing where Alertmanager knows none of the alerts', () => {
    expect(silencedAlert([own], [])).toBeUndefined();
  });

  it.each([
    ['silenced', { silencedBy: ['s1', 's2'] }, { by: 'silence', ids: ['s1', 's2'] }],
    ['inhibited', { inhibitedBy: ['i1'] }, { by: 'inhibition', ids: ['i1'] }],
    ['both', { silencedBy: ['s1'], inhibitedBy: ['i1'] }, { by: 'silence', ids: ['s1'] }],
  ])('finds an alert that is %s', (_what, status, expected) => {
    const alert = aKnownAlert({ labels: own.labels, ...suppressed, ...status });

    expect(silencedAlert([own], [alert])).toEqual({ alert, ...expected });
  });

  it('does not care about a silence on an alert of the same name elsewhere', () => {
    const elsewhere = aKnownAlert({ labels: { ...own.labels, service: 'shop' }, ...suppressed, silencedBy: ['s1'] });

    expect(silencedAlert([own], [elsewhere])).toBeUndefined();
  });

  it('needs only one of several alerts to be silenced, and tells a silence before an inhibition', () => {
    const inhibited = aKnownAlert({ labels: own.labels, ...suppressed, inhibitedBy: ['i1'] });
    const silenced = aKnownAlert({ labels: second.labels, ...suppressed, silencedBy: ['s1'] });

    expect(silencedAlert([own, second], [inhibited, silenced])).toMatchObject({ alert: silenced, by: 'silence' });
  });
});
