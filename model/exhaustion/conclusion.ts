import { grouped } from '../text/grouped.ts';
import type { ExhaustionFindings } from './findings.ts';
import { growthOf, nameOf, scarce, suspicionOf } from './holder-words.ts';
import type { Reason } from './tracking-words.ts';
import { concludeTracking } from './tracking-words.ts';

/** What runs out and why, in sentences without a full stop. */
interface Conclusion {
  /** `unclear` where not enough could be seen to say that there is enough. */
  readonly state: 'exhausted' | 'enough' | 'unclear';
  readonly cause: string;
  /** What people could do; empty where nothing is the matter. */
  readonly advice: string;
}

/** Causes that are told at most. */
const told = 3;

/** Concludes by fixed rules what runs out: first of single processes, then of the host, then of its tracked connections. */
export function concludeExhaustion(findings: ExhaustionFindings): Conclusion {
  const { descriptors, tracked, problems, unseen, host } = findings;
  const reasons = [...holderReasons(findings), ...hostReasons(findings), ...(tracked ? concludeTracking(tracked) : [])];
  const causes = reasons.slice(0, told).map(({ cause }) => cause);
  if (causes.length > 0) {
    const advice = [...new Set(reasons.slice(0, told).map((reason) => reason.advice))];
    return { state: 'exhausted', cause: causes.join('; '), advice: advice.join('; ') };
  }
  const [problem] = problems;
  if (!descriptors)
    return {
      state: 'unclear',
      cause: `the limits of ${host} could not be read: ${problem ?? 'no answer'}`,
      advice: '',
    };
  const enough = `nothing runs out on ${host}: ${shareWords(descriptors.used, descriptors.max)} descriptors are in use`;
  if (unseen === 0 && problems.length === 0) return { state: 'enough', cause: enough, advice: '' };
  const hidden = unseen > 0 ? `the account cannot look into ${grouped(unseen)} processes` : (problem ?? '');
  return {
    state: 'unclear',
    cause: `nothing that can be seen runs out on ${host}, but ${hidden}`,
    advice: unseen > 0 ? 'let Nightshift look as root (readAsRoot)' : '',
  };
}

function holderReasons({ holders, secondsBetween }: ExhaustionFindings): readonly Reason[] {
  const short = holders.filter(({ descriptors, limit }) => limit > 0 && descriptors >= scarce * limit);
  const worst = short.toSorted((one, other) => other.descriptors / other.limit - one.descriptors / one.limit);
  return worst.map((holder) => {
    const { most, meaning, advice } = suspicionOf(holder);
    const holds = `${nameOf(holder)} holds ${grouped(holder.descriptors)} of its ${grouped(holder.limit)} descriptors`;
    const growth = growthOf(holder, secondsBetween);
    const what = most === '' ? holds : `${holds}, ${most}`;
    const why = meaning === '' ? what : `${what}: ${meaning}`;
    return {
      cause: growth === '' ? why : `${why}, and ${growth}`,
      advice: `${advice}; a restart of ${holder.program} frees them for a while`,
    };
  });
}

function hostReasons({ descriptors, holders }: ExhaustionFindings): readonly Reason[] {
  if (!descriptors || descriptors.max === 0 || descriptors.used < scarce * descriptors.max) return [];
  const most = holders
    .toSorted((one, other) => other.descriptors - one.descriptors)
    .slice(0, 2)
    .map((holder) => `${nameOf(holder)} with ${grouped(holder.descriptors)}`);
  const whose = most.length > 0 ? `, most of them by ${most.join(' and ')}` : '';
  return [
    {
      cause: `${shareWords(descriptors.used, descriptors.max)} descriptors of the whole host are in use${whose}`,
      advice: 'raise fs.file-max where this is what the host needs',
    },
  ];
}

function shareWords(used: number, max: number): string {
  return `${grouped(used)} of ${grouped(max)}`;
}
