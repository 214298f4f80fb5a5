import type { RunOnHost } from '../../clients/commands/command.ts';
import type { ProbeAnswer } from '../../clients/probe.ts';
import { askProbe } from '../../clients/probe.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import { lastWords } from '../commands/last-words.ts';
import { problemWords } from '../commands/looking.ts';

/** Asks a service once whether it answers: by the network from here, or by a command on its host. Never rejects. */
export async function probeService(
  { host, probe }: Pick<ServiceDefinition, 'host' | 'probe'>,
  runOnHost: RunOnHost,
): Promise<ProbeAnswer> {
  if (probe.kind !== 'command') return askProbe(probe);
  const outcome = await runOnHost(host, probe.command, { timeoutMs: probe.timeoutMs, maxOutputBytes: 2_048 });
  const { exitCode, problem } = outcome;
  // What never ended is the service's doing; whatever else gave no exit code says nothing about it.
  if (problem)
    return { health: problem === 'timed-out' ? 'unhealthy' : 'unknown', summary: `the probe ${problemWords[problem]}` };
  return {
    health: exitCode === 0 ? 'healthy' : 'unhealthy',
    summary: `the probe exits ${exitCode}${lastWords(outcome, 120)}`,
  };
}
