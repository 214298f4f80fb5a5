import { SeriesError } from '../series-source.ts';

/** Text or bytes as they come, such as those of a file or of standard input. */
export type TextStream = AsyncIterable<Uint8Array | string>;

/**
 * The lines of a text, as many at a time as have come, without their ends.
 *
 * @throws SeriesError for a line that is too long to be one.
 */
export async function* linesOf(stream: TextStream, maxLength: number): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  const unfinished: string[] = [];
  let length = 0;
  let count = 0;
  for await (const chunk of stream) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const [first = '', ...lines] = text.split('\n');
    unfinished.push(first);
    length += first.length;
    if (length > maxLength) throw tooLong(count + 1, maxLength);
    if (lines.length === 0) continue;
    const last = lines.pop() ?? '';
    const whole = [unfinished.splice(0).join(''), ...lines];
    const long = whole.findIndex((line) => line.length > maxLength);
    if (long >= 0) throw tooLong(count + long + 1, maxLength);
    yield whole.map(withoutReturn);
    count += whole.length;
    if (last.length > maxLength) throw tooLong(count + 1, maxLength);
    unfinished.push(last);
    length = last.length;
  }
  const rest = unfinished.join('') + decoder.decode();
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function tooLong(line: number, maxLength: number): SeriesError {
  return new SeriesError('refused', `line ${line} has more than ${maxLength} characters`);
}
