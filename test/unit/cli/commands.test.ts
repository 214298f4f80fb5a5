import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closedAddress, runNightshift } from '../../support/command-line.ts';
import { aScratchFile, aScratchFolder } from '../../support/scratch.ts';

const unreachable = `Temporal at ${closedAddress} does not answer: start it, or set TEMPORAL_ADDRESS to where it is\n`;

/** A port that is taken. */
async function aTakenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('nightshift config check', () => {
  it('says that a configuration is good, and what stands in it', async () => {
    const file = await aScratchFile('channels: [{ type: console }]\nroutes: []\n');

    const result = await runNightshift(['--config', file, 'config', 'check']);

    expect(result).toEqual({ exitCode: 0, stdout: `${file} is good: 0 services, 0 routes, 1 channels\n`, stderr: '' });
  });

  it('says so where there is no file', async () => {
    const { exitCode, stdout } = await runNightshift(['config', 'check']);

    expect(exitCode).toBe(0);
    expect(stdout).toBe('there is no nightshift.yaml, and the defaults are good: 0 services, 1 routes, 1 channels\n');
  });

  it('lists every mistake with its line and ends with 2', async () => {
    const cwd = await aScratchFolder();
    await writeFile(
      join(cwd, 'nightshift.yaml'),
      [
        'services:',
        '  - name: shop',
        '    restart: ["true"]',
        'policy:',
        '  modes: [{ mode: always }]',
        'typo: 1',
      ].join('\n'),
    );

    const { exitCode, stdout, stderr } = await runNightshift(['config', 'check'], { cwd });

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^nightshift\.yaml cannot be used:\n/);
    expect(stderr).toContain('nightshift.yaml:2 services.0.match');
    expect(stderr).toContain('nightshift.yaml:2 services.0.probe');
    expect(stderr).toContain('nightshift.yaml:5 policy.modes.0.mode');
    expect(stderr).toContain('typo');
  });

  it('counts an open door as a mistake', async () => {
    const file = await aScratchFile('trigger: { listen: { host: 0.0.0.0 } }');

    const { exitCode, stderr } = await runNightshift(['--config', file, 'config', 'check']);

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^the trigger would accept alerts from anyone on 0\.0\.0\.0: .*\n$/);
  });

  it('names a secret that is missing, and never one that is there', async () => {
    const file = await aScratchFile('trigger: { tokens: [{ env: PRESENT }, { env: ABSENT }] }');

    const { exitCode, stderr } = await runNightshift(['--config', file, 'config', 'check'], {
      env: { PRESENT: 'a-secret-token' },
    });

    expect(exitCode).toBe(2);
    expect(stderr).toContain('the environment variable ABSENT is missing or empty');
    expect(stderr).not.toContain('a-secret-token');
  });
});

describe('nightshift config schema', () => {
  it('prints a JSON Schema and nothing else', async () => {
    const { exitCode, stdout, stderr } = await runNightshift(['config', 'schema']);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const schema = JSON.parse(stdout) as object;
    expect(schema).toMatchObject({ title: 'Nightshift configuration' });
    expect(new Ajv2020({ strict: false, validateFormats: false }).compile(schema)({ services: [] })).toBe(true);
  });
});

describe('nightshift', () => {
  it.each([
    { what: 'an unknown command', args: ['repair'], says: "unknown command 'repair'" },
    { what: 'an unknown subcommand', args: ['config', 'repair'], says: "unknown command 'repair'" },
    { what: 'an unknown option', args: ['explain', '--jsn'], says: "unknown option '--jsn'" },
    { what: 'a missing argument', args: ['explain'], says: "missing required argument 'file'" },
    { what: 'no command', args: [], says: 'Usage: nightshift [options] [command]' },
    {
      what: 'a configuration that is not there',
      args: ['-c', 'no.yaml', 'explain', '-'],
      says: 'cannot be read: ENOENT',
    },
    { what: 'a limit that is none', args: ['incidents', 'list', '--limit', 'all'], says: 'a whole number above 0' },
  ])('ends with 2 for $what', async ({ args, says }) => {
    const { exitCode, stdout, stderr } = await runNightshift(args);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it('shows its help when asked for it', async () => {
    const { exitCode, stdout, stderr } = await runNightshift(['--help']);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: nightshift /);
  });

  it.each([[['incidents']], [['incidents', 'list', '--json']], [['incidents', 'show', 'host/web-1']]])(
    'says of %j that Temporal does not answer, and ends with 2',
    async (args) => {
      expect(await runNightshift(args)).toEqual({ exitCode: 2, stdout: '', stderr: unreachable });
    },
  );

  it('lets the worker wait for Temporal until it is asked to stop', async () => {
    const { exitCode, stdout, stderr } = await runNightshift(['worker'], { stopAfter: 'does not answer yet' });

    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(JSON.parse(stderr.split('\n')[0] ?? '')).toMatchObject({
      msg: 'Temporal does not answer yet, waiting',
      address: closedAddress,
    });
  });

  it('says of incidents that the settings of Temporal cannot be used', async () => {
    const { exitCode, stderr } = await runNightshift(['incidents'], { env: { TEMPORAL_ADDRESS: 'web:port' } });

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^the settings TEMPORAL_\* cannot be used: .*'web:port'\n$/);
  });

  it('says that the port of its door is taken', async () => {
    const port = await aTakenPort();
    const file = await aScratchFile(`trigger: { listen: { port: ${port} } }`);

    const { exitCode, stderr } = await runNightshift(['--config', file, 'trigger']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(`127.0.0.1:${port} is in use by another process`);
  });
});
