import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/errors.ts';
import { AuditUnavailableError } from '../clients/audit/audit-unavailable.ts';
import { ClusterAccessError } from '../clients/kubernetes/requests/access-error.ts';
import { SearchAttributesMissingError } from '../clients/temporal/search-attributes.ts';
import { UnauthenticatedTriggerError } from '../triggers/authentication.ts';
import { StackError } from '../stack/errors.ts';
import { addConfigCommands } from './commands/config.ts';
import { addHostCommands } from './commands/hosts.ts';
import { addKubernetesCommands } from './commands/kubernetes.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addForecastCommand } from './commands/forecast.ts';
import { addForecastsCommands } from './commands/forecasts.ts';
import { addFreezeCommands } from './commands/freezes.ts';
import { addIncidentCommands } from './commands/incidents.ts';
import { addProcessCommands } from './commands/processes.ts';
import { addReportCommand } from './commands/report.ts';
import { addRunbooksCommand } from './commands/runbooks.ts';
import { addOnCallCommands } from './commands/operators/oncall.ts';
import { addEscalationCommands } from './commands/operators/escalation.ts';
import { addOperatorCommands } from './commands/operators/asks.ts';
import type { CliContext, Env } from './context.ts';
import { RefusedError, UsageError } from './context.ts';

/** Errors whose message says all that a user needs; everything else is shown with its stack. */
const expected = [
  ConfigError,
  UnauthenticatedTriggerError,
  AuditUnavailableError,
  ClusterAccessError,
  SearchAttributesMissingError,
  StackError,
  UsageError,
];

/** Runs one command line. Resolves to the exit code: 0 done, 1 failed, 2 wrong usage or bad input. */
export async function runCli(argv: readonly string[], env: Env): Promise<number> {
  const program = new Command('nightshift')
    .description('The engine for incidents that repair themselves.')
    .option(
      '-c, --config <file>',
      'configuration file (default: nightshift.yaml, if it exists)',
      env['NIGHTSHIFT_CONFIG'],
    )
    .exitOverride();
  const context: CliContext = { env, configFile: () => program.opts<{ config?: string }>().config };
  addProcessCommands(program, context);
  addIncidentCommands(program, context);
  addOnCallCommands(program, context);
  addOperatorCommands(program, context);
  addEscalationCommands(program, context);
  addReportCommand(program, context);
  addRunbooksCommand(program);
  addFreezeCommands(program, context);
  addExplainCommand(program, context);
  addForecastCommand(program, context);
  addForecastsCommands(program, context);
  addConfigCommands(program, context);
  addHostCommands(program, context);
  addKubernetesCommands(program);
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Error && expected.some((type) => error instanceof type)) {
    console.error(error.message);
    return 2;
  }
  if (error instanceof RefusedError) {
    console.error(error.message);
    return 1;
  }
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === 'EADDRINUSE') {
    console.error(
      `${address}:${port} is in use by another process: stop it, or set another listen port in the configuration`,
    );
    return 2;
  }
  console.error(error);
  return 1;
}
