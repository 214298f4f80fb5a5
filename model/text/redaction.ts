/**
 * Text that must not travel, and what stands in its place. Every expression is linear: no nested
 * repetition, and each repetition has a bound or a delimiter that it cannot itself contain.
 */
const secrets: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g, '[private key]'],
  [/\b(bearer|basic|token)\s{1,4}[A-Za-z0-9._~+/=-]{8,4000}/gi, '$1 [secret]'],
  [/\beyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,4000}/g, '[token]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[access key]'],
  [
    /\b(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}|xox[abeprs]-[A-Za-z0-9-]{10,255}|sk-[A-Za-z0-9_-]{20,255})/g,
    '[token]',
  ],
  [/\b(https:\/\/hooks\.slack\.com\/)[^\s"'<>]{1,500}/gi, '$1[secret]'],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"'<>]{0,200}:[^\s/@"'<>]{1,200}@/gi, '$1[secret]@'],
  [
    /(["']?[A-Za-z0-9_.-]{0,40}(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|authorization|cookie)[A-Za-z0-9_-]{0,20}["']?\s{0,4}[=:]\s{0,4})("[^"\n]{1,2000}"|'[^'\n]{1,2000}'|[^\s,;&"'}\]]{1,2000})/gi,
    '$1[secret]',
  ],
];

/** Replaces what looks like a credential: keys, tokens, passwords in pairs or URLs, webhook addresses. */
export function maskSecrets(text: string): string {
  return secrets.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}
