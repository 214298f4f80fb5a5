import type { Command } from 'commander';
import { Option } from 'commander';
import type { FreezeClient } from '../../clients/temporal/freezes.ts';
import { createFreezeClient } from '../../clients/temporal/freezes.ts';
import type { Freeze, FreezeScope } from '../../model/freeze/freeze.ts';
import { freezeId, hasRoomFor } from '../../model/freeze/freeze.ts';
import type { FreezeOrder } from '../../model/freeze/order.ts';
import { placePattern, readFreezeOrder, readUnfreezeOrder } from '../../model/freeze/order.ts';
import type { RunbookName } from '../../model/names.ts';
import { runbookNames } from '../../model/names.ts';
import { isTargetPattern } from '../../model/remediation/policy.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import type { CliContext } from '../context.ts';
import { UsageError, print, printJson, userName } from '../context.ts';
import { tableOf } from '../table.ts';
import { withClient } from '../temporal.ts';

interface ScopeOptions {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly target?: string;
  readonly runbook?: RunbookName;
}

interface FreezeOptions extends ScopeOptions {
  readonly reason: string;
  readonly by?: string;
}

interface UnfreezeOptions extends ScopeOptions {
  readonly all?: boolean;
  readonly by?: string;
}

/** How long an order may take to be obeyed before the answer is that it is stored. */
const patienceMs = 5_000;

/** `nightshift freeze`, `nightshift unfreeze` and `nightshift freezes`. */
export function addFreezeCommands(program: Command, context: CliContext): void {
  withScope(program.command('freeze').description('stop actions everywhere, or where the options say'))
    .requiredOption('--reason <text>', 'why; everybody sees it')
    .option('--by <name>', 'who; your user name unless given')
    .action((options: FreezeOptions) => {
      const order = freezeOrder(options);
      return withFreezes(context, (client) => freeze(client, order));
    });
  withScope(program.command('unfreeze').description('lift a freeze'))
    .argument('[id]', 'its id as nightshift freezes shows it; or name its scope by the options')
    .option('--all', 'lift every freeze')
    .option('--by <name>', 'who; your user name unless given')
    .action((id: string | undefined, options: UnfreezeOptions) => {
      const wanted = idToLift(id, options);
      return withFreezes(context, (client) => unfreeze(client, wanted, options.by ?? userName()));
    });
  program
    .command('freezes')
    .description('list the freezes in force')
    .option('--json', 'one JSON array')
    .action((options: { json?: boolean }) =>
      withFreezes(context, async (client) => {
        const freezes = await client.read();
        if (options.json) printJson(freezes);
        else for (const line of table(freezes)) print(line);
      }),
    );
}

function withScope(command: Command): Command {
  return command
    .option('--cluster <name>', 'only this cluster of Kubernetes')
    .option('--namespace <name>', 'only this namespace, in every cluster unless one is named')
    .option('--target <pattern>', 'only targets at or below this one; * stands for any one part')
    .addOption(new Option('--runbook <name>', 'only this runbook').choices(runbookNames));
}

function withFreezes(context: CliContext, use: (client: FreezeClient) => Promise<void>): Promise<void> {
  return withClient(context, (client) => use(createFreezeClient(client, patienceMs)));
}

async function freeze(client: FreezeClient, order: FreezeOrder): Promise<void> {
  const id = freezeId(order);
  const { state, freezes } = await client.freeze(order);
  if (state === 'stored') return print(`stored: ${id}. ${untilWorkerRuns}`);
  const inForce = freezes.find((known) => known.id === id);
  if (!inForce) {
    throw new UsageError(
      hasRoomFor(freezes, order)
        ? `${id} is not frozen: somebody lifted it in the same moment; see nightshift freezes`
        : `${id} is not frozen: ${freezes.length} scopes are frozen already; lift some, or freeze everything`,
    );
  }
  print(`frozen: ${id}, since ${inForce.at} by ${onOneLine(inForce.by)}: ${onOneLine(inForce.reason)}`);
}

/** @param wanted the id of a freeze, or `all`. */
async function unfreeze(client: FreezeClient, wanted: string, by: string): Promise<void> {
  // In doubt a single order is stored all the same: it may be what opens a closed kill switch again.
  const known = wanted === all ? await client.read() : await client.read().catch(() => undefined);
  if (known?.length === 0) return print('nothing is frozen');
  for (const id of wanted === all ? (known ?? []).map((inForce) => inForce.id) : [wanted]) {
    const order = readUnfreezeOrder({ id, by });
    if (!order || known?.every((inForce) => inForce.id !== id)) {
      throw new UsageError(`there is no freeze ${onOneLine(id)}: see nightshift freezes`);
    }
    const { state } = await client.unfreeze(order);
    if (state === 'refused') throw new UsageError(`${id} was frozen again in the same moment: see nightshift freezes`);
    print(state === 'stored' ? `stored: lift ${onOneLine(id)}. ${untilWorkerRuns}` : `lifted: ${id}`);
  }
}

const all = 'all';
const untilWorkerRuns = 'No worker has taken the order in yet: until one does, every action is refused.';

function freezeOrder(options: FreezeOptions): FreezeOrder {
  const { reason, by = userName() } = options;
  const order = readFreezeOrder({ ...scopeOf(options), reason, by });
  if (!order) throw new UsageError('the order cannot be read: see nightshift freeze --help');
  return order;
}

function idToLift(id: string | undefined, options: UnfreezeOptions): string {
  const scope = scopeOf(options);
  const isScoped = scope.target !== null || scope.runbook !== null;
  if ([id !== undefined, isScoped, options.all === true].filter(Boolean).length !== 1) {
    throw new UsageError('say what to lift: an id, or its scope by the options, or --all; see nightshift freezes');
  }
  return options.all ? all : (id ?? freezeId(scope));
}

const anywhere = { cluster: null, namespace: null, target: null, runbook: null };

function scopeOf(options: ScopeOptions): FreezeScope {
  const { cluster, namespace, target, runbook } = { ...anywhere, ...options };
  const place = placePattern({ cluster, namespace });
  if (place === undefined) throw new UsageError('--cluster and --namespace take a name of at most 100 characters');
  if (place !== null && target !== null) {
    throw new UsageError('--target cannot be used together with --cluster or --namespace: it names both');
  }
  if (target !== null && !isTargetPattern(target)) {
    throw new UsageError(
      `--target ${onOneLine(target)} matches no target: write one as Nightshift shows it, such as host/web-1 or kubernetes/*/shop`,
    );
  }
  return { target: target ?? place, runbook };
}

function table(freezes: readonly Freeze[]): readonly string[] {
  const rows = freezes.map(({ id, at, by, reason }) => [id, at.slice(0, 19), onOneLine(by), onOneLine(reason)]);
  return tableOf([['ID', 'SINCE (UTC)', 'BY', 'REASON'], ...rows]);
}
