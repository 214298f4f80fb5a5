import { existsSync, globSync, readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { temporalSettings } from '../../../clients/temporal/temporal.ts';
import { assertGuardedDoor } from '../../../triggers/authentication.ts';
import { aClosedPort, anHttpStub } from '../../support/http/http-stub.ts';
import type { ComposeService } from './deploy-files.ts';
import { composeFile, composedConfig, inRepository, ownServers, textOf, yamlOf } from './deploy-files.ts';

const { services, secrets, volumes } = composeFile;
const named = Object.entries(services).map(([name, service]) => ({ name, service }));
const own = named.filter(({ service }) => service.build !== undefined);
const jobs = named.filter(({ service }) => service.restart === 'on-failure:5').map(({ name }) => name);
const images = { temporal: [7233], 'temporal-ui': [8080], prometheus: [9090], alertmanager: [9093] };

const urlIn = (service: ComposeService): URL | undefined => {
  const url = /http:\/\/[^\s'"]+/.exec(service.healthcheck?.test.join(' ') ?? '')?.[0];
  return url === undefined ? undefined : new URL(url);
};

const mountsOf = ({ volumes: mounted = [] }: ComposeService) =>
  mounted.map((volume) => {
    const [source = '', target = '', mode] = volume.split(':');
    return { source, target, mode };
  });

const validate = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('compose-spec.json', import.meta.url), 'utf8')) as object,
);

