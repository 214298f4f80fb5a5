import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { isAlive } from '../scratch.ts';

const modules = new URL('../../../../stack/running/', import.meta.url);

function importing(file: string, names: string): string {
  return `import { ${names} } from '${new URL(file, modules).href}';`;
}

const sleeper = `{ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1_000)'] }`;

/** Runs a program that prints numbers, one a line, and returns it with the first of them. */
async function runParent(program: string, wanted: number) {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const numbers: number[] = [];
  for await (const line of createInterface({ input: parent.stdout })) {
    numbers.push(Number(line));
    if (numbers.length === wanted) break;
  }
  // A process id of 0 would signal the test run itself.
  if (numbers.length < wanted) throw new Error('the parent ended before it had printed everything');
  return { parent, numbers };
}

const twoChildren = `
  ${importing('watched-process.ts', 'spawnWatched')}
  ${importing('reaper.ts', 'prepareReaper')}
  const first = await spawnWatched(${sleeper});
  const second = await spawnWatched(${sleeper});
  console.log([first.child.pid, second.child.pid, prepareReaper().pid].join('\\n'));`;

it.each<[string, NodeJS.Signals, boolean]>([
  ['its parent is killed', 'SIGKILL', false],
  ['its parent is terminated', 'SIGTERM', false],
  ['the terminal interrupts the whole group', 'SIGINT', true],
])('ends every child and then the reaper when %s', async (_title, signal, toGroup) => {
  const { parent, numbers } = await runParent(twoChildren, 3);
  const before = numbers.map(isAlive);

  process.kill(toGroup ? -(parent.pid ?? 0) : (parent.pid ?? 0), signal);
  await once(parent, 'exit');

  expect(before).toEqual([true, true, true]);
  await expect.poll(() => numbers.map(isAlive), { timeout: 8_000 }).toEqual([false, false, false]);
});

it('outlives a signal that was meant for its parent', async () => {
  const { parent, numbers } = await runParent(twoChildren, 3);
  const [first = 0, , reaper = 0] = numbers;
  // The reaper needs a moment until it can ignore signals.
  await new Promise((resolve) => setTimeout(resolve, 500));

  process.kill(reaper, 'SIGINT');
  process.kill(reaper, 'SIGTERM');
  parent.kill('SIGKILL');

  await expect.poll(() => isAlive(first), { timeout: 8_000 }).toBe(false);
});

it('forces a child that ignores SIGTERM when its parent was killed', async () => {
  const deaf = `{ command: process.execPath, args: ['-e', 'process.on("SIGTERM", () => {}); console.log(1); setInterval(() => {}, 1_000)'] }`;
  const program = `
    ${importing('watched-process.ts', 'spawnWatched')}
    const { child } = await spawnWatched(${deaf});
    child.stdout.once('data', () => console.log(child.pid));`;
  const { parent, numbers } = await runParent(program, 1);

  parent.kill('SIGKILL');

  await expect.poll(() => numbers.map(isAlive), { timeout: 10_000 }).toEqual([false]);
});

it('is replaced when it has died', async () => {
  const program = `
    ${importing('watched-process.ts', 'spawnWatched')}
    ${importing('reaper.ts', 'prepareReaper')}
    const first = await spawnWatched(${sleeper});
    const reaper = prepareReaper();
    reaper.kill('SIGKILL');
    await new Promise((resolve) => reaper.once('exit', resolve));
    const second = await spawnWatched(${sleeper});
    console.log([first.child.pid, second.child.pid].join('\\n'));`;
  const { parent, numbers } = await runParent(program, 2);

  parent.kill('SIGKILL');

  await expect.poll(() => numbers.map(isAlive), { timeout: 8_000 }).toEqual([false, false]);
});

it('does not keep its parent alive, and leaves a process that is not a child alone', async () => {
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  const program = `
    ${importing('reaper.ts', 'prepareReaper, unwatchGroup, watchGroup')}
    watchGroup(${stranger.pid});
    unwatchGroup(${stranger.pid});
    console.log(prepareReaper().pid);`;

  const { parent, numbers } = await runParent(program, 1);
  if (parent.exitCode === null) await once(parent, 'exit');

  await expect.poll(() => numbers.map(isAlive), { timeout: 8_000 }).toEqual([false]);
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
});
