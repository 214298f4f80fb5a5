/**
 * Text that must not travel, and what stands in its place. Every expression is linear: no nested
 * repetition, and a repetition without a bound either always ends in a match, which is then passed
 * over, or begins where only few can begin.
 */
const secrets: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----)){0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
    '[private key]',
  ],
  // The whole rest of the line: a scheme, several cookies, parameters.
  [/((?:authorization|cookie)["']?\s{0,4}:\s{0,4}["']?)[^\s"'][^\n"']*/gi, '$1[secret]'],
  [/\b(bearer)\s{1,4}[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [secret]'],
  // Prose such as "basic authentication" and "token validation" is none.
  [/\b([Bb]asic|BASIC|[Tt]oken|TOKEN)\s{1,4}(?![a-z]{1,40}[.:,;)]?(?:\s|$))[A-Za-z0-9._~+/=-]{8,}/g, '$1 [secret]'],
  [/\beyJ[A-Za-z0-9_-]{8,1000}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?/g, '[token]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[access key]'],
  [
    /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9_-]{20,})/g,
    '[token]',
  ],
  [/\b(https:\/\/hooks\.slack\.com\/)[^\s"'<>]+/gi, '$1[secret]'],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"'<>]{0,200}:[^\s/"'<>]{1,1000}@/gi, '$1[secret]@'],
  [/(--[a-z-]{0,20}(?:password|passwd|secret|token|api-?key)\s{1,4})[^\s"'-][^\s"']*/gi, '$1[secret]'],
  [
    /(["']?[A-Za-z0-9_.-]{0,40}(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|authorization|cookie)[A-Za-z0-9_-]{0,20}\\{0,3}["']?\s{0,4}[=:]\s{0,4})(?!\[secret\])(\\{1,3}"[^"\\\n]+(?:\\{1,3}")?|"(?:[^"\\\n]|\\.)+"?|'(?:[^'\\\n]|\\.)+'?|[^\s,;&"'}\]]+)/gi,
    '$1[secret]',
  ],
];

/** Replaces what looks like a credential: keys, tokens, passwords in pairs or URLs, webhook addresses. */
export function maskSecrets(text: string): string {
  return secrets.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}
