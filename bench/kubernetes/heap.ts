import { setTimeout as sleep } from 'node:timers/promises';

interface InspectorAnswer {
  readonly id?: number;
  readonly result?: { readonly usedSize?: number };
}

/** Has a process collect its garbage, by its inspector, and says how many bytes are still in use in its heap. */
export async function heapAfterCollection(inspectPort: number): Promise<number> {
  const targets = (await (await fetch(`http://127.0.0.1:${inspectPort}/json`)).json()) as readonly {
    readonly webSocketDebuggerUrl: string;
  }[];
  const [target] = targets;
  if (!target) throw new Error(`nothing can be inspected at port ${inspectPort}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  try {
    // What waited for the end of a request goes with the second one.
    await ask(socket, 1, 'HeapProfiler.collectGarbage');
    await sleep(500);
    await ask(socket, 2, 'HeapProfiler.collectGarbage');
    return (await ask(socket, 3, 'Runtime.getHeapUsage')).usedSize ?? Number.NaN;
  } finally {
    socket.close();
  }
}

function ask(socket: WebSocket, id: number, method: string): Promise<NonNullable<InspectorAnswer['result']>> {
  return new Promise((resolve) => {
    const hear = ({ data }: MessageEvent): void => {
      const answer = JSON.parse(String(data)) as InspectorAnswer;
      if (answer.id !== id) return;
      socket.removeEventListener('message', hear);
      resolve(answer.result ?? {});
    };
    socket.addEventListener('message', hear);
    socket.send(JSON.stringify({ id, method }));
  });
}
