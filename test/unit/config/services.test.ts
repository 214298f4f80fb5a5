import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';

/** A service in the file that says nothing of what restarts it. */
function aService(settings: object): object {
  return { name: 'web', host: 'web-1', match: { service: 'web' }, probe: { tcp: 'web-1:80' }, ...settings };
}

function servicesOf(...services: readonly object[]) {
  return parseConfig(JSON.stringify({ services }), 'test.yaml', {}).services;
}

function mistakesIn(...services: readonly object[]): readonly { readonly path: string; readonly message: string }[] {
  try {
    servicesOf(...services);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => ({ path, message }));
  }
}

function aDependant(name: string, needed: string) {
  return aService({ name, restart: ['true'], dependsOn: [`host/web-1/service/${needed}`] });
}

describe('a service', () => {
  it.each([
    [{ systemd: 'shop@1.service' }, { kind: 'systemd', unit: 'shop@1.service' }],
    [{ container: { name: 'cart' } }, { kind: 'container', container: 'cart', api: 'unix:///var/run/docker.sock' }],
    [
      { container: { name: 'cart', api: 'http://web-1:2375' } },
      { kind: 'container', container: 'cart', api: 'http://web-1:2375' },
    ],
    [
      { restart: ['/opt/restart'] },
      { kind: 'commands', status: null, instance: null, restart: ['/opt/restart'], start: null },
    ],
  ])('of %j is managed so', (settings, manager) => {
    expect(servicesOf(aService(settings))[0]?.manager).toEqual(manager);
  });

  it.each([
    [{}, 'restart', /^say what restarts it/],
    [{ systemd: 'web.service', restart: ['true'] }, 'restart', /^say what restarts it/],
    [{ systemd: 'web.service', status: ['true'] }, 'status', /^systemd is asked for this/],
    [{ container: { name: 'web' }, instance: ['true'] }, 'instance', /^the container engine is asked for this/],
    [{ systemd: 'web' }, 'systemd', /such as shop\.service/],
    [{ systemd: '--now.service' }, 'systemd', /such as shop\.service/],
    [{ systemd: 'a b.service' }, 'systemd', /such as shop\.service/],
    [{ container: { name: '../x' } }, 'container.name', /the name of a container/],
    [{ container: { name: 'x', api: 'ssh://x' } }, 'container.api', /^write unix:/],
    [{ restart: ['true'], settings: ['etc'] }, 'settings.0', /an absolute path/],
  ])('that says %j is refused', (settings, path, message) => {
    expect(mistakesIn(aService(settings))).toEqual([
      { path: `services.0.${path}`, message: expect.stringMatching(message) as unknown },
    ]);
  });

  it('may be asked by a command of its host', () => {
    const [service] = servicesOf(aService({ probe: { command: ['check', '-q'], timeout: '2s' }, restart: ['true'] }));

    expect(service?.probe).toEqual({ kind: 'command', command: ['check', '-q'], timeoutMs: 2_000 });
  });

  it('may depend on services that are described', () => {
    const database = aService({ name: 'db', systemd: 'db.service' });

    const [, web] = servicesOf(database, aService({ restart: ['true'], dependsOn: ['host/web-1/service/db'] }));

    expect(web?.dependsOn).toEqual(['host/web-1/service/db']);
  });

  it('cannot depend on what depends on it by way of another', () => {
    const mistakes = mistakesIn(aDependant('a', 'b'), aDependant('b', 'c'), aDependant('c', 'a'), aDependant('d', 'a'));

    expect(mistakes).toEqual(
      [0, 1, 2].map((nth) => ({
        path: `services.${nth}.dependsOn.0`,
        message: 'this depends on the service itself, if not directly',
      })),
    );
  });

  it.each([
    ['host/web-1/service/db', 'no service has the target host/web-1/service/db'],
    ['host/web-1/service/web', 'this is the service itself'],
  ])('cannot depend on %s', (target, message) => {
    expect(mistakesIn(aService({ restart: ['true'], dependsOn: [target] }))).toEqual([
      { path: 'services.0.dependsOn.0', message },
    ]);
  });
});
