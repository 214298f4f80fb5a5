import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StackError } from '../errors.ts';
import { external } from '../external.ts';
import { findInstallation, findOnPath } from '../obtaining/find.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import { runTool } from '../obtaining/tool.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { temporalAnswers } from '../running/temporal-ready.ts';

/** A time-skipping test server in use. */
interface RunningTimeSkipping extends RunningComponent {
  readonly address: string;
}

const version = '1.38.0';
const executable = 'temporal-test-server';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>nightshift</groupId>
  <artifactId>time-skipping</artifactId>
  <version>1</version>
  <dependencies>
${dependency('io.temporal', 'temporal-test-server', version)}
${dependency('org.slf4j', 'slf4j-nop', '1.7.36')}
  </dependencies>
</project>
`;

// The SDK gives the server five seconds to answer, so the JVM must not warm up for a long life. The SDK starts it outside
// our reaper, and a test run that is killed would leave it behind; the loop in the background ends it then.
const wrapper = `#!/bin/sh
folder=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
parent=$PPID
(
  while kill -0 "$parent" && kill -0 $$; do sleep 1; done
  kill -0 "$parent" || kill $$
) </dev/null >/dev/null 2>&1 &
exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx512m \\
  -cp "$folder/lib/*" io.temporal.testserver.TestServer "$@"
`;

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

const withMaven: Way = {
  name: 'fetch its jars with Maven',
  into: async (folder, { env }) => {
    if (!env['JAVA_HOME'] && !(await findOnPath(env, 'java'))) {
      throw new StackError('component-missing', 'java is not on the PATH and JAVA_HOME is not set');
    }
    await writeFile(join(folder, 'pom.xml'), pom);
    await runTool('mvn', ['-q', '-B', copyDependencies, '-DoutputDirectory=lib'], { env, cwd: folder });
    const script = join(folder, executable);
    await writeFile(script, wrapper);
    await chmod(script, 0o755);
  },
};

const recipe: Recipe = {
  entry: { component: 'time-skipping', version, recipe: 2, executable },
  ways: [withMaven],
  advice:
    'Install Maven and a JDK (Debian: `apt-get install maven default-jdk-headless`), ' +
    "or set NIGHTSHIFT_TIME_SKIPPING_SERVER to Temporal's temporal-test-server.",
};

/**
 * Temporal's test server that skips time. Tests usually hand the path of its executable to the SDK, which starts and
 * stops it itself; like the SDK's own download it takes the port as its first argument.
 */
export const timeSkipping: Provider<StartOptions, RunningTimeSkipping> = {
  name: 'time-skipping',
  find: (env) =>
    findInstallation(env, {
      executableVariable: 'NIGHTSHIFT_TIME_SKIPPING_SERVER',
      commands: [executable],
      cached: recipe.entry,
    }),
  obtain: (context) => obtainInto(recipe, context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startServer(installation.path, options);
    return { ...external('time-skipping'), address: installation.address };
  },
  stop: (running) => running.stop(),
};

function dependency(groupId: string, artifactId: string, wanted: string): string {
  return `    <dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${wanted}</version></dependency>`;
}

function startServer(command: string, options: StartOptions): Promise<RunningTimeSkipping> {
  return startOnPorts({ port: options.port }, async ({ port }) => {
    const child = await startChild({
      ...options,
      name: 'time-skipping',
      command,
      args: [`${port}`, '--enable-time-skipping', ...(options.extraArguments ?? [])],
      ready: () => temporalAnswers(port),
    });
    return { ...child, address: `127.0.0.1:${port}` };
  });
}