it('is valid by the schema of the Compose Specification', () => {
  const valid = validate(yamlOf('docker-compose.yml'));

  expect(validate.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

it.each([
  ['a misspelt key', { helthcheck: {} }],
  ['a condition that does not exist', { depends_on: { postgresql: { condition: 'healthy' } } }],
])('would not be valid with %s', (_what, change) => {
  const doctored = { ...composeFile, services: { ...services, trigger: { ...services['trigger'], ...change } } };

  const valid = validate(doctored);

  expect(valid).toBe(false);
});

it.each(named)('publishes the ports of $name on loopback only, under their own number', async ({ name, service }) => {
  const servers = await ownServers();
  const ownPort = servers[name]?.port;
  const expected = ownPort ? [ownPort] : ((images as Record<string, readonly number[]>)[name] ?? []);

  const published = service.ports ?? [];

  expect(published).toEqual(expected.map((port) => `127.0.0.1:${port}:${port}`));
});

it.each(named)('mounts into $name only what the repository holds, and only for reading', ({ service }) => {
  const mounts = mountsOf(service);

  const wrong = mounts.filter(({ source, mode }) =>
    source.startsWith('./') ? mode !== 'ro' || !existsSync(inRepository(source)) : !Object.hasOwn(volumes, source),
  );
  expect(wrong).toEqual([]);
});

it('takes its only secret from a file that the user makes and Git never sees', () => {
  const ignored = textOf('deploy/secrets/.gitignore').split('\n');

  expect(secrets).toEqual({ webhook_token: { file: './deploy/secrets/webhook-token' } });
  expect(ignored).toContain('*');
  expect(textOf('docker-compose.yml')).toContain('> deploy/secrets/webhook-token');
});

it.each(named.filter(({ name }) => !jobs.includes(name)))('checks the health of $name', ({ service }) => {
  const test = service.healthcheck?.test ?? [];

  expect(test[0]).toBe('CMD');
  expect(service.healthcheck).not.toHaveProperty('disable');
  expect(urlIn(service)?.hostname ?? '127.0.0.1').toBe('127.0.0.1');
});

it.each(own)('asks $name for its health at a path that it serves', async ({ name, service }) => {
  const servers = await ownServers();

  const url = urlIn(service);

  expect(Number(url?.port)).toBe(servers[name]?.port);
  expect(servers[name]?.app.hasRoute({ method: 'GET', url: url?.pathname ?? '' })).toBe(true);
});

it.each(own.flatMap(({ name, service }) => [200, 503].map((status) => ({ name, service, status }))))(
  'judges $name by its answer $status',
  async ({ service, status }) => {
    const stub = await anHttpStub({ status });

    const exitCode = await runHealthcheck(service, stub.port);

    expect(exitCode).toBe(status === 200 ? 0 : 1);
  },
);

it.each(own)('calls $name unhealthy while nothing listens', async ({ service }) => {
  const exitCode = await runHealthcheck(service, await aClosedPort());

  expect(exitCode).toBe(1);
});

it.each(own)('gives $name only settings that the code reads', ({ service }) => {
  const environment = service.environment ?? {};
  const sources = globSync('{cli,config,triggers,workers}/**/*.ts', { cwd: inRepository('.') })
    .map(textOf)
    .join('\n');

  const { connection, namespace } = temporalSettings(environment);

  const temporal = { TEMPORAL_ADDRESS: connection.address, TEMPORAL_NAMESPACE: namespace };
  const others = Object.keys(environment).filter((variable) => !/^(?:TEMPORAL_|NODE_OPTIONS$)/.test(variable));
  expect(environment).toMatchObject(temporal);
  expect(environment).toHaveProperty('NODE_OPTIONS');
  expect(Object.keys(environment)).toHaveLength(others.length + Object.keys(temporal).length + 1);
  for (const variable of others) expect(sources).toContain(`env['${variable}']`);
});

it.each(own)('starts $name by a command that exists, with a mounted configuration', ({ service }) => {
  const [option, file, command, ...rest] = service.command ?? [];

  expect(option).toBe('--config');
  expect(mountsOf(service).filter(({ mode }) => mode === 'ro')).toMatchObject([{ target: file }]);
  expect(textOf('cli/commands/processes.ts')).toContain(`.command('${command}')`);
  expect(rest).toEqual([]);
});

it.each(own)('runs $name without rights that it does not need', ({ service }) => {
  expect(service).toMatchObject({
    read_only: true,
    tmpfs: ['/tmp'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  });
  expect(service.user).toBeUndefined();
});

it.each(named)('waits for $name where it is needed, and not in a circle', ({ name, service }) => {
  const needed = Object.entries(service.depends_on ?? {});

  const waitedFor = needed.map(([dependency, { condition }]) => ({
    dependency,
    condition,
    isChecked: services[dependency]?.healthcheck !== undefined,
  }));
  expect(waitedFor).toEqual(
    needed.map(([dependency]) =>
      jobs.includes(dependency)
        ? { dependency, condition: 'service_completed_successfully', isChecked: false }
        : { dependency, condition: 'service_healthy', isChecked: true },
    ),
  );
  expect(everythingBefore(name)).not.toContain(name);
});

it('makes the namespace that our processes use, on the server that they use', () => {
  const { environment } = services['temporal-namespace'] ?? {};

  for (const { service } of own) expect(service.environment).toMatchObject(environment ?? {});
  expect(environment?.['TEMPORAL_ADDRESS']).toBe('temporal:7233');
});

it('uses server and tools of the same version', () => {
  const tags = named.flatMap(
    ({ service }) => /^temporalio\/(?:server|admin-tools):(.+)$/.exec(service.image)?.[1] ?? [],
  );

  expect(new Set(tags).size).toBe(1);
});

it('pins every foreign image to a version', () => {
  const foreign = named.filter(({ service }) => !service.build).map(({ service }) => service.image);

  for (const image of foreign) expect(image).toMatch(/:v?\d+(?:\.\d+)*$/);
});

it('configures a guarded trigger that listens for other containers', async () => {
  const { trigger, worker, channels, policy } = await composedConfig();

  expect(() => assertGuardedDoor(trigger)).not.toThrow();
  expect(trigger).toMatchObject({ listen: { host: '0.0.0.0' }, tokens: ['a-token'], allowUnauthenticated: false });
  expect(worker.listen.host).toBe('0.0.0.0');
  expect(channels).toMatchObject([{ type: 'console' }]);
  expect(policy.modes).toMatchObject([{ mode: 'observe', runbook: null, target: null, severity: null }]);
});

it('asks the Alertmanager and the Prometheus that it runs', async () => {
  const { alertmanager, prometheus } = await composedConfig();

  const asked = [...alertmanager.urls, prometheus?.url ?? ''].map((url) => new URL(url));

  expect(asked.map(({ hostname }) => hostname)).toEqual(['alertmanager', 'prometheus']);
  for (const { hostname, port } of asked) {
    expect((images as Record<string, readonly number[]>)[hostname]).toEqual([Number(port)]);
  }
});

it('keeps the audit in a volume that the user of the image can write', async () => {
  const { audit } = await composedConfig();

  const writable = mountsOf(services['worker'] ?? { image: '' }).filter(({ mode }) => mode !== 'ro');

  expect(writable).toEqual([{ source: 'audit', target: '/home/node', mode: undefined }]);
  expect(audit.file).toMatch(/^\/home\/node\/.+/);
});

it('reads the token where Compose puts it', () => {
  const text = textOf('deploy/compose/nightshift.yaml');

  const file = /- file: (\S+)/.exec(text)?.[1];

  for (const { service } of own) expect(service.secrets?.map((name) => `/run/secrets/${name}`)).toEqual([file]);
});

function runHealthcheck({ healthcheck }: ComposeService, port: number): Promise<number | undefined> {
  const [, , ...args] = healthcheck?.test ?? [];
  const redirected = args.map((arg) => arg.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
  return new Promise((resolve) => {
    const child = execFile(process.execPath, redirected, () => resolve(child.exitCode ?? undefined));
  });
}

function everythingBefore(name: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const dependency of Object.keys(services[name]?.depends_on ?? {})) {
    if (seen.has(dependency)) continue;
    seen.add(dependency);
    everythingBefore(dependency, seen);
  }
  return seen;
}
