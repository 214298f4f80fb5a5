import { durationInWords } from '../text/duration.ts';
import { grouped } from '../text/grouped.ts';
import type { Tally, TrackedConnections } from './findings.ts';
import { scarce } from './holder-words.ts';

/** From this share on, one kind of connection is what it is about. */
const notable = 0.5;
/** From this share on, one address is worth a name. */
const prominent = 0.3;
const longTimeoutSeconds = 24 * 3_600;

/** Why something runs out, and what people could do; each a part of a sentence. */
export interface Reason {
  readonly cause: string;
  readonly advice: string;
}

/** Concludes why the table of tracked connections fills up; nothing where it does not. */
export function concludeTracking(tracked: TrackedConnections): readonly Reason[] {
  const { count, max, dropped } = tracked;
  if (max === 0 || count < scarce * max) return [];
  const parts = [
    `${grouped(count)} of at most ${grouped(max)} connections are tracked`,
    ...(dropped > 0 ? [`${grouped(dropped)} packets found no place since the start`] : []),
    ...whoseWords(tracked),
  ];
  return [{ cause: parts.join(', '), advice: adviceFor(tracked) }];
}

function whoseWords({ read, unanswered, states, sources, destinations }: TrackedConnections): readonly string[] {
  const [state, source, destination] = [states[0], sources[0], destinations[0]];
  const is = (tally: Tally | undefined, share: number): tally is Tally => !!tally && tally.count >= share * read;
  return [
    ...(is(state, notable) ? [`${grouped(state.count)} of them ${state.label}`] : []),
    ...(read > 0 && unanswered >= notable * read ? [`${grouped(unanswered)} without any answer`] : []),
    ...(is(source, prominent) ? [`${grouped(source.count)} from ${source.label}`] : []),
    ...(is(destination, prominent) ? [`${grouped(destination.count)} to ${destination.label}`] : []),
  ];
}

function adviceFor({ read, unanswered, states, settings }: TrackedConnections): string {
  const [state] = states;
  if (read > 0 && unanswered >= notable * read)
    return 'see who sends what nobody answers: a scan, or a receiver that is gone';
  if (!state || state.count < notable * read)
    return 'raise net.netfilter.nf_conntrack_max where the host needs so many';
  const established = settings['nf_conntrack_tcp_timeout_established'] ?? 0;
  if (state.label === 'tcp ESTABLISHED' && established >= longTimeoutSeconds)
    return `shorten nf_conntrack_tcp_timeout_established: connections that are gone stay for ${durationInWords(established * 1_000)}`;
  if (state.label === 'tcp TIME_WAIT') return 'have clients keep their connections: most last for one request';
  return 'raise net.netfilter.nf_conntrack_max where the host needs so many';
}
