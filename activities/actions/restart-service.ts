import { runCommand } from '../../clients/process.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';
import type { ActionRunner } from './index.ts';

/** Runs the restart command that operators described. */
export const restartService: ActionRunner = async ({ target }, { findService }) => {
  const { name, restart, commandTimeoutMs } = findService(target);
  const { exitCode, output, problem } = await runCommand(restart, {
    timeoutMs: commandTimeoutMs,
    maxOutputBytes: 2_048,
  });
  if (exitCode === 0) return { result: 'done', summary: `restarted ${name}` };
  if (problem === 'timed-out')
    return { result: 'unknown', summary: `the restart of ${name} took too long and was ended` };
  const words = shorten(maskSecrets(onOneLine(output)), 200);
  const how = problem ? 'could not be started' : `exited with ${exitCode}`;
  return { result: 'failed', summary: `the restart command of ${name} ${how}${words ? `: ${words}` : ''}` };
};
