import pLimit from 'p-limit';
import type { CommandOutcome, RunOnHost } from '../commands/command.ts';
import { notStarted } from '../commands/command.ts';
import { shellLine } from '../commands/shell-words.ts';
import { createSshConnections } from './connections.ts';
import { runRemotely } from './remote-command.ts';
import type { SshHost } from '../../model/host/host.ts';

interface SshCommands {
  readonly run: RunOnHost;
  /** Ends every connection; commands under way are lost sight of. */
  readonly close: () => void;
}

interface SshLimits {
  /** Commands at one time on one host; OpenSSH allows ten sessions over a connection. */
  readonly perHost: number;
  readonly overall: number;
}

/**
 * Runs commands on other hosts over SSH, over one connection for each, and few at a time: the wait for a turn and for a
 * connection is part of a command's time, and what is late before it has begun is never begun.
 */
export function createSshCommands(
  hosts: readonly SshHost[],
  limits: SshLimits = { perHost: 4, overall: 20 },
): SshCommands {
  const connections = createSshConnections();
  const byName = new Map(hosts.map((host) => [host.name, { host, turn: pLimit(limits.perHost) }]));
  const anyTurn = pLimit(limits.overall);

  const run: RunOnHost = async (name, command, options) => {
    const known = byName.get(name);
    if (!known) return notStarted(`no host ${name} is described: add it to hosts`);
    const deadline = Date.now() + options.timeoutMs;
    const late = notStarted(`${name} had no turn for it in time`);
    const attempt = { isBegun: false, isGivenUp: false };
    const execute = async (): Promise<CommandOutcome> => {
      // In place of the shell, so that signals reach the program itself. Its input is not ended over the connection,
      // because ssh2 sends no signal after that.
      const line = `exec ${shellLine(command)} </dev/null`;
      return connections.using(known.host, (client, giveUp) => {
        if (attempt.isGivenUp) return Promise.resolve(late);
        attempt.isBegun = true;
        return runRemotely({ client, giveUp }, line, { ...options, timeoutMs: Math.max(1, deadline - Date.now()) });
      });
    };

    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        if (attempt.isBegun) return;
        attempt.isGivenUp = true;
        resolve(late);
      }, options.timeoutMs);
      known
        .turn(() => anyTurn(execute))
        .then(resolve, (error: unknown) => resolve(notStarted(error instanceof Error ? error.message : String(error))))
        .finally(() => clearTimeout(timer));
    });
  };
  return { run, close: connections.close };
}
