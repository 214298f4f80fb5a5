import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '../../../../../activities/checks/index.ts';
import type { CommandOutcome } from '../../../../../clients/commands/command.ts';
import type { CheckName } from '../../../../../model/names.ts';
import type { Probe } from '../../../../../model/service.ts';
import { serviceTarget } from '../../../../../model/target.ts';
import type { ServiceOverrides } from '../../../../support/builders.ts';
import { aService } from '../../../../support/builders.ts';
import { aClosedPort, anHttpStub } from '../../../../support/http/http-stub.ts';
import { aPlayedHost } from '../../../../support/hosts/played-host.ts';
import { aScratchFile } from '../../../../support/scratch.ts';
import { servicesHere } from '../../../../support/hosts/services-here.ts';

function ask(check: CheckName, ...services: readonly [ServiceOverrides, ...ServiceOverrides[]]) {
  const described = services.map((overrides) => aService(overrides));
  const target = serviceTarget(aService(services[0]));
  return checks[check]({ check, target }, servicesHere(...described));
}

/** Asks while the host answers so, whatever it is asked. */
function askPlayed(check: CheckName, overrides: ServiceOverrides, answer: Partial<CommandOutcome>) {
  const { runOnHost } = aPlayedHost({ '': answer });
  const service = aService(overrides);
  return checks[check]({ check, target: serviceTarget(service) }, { ...servicesHere(service), runOnHost });
}

async function answering(status: number): Promise<Probe> {
  const { url } = await anHttpStub({ status });
  return { kind: 'http', url, expectStatus: 200, timeoutMs: 20_000 };
}

/** A probe that its own description lets nobody ask. */
const unaskable: Probe = { kind: 'tcp', host: '127.0.0.1', port: 70_000, timeoutMs: 20_000 };

describe('the check service-probe by a command', () => {
  const probe = { kind: 'command', command: ['check'], timeoutMs: 1_000 } as const;

  it.each([
    ['exits with 0', { exitCode: 0, output: 'fine' }, 'healthy', 'the probe exits 0: fine'],
    [
      'exits with another code',
      { exitCode: 2, output: 'password=x' },
      'unhealthy',
      'the probe exits 2: password=[secret]',
    ],
    ['never ends', { exitCode: null, problem: 'timed-out' }, 'unhealthy', 'the probe took too long'],
    ['cannot be started', { exitCode: null, problem: 'not-started' }, 'unknown', 'the probe could not be started'],
  ] as const)('that %s', async (_what, answer, health, summary) => {
    expect(await askPlayed('service-probe', { probe }, answer)).toEqual({ health, summary });
  });
});

describe('the check dependencies', () => {
  const needed = ['host/db-1/service/db', 'host/mq-1/service/mq'];

  it('is well where a service needs nothing', async () => {
    expect(await ask('dependencies', {})).toMatchObject({ health: 'healthy' });
  });

  it('is well while everything answers', async () => {
    const db = { name: 'db', host: 'db-1', probe: await answering(200) };
    const mq = { name: 'mq', host: 'mq-1', probe: await answering(200) };

    expect(await ask('dependencies', { dependsOn: needed }, db, mq)).toEqual({
      health: 'healthy',
      summary: '2 dependencies answer',
    });
  });

  it('names what does not answer', async () => {
    const probe: Probe = { kind: 'tcp', host: '127.0.0.1', port: await aClosedPort(), timeoutMs: 20_000 };
    const db = { name: 'db', host: 'db-1', probe };
    const mq = { name: 'mq', host: 'mq-1', probe: unaskable };

    expect(await ask('dependencies', { dependsOn: needed }, db, mq)).toEqual({
      health: 'unhealthy',
      summary: 'it depends on host/db-1/service/db: no answer there',
    });
  });

  it('is not sure where one cannot be asked', async () => {
    const db = { name: 'db', host: 'db-1', probe: await answering(200) };
    const mq = { name: 'mq', host: 'mq-1', probe: unaskable };

    expect(await ask('dependencies', { dependsOn: needed }, db, mq)).toMatchObject({ health: 'unknown' });
  });
});

describe('the check crash-loop', () => {
  const systemd = { manager: { kind: 'systemd', unit: 'web.service' } } as const;

  it.each([
    ['auto-restart', 'unhealthy', 'a crash loop: web.service is activating (auto-restart)'],
    ['start', 'healthy', 'no crash loop'],
  ])('of a unit in the state %s', async (state, health, summary) => {
    const output = `LoadState=loaded\nActiveState=activating\nSubState=${state}\n`;

    expect(await askPlayed('crash-loop', systemd, { output })).toEqual({ health, summary });
  });

  it('cannot tell of commands, which count no starts', async () => {
    expect(await ask('crash-loop', {})).toMatchObject({ health: 'unknown' });
  });
});

describe('the check settings-unchanged', () => {
  it('names what changed within the last hour', async () => {
    const file = await aScratchFile('new');

    expect(await ask('settings-unchanged', { settings: [file] })).toEqual({
      health: 'unhealthy',
      summary: `changed within the last hour: ${file}`,
    });
  });

  it('is well where nothing did', async () => {
    const file = await aScratchFile('old');
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(file, longAgo, longAgo);

    expect(await ask('settings-unchanged', { settings: [file] })).toMatchObject({ health: 'healthy' });
  });

  it('names a few of many, each on one line', async () => {
    const output = Array.from({ length: 7 }, (_, index) => `/etc/a\n${index}\0`).join('');

    const { summary } = await askPlayed('settings-unchanged', { settings: ['/etc'] }, { output });

    expect(summary).toMatch(/^changed within the last hour: \/etc\/a 0, .*\/etc\/a 4 and 2 more$/);
  });

  it.each([
    ['none are described', []],
    ['they are not there', [join('/nonexistent', 'settings')]],
  ])('cannot tell where %s', async (_why, settings) => {
    expect(await ask('settings-unchanged', { settings })).toMatchObject({ health: 'unknown' });
  });
});
