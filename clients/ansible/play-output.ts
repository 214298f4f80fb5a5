import type { FileChange, PlayEvent, TaskStatus } from '../../model/playbook/play-event.ts';
import { taskStatuses } from '../../model/playbook/play-event.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

/** Longer than any line of the plugin; more is something else that was printed. */
const maxLineBytes = 256 * 1024;
const maxTextLength = 300;
const maxChanges = 10;

/**
 * Reads what the plugin prints, as it comes, and passes over everything else. Holds one line at a time, however much
 * there is.
 */
export class PlayOutput {
  private rest: Buffer = Buffer.alloc(0);
  private isTooLong = false;
  private readonly each: (event: PlayEvent) => void;

  /** @param each - is given every event, in order. */
  constructor(each: (event: PlayEvent) => void) {
    this.each = each;
  }

  add(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.keep(chunk.subarray(start, end));
      this.take();
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
  }

  private keep(part: Uint8Array): void {
    if (this.rest.length + part.length > maxLineBytes) {
      this.isTooLong = true;
      this.rest = Buffer.alloc(0);
    }
    if (!this.isTooLong && part.length > 0) this.rest = Buffer.concat([this.rest, part]);
  }

  private take(): void {
    const event = this.isTooLong ? undefined : eventIn(this.rest.toString('utf8'));
    this.rest = Buffer.alloc(0);
    this.isTooLong = false;
    if (event) this.each(event);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function eventIn(line: string): PlayEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return eventOf(JSON.parse(line) as Fields);
  } catch {
    return undefined;
  }
}

function eventOf(fields: Fields): PlayEvent | undefined {
  const { event } = fields;
  const [host, task] = [textOf(fields['host']), textOf(fields['task'])];
  switch (event) {
    case 'task': {
      const delegate = fields['delegate'];
      return { event, task, delegate: typeof delegate === 'string' ? textOf(delegate) : null };
    }
    case 'result': {
      const status = taskStatuses.find((known) => known === fields['status']);
      return status && resultOf(fields, host, task, status);
    }
    case 'stats': {
      const [ok, changed] = [countOf(fields['ok']), countOf(fields['changed'])];
      return {
        event,
        host,
        ok,
        changed,
        failed: countOf(fields['failed']),
        unreachable: countOf(fields['unreachable']),
      };
    }
    default:
      return undefined;
  }
}

function resultOf(fields: Fields, host: string, task: string, status: TaskStatus): PlayEvent {
  const changes = Array.isArray(fields['changes']) ? (fields['changes'] as readonly unknown[]) : [];
  return {
    event: 'result',
    host,
    task,
    status,
    message: textOf(fields['message']),
    untold: fields['untold'] === true,
    changes: changes.slice(0, maxChanges).flatMap(changeOf),
  };
}

function changeOf(change: unknown): readonly FileChange[] {
  if (typeof change !== 'object' || change === null) return [];
  const { path, added, removed } = change as Fields;
  return [{ path: textOf(path), added: countOf(added), removed: countOf(removed) }];
}

function textOf(text: unknown): string {
  return typeof text === 'string' ? maskedLine(text, maxTextLength) : '';
}

function countOf(count: unknown): number {
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : 0;
}
