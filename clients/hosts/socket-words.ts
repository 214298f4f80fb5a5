/** States of a TCP connection by their number in the kernel's tables. */
const states: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECV',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '06': 'TIME_WAIT',
  '07': 'CLOSE',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
  '0C': 'SYN_RECV',
};

/** The name of a state; whatever is none, such as the kind of another socket, stays as it is. */
export function stateName(code: string): string {
  return states[code] ?? code;
}

/**
 * Reads an address of `/proc/net/tcp`, such as `0700000A:1538` for `10.0.0.7:5432`: 32-bit words in the order of a
 * little-endian machine, then the port. An IPv4 address inside an IPv6 one is shown by itself.
 */
export function addressOf(text: string): string {
  const [, hex = '', port = ''] = /^((?:[0-9A-F]{8}){1,4}):([0-9A-F]{4})$/.exec(text) ?? [];
  if (hex === '') return text;
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex')].toReversed());
  return `${hostOf(bytes)}:${Number.parseInt(port, 16)}`;
}

function hostOf(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (isMapped) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, nth) =>
    (((bytes[2 * nth] ?? 0) << 8) | (bytes[2 * nth + 1] ?? 0)).toString(16),
  );
  // The URL parser writes IPv6 addresses as RFC 5952 has them.
  return new URL(`http://[${groups.join(':')}]/`).hostname;
}
