import { expect, it } from 'vitest';
import { runbookFor } from '../../../workflows/runbooks/index.ts';

it.each(['TargetDown', 'ServiceDown', 'NodeClockSkewDetected', 'NodeFilesystemAlmostOutOfSpace'])(
  'what a runbook does on hosts answers no %s of a cluster',
  (alertname) => {
    const alerts = [{ labels: { alertname, namespace: 'shop', service: 'web' } }];

    const [onHost, inCluster] = ['host/web-1', 'kubernetes/default/shop/Service/web'].map((target) =>
      runbookFor(alerts, target),
    );

    expect(onHost).not.toBeNull();
    expect(inCluster).not.toBe(onHost);
  },
);
