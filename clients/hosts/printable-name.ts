const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
// eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
const special = /[\\\u0000-\u001f\u007f-\u009f]/g;

/**
 * A file name as text that loses nothing: what is UTF-8 stays, a backslash is doubled, control
 * characters and bytes that are no UTF-8 become `\xNN`. Two names never look the same.
 */
export function printableName(bytes: Uint8Array): string {
  try {
    return escapeText(decoder.decode(bytes));
  } catch {
    return escapePieces(bytes);
  }
}

function escapeText(text: string): string {
  return text.replace(special, (mark) => (mark === '\\' ? '\\\\' : [...Buffer.from(mark)].map(escapeByte).join('')));
}

function escapePieces(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length;) {
    const character = [1, 2, 3, 4]
      .filter((length) => start + length <= bytes.length)
      .map((length) => ({ length, text: decoded(bytes.subarray(start, start + length)) }))
      .find((piece) => piece.text !== null);
    text += character?.text ?? escapeByte(bytes[start] ?? 0);
    start += character?.length ?? 1;
  }
  return text;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return escapeText(decoder.decode(bytes));
  } catch {
    return null;
  }
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
