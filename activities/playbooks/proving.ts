import type { RunOnHost } from '../../clients/commands/command.ts';
import type { ProbeAnswer } from '../../clients/probe.ts';
import type { PlaybookDefinition, PlaybookProof } from '../../model/playbook/playbook.ts';
import type { FindService } from '../described/services.ts';
import { probeService } from '../services/probing.ts';

interface ProvingDependencies {
  readonly findService: FindService;
  readonly runOnHost: RunOnHost;
}

/** Asks everything that proves that a playbook has helped: healthy only when all of it is. */
export async function proveHelp(
  { host, proof }: Pick<PlaybookDefinition, 'host' | 'proof'>,
  deps: ProvingDependencies,
): Promise<ProbeAnswer> {
  const answers = await Promise.all(proof.map((each) => answerTo(each, host, deps)));
  const worst =
    answers.find(({ health }) => health === 'unhealthy') ?? answers.find(({ health }) => health === 'unknown');
  return { health: worst?.health ?? 'healthy', summary: answers.map(({ summary }) => summary).join('; ') };
}

function answerTo(
  proof: PlaybookProof,
  host: string,
  { findService, runOnHost }: ProvingDependencies,
): Promise<ProbeAnswer> {
  if (proof.kind === 'service') return probeService(findService(proof.target), runOnHost);
  return probeService({ host, probe: proof }, runOnHost);
}
