import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../../../clients/commands/local.ts';
import { aProgram, isAlive, pidIn } from '../../../support/processes.ts';
import { aScratchFile, aScratchFolder } from '../../../support/scratch.ts';

const timeoutMs = 20_000;
const forever = 'setInterval(() => {}, 1000);';

describe('runCommand', () => {
  it.each([0, 3])('tells the exit code %i', async (code) => {
    const outcome = await runCommand(aProgram(`process.exit(${code})`), { timeoutMs });

    expect(outcome).toEqual({ exitCode: code, output: '', truncated: false, problem: null });
  });

  it('collects standard output and standard error', async () => {
    const { output } = await runCommand(aProgram(`console.log('out'); console.error('err')`), { timeoutMs });

    expect(output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  it('loses no output of a command that ends at once', async () => {
    const outputs: string[] = [];
    for (let round = 0; round < 20; round++) {
      const runs = Array.from({ length: 20 }, () =>
        runCommand(['/bin/sh', '-c', 'echo said; echo said >&2'], { timeoutMs }),
      );
      outputs.push(...(await Promise.all(runs)).map(({ output }) => output));
    }

    expect(outputs.filter((output) => output !== 'said\nsaid\n')).toEqual([]);
  });

  it('hands over arguments as they are, because no shell ever sees them', async () => {
    const args = [
      '; exit 7',
      '$(id)',
      '`id`',
      '"',
      "'",
      '\\',
      '* ?',
      '| cat',
      '> /dev/null',
      '$HOME',
      '',
      'a\nb',
      '--x',
    ];

    const { output } = await runCommand(aProgram('console.log(JSON.stringify(process.argv.slice(1)))', ...args), {
      timeoutMs,
    });

    expect(JSON.parse(output)).toEqual(args);
  });

  it('gives no input', async () => {
    const { output, exitCode } = await runCommand(['cat'], { timeoutMs });

    expect({ output, exitCode }).toEqual({ output: '', exitCode: 0 });
  });

  it('keeps the end of a long output', async () => {
    const program = `for (let line = 0; line < 20000; line++) console.log('line ' + line)`;

    const { output, truncated } = await runCommand(aProgram(program), { timeoutMs, maxOutputBytes: 100 });

    expect(truncated).toBe(true);
    expect(Buffer.byteLength(output)).toBe(100);
    expect(output.endsWith('line 19998\nline 19999\n')).toBe(true);
  });

  it('does not call an output of exactly the limit truncated', async () => {
    const { output, truncated } = await runCommand(aProgram(`process.stdout.write('x'.repeat(100))`), {
      timeoutMs,
      maxOutputBytes: 100,
    });

    expect({ length: output.length, truncated }).toEqual({ length: 100, truncated: false });
  });

  it.each([
    ['is not there', ['/nonexistent/program'] as const, 'ENOENT'],
    ['may not be run', ['/dev/null'] as const, 'EACCES'],
    ['has a NUL in its arguments', ['true', 'a\u0000b'] as const, 'null bytes'],
    ['has more arguments than the system takes', ['true', 'x'.repeat(4_000_000)] as const, 'E2BIG'],
  ])('says so when a program %s', async (_what, command, reason) => {
    const outcome = await runCommand(command, { timeoutMs });

    expect(outcome).toMatchObject({ exitCode: null, problem: 'not-started' });
    expect(outcome.output).toContain(reason);
  });

  it('says so when a program is killed by somebody else', async () => {
    const outcome = await runCommand(aProgram(`process.kill(process.pid, 'SIGKILL')`), { timeoutMs });

    expect(outcome).toMatchObject({ exitCode: null, problem: 'killed' });
  });

  it.each([
    ['ends at the first signal', ''],
    ['ignores the first signal', `process.on('SIGTERM', () => {});`],
    ['answers the first signal with success', `process.on('SIGTERM', () => process.exit(0));`],
  ])('ends a program that takes too long and %s', async (_what, handler) => {
    const file = `${await aScratchFolder()}/pid`;
    const program = `${handler}require('fs').writeFileSync(process.argv[1], String(process.pid)); ${forever}`;

    const outcome = await runCommand(aProgram(program, file), { timeoutMs: 1_500 });

    expect(outcome).toMatchObject({ exitCode: null, problem: 'timed-out' });
    expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(false);
  });

  it('does not wait for a service that keeps the pipes of the command open', async () => {
    const file = await aScratchFile('');
    const service = `require('fs').writeFileSync(process.argv[1], String(process.pid)); ${forever}`;
    const starter = `
      const options = { detached: true, stdio: 'inherit' };
      require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(service)}, '--', process.argv[1]], options).unref();
      console.log('started');`;

    const outcome = await runCommand(aProgram(starter, file), { timeoutMs });
    const pid = await pidIn(file);
    onTestFinished(() => void process.kill(pid, 'SIGKILL'));

    expect(outcome).toMatchObject({ exitCode: 0, output: 'started\n', problem: null });
    expect(isAlive(pid)).toBe(true);
  });
});
