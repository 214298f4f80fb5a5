import { resolve } from 'node:path';
import type { PlaybookDefinition, PlaybookProof } from '../../model/playbook/playbook.ts';
import type { ConfigFile } from '../schema/config-file.ts';

type Described = ConfigFile['playbooks'][number];

/**
 * A playbook as the processes use it.
 *
 * @param folder what relative paths are seen from.
 */
export function playbookOf(described: Described, folder: string): PlaybookDefinition {
  const { name, host, match, risk, extraVars, timeout } = described;
  const { file, undo, inventory, vaultPasswordFile, proof } = described;
  const pathOf = (path: string | undefined): string | null => (path === undefined ? null : resolve(folder, path));
  return {
    name,
    host,
    match,
    file: resolve(folder, file),
    undo: pathOf(undo || undefined),
    inventory: pathOf(inventory),
    vaultPasswordFile: pathOf(vaultPasswordFile),
    extraVars,
    risk,
    proof: proof.map(proofOf),
    timeoutMs: timeout,
  };
}

function proofOf(proof: Described['proof'][number]): PlaybookProof {
  if ('service' in proof) return { kind: 'service', target: proof.service };
  return { kind: 'command', command: proof.command, timeoutMs: proof.timeout };
}
