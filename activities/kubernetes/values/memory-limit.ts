import type { V1Container, V1PodTemplateSpec } from '@kubernetes/client-node';
import { nextMemoryLimit } from '../../../model/kubernetes/capacity/next-step.ts';
import { bytesInWords, formatQuantity, mebibyte, quantityOf } from '../../../model/kubernetes/quantity.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { selectorText } from '../owned-pods.ts';
import type { ChangedValue } from './changed-value.ts';
import type { RollingKind } from '../workloads/revisions.ts';
import { rollingKinds } from '../workloads/revisions.ts';
import { phaseOf } from '../workloads/rollout-state.ts';

const none = 'none';
const wholeBytes = /^[1-9]\d{0,15}$/;

/** The memory limit of one container of a workload. */
export const memoryLimit: ChangedValue<RollingKind> = {
  action: 'raise-memory-limit',
  undo: 'restore-memory-limit',
  kinds: rollingKinds,
  caps: ['caps.memory'],
  permissions: [
    { group: 'apps', resource: 'daemonsets', verbs: ['get', 'patch'] },
    { group: 'apps', resource: 'deployments', verbs: ['get', 'patch'] },
    { group: 'apps', resource: 'statefulsets', verbs: ['get', 'patch'] },
    { group: '', resource: 'pods', verbs: ['list'] },
  ],
  patch: 'strategic',

  async look(workload, found, settings) {
    const { limits, requests } = containerOf(workload.spec?.template, settings['container'])?.resources ?? {};
    return {
      value: inBytes(limits?.['memory']),
      request: inBytes(requests?.['memory']),
      rollout: phaseOf(workload),
      sizedBy: await sizerOf(found, selectorText(workload.spec?.selector)),
    };
  },

  wanted: (settings) => settings['bytes'] ?? '',

  obstacle(now, settings, { caps }) {
    const [wanted, container] = [settings['bytes'] ?? '', settings['container'] ?? ''];
    if (!wholeBytes.test(wanted) || Number(wanted) % mebibyte !== 0)
      return `${wanted || 'nothing'} is no whole number of MiB`;
    if (now['value'] === none) return `it has no container ${container} with a memory limit`;
    if (now['rollout'] !== 'settled') return `its rollout is ${now['rollout']}`;
    if (now['sizedBy'] !== none) return `${now['sizedBy']} decides what its containers may use`;
    if (Number(wanted) > caps.memoryBytes)
      return `${bytesInWords(Number(wanted))} is above the cap of ${bytesInWords(caps.memoryBytes)}`;
    if (Number(wanted) <= Number(now['value'])) return `${bytesInWords(Number(wanted))} would not raise its limit`;
    const step = nextMemoryLimit(Number(now['value']), caps);
    return step !== null && Number(wanted) <= step
      ? null
      : `${bytesInWords(Number(wanted))} is more than one step above ${bytesInWords(Number(now['value']))}`;
  },

  // A container without a request asks for its limit: the nodes shall need no more room for it than before.
  specFor: (value, now, settings) =>
    resourcesOf(settings['container'], value, now['request'] === none ? (now['value'] ?? '') : (now['request'] ?? '')),

  specToRestore: (settings) => resourcesOf(settings['container'], settings['value'] ?? '', settings['request'] ?? ''),

  words: (value, settings) =>
    `a limit of ${value === none ? none : bytesInWords(Number(value))} for its container ${settings['container'] ?? ''}`,
};

function containerOf(template: V1PodTemplateSpec | undefined, name: string | undefined): V1Container | undefined {
  return template?.spec?.containers.find((container) => container.name === name);
}

function inBytes(text: string | undefined): string {
  const bytes = quantityOf(text);
  return bytes === null ? none : String(Math.ceil(bytes));
}

/** The strategic patch that leaves every other container, and everything else of this one, as it is. */
function resourcesOf(container: string | undefined, limit: string, request: string): object {
  const asked = request === none ? null : formatQuantity(Number(request));
  const resources = { limits: { memory: formatQuantity(Number(limit)) }, requests: { memory: asked } };
  return { template: { spec: { containers: [{ name: container, resources }] } } };
}

/** A VerticalPodAutoscaler writes itself down on the pods that it sizes, and would undo what is done here. */
async function sizerOf({ api, namespace }: FoundObject, labels: string): Promise<string> {
  if (labels === '') return none;
  const { items } = await api.list('Pod', { namespace, labels, most: 5 });
  const isSized = items.some(({ metadata }) => metadata?.annotations?.['vpaUpdates'] !== undefined);
  return isSized ? 'a VerticalPodAutoscaler' : none;
}
