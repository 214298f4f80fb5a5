import type { BenchOptions, PartName } from '../options.ts';
import type { Figure } from '../report.ts';
import type { BenchServer, Store } from '../servers.ts';
import { stores } from '../servers.ts';
import { measureAccept } from './accept.ts';
import { measureEscalations } from './escalations.ts';
import { measureEvidence } from './evidence.ts';
import { measureGrowth } from './growth.ts';
import { measureLogs } from './logs.ts';
import { measureNodes } from './nodes.ts';
import { measureReaction } from './reaction.ts';
import { measureWatching } from './watching.ts';

/** One question to the bench, and the servers on which it is asked unless others are chosen; null where it needs none. */
interface Part {
  readonly stores: readonly Store[] | null;
  readonly measure: (
    startServer: () => Promise<BenchServer>,
    options: Pick<BenchOptions, 'lines'>,
  ) => Promise<readonly Figure[]>;
}

/** Every part, by its name on the command line. */
export const parts: Readonly<Record<PartName, Part>> = {
  accept: { stores, measure: async (start) => measureAccept(await start()) },
  reaction: { stores: ['postgresql'], measure: async (start) => measureReaction(await start()) },
  growth: { stores: ['postgresql'], measure: async (start) => measureGrowth(await start(), await start()) },
  logs: { stores: null, measure: () => measureLogs() },
  nodes: { stores: ['postgresql'], measure: async (start) => measureNodes(await start()) },
  watching: { stores: ['memory'], measure: async (start) => measureWatching(await start()) },
  escalations: { stores: ['postgresql'], measure: async (start) => measureEscalations(await start()) },
  evidence: { stores: null, measure: (_start, { lines }) => measureEvidence(lines) },
};

/** The servers that a part is measured on; a single null for a part that needs none. */
export function storesOf(part: PartName, chosen: readonly Store[] | undefined): readonly (Store | null)[] {
  const own = parts[part].stores;
  return own === null ? [null] : (chosen ?? own);
}
