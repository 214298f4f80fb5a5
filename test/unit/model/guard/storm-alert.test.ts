import { describe, expect, it } from 'vitest';
import { isStormAlert, stormAlert, stormIncidentKey } from '../../../../model/guard/storm-alert.ts';
import type { StormNews } from '../../../../model/guard/storm-alert.ts';
import { readDeliveries } from '../../../../model/incident/delivery.ts';
import { incidentWorkflowId } from '../../../../model/names.ts';
import { isCanonicalPath } from '../../../../model/target.ts';
import { anAlert, atSecond, isoSecond } from '../../../support/builders.ts';

function someNews(changes: Partial<StormNews> = {}): StormNews {
  return { domain: 'hosts', since: isoSecond(5), lasts: true, ...changes };
}

describe('the alert of a storm', () => {
  it('fires from when the storm began', () => {
    expect(stormAlert(someNews(), isoSecond(8))).toMatchObject({
      source: 'nightshift',
      status: 'firing',
      labels: { alertname: 'NightshiftStorm', domain: 'hosts', severity: 'critical' },
      annotations: { summary: 'Too much is sick at once in hosts: new repairs wait.' },
      startsAt: atSecond(5),
      endsAt: null,
    });
  });

  it('clears when the storm is over, as the same alert', () => {
    const [fired, cleared] = [true, false].map((lasts) => stormAlert(someNews({ lasts }), isoSecond(90)));

    expect(cleared).toEqual({ ...fired, status: 'resolved', endsAt: atSecond(90) });
  });

  it.each([true, false])('has the shape in which incidents take alerts while it lasts: %s', (lasts) => {
    const delivery = { alert: stormAlert(someNews({ lasts }), isoSecond(90)), target: null, runbook: null };

    expect(readDeliveries([delivery])).toEqual([delivery]);
  });

  it('is another one in another failure domain, in an incident of its own', () => {
    const [here, there] = [someNews(), someNews({ domain: 'kubernetes/prod' })];

    expect(stormAlert(here, isoSecond(8)).fingerprint).not.toBe(stormAlert(there, isoSecond(8)).fingerprint);
    expect([here, there].map(stormIncidentKey)).toEqual(['storm/hosts', 'storm/kubernetes%2Fprod']);
  });

  it('goes to an incident whose name is short and harmless, whatever the domain is called', () => {
    const key = stormIncidentKey(someNews({ domain: `../rack 7\n${'x'.repeat(500)}` }));

    expect(isCanonicalPath(key)).toBe(true);
    expect(incidentWorkflowId(key).length).toBeLessThan(255);
  });

  it('is told from every other alert', () => {
    expect([stormAlert(someNews(), isoSecond(8)), anAlert()].map(isStormAlert)).toEqual([true, false]);
  });
});
