/** Beyond this a stack trace is not read. */
const maxLength = 32_768;

/** The first line of a block that names what went wrong in the end, for each language that nests its causes. */
const innermost = [/^\s{0,20}(Caused by: .+)/, /^\s{0,20}(?:---> )(.+)/, /^\s{0,20}\[cause\]: (.+)/];

/**
 * The line of a stack trace that names the first cause: the last `Caused by` of Java, the last inner exception of .NET,
 * the last `[cause]` of Node, the exception of the first of chained Python tracebacks, the panic of Go; else the first line.
 */
export function rootCauseOf(stack: string): string | null {
  const lines = stack.slice(0, maxLength).split('\n');
  const nested = lines.findLast((line) => innermost.some((pattern) => pattern.test(line)));
  if (nested !== undefined) return innermost.map((pattern) => pattern.exec(nested)?.[1]).find(Boolean) ?? null;
  const traceback = lines.findIndex((line) => line.startsWith('Traceback (most recent call last)'));
  if (traceback >= 0) return lines.slice(traceback + 1).find((line) => /^\S/.test(line)) ?? null;
  return (
    lines.find((line) => /^\s{0,20}panic: /.test(line))?.trim() ??
    lines.find((line) => line.trim() !== '')?.trim() ??
    null
  );
}

/** Whether a line only goes on with the stack trace of the line before it. */
export function continuesStack(message: string): boolean {
  return /^(?:\s{1,20}at |Caused by: |\s{1,20}File "|\s{1,20}\.\.\. \d|\s{0,20}\[cause\]: |\s{1,20}---> |goroutine \d)/.test(
    message,
  );
}
