import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../../../model/text/redaction.ts';

const key = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';

describe('maskSecrets', () => {
  it.each([
    ['a bearer token', 'Bearer abcdef.123-456', 'Bearer [secret]'],
    ['a bearer token of any length', `bearer ${'a1'.repeat(5_000)} end`, 'bearer [secret] end'],
    ['a header', 'Authorization: Basic dXNlcjpwYXNz', 'Authorization: [secret]'],
    ['a short header', 'authorization: token abc', 'authorization: [secret]'],
    ['a header in JSON', '{"authorization":"Bearer abc.def-123","a":1}', '{"authorization":[secret],"a":1}'],
    ['every cookie of a header', 'Cookie: theme=dark; session=abcdef', 'Cookie: [secret]'],
    ['a credential behind its scheme', 'sent basic dXNlcjpwYXNz to it', 'sent basic [secret] to it'],
    ['a JSON password', '{"password":"hunter2","a":1}', '{"password":[secret],"a":1}'],
    ['a JSON password with a quote in it', '{"password":"hun\\"ter2","a":1}', '{"password":[secret],"a":1}'],
    ['a JSON password inside JSON', '{\\"password\\":\\"hunter2\\",\\"a\\":1}', '{\\"password\\":[secret],\\"a\\":1}'],
    ['a long JSON secret', `{"client_secret": "${'x'.repeat(5_000)}"}`, '{"client_secret": [secret]}'],
    ['a pair', 'db.password=hunter2 user=web', 'db.password=[secret] user=web'],
    ['a quoted pair', "api_key = 'a b c', next", 'api_key = [secret], next'],
    ['a YAML pair', 'apiKey: abc123', 'apiKey: [secret]'],
    ['an open quote', 'secret="abc def', 'secret=[secret]'],
    ['a query', 'GET /x?access_token=abc&y=1', 'GET /x?access_token=[secret]&y=1'],
    ['an argument', 'mysql --password hunter2 --host db', 'mysql --password [secret] --host db'],
    ['a URL', 'postgres://web:hunter2@db/shop', 'postgres://[secret]@db/shop'],
    ['a URL whose password has an @', 'postgres://web:hun@ter2@db/shop', 'postgres://[secret]@db/shop'],
    ['a URL without a user', 'redis://:hunter2@cache:6379', 'redis://[secret]@cache:6379'],
    ['an AWS key id', 'key AKIAIOSFODNN7EXAMPLE used', 'key [access key] used'],
    ['an AWS key', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key = [secret]'],
    ['a GitHub token', `push with ghp_${'a'.repeat(36)}`, 'push with [token]'],
    ['a fine-grained GitHub token', `github_pat_${'a1'.repeat(20)} x`, '[token] x'],
    ['a Slack token', 'xoxb-123456789012-abcdef', '[token]'],
    ['a Slack webhook', 'https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/[secret]'],
    ['a JWT', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2ln-_w now', 'got [token] now'],
    ['a long JWT', `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(9_000)}.c2ln now`, '[token] now'],
    ['a private key', `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\nend`, '[private key]\nend'],
    [
      'an encrypted private key',
      `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${key}\n-----END RSA PRIVATE KEY-----`,
      '[private key]',
    ],
    ['a private key that is cut off', `-----BEGIN EC PRIVATE KEY-----\n${key}`, '[private key]'],
  ])('masks %s', (_what, text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
  });

  it.each([
    'web answers 503 at http://127.0.0.1:8080/health',
    'basic authentication failed for user web',
    'invalid token signature',
    'token validation: failed',
    'the cookie jar is empty',
    'mail from web@example.com to http://db:5432/',
    '2026-01-01T00:00:00Z INFO started in 3 ms (pid=17)',
    'a---b -----BEGIN CERTIFICATE-----',
    'Ubuntu: ünïcödé 😀 \u0000 \ud800',
    '',
  ])('leaves %j alone', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('changes nothing by masking twice', () => {
    const piece = fc.constantFrom(
      'password',
      '=',
      ':',
      '"',
      "'",
      '\\',
      ' ',
      'Bearer ',
      'abcdefgh1',
      '\n',
      'token',
      'eyJ',
      '.',
    );

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const once = maskSecrets(pieces.join(''));

        expect(maskSecrets(once).length).toBeLessThanOrEqual(once.length + '[secret]'.length * pieces.length);
      }),
    );
  });

  it('comes to an end on large texts made to be slow', () => {
    const piece = fc.constantFrom(
      'eyJaaaaaaaa',
      '.',
      '-',
      'password',
      '="',
      "='",
      '\\"',
      'a://b:',
      '@',
      'bearer ',
      'token ',
      ' ',
      '_',
      'cookie:',
      '-----BEGIN PRIVATE KEY-----',
      'https://hooks.slack.com/',
      'AKIA',
      'a'.repeat(40),
      '--',
    );

    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
        const unit = pieces.join('');
        const text = unit.repeat(Math.ceil(100_000 / unit.length));

        expect(maskSecrets(text)).toEqual(expect.any(String));
      }),
      { numRuns: 60 },
    );
  });
});
