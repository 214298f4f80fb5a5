import { selects } from '../network/pod-state.ts';

type Labels = Readonly<Record<string, string>>;

/** Whom a pod in quarantine has to leave, and whom it must not. */
interface QuarantineQuestion {
  readonly labels: Labels;
  /** What makes another pod in its place, and the labels that it knows it by. */
  readonly keeper: { readonly name: string; readonly keys: readonly string[] };
  /** The selectors of the Services of its namespace, by name. */
  readonly services: Readonly<Record<string, Labels>>;
  /** The labels by which network policies select, each with the name of one that does. */
  readonly policies: ReadonlyMap<string, string>;
}

/** The labels that are taken from the pod, or why it cannot be put into quarantine. */
type QuarantineLabels = { readonly taken: Labels } | { readonly because: string };

/**
 * Chooses the labels that a pod loses so that neither its controller nor any Service finds it. One by which a network
 * policy selects stays: without it the pod, which is under suspicion, might reach more than before. Losing one label of a
 * selector is enough to leave it.
 */
export function quarantineLabels({ labels, keeper, services, policies }: QuarantineQuestion): QuarantineLabels {
  const serving = Object.entries(services).filter(([, selector]) => selects(selector, { labels }));
  const finders = [
    keeper,
    ...serving.map(([name, selector]) => ({ name: `the Service ${name}`, keys: Object.keys(selector) })),
  ];
  const taken: Record<string, string> = {};
  for (const { name, keys } of finders) {
    const borne = keys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]] as const]));
    const free = borne.filter(([key]) => !policies.has(key));
    const [bound] = borne;
    if (free.length === 0)
      return {
        because: bound
          ? `${name} finds it by ${bound[0]}, by which the network policy ${policies.get(bound[0])} selects`
          : `${name} does not find it by labels that could be taken from it`,
      };
    Object.assign(taken, Object.fromEntries(free));
  }
  return { taken };
}
