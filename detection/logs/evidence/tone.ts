/** What the words of a line tell about its part in an incident. */
export interface Tone {
  /** How many kinds of change it speaks of: settings, releases, processes, roles, jobs; at most 2. */
  readonly changes: number;
  /** Something ran out, is overloaded or damaged. */
  readonly isStrained: boolean;
  /** Something else did not do what it should. */
  readonly isVictim: boolean;
}

/** Kinds of changes that an engineer asks for first. No expression has an unbounded repetition. */
const changes: readonly RegExp[] = [
  /\b(?:configuration|config|settings?|parameters?|flags?|feature|polic(?:y|ies)|limits?)\b/i,
  /\b(?:re-?load(?:ed|ing)?|reconfigur(?:ed|ing)|chang(?:ed|ing)|updated|applied|set to|is now|turned o(?:n|ff)|(?:en|dis)abled|switched|sighup|removed|added)\b/i,
  /\b(?:deploy(?:ed|ing|ment)?|roll(?:ed|ing)?[ -]?(?:out|back)|released?|upgrad(?:ed|ing)|migrat(?:ed|ing|ions?)|version|alter table|drop (?:table|index)|reindex)\b/i,
  /\b(?:restart(?:ed|ing)?|start(?:ed|ing)|stopp(?:ed|ing)|shut(?:ting)? ?down|sigterm|terminat(?:ed|ing)|killed|exited|evicted|rescheduled)\b/i,
  /\b(?:leader|election|elected|fail(?:ed)?[ -]?over|promoted|demoted|standby|primary)\b/i,
  /\b(?:link (?:is |went )?(?:down|up)|remount(?:ed|ing)?|read-only|clock|stepped|offline|detached|unmounted)\b/i,
  /\b(?:back-?up|dump(?:ing|ed)?|maintenance|restore|rebalanc(?:ed|ing)|resiz(?:ed|ing)|scal(?:ed|ing))(?:\b|[-_])/i,
];
const nothing = /\b(?:nothing|no change|unchanged|not changed|confirmed|refreshed|successfully)\b/i;

const strained =
  /exhaust|\b(?:pool|queue|buffer|heap|table|backlog) (?:is )?full\b|pause full|full gc|overload|throttl|saturat|exceed|quota|rate limit|\b429\b|too many|limit reached|watermark|backpressure|dead-?lock|\block (?:wait|timeout)|exclusive lock|\bslow\b|corrupt|checksum|input\/output error|\bi\/o error|invalid page|bad (?:block|sector)|read-only file ?system|\bhung\b|starv/i;

const victim =
  /unavailable|not available|timed? ?out|timeout|refused|unreachable|\banswer(?:s|ed)?\b|not respond|no response|connect(?:ion)? to|\breach\b|upstream|\bdial\b|rejected|hang up|reset by peer|circuit breaker|after \d{1,9} attempts|\bsaid \d{3}\b|\b50[0234]\b|\bis down\b/i;

/** Reads the words of a line. */
export function toneOf(message: string): Tone {
  const head = message.slice(0, 500);
  const kinds = changes.filter((pattern) => pattern.test(head)).length;
  return {
    changes: Math.min(2, kinds) / (nothing.test(head) ? 2 : 1),
    isStrained: strained.test(head),
    isVictim: victim.test(head),
  };
}
