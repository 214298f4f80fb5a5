import type { CommandLine } from '../../../model/service.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

const recently = '60';
const timeoutMs = 20_000;
const maxNamed = 5;

/** Whether the settings of the service are as they were an hour ago: a hint for people, not a sickness. */
export const settingsUnchanged: CheckRunner = async ({ target }, { findService, runOnHost }) => {
  const { host, settings } = findService(target);
  if (settings.length === 0) return { health: 'unknown', summary: 'no settings are described' };
  const command: CommandLine = ['find', '-L', ...settings, '-xdev', '-type', 'f', '-mmin', `-${recently}`, '-print0'];
  const { output, problem, exitCode } = await runOnHost(host, command, { timeoutMs });
  const changed = output.split('\0').slice(0, -1);
  if (changed.length > 0) return { health: 'unhealthy', summary: `changed within the last hour: ${namesOf(changed)}` };
  if (problem !== null || exitCode !== 0) return { health: 'unknown', summary: 'the settings could not be looked at' };
  return { health: 'healthy', summary: 'its settings have not changed for an hour' };
};

function namesOf(files: readonly string[]): string {
  const named = files.slice(0, maxNamed).map((file) => maskedLine(file, 80));
  const others = files.length - named.length;
  return `${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}
