import { z } from 'zod';
import { splitAddress } from '../address.ts';
import { serviceTarget } from '../../model/target.ts';
import { Duration, Matcher, Name, TargetPattern, Unit, Url } from './fields.ts';

/** One question to a service; the activity that asks it has a minute. */
const ProbeTimeout = Duration('1ms', '30s').prefault('5s');

const Argument = z.string().regex(/^[^\0]*$/, 'must not contain a NUL character');
/** A program and its arguments, as no shell would read them. */
export const Command = z
  .tuple([Argument.min(1)], Argument, {
    error: ({ input }) => (input === undefined ? undefined : 'write a list: the program, then its arguments'),
  })
  .meta({ description: 'A program and its arguments, one list entry each. No shell reads them.', minItems: 1 });

export const HostAndPort = z
  .string()
  .regex(/^(?:\[[0-9a-fA-F:.]+\]|[^\s:[\]]+):\d{1,5}$/, { error: 'write host:port', abort: true })
  .refine((text) => isTcpPort(splitAddress(text).port), 'the port must be between 1 and 65535');

const Probe = z.union(
  [
    z.strictObject({ http: Url, expectStatus: z.int().min(100).max(599).default(200), timeout: ProbeTimeout }),
    z.strictObject({ tcp: HostAndPort, timeout: ProbeTimeout }),
    z.strictObject({ command: Command, timeout: ProbeTimeout }),
  ],
  'say how to ask the service: http: URL, tcp: HOST:PORT or command: [PROGRAM, …]',
);

const Logs = z.union(
  [z.strictObject({ file: z.string().min(1) }), z.strictObject({ command: Command })],
  'say where the log is: file: PATH or command: [PROGRAM, …]',
);

const Container = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'write the name of a container, or its id'),
  api: z
    .string()
    .regex(/^(?:unix:\/\/\/[^\0]+|https?:\/\/[^\s/]+\/?)$/, 'write unix:///PATH, http://HOST:PORT or https://HOST:PORT')
    .default('unix:///var/run/docker.sock')
    .meta({ description: "Where the engine's API listens, seen from the worker." }),
});

const ownCommands = {
  status: Command.optional().meta({ description: 'Exits with 0 when the service manager has it running.' }),
  instance: Command.optional().meta({
    description: 'Prints something that each start changes, such as the process id: so a restart is never done twice.',
  }),
  restart: Command.optional().meta({ description: 'Starts it anew.' }),
  start: Command.optional().meta({
    description: 'Used in place of the restart while the status says that it does not run.',
  }),
};

/** A service of a host. */
export const Service = z
  .strictObject({
    name: Name,
    host: Name.default('localhost'),
    match: Matcher,
    probe: Probe.meta({ description: 'How to ask it whether it answers.' }),
    systemd: Unit.optional().meta({ description: 'The unit of systemd that it is.' }),
    container: Container.optional().meta({ description: 'The container that it is.' }),
    ...ownCommands,
    logs: Logs.optional().meta({ description: "Where its log is, in place of its manager's." }),
    dependsOn: z
      .array(TargetPattern)
      .default([])
      .meta({ description: 'Targets of other services, without which this one cannot work.' }),
    settings: z
      .array(z.string().regex(/^\/[^\0]*$/, 'write an absolute path'))
      .max(20)
      .default([])
      .meta({ description: 'Files and folders of its settings: what changed there lately is told.' }),
    // The activity that restarts has five minutes.
    commandTimeout: Duration('1ms', '4m').prefault('60s'),
  })
  .superRefine((service, ctx) => {
    const { systemd, container, restart } = service;
    const refuse = (key: string, message: string): void =>
      ctx.addIssue({ code: 'custom', path: [key], message, input: service });
    if ([systemd, container, restart].filter(Boolean).length !== 1)
      return refuse('restart', 'say what restarts it: either systemd, container, or a restart command of your own');
    const odd = (['status', 'instance', 'start'] as const).find((key) => !restart && service[key]);
    if (odd) refuse(odd, `${systemd ? 'systemd' : 'the container engine'} is asked for this: leave it out`);
  });

/** Refuses a dependency that is no described service, and circles: each would wait for the other to be repaired first. */
export function refuseUnknownDependencies(
  { services }: { readonly services: readonly z.output<typeof Service>[] },
  ctx: z.core.$RefinementCtx,
): void {
  const known = new Map(services.map((service) => [serviceTarget(service), service.dependsOn]));
  for (const [index, service] of services.entries()) {
    const own = serviceTarget(service);
    for (const [position, target] of service.dependsOn.entries()) {
      const path = ['services', index, 'dependsOn', position];
      if (target === own) ctx.addIssue({ code: 'custom', path, message: 'this is the service itself', input: target });
      else if (!known.has(target))
        ctx.addIssue({ code: 'custom', path, message: `no service has the target ${target}`, input: target });
      else if (needsOf(target, known).has(own))
        ctx.addIssue({
          code: 'custom',
          path,
          message: 'this depends on the service itself, if not directly',
          input: target,
        });
    }
  }
}

/** Everything that a service cannot work without, by whatever way. */
function needsOf(target: string, known: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const needs = new Set<string>();
  // A set is walked to its end, also over what is added on the way.
  for (const each of needs.add(target)) for (const needed of known.get(each) ?? []) needs.add(needed);
  return needs;
}

function isTcpPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}
