import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The service manager of the demo: `control.ts status|restart FOLDER PORT OWNER`, with a pid file in the folder. */
const [verb = '', folder = '', port = '', owner = ''] = process.argv.slice(2);
const program = join(folder, 'server.ts');
const pidFile = join(folder, 'service.pid');
const logFile = join(folder, 'service.log');

if (verb === 'restart') {
  end(readPid());
  await sleep(100);
  start();
  appendFileSync(join(folder, 'restarts'), `${Date.now()}\n`);
} else {
  const running = isAlive(readPid());
  console.log(running ? 'running' : 'dead');
  process.exitCode = running ? 0 : 3;
}

function start(): void {
  if (!existsSync(program)) {
    appendFileSync(logFile, `${new Date().toISOString()} cannot start: the program file is missing\n`);
    console.error('cannot start: the program file is missing');
    process.exit(1);
  }
  const output = openSync(logFile, 'a');
  const child = spawn(process.execPath, [program, port, logFile, owner], {
    detached: true,
    stdio: ['ignore', output, output],
  });
  writeFileSync(pidFile, String(child.pid));
  child.unref();
}

function end(pid: number | undefined): void {
  if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
}

function readPid(): number | undefined {
  return existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : undefined;
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
