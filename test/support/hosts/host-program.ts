import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { root as project } from '../sources/source-tree.ts';
import { aScratchFolder } from '../scratch.ts';

/** Who runs the program on a host: root and a plain account where the tests may be either, else themselves. */
interface Account {
  readonly name: string;
  readonly uid: number;
}

const self = process.getuid?.() ?? 0;
export const plainAccount: Account = { name: 'a plain account', uid: self === 0 ? 65_534 : self };
export const accounts: readonly Account[] = self === 0 ? [{ name: 'root', uid: 0 }, plainAccount] : [plainAccount];

interface HostRun {
  readonly exitCode: number | null;
  /** Standard output, one character a byte. */
  readonly output: string;
  readonly errors: string;
}

/** A host with the program installed, a root to clean, and a folder that is none of its business. */
export interface Host {
  readonly account: Account;
  readonly program: string;
  readonly root: string;
  readonly outside: string;
  readonly configuration: string;
  /** Writes a line more into the configuration, at first it allows to look at the root and to clean it. */
  readonly allow: (line: string) => Promise<void>;
  readonly run: (...args: readonly string[]) => Promise<HostRun>;
}

/**
 * Installs the program for an account.
 *
 * @param change - changes its text, to see what the tests say to a worse one.
 */
export async function aHost(account = accounts[0] ?? plainAccount, change = (source: string) => source): Promise<Host> {
  const folder = await aScratchFolder();
  await chmod(folder, 0o755);
  const [program, root, outside] = [join(folder, 'nightshift-host'), join(folder, 'root'), join(folder, 'outside')];
  const configuration = join(folder, 'host.conf');
  const source = await readFile(join(project, 'deploy/hosts/nightshift-host'), 'utf8');
  await writeFile(program, change(installed(source, configuration)));
  await writeFile(configuration, `look ${root}\nfiles ${root} 0\n`);
  await chmod(program, 0o755);
  for (const place of [root, outside]) {
    await mkdir(place);
    if (self === 0) await chown(place, account.uid, account.uid === 0 ? 0 : 65_534);
  }
  const allow = (line: string) => appendFile(configuration, `${line}\n`);
  return { account, program, root, outside, configuration, allow, run: (...args) => runAs(account, program, args) };
}

/** The program with its configuration at another place, and of the account that runs the tests. */
function installed(source: string, configuration: string): string {
  return source
    .replace('/etc/nightshift/host.conf', configuration)
    .replace(/^readonly owner=0 /m, `readonly owner=${String(self)} `);
}

/** Runs a program as an account to its end. */
export async function runAs({ uid }: Account, program: string, args: readonly string[]): Promise<HostRun> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], uid, cwd: '/' });
  const [output, errors, [exitCode]] = await Promise.all([
    buffer(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { exitCode, output: output.toString('latin1'), errors };
}

/** The records of an output, each as its fields; the last is the end marker. */
export function recordsOf(output: string): readonly (readonly string[])[] {
  return output
    .split('\0')
    .slice(0, -1)
    .map((record) => record.split('\t'));
}

/** The paths that an output of files names, one character a byte, in its order. */
export function pathsIn({ output }: HostRun): readonly string[] {
  return recordsOf(output)
    .slice(0, -1)
    .map((fields) => fields.slice(3).join('\t'));
}

/** A shell command that says `ready` and stays until the test is over. */
export async function aProcess(account: Account, script: string, ...args: readonly string[]): Promise<number> {
  const child = spawn('/bin/bash', ['-c', script, 'holder', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    uid: account.uid,
    // A group of its own, to be ended with everything that it has started.
    detached: true,
  });
  onTestFinished(() => void process.kill(-(child.pid ?? 0), 'SIGKILL'));
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}
