import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { alertmanager } from '../../../../stack/components/alertmanager.ts';
import { elasticsearch } from '../../../../stack/components/elasticsearch.ts';
import { nodeExporter } from '../../../../stack/components/node-exporter.ts';
import { prometheus } from '../../../../stack/components/prometheus.ts';
import { temporal } from '../../../../stack/components/temporal.ts';
import type { Installation } from '../../../../stack/provider.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

/** An executable that prints its arguments, one a line, and ends; what a component was told can be read from the failure. */
async function echoing(): Promise<Installation> {
  return {
    kind: 'executable',
    path: await writeScript(join(await scratchFolder(), 'echo'), 'printf "%s\\n" "$@"; exit 1'),
  };
}

async function argumentsOf(starting: Promise<unknown>): Promise<readonly string[]> {
  const error = await starting.then(
    () => new Error('it started'),
    (thrown: unknown) => thrown as Error,
  );
  return error.message
    .split('\n')
    .slice(1)
    .map((line) =>
      line
        .trim()
        .replace(/:\d{5}$/, ':<port>')
        .replace(/port=\d{5}$/, 'port=<port>'),
    );
}

it('starts Temporal on loopback only, with a file that is written quickly', async () => {
  const options = {
    databaseFile: '/data/t.db',
    namespace: 'night',
    searchAttributes: { Severity: 'Keyword', StartedAt: 'Datetime' },
    extraArguments: ['--metrics-port=1'],
  } as const;

  const args = await argumentsOf(temporal.start(await echoing(), options));

  expect(args).toEqual([
    'server',
    'start-dev',
    '--ip=127.0.0.1',
    '--port=<port>',
    '--ui-port=<port>',
    '--log-level=warn',
    '--disable-config-env',
    '--disable-config-file',
    '--dynamic-config-value',
    'matching.useNewMatcher=true',
    '--db-filename=/data/t.db',
    '--sqlite-pragma',
    'journal_mode=wal',
    '--sqlite-pragma',
    'synchronous=normal',
    '--namespace=night',
    '--search-attribute=Severity=Keyword',
    '--search-attribute=StartedAt=Datetime',
    '--metrics-port=1',
  ]);
});

it('starts Temporal without its UI and in memory', async () => {
  const args = await argumentsOf(temporal.start(await echoing(), { ui: false, logLevel: 'error' }));

  expect(args).toContain('--headless');
  expect(args.join(' ')).not.toMatch(/ui-port|db-filename|pragma/);
});

it.each([
  ['alone', {}, ['--cluster.listen-address=']],
  ['as the first of a cluster', { cluster: { peers: [] } }, ['--cluster.listen-address=127.0.0.1:<port>']],
  [
    'as one more of a cluster',
    { cluster: { peers: ['127.0.0.1:19094'] } },
    ['--cluster.listen-address=127.0.0.1:<port>', '--cluster.peer=127.0.0.1:<port>'],
  ],
])('starts an Alertmanager %s', async (_title, options, expected) => {
  const dataDir = join(await scratchFolder(), 'data');
  const config = { text: 'route: {}\n' };

  const args = await argumentsOf(
    alertmanager.start(await echoing(), {
      ...options,
      config,
      dataDir,
    }),
  );

  expect(args).toEqual([
    `--config.file=${dataDir}/alertmanager.yml`,
    `--storage.path=${dataDir}`,
    '--web.listen-address=127.0.0.1:<port>',
    ...expected,
  ]);
  expect(await readFile(join(dataDir, 'alertmanager.yml'), 'utf8')).toBe(config.text);
});

it('starts Prometheus with a configuration that stays where it is', async () => {
  const dataDir = await scratchFolder();

  const args = await argumentsOf(prometheus.start(await echoing(), { config: { file: '/etc/p.yml' }, dataDir }));

  expect(args).toEqual([
    '--config.file=/etc/p.yml',
    `--storage.tsdb.path=${dataDir}/series`,
    '--web.listen-address=127.0.0.1:<port>',
  ]);
});

it('starts a node exporter with only the wanted collectors', async () => {
  const options = { collectors: ['filesystem'], textfileDir: '/texts' };

  const args = await argumentsOf(nodeExporter.start(await echoing(), options));

  expect(args).toEqual([
    '--web.listen-address=127.0.0.1:<port>',
    '--collector.disable-defaults',
    '--collector.filesystem',
    '--collector.textfile',
    '--collector.textfile.directory=/texts',
  ]);
});

it('starts Elasticsearch on loopback only, alone, with everything in its data folder', async () => {
  const user = vi.spyOn(process, 'getuid').mockReturnValue(1_000);
  onTestFinished(() => user.mockRestore());
  const dataDir = await scratchFolder();

  const args = await argumentsOf(elasticsearch.start(await echoing(), { dataDir, extraArguments: ['-Enode.name=n'] }));

  expect(args).toEqual([
    '-Enetwork.host=127.0.0.1',
    '-Ehttp.port=<port>',
    '-Etransport.port=<port>',
    '-Ediscovery.type=single-node',
    `-Epath.data=${dataDir}/data`,
    `-Epath.logs=${dataDir}/logs`,
    '-Ecluster.routing.allocation.disk.threshold_enabled=false',
    '-Expack.security.enabled=false',
    '-Enode.name=n',
  ]);
});

it('gives Elasticsearch as much memory as wanted', async () => {
  const path = await writeScript(join(await scratchFolder(), 'echo'), 'echo "$ES_JAVA_OPTS"; exit 1');

  const said = await argumentsOf(
    elasticsearch.start({ kind: 'executable', path }, { dataDir: await scratchFolder(), heapMb: 300 }),
  );

  expect(said).toEqual(['-Xms300m -Xmx300m']);
});
