import { runCommand } from '../../clients/process.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';
import type { CheckRunner } from './index.ts';

/** What the service manager says: exit code 0 of the status command means that it runs. */
export const serviceStatus: CheckRunner = async ({ target }, { findService }) => {
  const { status, commandTimeoutMs } = findService(target);
  if (!status) return { health: 'unknown', summary: 'no status command is described' };
  const { exitCode, output, problem } = await runCommand(status, {
    timeoutMs: commandTimeoutMs,
    maxOutputBytes: 2_048,
  });
  if (problem)
    return {
      health: 'unknown',
      summary: `the status command ${problem === 'timed-out' ? 'took too long' : 'could not be started'}`,
    };
  const words = shorten(maskSecrets(onOneLine(output)), 120);
  const health = exitCode === 0 ? 'healthy' : 'unhealthy';
  return { health, summary: `status exits ${exitCode}${words ? `: ${words}` : ''}` };
};
