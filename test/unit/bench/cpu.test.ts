import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { usedByChildrenMs } from '../../../bench/cpu.ts';

const busyMs = 200;
const program = `
  while (process.cpuUsage().user < ${busyMs * 1_000});
  console.log('done');
  process.stdin.resume();
`;

it('counts the work of children and of their children', async () => {
  const before = usedByChildrenMs();
  const shell = ['-c', '"$0" -e "$1"; true', process.execPath, program];
  const child = spawn('/bin/sh', shell, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.stdin.end());
  await once(child.stdout, 'data');

  const used = usedByChildrenMs() - before;

  expect(used).toBeGreaterThanOrEqual(busyMs - 20);
});

it('counts none of the work of this process', () => {
  const before = usedByChildrenMs();
  const end = process.cpuUsage().user + busyMs * 1_000;
  while (process.cpuUsage().user < end);

  const used = usedByChildrenMs() - before;

  expect(used).toBeLessThan(busyMs / 2);
});
