import { continuesStack } from '../../../detection/logs/lines/stack-traces.ts';
import type { ParsedLine } from './parsed-line.ts';

const maxBlockLength = 16_384;

/** What is being read, where lines belong together whatever they look like. */
type Block = 'none' | 'traceback' | 'chained' | 'goroutine';

/** What Python writes between two tracebacks of which one led to the other. */
const chain = /^(?:During handling of the above exception|The above exception was the direct cause)/;

/**
 * Joins lines that go on with the line before them: stack traces, and what is indented. A traceback of Python that
 * stands alone is called by the line behind it, which says what went wrong; where an error is logged before it, it
 * belongs to that.
 */
export function joinBlocks(lines: readonly ParsedLine[]): readonly ParsedLine[] {
  const joiner = new Joiner();
  for (const line of lines) joiner.add(line);
  return joiner.joined;
}

class Joiner {
  readonly joined: ParsedLine[] = [];
  private block: Block = 'none';
  /** Whether the traceback stands alone, so that its exception becomes what the line says. */
  private isAlone = false;

  add(line: ParsedLine): void {
    const { message } = line;
    if (line.isHead) return this.begin(line);
    if (message.trim() === '') return this.blank();
    if (message.startsWith('Traceback (most recent call last)')) return this.traceback(line);
    if (chain.test(message) && this.joined.length > 0) return this.chained(message);
    if (this.block === 'traceback' && !/^\s/.test(message)) return this.exception(message);
    if (this.block !== 'none' || /^\s/.test(message) || continuesStack(message)) {
      if (message.startsWith('goroutine ')) this.block = 'goroutine';
      return this.goOn(line);
    }
    this.begin(line);
  }

  private begin(line: ParsedLine): void {
    this.block = 'none';
    this.isAlone = false;
    this.joined.push(line);
  }

  private blank(): void {
    if (this.block === 'goroutine') this.block = 'none';
  }

  private chained(message: string): void {
    this.append(message);
    this.block = 'chained';
  }

  private traceback(line: ParsedLine): void {
    const last = this.joined.at(-1);
    const goesOn = this.block === 'chained';
    this.isAlone = goesOn || !(last?.isHead && (last.level === 'error' || last.level === 'fatal'));
    if (this.isAlone && !goesOn) this.joined.push({ ...line, stack: line.message, level: 'error', isHead: true });
    else this.append(line.message);
    this.block = 'traceback';
  }

  private exception(message: string): void {
    this.append(message);
    this.block = 'none';
    const last = this.joined.at(-1);
    if (this.isAlone && last && last.stack !== null) this.joined[this.joined.length - 1] = { ...last, message };
  }

  private goOn(line: ParsedLine): void {
    if (this.joined.length === 0) this.begin(line);
    else this.append(line.message);
  }

  private append(text: string): void {
    const last = this.joined.at(-1);
    if (!last) return;
    const whole = last.stack ?? last.message;
    if (whole.length + text.length > maxBlockLength) return;
    const longer = `${whole}\n${text}`;
    this.joined[this.joined.length - 1] =
      last.stack === null ? { ...last, message: longer } : { ...last, stack: longer };
  }
}
