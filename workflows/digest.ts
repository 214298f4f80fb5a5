import {
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { messageNames } from '../model/names.ts';
import type { DigestBook, Gathered } from '../model/notices/digest.ts';
import {
  countOf,
  digestReport,
  emptyDigest,
  gather,
  nextWindow,
  readGathered,
  together,
} from '../model/notices/digest.ts';
import type { Recipient } from '../model/notices/notice.ts';
import type { ChannelRef } from '../model/remediation/policy.ts';
import { digestChannel } from './activity-profiles.ts';

const telling = proxyActivities<Activities>(digestChannel);

/** A Signal, because what is gathered must not be lost, and nobody waits for an answer. */
export const gatherSignal = defineSignal<[Gathered]>(messageNames.gather);

/** What a digest starts from, and its whole state when it continues as new. */
interface DigestInput {
  readonly channel: ChannelRef;
  readonly to: Recipient | null;
  readonly withinMs: number;
  readonly book?: DigestBook;
  /** When the window that is open ends, ISO 8601. */
  readonly dueAt?: string;
  /** Reports that the channel never took. */
  readonly lost?: number;
}

/** Reports in one run after which the history is renewed: a run takes 10,000 Signals. */
const maxMessagesPerRun = 1_000;

/**
 * Gathers the reports to one channel, and there to one recipient, while there are too many to be read one by one, and sends one
 * message for each window. It ends when nothing has come in since the last one.
 */
export async function digest(input: DigestInput): Promise<void> {
  const { channel, to, withinMs } = input;
  const { runId, workflowId } = workflowInfo();
  let book = input.book ?? emptyDigest;
  let lost = input.lost ?? 0;
  let messages = 0;
  let sent = 0;

  setHandler(
    gatherSignal,
    (told) => {
      messages += 1;
      const report = readGathered(told);
      if (report) book = gather(book, report);
      else log.warn('unreadable message ignored', { workflowId, what: 'gathered report' });
      setCurrentDetails(`${countOf(book)} messages wait to be sent as one.`);
    },
    { description: 'A report that is told in the digest.' },
  );

  const isFull = (): boolean => workflowInfo().continueAsNewSuggested || messages >= maxMessagesPerRun;
  const renew = async (state: Pick<DigestInput, 'book' | 'dueAt'>): Promise<void> => {
    await condition(allHandlersFinished);
    await continueAsNew<typeof digest>({ ...input, lost, ...state });
  };

  let dueAtMs = input.dueAt ? Date.parse(input.dueAt) : Date.now() + withinMs;
  while (countOf(book) > 0) {
    const left = dueAtMs - Date.now();
    if (left > 0 && (await condition(isFull, left, { summary: 'gathers messages' })))
      return renew({ book, dueAt: new Date(dueAtMs).toISOString() });

    const told = book;
    book = nextWindow(told);
    dueAtMs = Date.now() + withinMs;
    const notice = { channel, to, report: digestReport(workflowId, told, lost), id: `${runId}-${++sent}` };
    const scope = new CancellationScope();
    const delivery = scope.run(async () => {
      await telling.deliverReport.executeWithOptions({ summary: `tell ${channel.type}: digest` }, [notice]);
      return true;
    });
    const delivered = delivery.catch(() => false);
    // A channel may be down for a day: the history must not grow meanwhile.
    await Promise.race([delivered, condition(isFull)]);
    const isGivenUp = !isFull();
    if (!isGivenUp) scope.cancel();
    if (await delivered) lost = 0;
    else if (isGivenUp) lost += countOf(told);
    else return renew({ book: together(told, book) });
  }
}
