import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runGuarded } from '../../../../../clients/commands/guarded/run-guarded.ts';
import type { CommandLine } from '../../../../../model/service.ts';
import { aProgram, isAlive, pidIn } from '../../../../support/processes.ts';
import { aScratchFolder } from '../../../../support/scratch.ts';

const timeoutMs = 20_000;

/** A command with a private folder; its environment is a path and nothing else. */
async function aCommand(command: CommandLine) {
  const scratch = await aScratchFolder();
  const folder = join(scratch, 'private');
  await mkdir(folder);
  return { command, env: { PATH: '/usr/bin:/bin' }, cwd: folder, folder, scratch };
}

/** Ends for nobody but SIGKILL, and neither does what it starts in a session of its own; writes both process ids. */
async function aStubbornCommand() {
  const stubborn = `trap '' TERM; printf $$ >"$0/$1"; while :; do sleep 0.1; done`;
  const script = `setsid sh -c "$1" "$2" child & exec sh -c "$1" "$2" parent`;
  const command = await aCommand(['true']);
  const { scratch } = command;
  return { ...command, command: ['sh', '-c', script, 'sh', stubborn, scratch] as CommandLine };
}

async function pidsOf({ scratch }: { readonly scratch: string }): Promise<readonly number[]> {
  return Promise.all(['parent', 'child'].map((name) => pidIn(join(scratch, name))));
}

/** A process of its own that runs a command with a guard and waits for it. */
async function aCaller(command: Awaited<ReturnType<typeof aStubbornCommand>>, ownTimeoutMs: number) {
  const module = new URL('../../../../../clients/commands/guarded/run-guarded.ts', import.meta.url).href;
  const program = `
    import { runGuarded } from ${JSON.stringify(module)};
    await runGuarded(${JSON.stringify(command)}, { timeoutMs: ${ownTimeoutMs} });
  `;
  const caller = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  onTestFinished(() => void caller.kill('SIGKILL'));
  return caller;
}

/** Waits until neither a process nor the private folder is left; what is left when that takes too long. */
async function leftOf(pids: readonly number[], { folder }: { readonly folder: string }): Promise<readonly unknown[]> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const left = [...pids.filter(isAlive), ...(existsSync(folder) ? [folder] : [])];
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(50);
  }
}

describe('a guarded command', () => {
  it('has no input, its own environment only, and an outcome like any other', async () => {
    const source = `
      console.error(JSON.stringify(Object.keys(process.env).toSorted()));
      process.stdin.on('data', () => {}).on('end', () => process.exit(3));
    `;
    const command = await aCommand(aProgram(source));

    const outcome = await runGuarded(command, { timeoutMs });

    expect(outcome).toMatchObject({ exitCode: 3, truncated: false, problem: null });
    expect(JSON.parse(outcome.output)).toEqual(['NIGHTSHIFT_RUN', 'PATH']);
    expect(existsSync(command.folder)).toBe(false);
  });

  it('that is nowhere was not started', async () => {
    const command = await aCommand(['/nowhere/ansible-playbook']);

    const outcome = await runGuarded(command, { timeoutMs });

    expect(outcome).toMatchObject({ exitCode: null, problem: 'not-started' });
    expect(outcome.output).toContain('ENOENT');
  });

  it('may say a gigabyte, of which the newest is kept', async () => {
    const command = await aCommand(['sh', '-c', 'head -c 1000000000 /dev/zero; echo end >&2']);
    let bytes = 0;

    const outcome = await runGuarded(command, { timeoutMs: 60_000, onOutput: (chunk) => void (bytes += chunk.length) });

    expect(bytes).toBe(1_000_000_000);
    expect(outcome).toMatchObject({ exitCode: 0, output: 'end\n' });
  }, 90_000);
});

describe('a guarded command is ended with all that it has started', () => {
  it('when its time is over', async () => {
    const command = await aStubbornCommand();
    const ended = runGuarded(command, { timeoutMs: 5_000 });
    const pids = await pidsOf(command);

    const outcome = await ended;

    expect(outcome).toMatchObject({ exitCode: null, problem: 'timed-out' });
    expect(await leftOf(pids, command)).toEqual([]);
  });

  it('when it is not wanted any more', async () => {
    const command = await aStubbornCommand();
    const wanted = new AbortController();
    const ended = runGuarded(command, { timeoutMs, signal: wanted.signal });
    const pids = await pidsOf(command);

    wanted.abort();

    expect(await ended).toMatchObject({ exitCode: null, problem: 'killed' });
    expect(await leftOf(pids, command)).toEqual([]);
  });

  it('when whoever waits for it is killed', async () => {
    const command = await aStubbornCommand();
    const caller = await aCaller(command, 60_000);
    const pids = await pidsOf(command);

    caller.kill('SIGKILL');
    await once(caller, 'exit');

    expect(await leftOf(pids, command)).toEqual([]);
  });

  it('at its time although whoever waits for it sleeps', async () => {
    const command = await aStubbornCommand();
    const caller = await aCaller(command, 6_000);
    const pids = await pidsOf(command);

    caller.kill('SIGSTOP');

    expect(await leftOf(pids, command)).toEqual([]);
    expect(isAlive(caller.pid ?? 0)).toBe(true);
  });

  it('when its guard is killed', async () => {
    const command = await aStubbornCommand();
    const ended = runGuarded(command, { timeoutMs });
    const [parent = 0, child = 0] = await pidsOf(command);

    process.kill(await parentOf(parent), 'SIGKILL');

    expect(await ended).toMatchObject({ exitCode: null, problem: 'killed' });
    expect([parent, child].filter(isAlive)).toEqual([]);
  });
});

async function parentOf(pid: number): Promise<number> {
  const ps = spawn('ps', ['-o', 'ppid=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [printed] = (await once(ps.stdout, 'data')) as [Buffer];
  return Number(printed.toString());
}
