import { describe, expect, it } from 'vitest';
import type { Route } from '../../../model/correlation.ts';
import { correlate } from '../../../model/correlation.ts';
import { aService, anAlert, described } from '../../support/builders.ts';

const target = 'host/host-1/service/web';

function aRoute(overrides: Partial<Route> = {}): Route {
  return {
    name: 'route',
    match: { alertname: 'ServiceDown' },
    ignore: false,
    groupBy: null,
    runbook: null,
    ...overrides,
  };
}

describe('correlate', () => {
  it('names the incident after the target', () => {
    const correlation = correlate(anAlert(), [], described(aService()));

    expect(correlation).toEqual({ incident: target, target, runbook: null, route: null });
  });

  it('names the incident after the alert itself where the labels do not say what is sick', () => {
    const alert = anAlert({ labels: { alertname: 'Odd' } });

    expect(correlate(alert, [], [])).toMatchObject({ incident: `alert/${alert.fingerprint}`, target: null });
  });

  it('joins different alerts of one target', () => {
    const alerts = ['ServiceDown', 'SlowAnswers'].map((alertname) =>
      anAlert({ labels: { alertname, service: 'web' } }),
    );

    const incidents = alerts.map((alert) => correlate(alert, [], described(aService())).incident);

    expect(incidents).toEqual([target, target]);
  });

  it('opens no incident for what a route ignores', () => {
    const correlation = correlate(anAlert(), [aRoute({ ignore: true })], described(aService()));

    expect(correlation).toMatchObject({ incident: null, route: 'route' });
  });

  it('groups by the labels that a route names, a missing one counting as empty', () => {
    const routes = [aRoute({ match: { team: 'db' }, groupBy: ['team', 'zone', 'toString'] })];
    const alert = anAlert({ labels: { team: 'db', zone: 'a/b' } });

    expect(correlate(alert, routes, []).incident).toBe('group/route/team%3Ddb/zone%3Da%2Fb/toString%3D');
  });

  it('asks for the runbook of the route', () => {
    expect(correlate(anAlert(), [aRoute({ runbook: 'service-down' })], []).runbook).toBe('service-down');
  });

  it('lets the first route that matches decide', () => {
    const routes = [
      aRoute({ name: 'other', match: { alertname: 'Other' }, ignore: true }),
      aRoute({ name: 'first' }),
      aRoute({ name: 'second', ignore: true }),
    ];

    expect(correlate(anAlert(), routes, described(aService()))).toMatchObject({ incident: target, route: 'first' });
  });
});
