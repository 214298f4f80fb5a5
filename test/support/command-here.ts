import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { runCli } from '../../cli/program.ts';
import { aScratchFolder } from './scratch.ts';

type Env = Readonly<Record<string, string>>;

/** Runs `nightshift` with a configuration in the process of the test, where starting one each time would take too long. */
export async function runNightshiftHere(args: readonly string[], configuration: string, env: Env = {}) {
  const file = join(await aScratchFolder(), 'nightshift.yaml');
  await writeFile(file, configuration);
  const [stdout, stderr] = [heard(process.stdout), heard(process.stderr)];
  const errors = vi.spyOn(console, 'error').mockImplementation((text: string) => stderr.said.push(`${text}\n`));
  try {
    const exitCode = await runCli(['node', 'nightshift', '--config', file, ...args], env);
    return { exitCode, stdout: stdout.said.join(''), stderr: stderr.said.join('') };
  } finally {
    for (const spy of [stdout.spy, stderr.spy, errors]) spy.mockRestore();
  }
}

function heard(stream: NodeJS.WriteStream) {
  const said: string[] = [];
  const spy = vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  return { said, spy };
}
