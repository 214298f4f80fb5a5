import type { Alert, Labels } from './alert/alert.ts';
import { matchesLabels } from './alert/matcher.ts';
import { meantObject } from './kubernetes/targets/meant-object.ts';
import type { DescribedTarget, Target } from './target.ts';
import { canonicalPath } from './target.ts';

/**
 * Reads off an alert's labels what it is about. The first that is described and matches wins; then the Kubernetes object
 * that the labels name; then the host. `instance` and `job` are never read where kube-state-metrics sent the alert, because
 * there they name kube-state-metrics itself.
 *
 * @returns null when the labels do not say what is sick.
 */
export function meantBy(
  { labels }: Pick<Alert, 'labels'>,
  described: readonly DescribedTarget[],
): Pick<DescribedTarget, 'target' | 'runbook'> | null {
  const meant = described.find(({ match }) => matchesLabels(match, labels));
  if (meant) return meant;
  const target = meantObject(labels) ?? hostTarget(labels);
  return target === null ? null : { target };
}

function hostTarget(labels: Labels): Target | null {
  const instance = labels['instance'];
  if (!instance || labels['job'] === 'kube-state-metrics') return null;
  const hostAndPort = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{1,5})?$/.exec(instance);
  // Whatever is not host:port, such as a bare IPv6 address or the URL of a probe, names itself.
  const host = hostAndPort ? (hostAndPort[1] ?? hostAndPort[2]) : instance;
  return host ? canonicalPath('host', host) : null;
}
