let counter = 0;

/** A webhook body of realistic alerts, each on a target of its own that no body before had. */
export function body(alerts: number): string {
  return JSON.stringify({
    version: '4',
    status: 'firing',
    receiver: 'nightshift',
    truncatedAlerts: 0,
    alerts: Array.from({ length: alerts }, () => alert()),
  });
}

function alert(): unknown {
  const number = counter++;
  return {
    status: 'firing',
    labels: {
      alertname: 'KubePodCrashLooping',
      namespace: 'payments',
      pod: `checkout-${process.pid}-${number}`,
      container: 'app',
      severity: 'warning',
      prometheus: 'monitoring/k8s',
    },
    annotations: {
      summary: 'Pod is crash looping.',
      description: `Pod payments/checkout-${number} (app) is in waiting state (reason: "CrashLoopBackOff") on cluster .`,
      runbook_url: 'https://runbooks.example/kubernetes/kubepodcrashlooping',
    },
    startsAt: new Date().toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph?g0.expr=max_over_time&g0.tab=1',
  };
}
