import { describe, expect, it } from 'vitest';
import { addressOf, stateName } from '../../../../clients/hosts/socket-words.ts';

describe('an address of the kernel', () => {
  it.each([
    ['0700000A:1538', '10.0.0.7:5432'],
    ['0100007F:0050', '127.0.0.1:80'],
    ['00000000000000000000000001000000:1F90', '[::1]:8080'],
    ['B80D01200000000000000000010000AB:01BB', '[2001:db8::ab00:1]:443'],
    ['0000000000000000FFFF00000700000A:1538', '10.0.0.7:5432'],
    ['', ''],
    ['what is this', 'what is this'],
  ])('%s is %s', (text, address) => {
    expect(addressOf(text)).toBe(address);
  });
});

it.each([
  ['08', 'CLOSE_WAIT'],
  ['01', 'ESTABLISHED'],
  ['unix', 'unix'],
  ['FF', 'FF'],
])('the state %s is %s', (code, name) => {
  expect(stateName(code)).toBe(name);
});
