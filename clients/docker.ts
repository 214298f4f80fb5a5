import Docker from 'dockerode';

/** What a container engine says of one container. */
export interface ContainerState {
  readonly id: string;
  readonly isRunning: boolean;
  /** The engine waits to start it again. */
  readonly isRestarting: boolean;
  /** How often the engine has started it again since it was last started by anybody else. */
  readonly restarts: number;
  readonly exitCode: number;
  readonly wasOutOfMemory: boolean;
  /** ISO 8601, as the engine writes it. */
  readonly startedAt: string;
}

/** One container of an engine that speaks the Docker API. */
interface ContainerClient {
  /** Every one of them throws ContainerError. */
  readonly inspect: () => Promise<ContainerState>;
  readonly start: () => Promise<void>;
  /** Asks it to end, kills it after a while, and starts it. */
  readonly restart: () => Promise<void>;
  /** Its newest lines of standard output and standard error. */
  readonly readLog: (lines: number) => Promise<string>;
  /** The newest lines of a span of time, each behind the time at which it was written; seconds since 1970. */
  readonly readTimedLog: (lines: number, since: number, until: number) => Promise<string>;
}

/** Why a container engine did not do what it was asked. */
export class ContainerError extends Error {
  /** `refused` has changed nothing, `unheard` may have done it. */
  readonly kind: 'refused' | 'unheard';

  constructor(kind: ContainerError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContainerError';
    this.kind = kind;
  }
}

/** What a container has to end by itself before it is killed, in seconds. */
const graceSeconds = 10;

/**
 * Speaks with the engine at an address; nothing is connected before something is asked.
 *
 * @param api `unix:///path` or an http or https address.
 */
export function createContainerClient(api: string, container: string, timeoutMs: number): ContainerClient {
  const docker = new Docker(addressOf(api));
  const explained = <Result>(ask: () => Promise<Result>): Promise<Result> => withinTime(ask, timeoutMs);
  const asked = docker.getContainer(encodeURIComponent(container));
  return {
    inspect: () =>
      explained(async () => {
        const { Id, State, RestartCount } = await asked.inspect();
        const { Running, Restarting, ExitCode, OOMKilled, StartedAt } = State;
        return {
          id: Id,
          isRunning: Running && !Restarting,
          isRestarting: Restarting,
          restarts: RestartCount,
          exitCode: ExitCode,
          wasOutOfMemory: OOMKilled,
          startedAt: StartedAt,
        };
      }),
    start: () => explained(async () => void (await asked.start())),
    restart: () => explained(async () => void (await asked.restart({ t: graceSeconds }))),
    readLog: (tail) => explained(async () => textOf(await asked.logs({ stdout: true, stderr: true, tail }))),
    readTimedLog: (tail, since, until) =>
      explained(async () =>
        textOf(await asked.logs({ stdout: true, stderr: true, timestamps: true, tail, since, until })),
      ),
  };
}

function addressOf(api: string): Docker.DockerOptions {
  const { protocol, hostname, port, pathname } = new URL(api);
  if (protocol === 'unix:') return { socketPath: decodeURIComponent(pathname) };
  return protocol === 'https:'
    ? { protocol: 'https', host: hostname, port: port || 443 }
    : { protocol: 'http', host: hostname, port: port || 80 };
}

/** Not the library's own timeout, which an answer that breaks off in the middle escapes. */
async function withinTime<Result>(ask: () => Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), timeoutMs);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    const { statusCode, reason, code } = error as Error & { statusCode?: number; reason?: string; code?: string };
    if (statusCode !== undefined)
      throw new ContainerError('refused', `the container engine answered ${statusCode}${reason ? `, ${reason}` : ''}`, {
        cause: error,
      });
    const kind = code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'EACCES' ? 'refused' : 'unheard';
    throw new ContainerError(kind, `the container engine did not answer (${code ?? 'no reason given'})`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The log as text. Without a terminal it comes in frames, each after a header of 8 bytes: the stream (1 or 2), three
 * zeros, and the length as a big-endian number.
 */
function textOf(log: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= log.length && (log[at] ?? 3) <= 2 && log.readUIntBE(at + 1, 3) === 0) {
    const end = at + 8 + log.readUInt32BE(at + 4);
    parts.push(log.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat([...parts, log.subarray(at)]).toString('utf8');
}
