import type { Client, ClientChannel } from 'ssh2';
import type { CommandOptions, CommandOutcome } from '../commands/command.ts';
import { defaultOutputBytes, graceMs, lastWordsMs, notStarted } from '../commands/command.ts';
import { TailBuffer } from '../commands/tail-buffer.ts';

interface Connection {
  readonly client: Client;
  /** Ends it for everybody. */
  readonly giveUp: () => void;
}

/**
 * Runs one line by the login shell of a connected host; at the end of its time SIGTERM, then
 * SIGKILL, then without waiting for it any longer. Never rejects. A connection that breaks once the line may have been
 * sent, or that says nothing more, is `disconnected` or `timed-out`: nobody knows then what the line has done.
 */
export function runRemotely(
  { client, giveUp }: Connection,
  line: string,
  options: CommandOptions,
): Promise<CommandOutcome> {
  const output = new TailBuffer(options.maxOutputBytes ?? defaultOutputBytes);
  return new Promise((resolve) => {
    const timers: NodeJS.Timeout[] = [];
    let channel: ClientChannel | undefined;
    let timedOut = false;
    const end = (how: Pick<CommandOutcome, 'exitCode' | 'problem'>): void => {
      timers.forEach(clearTimeout);
      channel?.close();
      const late = timedOut ? ({ exitCode: null, problem: 'timed-out' } as const) : how;
      resolve({ ...late, output: output.text(), truncated: output.truncated });
    };
    const after = (ms: number, act: () => void): void => void timers.push(setTimeout(act, ms));

    after(options.timeoutMs, () => {
      timedOut = true;
      channel?.signal('TERM');
      after(graceMs, () => channel?.signal('KILL'));
      // A server that does not even say that it is over is not asked again.
      after(2 * graceMs, () => {
        giveUp();
        end({ exitCode: null, problem: 'timed-out' });
      });
    });
    begin(client, line, (error, opened) => {
      if (error) {
        timers.forEach(clearTimeout);
        if (isRefusal(error)) return resolve(notStarted(`the host refused the command: ${error.message}`));
        return end({ exitCode: null, problem: 'disconnected' });
      }
      channel = opened;
      if (timedOut) channel.signal('TERM');
      channel.on('data', options.onOutput ?? ((chunk: Buffer) => output.add(chunk)));
      channel.stderr.on('data', (chunk: Buffer) => output.add(chunk));
      // Whatever breaks here ends the channel too.
      channel.on('error', () => undefined);
      const exit: { how?: Pick<CommandOutcome, 'exitCode' | 'problem'> } = {};
      channel.once('exit', (code: number | null) => {
        const how = { exitCode: code, problem: code === null ? ('killed' as const) : null };
        exit.how = how;
        // Not the end of the channel alone: a restarted service may hold on to the output of what started it.
        after(lastWordsMs, () => end(how));
      });
      channel.once('close', () => end(exit.how ?? { exitCode: null, problem: 'disconnected' }));
    });
  });
}

function begin(client: Client, line: string, then: (error: Error | undefined, channel: ClientChannel) => void): void {
  try {
    client.exec(line, then);
  } catch (error) {
    // Thrown before anything is sent, where the connection has ended already.
    then(
      Object.assign(new Error('the connection had ended', { cause: error }), { reason: 'ended' }),
      undefined as never,
    );
  }
}

/**
 * Whether the server opened no session for the command. A session that ends before the server has said that it runs the
 * command looks the same whether it refused or broke, and counts as lost.
 */
function isRefusal(error: Error): boolean {
  return 'reason' in error;
}
