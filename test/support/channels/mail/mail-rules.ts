/** What every message has exactly once. */
const demanded = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'in-reply-to',
  'message-id',
  'mime-version',
  'references',
  'subject',
  'to',
];

const messageId = /^<[^\s<>@]+@[^\s<>@]+>$/;

/** What RFC 5321 and RFC 5322 say against a message; nothing where it may pass. */
export function complaintsAbout(raw: string): readonly string[] {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  const headers = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const);
  const valuesOf = (name: string) => headers.filter(([key]) => key === name).map(([, value]) => value);
  return [
    ...(/(?<!\r)\n|\r(?!\n)/.test(raw) ? ['a line that does not end in CRLF'] : []),
    ...(raw.split('\r\n').some((line) => line.length > 998) ? ['a line of more than 998 characters'] : []),
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
    ...(/[^\t\r\n\u0020-\u007e]/.test(raw) ? ['a character that is not printable ASCII'] : []),
    ...headers.filter(([name]) => !/^[!-9;-~]+$/.test(name)).map(([name]) => `a header called ${name}`),
    ...demanded.filter((name) => valuesOf(name).length !== 1).map((name) => `not one header ${name}`),
    ...['message-id', 'in-reply-to', 'references']
      .filter((name) => !valuesOf(name).every((value) => messageId.test(value)))
      .map((name) => `no message id in ${name}`),
  ];
}
