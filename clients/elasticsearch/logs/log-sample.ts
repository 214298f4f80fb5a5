import type { ReadShares } from '../../logs/log-store.ts';
import type { Query } from './search-once.ts';

/** How many lines there are. */
interface Counts {
  readonly total: number;
  readonly severe: number;
}

/** The query where every line is read. */
export const anyLine: Query = { match_all: {} };

/**
 * Which part of the lines is read where not all of them may be. Lines that say error or worse come first, up to three
 * quarters of what may be read; the others share the rest. Every line of a kind has the same chance.
 */
export function sharesFor({ total, severe }: Counts, maxLines: number): ReadShares {
  if (total <= maxLines) return { severe: 1, others: 1 };
  const others = total - severe;
  const forSevere = Math.max(maxLines * 0.75, maxLines - others);
  const readSevere = severe <= forSevere ? 1 : shareWithin(severe, forSevere);
  const readOthers = shareWithin(others, maxLines - severe * readSevere);
  return { severe: readSevere, others: readOthers };
}

/** The query for the lines that are read. The draw is the same for the same seed. */
export function sampleQuery(shares: ReadShares, severe: Query | null, seed: number): Query {
  if (shares.severe === 1 && shares.others === 1) return anyLine;
  if (severe === null) return drawn(shares.others, seed);
  return {
    bool: {
      should: [
        { bool: { filter: [severe, drawn(shares.severe, seed)] } },
        { bool: { must_not: [severe], filter: [drawn(shares.others, seed)] } },
      ],
      minimum_should_match: 1,
    },
  };
}

/** A little less than would fit, because chance may draw a few more. */
function shareWithin(lines: number, room: number): number {
  if (lines <= room) return 1;
  return Math.max(0, room - 4 * Math.sqrt(Math.max(0, room))) / lines;
}

function drawn(share: number, seed: number): Query {
  if (share === 1) return anyLine;
  if (share === 0) return { match_none: {} };
  return {
    function_score: {
      random_score: { seed, field: '_seq_no' },
      boost_mode: 'replace',
      min_score: 1 - share,
    },
  };
}
