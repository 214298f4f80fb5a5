import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { elasticsearchExecutable, elasticsearchVersion, fromMaven } from '../elasticsearch/from-maven.ts';
import { external } from '../external.ts';
import { findInstallation } from '../obtaining/find.ts';
import { findJdk, leastJava } from '../obtaining/jdk.ts';
import type { Recipe } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { answersHttp } from '../running/ready.ts';
import { withoutRoot } from '../running/without-root.ts';

/** How an Elasticsearch node is started. */
interface ElasticsearchOptions extends StartOptions {
  /** Indices and logs. */
  readonly dataDir: string;
  /** Memory of its heap in megabytes; 512 unless given. */
  readonly heapMb?: number;
}

/** An Elasticsearch node in use. */
interface RunningElasticsearch extends RunningComponent {
  readonly url: string;
}

const recipe: Recipe = {
  entry: {
    component: 'elasticsearch',
    version: elasticsearchVersion,
    recipe: 1,
    executable: elasticsearchExecutable,
  },
  ways: [fromMaven],
  advice:
    `Install Maven and a JDK ${leastJava} or newer (Debian: \`apt-get install maven\`, and a JDK from ` +
    'https://adoptium.net whose folder JAVA_HOME names), or set NIGHTSHIFT_ELASTICSEARCH_URL to a running Elasticsearch.',
};

/** One Elasticsearch node on loopback, without authentication. What is built here has no X-Pack: no data streams and no ILM. */
export const elasticsearch: Provider<ElasticsearchOptions, RunningElasticsearch> = {
  name: 'elasticsearch',
  find: (env) =>
    findInstallation(env, {
      addressVariable: 'NIGHTSHIFT_ELASTICSEARCH_URL',
      commands: [elasticsearchExecutable],
      cached: recipe.entry,
    }),
  obtain: (context) => obtainInto(recipe, context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startNode(installation.path, options);
    return { ...external('elasticsearch'), url: installation.address };
  },
  stop: (running) => running.stop(),
};

async function startNode(command: string, options: ElasticsearchOptions): Promise<RunningElasticsearch> {
  const { dataDir, heapMb = 512 } = options;
  await mkdir(dataDir, { recursive: true });
  const jdk = await findJdk(process.env);
  const env = {
    ...process.env,
    ES_JAVA_OPTS: `-Xms${heapMb}m -Xmx${heapMb}m`,
    ...(jdk ? { ES_JAVA_HOME: jdk } : {}),
  };
  return startOnPorts({ port: options.port, transportPort: undefined }, async ({ port, transportPort }) => {
    const url = `http://127.0.0.1:${port}`;
    const args = [...settingsFor(dataDir, port, transportPort), ...(options.extraArguments ?? [])];
    const child = await startChild({
      deadlineMs: 120_000,
      graceMs: 20_000,
      ...options,
      ...(await withoutRoot({ command, args })),
      env,
      name: 'elasticsearch',
      ready: () => answersHttp(`${url}/_cluster/health?wait_for_status=yellow&timeout=500ms`),
    });
    return { ...child, url };
  });
}

function settingsFor(dataDir: string, port: number, transportPort: number): readonly string[] {
  const settings = {
    'network.host': '127.0.0.1',
    'http.port': port,
    'transport.port': transportPort,
    'discovery.type': 'single-node',
    'path.data': join(dataDir, 'data'),
    'path.logs': join(dataDir, 'logs'),
    // A node refuses writes on a disk that is nearly full, and this one is the developer's.
    'cluster.routing.allocation.disk.threshold_enabled': false,
    'xpack.security.enabled': false,
  };
  return Object.entries(settings).map(([name, value]) => `-E${name}=${value}`);
}
