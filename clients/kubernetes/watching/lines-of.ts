import type { Readable } from 'node:stream';

/** An object has 1.5 MB at the most, and JSON around it. */
const maxLineLength = 8 * 1024 * 1024;

/** The lines of a stream as they come in. It fails where one does not come to its end. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  let rest = '';
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new RangeError('a line without an end');
    yield* lines.filter((line) => line !== '');
  }
}
