import type { RunOnHost } from '../../clients/commands/command.ts';
import { createDnsTool } from '../../clients/hosts/dns-tool.ts';
import type { DnsExamination, LookedUpName } from '../../model/host/dns-examination.ts';
import type { ResolverDefinition } from '../../model/host/host-parts.ts';
import type { Target } from '../../model/target.ts';
import type { HostPartDirectory } from '../described/host-parts.ts';

/** How long a look-up may take: programs wait for two silent servers, twice, for 20 seconds. */
const lookUpMs = 25_000;
/** What getent says of a name that it does not find. */
const notFound = 2;

/** The activities that examine how a host finds names, and change nothing. */
export function createDnsActivities({
  hostParts,
  runOnHost,
}: {
  readonly hostParts: HostPartDirectory;
  readonly runOnHost: RunOnHost;
}) {
  return {
    async examineDns({ target }: { readonly target: Target }): Promise<DnsExamination> {
      const resolver = hostParts.findResolver(target);
      const [names, answer] = await Promise.all([
        lookUpNames(resolver, runOnHost),
        createDnsTool(resolver, runOnHost).servers(),
      ]);
      const isWhole = answer.status === 'done';
      return {
        kind: resolver.kind,
        names,
        servers: isWhole ? answer.items : [],
        problem: isWhole ? '' : (answer.problems[0] ?? `the host was asked and is ${answer.status}`),
      };
    },
  };
}

/** Looks up every described name on its host, as programs there do. */
export function lookUpNames(
  { host, names }: Pick<ResolverDefinition, 'host' | 'names'>,
  runOnHost: RunOnHost,
): Promise<readonly LookedUpName[]> {
  return Promise.all(
    names.map(async (name) => {
      const command = ['getent', 'ahosts', name] as const;
      const { exitCode, problem } = await runOnHost(host, command, { timeoutMs: lookUpMs, maxOutputBytes: 1_024 });
      if (exitCode === 0) return { name, answer: 'found' };
      return { name, answer: exitCode === notFound || problem === 'timed-out' ? 'not-found' : 'unknown' };
    }),
  );
}
