import { StackError } from '../errors.ts';
import { canListen, freePort } from './free-port.ts';

const attempts = 4;

/**
 * Starts something on the ports that were given and on free ones for the others. Between finding a port and listening on
 * it another process may take it; then the start is repeated with other ports, unless one was asked for.
 */
export async function startOnPorts<Name extends string, Running>(
  wanted: Readonly<Record<Name, number | undefined>>,
  start: (ports: Readonly<Record<Name, number>>) => Promise<Running>,
): Promise<Running> {
  const names = Object.keys(wanted) as Name[];
  const mayRepeat = names.some((name) => wanted[name] === undefined);
  for (let attempt = 1; ; attempt += 1) {
    const chosen = await Promise.all(
      names.map(async (name) => {
        const port = wanted[name];
        return [name, port === undefined ? await freePort() : await given(name, port)] as const;
      }),
    );
    try {
      return await start(Object.fromEntries(chosen) as Record<Name, number>);
    } catch (error) {
      if (!isPortTaken(error) || !mayRepeat || attempt === attempts) throw error;
    }
  }
}

// Whatever listens on a port that was asked for would answer in place of the component, and look like a good start.
async function given(name: string, port: number): Promise<number> {
  if (await canListen(port)) return port;
  throw new StackError('port-taken', `The ${name} ${port} is in use by another process.`);
}

function isPortTaken(error: unknown): boolean {
  return error instanceof StackError && error.code === 'port-taken';
}
