import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));

/** Plays the demo in a process of its own, as people do, and gives what it has printed; throws with that where an act failed. */
export async function playedDemo(...args: readonly string[]): Promise<string> {
  // Many CI systems ask for colours, whose codes would stand between the words.
  const env = { ...process.env, NO_COLOR: '1' };
  const played = run(process.execPath, [main, ...args], { env, maxBuffer: 10_000_000 });
  const { stdout } = await played.catch((error: Error & { readonly stdout: string }) => {
    throw new Error(`the demo failed: ${error.message}\n${error.stdout}`);
  });
  return stdout;
}
