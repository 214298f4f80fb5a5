import type { CheckRunner } from '../../contracts/check-runner.ts';
import { kernelCommand, readKernel, timePrograms } from '../../hosts/time-daemons.ts';
import { lookAtUnit } from '../../units/looking.ts';

const options = { timeoutMs: 15_000, maxOutputBytes: 8_192 };

/** Whether the program that keeps a host's clock runs, and says that the clock is right. */
export const timeDaemon: CheckRunner = async ({ target }, { hostParts, runOnHost }) => {
  const { host, daemon, maxOffsetMs } = hostParts.findClock(target);
  const { command, read } = timePrograms[daemon];
  const [shown, answer, kernel] = await Promise.all([
    lookAtUnit({ host, unit: daemon }, runOnHost),
    runOnHost(host, command, options),
    runOnHost(host, kernelCommand, options),
  ]);
  const state = 'problem' in shown ? null : shown.properties.ActiveState;
  if (state === 'inactive' || state === 'failed') return { health: 'unhealthy', summary: `${daemon} does not run` };
  const reading = answer.exitCode === 0 ? read(answer.output) : null;
  const inKernel = kernel.exitCode === 0 ? readKernel(kernel.output) : null;
  if (!reading) return { health: 'unknown', summary: `${command[0]} did not say how the clock is` };
  if (!reading.isSynchronised) return { health: 'unhealthy', summary: `${daemon} says that it is not synchronised` };
  const { offsetMs } = reading;
  const distance = offsetMs === null ? 'synchronised' : `synchronised, ${offsetMs.toFixed(3)} ms off`;
  if (offsetMs !== null && offsetMs > maxOffsetMs)
    return { health: 'unhealthy', summary: `${daemon} says: ${distance}` };
  // The kernel goes on counting an error that grows, and gives up where the program no longer corrects it.
  if (inKernel === false) return { health: 'unhealthy', summary: 'the kernel says that its clock is not synchronised' };
  return { health: 'healthy', summary: `${daemon} says: ${distance}` };
};
