import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { composedConfig, inRepository, textOf } from './deploy-files.ts';

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

const instructions: readonly Instruction[] = textOf('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));

const all = (name: string): readonly string[] =>
  instructions.filter((instruction) => instruction.name === name).map(({ rest }) => rest);

const finalStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const packageJson = JSON.parse(textOf('package.json')) as {
  readonly bin: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
};
const build = JSON.parse(textOf('tsconfig.build.json')) as {
  readonly compilerOptions: { readonly outDir: string };
  readonly include: readonly string[];
};
const letIn = textOf('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1).replace(/\/$/, ''));

it('copies from the repository only what it holds and .dockerignore lets in', () => {
  const sources = all('COPY')
    .filter((rest) => !rest.startsWith('--from='))
    .flatMap((rest) => rest.split(' ').slice(0, -1))
    .filter((source) => source !== '.');

  expect(sources).not.toEqual([]);
  expect(sources.filter((source) => !existsSync(inRepository(source)) || !letIn.includes(source))).toEqual([]);
});

it('lets in exactly the sources of the build, and what builds them', () => {
  const builders = ['.npmrc', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

  expect(textOf('.dockerignore')).toMatch(/^\*$/m);
  expect(letIn.toSorted()).toEqual([...builders, ...build.include].toSorted());
});

it('builds and runs on the Node version of the project, on Debian', () => {
  const image = /^NODE_IMAGE=node:(\d+)-(\w+)-slim$/.exec(all('ARG')[0] ?? '');

  expect(image?.[1]).toBe(packageJson.devDependencies['node']?.split('.')[0]);
  expect(image?.[2]).toMatch(/^(?:bookworm|trixie)$/);
  for (const from of all('FROM')) expect(from).toMatch(/^\$\{NODE_IMAGE\}(?: AS \w+)?$/);
});

it('runs the program that the build makes', () => {
  const [entrypoint = '[]'] = all('ENTRYPOINT');
  const [node, program = ''] = JSON.parse(entrypoint) as readonly string[];
  const source = program.replace(/\.js$/, '.ts').split('/');

  expect(node).toBe('node');
  expect(program).toBe(packageJson.bin['nightshift']);
  expect(source[0]).toBe(build.compilerOptions.outDir);
  expect(build.include).toContain(source[1]);
  expect(existsSync(inRepository(source.slice(1).join('/')))).toBe(true);
});

it('makes the workflow bundle ahead, where the worker looks for it', () => {
  const bundle = textOf('workers/bundle-workflows.ts');

  expect(all('RUN')).toContain('npm run build');
  expect(packageJson.scripts['build']).toMatch(
    /^tsc -p tsconfig\.build\.json && node dist\/workers\/.*workflow-bundle\.js$/,
  );
  expect(bundle).toContain("new URL('../workflow-bundle.js', import.meta.url)");
});

it('runs as a user that is not root and owns nothing', () => {
  const users = finalStage.filter(({ name }) => name === 'USER').map(({ rest }) => rest);

  expect(users).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
  expect(finalStage.filter(({ rest }) => rest.includes('--chown'))).toEqual([]);
});

it('has only what production needs in its last stage', () => {
  const copies = finalStage.filter(({ name }) => name === 'COPY').map(({ rest }) => rest);

  expect(copies).toEqual([
    'package.json ./',
    '--from=dependencies /app/node_modules ./node_modules',
    '--from=build /app/dist ./dist',
  ]);
  expect(all('RUN').filter((rest) => rest.includes('--omit=dev'))).toHaveLength(1);
  expect(finalStage.some(({ name }) => name === 'RUN')).toBe(false);
});

it('exposes the ports of the processes', async () => {
  const { trigger, worker } = await composedConfig();

  expect(all('EXPOSE')).toEqual([`${trigger.listen.port} ${worker.listen.port}`]);
});

it.each([
  'releases/x86_64-unknown-linux-gnu/index.node',
  'releases/aarch64-unknown-linux-gnu/index.node',
  'sdk-core',
  'src',
  'common.js',
])('finds %s in the native core, which it relies on when it makes it smaller', (path) => {
  const core = inRepository('node_modules/@temporalio/core-bridge');

  expect(existsSync(join(core, path))).toBe(true);
});
