import type { NodeFacts } from '../../../../model/kubernetes/nodes/node.ts';

/** What tests change of a node. */
interface NodeChange extends Partial<Omit<NodeFacts, 'conditions'>> {
  /** Status of the condition Ready; True unless given. */
  readonly ready?: string;
  /** Further conditions, by their types. */
  readonly also?: Readonly<Record<string, string>>;
}

/** What rules see of a node that is ready since noon. */
export function aNodeSeen({ ready = 'True', also = {}, ...change }: NodeChange = {}): NodeFacts {
  return {
    name: 'node-1',
    uid: 'uid-1',
    zone: 'a',
    conditions: [
      { type: 'Ready', status: ready, reason: ready === 'True' ? 'KubeletReady' : 'KubeletNotReady', since: noon },
      ...Object.entries(also).map(([type, status]) => ({ type, status, reason: `${type}Reason`, since: noon })),
    ],
    taints: [],
    isCordoned: false,
    mark: null,
    ...change,
  };
}

export const noon = '2026-05-01T12:00:00.000Z';
