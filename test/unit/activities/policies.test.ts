import { describe, expect, it } from 'vitest';
import { createPolicyActivities } from '../../../activities/policies.ts';
import type { Policy } from '../../../activities/policies.ts';
import { runbookNames } from '../../../model/names.ts';
import { anAttemptPolicy } from '../../support/builders.ts';

const { verification, incident, approval, patienceMs } = anAttemptPolicy();

const observing = Object.fromEntries(runbookNames.map((name) => [name, 'observe'])) as Policy['defaultModes'];

function reading(overrides: Partial<Policy> = {}) {
  return createPolicyActivities({
    modes: [],
    verification,
    incident,
    approval,
    patienceMs,
    channels: [{ type: 'slack', index: 0 }],
    review: null,
    escalations: [],
    alertmanager: null,
    defaultModes: observing,
    ...overrides,
  });
}

describe('readPolicy', () => {
  const question = {
    runbook: 'service-down',
    target: 'host/web-1/service/web',
    severity: 'critical',
    alerts: ['ServiceDown'],
  } as const;

  it('hands over what the configuration says', async () => {
    expect(await reading().readPolicy(question)).toEqual({
      mode: 'observe',
      verification,
      incident,
      approval,
      patienceMs,
      channels: [{ type: 'slack', index: 0 }],
      dropsSuperseded: true,
    });
  });

  it('says who gets post-incident reports, where somebody does', async () => {
    const review = { channels: [{ type: 'email', index: 2 }], onlyPeople: true } as const;

    expect(await reading({ review }).readPolicy(question)).toMatchObject({ review });
  });

  it('says what is done at Alertmanager only where there is one', async () => {
    const alertmanager = { silenceMs: 60_000 };

    expect(await reading({ alertmanager }).readPolicy(question)).toHaveProperty('alertmanager', alertmanager);
    expect(await reading().readPolicy(question)).not.toHaveProperty('alertmanager');
  });

  it('decides the mode by the rules', async () => {
    const modes = [{ runbook: null, target: 'host/web-1', severity: null, mode: 'auto' as const }];

    expect(await reading({ modes }).readPolicy(question)).toMatchObject({ mode: 'auto' });
  });

  it('goes in a cluster no further than the alerts are worth', async () => {
    const modes = [{ runbook: null, target: null, severity: null, mode: 'auto' as const }];
    const target = 'kubernetes/prod/-/Node/n-1';
    const inCluster = { ...question, runbook: 'disk-cleanup', target } as const;

    const policies = await Promise.all(
      ['NodeFilesystemAlmostOutOfSpace', 'NodeFilesystemAlmostOutOfFiles'].map((name) =>
        reading({ modes }).readPolicy({ ...inCluster, alerts: [name] }),
      ),
    );

    expect(policies).toMatchObject([{ mode: 'auto' }, { mode: 'observe' }]);
  });

  it('only observes where no runbook answers, whatever the rules say', async () => {
    const modes = [{ runbook: null, target: null, severity: null, mode: 'auto' as const }];

    expect(await reading({ modes }).readPolicy({ ...question, runbook: null })).toMatchObject({ mode: 'observe' });
  });
});
