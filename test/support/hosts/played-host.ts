import type { CommandOutcome, RunOnHost } from '../../../clients/commands/command.ts';

/** A host that answers command lines as a test says; the first beginning that fits decides. */
interface PlayedHost {
  readonly runOnHost: RunOnHost;
  /** What was run there, each as `host: words`. */
  readonly commands: readonly string[];
}

/** How a command that is not otherwise spoken of goes: well, and without a word. */
const silent: CommandOutcome = { exitCode: 0, output: '', truncated: false, problem: null };

export function aPlayedHost(answers: Readonly<Record<string, Partial<CommandOutcome>>> = {}): PlayedHost {
  const commands: string[] = [];
  const runOnHost: RunOnHost = (host, command) => {
    const line = command.join(' ');
    commands.push(`${host}: ${line}`);
    const [, answer = {}] = Object.entries(answers).find(([beginning]) => line.startsWith(beginning)) ?? [];
    return Promise.resolve({ ...silent, ...answer });
  };
  return { runOnHost, commands };
}
