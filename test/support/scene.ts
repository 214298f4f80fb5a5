import type { DemoService } from '../../demo/demo-service.ts';
import type { Scene } from '../../demo/scene.ts';

/** Shows long builds in the test's output, so that a first run on a new machine does not look dead. */
export function progress(line: string): void {
  console.log(line);
}

/** The first service of a scene, which must have one. */
export function firstService({ services }: Scene): DemoService {
  const [first] = services;
  if (!first) throw new Error('the scene has no service');
  return first;
}

/** The service of a scene by its name, which must be one that the scene has. */
export function serviceNamed({ services }: Scene, wanted: string): DemoService {
  const found = services.find(({ name }) => name === wanted);
  if (!found) throw new Error(`the scene has no service ${wanted}`);
  return found;
}

/** What a process counts now, by series; any address that it serves will do. */
export async function metricsOf(url: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(new URL('/metrics', url));
  const samples = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))] as const;
    }),
  );
}
