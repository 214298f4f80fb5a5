import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { aScratchFolder } from './scratch.ts';

/** What a command left behind. */
interface CommandLineResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CommandLineOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder it runs in; one that is empty unless given. */
  readonly cwd?: string;
  /** Ends it with SIGTERM once standard error says this. */
  readonly stopAfter?: string;
}

const program = fileURLToPath(new URL('../../cli/nightshift.ts', import.meta.url));

/** An address at which nothing answers. */
export const closedAddress = '127.0.0.1:1';

const { NODE_COMPILE_CACHE } = process.env;
const compiledCode = NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};

/** Runs `nightshift` as people do: a process of its own, which gets no settings from the one that tests. */
export async function runNightshift(
  args: readonly string[],
  { stdin = '', env = {}, cwd, stopAfter }: CommandLineOptions = {},
): Promise<CommandLineResult> {
  const folder = cwd ?? (await aScratchFolder());
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { HOME: folder, NO_COLOR: '1', TEMPORAL_ADDRESS: closedAddress, ...compiledCode, ...env },
  });
  child.stdin.end(stdin);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (stopAfter && !child.killed && said.includes(stopAfter)) child.kill('SIGTERM');
  });
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { exitCode, stdout, stderr };
}

/** Where a sample webhook body lies. */
export function sampleBody(name: string): string {
  return fileURLToPath(new URL(`../fixtures/alertmanager/${name}.json`, import.meta.url));
}
