import type { LogFinding } from '../../model/logs/log-finding.ts';
import type { LogLine } from '../../model/logs/log-line.ts';
import { bytesOf, onOneLine, shorten } from '../../model/text/markdown.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import type { Evidence, Windows } from './evidence/weigh.ts';
import { weigh } from './evidence/weigh.ts';
import { groupLines } from './lines/groups.ts';
import { rootCauseOf } from './lines/stack-traces.ts';
import { rank } from './rank.ts';
import { suspectsIn } from './suspects.ts';
import { weights } from './weights.ts';

/** Lines of the incident, and of a time before it in which nothing was wrong. */
interface LogWindows extends Windows {
  readonly before: readonly LogLine[];
  readonly during: readonly LogLine[];
}

const maxFindings = 10;
const maxBytes = 600;
const names: readonly (string | null)[] = [null, 'warn', 'error', 'fatal'];

/**
 * The kinds of lines that may explain an incident, the most probable first, at most ten; none where no failure became
 * more frequent beyond chance and no service fell silent. The same lines give the same answer in whatever order they
 * come, as long as lines of the same millisecond keep theirs.
 */
export function analyseLogs({ before, during, ...windows }: LogWindows): readonly LogFinding[] {
  const suspects = suspectsIn(weigh(groupLines(before, during), windows), windows.duringMs);
  return suspects === null ? [] : rank(suspects, weights, maxFindings).map(findingOf);
}

function findingOf(one: Evidence): LogFinding {
  const { group, sample, exit } = one;
  const isFailure = one.severity > 0 || exit !== null;
  const kind = one.isNew ? (isFailure ? 'new' : 'change') : one.change === 'rate' ? 'exploded' : 'change';
  const stack = sample.stack ?? group.stacks.get(sample) ?? (sample.message.includes('\n') ? sample.message : null);
  const cause = stack === null ? null : rootCauseOf(stack);
  const finding = {
    kind,
    significance: Number(one.significance.toPrecision(3)),
    before: one.before,
    during: one.during,
    firstSeenAt: sample.at,
    sampleId: sample.id === null ? null : shorten(onOneLine(sample.id), 60),
    exitReason: exit?.reason ?? null,
    level: sample.level === null ? (names[one.severity] ?? null) : shorten(sample.level, 10),
    service: group.service === null ? null : clean(group.service, 40),
  } as const;
  for (let length = 150; length > 10; length -= 10) {
    const fitted = {
      ...finding,
      title: clean(titleOf(one), Math.min(90, length)),
      template: clean(group.template.tokens.join(' '), length),
      sample: clean(sample.message, length),
      rootCause: cause === null ? null : clean(cause, length),
    };
    if (bytesOf([JSON.stringify(fitted)]) <= maxBytes) return fitted;
  }
  return {
    ...finding,
    sampleId: null,
    service: null,
    level: null,
    title: '',
    template: '',
    sample: '',
    rootCause: null,
  };
}

function titleOf({ group, change, exit, isNew, before, during, ratio }: Evidence): string {
  const service = group.service ?? 'Something';
  if (change === 'silence') return `${service} says nothing more (${during}, ${before} before)`;
  if (change === 'values') return `${service} says other values, ${Math.round(ratio)} times as often`;
  const what = exit ? exit.words : isNew ? 'says something new' : 'says something far more often';
  return `${service} ${what} (${isNew ? `${during}, none before` : `${during}, ${before} before`})`;
}

/** Text of a log for a history: without its secrets, on one line, and short. Colours may stand between a key and its secret. */
function clean(text: string, maxLength: number): string {
  return maskedLine(text.slice(0, 2_000), maxLength);
}
