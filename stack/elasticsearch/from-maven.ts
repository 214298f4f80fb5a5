import { chmod, copyFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJdk, leastJava } from '../obtaining/jdk.ts';
import type { Way } from '../obtaining/obtain.ts';
import { runTool } from '../obtaining/tool.ts';
import { StackError } from '../errors.ts';
import { runToEnd } from '../running/run-to-end.ts';

export const elasticsearchVersion = '9.5.3';
export const elasticsearchExecutable = 'elasticsearch';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>nightshift</groupId>
  <artifactId>elasticsearch</artifactId>
  <version>1</version>
  <dependencies>
${dependency('org.elasticsearch', 'elasticsearch')}
${dependency('org.elasticsearch.plugin', 'transport-netty4')}
  </dependencies>
</project>
`;

// Without a modulename the module is loaded from the class path, which the published jars are made for.
const descriptor = `name=transport-netty4
description=HTTP
version=${elasticsearchVersion}
elasticsearch.version=${elasticsearchVersion}
java.version=${leastJava}
classname=org.elasticsearch.transport.netty4.Netty4Plugin
`;

// It takes the arguments and the variables of the distribution's own script.
const wrapper = `#!/bin/sh
folder=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "\${ES_JAVA_HOME:+$ES_JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED \${ES_JAVA_OPTS:-} \\
  -Des.path.home="$folder" -cp "$folder/classes:$folder/lib/*" ElasticsearchNode "$@"
`;

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Elasticsearch from the jars that its makers publish, with a start of our own: the distribution is in no registry. */
export const fromMaven: Way = {
  name: 'fetch its jars with Maven',
  into: async (folder, { env }) => {
    const jdk = await findJdk(env);
    if (!jdk) {
      throw new StackError(
        'component-missing',
        `JAVA_HOME names no JDK ${leastJava} or newer, the usual folders have none, and javac of one is not on the PATH`,
      );
    }
    await writeFile(join(folder, 'pom.xml'), pom);
    const tools = { env: { ...env, JAVA_HOME: jdk }, cwd: folder };
    await runTool('mvn', ['-q', '-B', copyDependencies, '-DoutputDirectory=lib'], tools);
    await moveHttpModule(folder);
    const source = 'ElasticsearchNode.java';
    await copyFile(fileURLToPath(new URL(source, import.meta.url)), join(folder, source));
    await runToEnd({
      ...tools,
      name: 'javac',
      failsAs: 'build-failed',
      command: join(jdk, 'bin', 'javac'),
      args: ['-cp', 'lib/*', '-d', 'classes', source],
    });
    await mkdir(join(folder, 'config'));
    await writeFile(join(folder, elasticsearchExecutable), wrapper);
    await chmod(join(folder, elasticsearchExecutable), 0o755);
  },
};

/** A node looks for HTTP among its modules, not among its own jars. */
async function moveHttpModule(folder: string): Promise<void> {
  const module = join(folder, 'modules', 'transport-netty4');
  await mkdir(module, { recursive: true });
  const jars = await readdir(join(folder, 'lib'));
  for (const jar of jars.filter((name) => /^(?:netty-|transport-netty4-)/.test(name))) {
    await rename(join(folder, 'lib', jar), join(module, jar));
  }
  await writeFile(join(module, 'plugin-descriptor.properties'), descriptor);
}

function dependency(groupId: string, artifactId: string): string {
  return `    <dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${elasticsearchVersion}</version></dependency>`;
}
