import { describe, expect, it } from 'vitest';
import { escapeMarkdown, inertLine, onOneLine, plainLines, shorten } from '../../../../model/text/markdown.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['a link', '[a](b)', '&#91;a&#93;&#40;b&#41;'],
    ['a tag', '<b>', '&#60;b&#62;'],
    ['an autolink', 'www.a', 'www&#46;a'],
    ['a reference', '&lt;', '&#38;lt;'],
    ['a bare domain', 'a.example', 'a&#46;example'],
    ['a scheme', 'mailto:a', 'mailto&#58;a'],
    ['an item of a list', '- 1. a', '&#45; 1&#46; a'],
    ['a rule', 'a --- b', 'a &#45;&#45;&#45; b'],
    ['a time and an address, as they are', '2026-01-01T00:05 10.0.0.1:80', '2026-01-01T00:05 10.0.0.1:80'],
    ['a name with a hyphen, as it is', 'web-1 größe-b', 'web-1 größe-b'],
    ['plain words', 'web is down', 'web is down'],
    ['letters of any script', 'größe 値 😀', 'größe 値 😀'],
  ])('writes %s without its meaning', (_what, text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });
});

describe('onOneLine', () => {
  it.each([
    ['line breaks', 'a\r\nb\u2028c\u0085d', 'a b c d'],
    ['terminal escapes', 'a\u001b[31mb', 'a [31mb'],
    ['direction marks', 'a\u202eb\u2066c\u061cd', 'a b c d'],
    ['invisible characters', 'a\u200bb\ufeffc\u2060d', 'a b c d'],
    ['half a surrogate pair', 'a\ud800', 'a\ufffd'],
    ['space around it', ' a ', 'a'],
  ])('replaces %s', (_what, text, expected) => {
    expect(onOneLine(text)).toBe(expected);
  });
});

describe('plainLines', () => {
  it.each([
    ['colours', '\u001b[1;31mred\u001b[0m', 'red'],
    ['moves of the cursor', 'a\u001b[?25l\u001b[2Kb', 'ab'],
    ['carriage returns', 'a\r\nb', 'a\nb'],
    ['binary', 'a\u0000\u0007b', 'ab'],
    ['direction marks', 'a\u202eb', 'ab'],
    ['tabs and line feeds, which stay', 'a\tb\nc', 'a\tb\nc'],
  ])('strips %s', (_what, text, expected) => {
    expect(plainLines(text)).toBe(expected);
  });
});

describe('shorten', () => {
  it.each([
    ['short enough', 'abc', 3, 'abc'],
    ['too long', 'abcd', 3, 'ab…'],
    ['cut through a character', 'a😀b', 3, 'a\ufffd…'],
  ])('treats a text that is %s', (_what, text, length, expected) => {
    expect(shorten(text, length)).toBe(expected);
  });
});

describe('inertLine', () => {
  it.each([
    ['a link', '[a](https://b.example)', 'a https: //b.example'],
    ['a tag', '<script>x</script>', 'script x /script'],
    ['an address without a scheme', 'see www.a.example', 'see www .a.example'],
    ['emphasis and code', '**a** _b_ `c`', 'a b c'],
    ['line breaks', 'a\n# b', 'a b'],
    ['a canonical path', 'Down on host/web-1/service/a%2Fb', 'Down on host/web-1/service/a%2Fb'],
    ['letters of any script', 'größe 値 7', 'größe 値 7'],
  ])('makes %s harmless', (_what, text, expected) => {
    expect(inertLine(text, 200)).toBe(expected);
  });

  it('is never longer than asked for', () => {
    expect(inertLine('x'.repeat(500), 200)).toHaveLength(200);
  });
});
