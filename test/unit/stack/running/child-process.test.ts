import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ChildCommand } from '../../../../stack/running/child-process.ts';
import { startChild } from '../../../../stack/running/child-process.ts';
import { isAlive, scratchFolder } from '../scratch.ts';

function node(program: string, rest: Partial<ChildCommand> = {}): ChildCommand {
  return {
    name: 'lamp',
    command: process.execPath,
    args: ['-e', program],
    ready: () => Promise.resolve(true),
    ...rest,
  };
}

const forever = 'setInterval(() => {}, 1_000);';

/** Is ready as soon as the child has printed a line. */
function readyOnOutput() {
  let printed = false;
  return { onOutput: () => void (printed = true), ready: () => Promise.resolve(printed) };
}

it('waits until the process is ready, and stops it', async () => {
  const started = await startChild(node(`${forever} setTimeout(() => console.log('on'), 100)`, readyOnOutput()));
  const wasAlive = isAlive(started.pid);

  await started.stop();

  expect(wasAlive).toBe(true);
  expect(await started.exited).toEqual({ code: null, signal: 'SIGTERM' });
  expect(isAlive(started.pid)).toBe(false);
});

it('may be stopped again and again, also at once, and is asked only once', async () => {
  const lines: string[] = [];
  const slow = `process.on('SIGTERM', () => { console.log('asked'); setTimeout(() => process.exit(0), 100); });`;
  const command = node(`${slow} console.log('on'); ${forever}`, {
    onOutput: (line) => lines.push(line),
    ready: () => Promise.resolve(lines.length > 0),
  });
  const started = await startChild(command);

  const first = started.stop();
  await expect.poll(() => lines).toContain('asked');
  await Promise.all([first, started.stop()]);
  await started.stop();

  expect(lines).toEqual(['on', 'asked']);
});

it('forces a process that does not listen to SIGTERM', async () => {
  const deaf = `process.on('SIGTERM', () => {}); console.log('on'); ${forever}`;
  const started = await startChild(node(deaf, { ...readyOnOutput(), graceMs: 100 }));

  await started.stop();

  expect(await started.exited).toEqual({ code: null, signal: 'SIGKILL' });
});

it('lets a process that was suspended end in its own way', async () => {
  const orderly = `process.on('SIGTERM', () => process.exit(7)); console.log('on'); ${forever}`;
  const started = await startChild(node(orderly, { ...readyOnOutput(), graceMs: 2_000 }));

  started.kill('SIGSTOP');
  await started.stop();

  expect(await started.exited).toEqual({ code: 7, signal: null });
});

it('reports a crash, and leaves the process id alone afterwards', async () => {
  const started = await startChild(node(forever));

  started.kill('SIGKILL');
  const exit = await started.exited;
  started.kill('SIGKILL');
  await started.stop();

  expect(exit).toEqual({ code: null, signal: 'SIGKILL' });
});

it('quotes the last words of a process that ends before it is ready', async () => {
  const dying = `console.log('opening'); console.error('no oil left'); process.exit(3)`;

  const starting = startChild(node(dying, { ready: () => Promise.resolve(false) }));

  await expect(starting).rejects.toMatchObject({
    code: 'failed-to-start',
    message: expect.stringMatching(/^lamp ended with 3 before it was ready\. Its last words:\n.*no oil left/s),
  });
});

it('recognises that a port was taken', async () => {
  const dying = `console.error('listen tcp 127.0.0.1:1: bind: address already in use'); process.exit(1)`;

  const starting = startChild(node(dying, { ready: () => Promise.resolve(false) }));

  await expect(starting).rejects.toMatchObject({ code: 'port-taken' });
});

it('ends a process that is not ready in time', async () => {
  const pids: number[] = [];
  const command = node(`console.log(process.pid); ${forever}`, {
    deadlineMs: 400,
    onOutput: (line) => pids.push(Number(line)),
    ready: () => Promise.reject(new Error('not yet')),
  });

  await expect(startChild(command)).rejects.toMatchObject({
    code: 'failed-to-start',
    message: expect.stringContaining('lamp took longer than 400 ms before it was ready.'),
  });

  expect(pids.map(isAlive)).toEqual([false]);
});

it('explains a command that cannot be executed', async () => {
  const starting = startChild({ ...node(''), command: '/nowhere/lamp' });

  await expect(starting).rejects.toMatchObject({
    code: 'failed-to-start',
    message: expect.stringContaining('lamp cannot be executed'),
  });
});

it('hands arguments over as they are', async () => {
  const lines: string[] = [];
  const hostile = '$(touch x); `id` "quoted" *';
  const command = node(`console.log(process.argv[1]); ${forever}`, {
    onOutput: (line) => lines.push(line),
    ready: () => Promise.resolve(lines.length > 0),
  });

  const started = await startChild({ ...command, args: [...command.args, hostile] });

  await started.stop();
  expect(lines).toEqual([hostile]);
});

it('appends what the process prints to its log file, across restarts', async () => {
  const logFile = join(await scratchFolder(), 'logs', 'lamp.log');
  const program = `console.log('one'); console.error('two'); ${forever}`;

  for (let round = 0; round < 2; round += 1) {
    const started = await startChild(node(program, { ...readyOnOutput(), logFile }));
    await expect.poll(() => readFile(logFile, 'utf8')).toContain('one\ntwo\n'.repeat(round + 1).slice(0, 4));
    await started.stop();
  }

  await expect.poll(async () => (await readFile(logFile, 'utf8')).match(/one/g)).toHaveLength(2);
});
