import type { Payload } from '@temporalio/common';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A payload with a name of its encoding and raw data, whether they fit together or not. */
export function aPayload(encoding: string, data: string | Uint8Array = ''): Payload {
  return { metadata: { encoding: utf8(encoding) }, data: typeof data === 'string' ? utf8(data) : data };
}

/** A payload as the SDK makes it. */
export function aJsonPayload(value: unknown): Payload {
  return aPayload('json/plain', JSON.stringify(value));
}

/** Arguments that the SDK cannot decode. */
export const undecodable: readonly (readonly [title: string, args: readonly Payload[]])[] = [
  ['invalid JSON', [aPayload('json/plain', '{not json')]],
  ['half of a value', [aPayload('json/plain', '[{"alert":')]],
  ['no data', [aPayload('json/plain')]],
  ['bytes that are no text', [aPayload('json/plain', new Uint8Array([0xc3, 0x28, 0xff, 0x00]))]],
  ['a megabyte of garbage', [aPayload('json/plain', '['.repeat(1_000_000))]],
  ['an unknown encoding', [aPayload('json/encrypted', '{}')]],
  ['a hostile encoding', [aPayload('](https://evil.example)', '{}')]],
  ['a message of Protobuf', [aPayload('json/protobuf', '{}')]],
  ['no encoding', [{ metadata: {}, data: utf8('{}') }]],
  ['no metadata', [{ data: utf8('{}') }]],
  ['several arguments, the first broken', [aPayload('json/plain', '{'), aJsonPayload([])]],
];

/** Arguments that the SDK can decode, to something that no handler wants. */
export const unwanted: readonly (readonly [title: string, args: readonly Payload[]])[] = [
  ['no arguments', []],
  ['a null of its own encoding', [aPayload('binary/null')]],
  ['bytes', [aPayload('binary/plain', 'raw')]],
  ['a deep nest', [aPayload('json/plain', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)]],
  ['the marker itself', [aJsonPayload({ unreadablePayload: 'invalid JSON' })]],
];
