import { durationInWords } from '../text/duration.ts';
import { grouped } from '../text/grouped.ts';
import type { DescriptorHolder, SocketTally, Tally } from './findings.ts';

/** What a process holds most of, and what that says. */
interface Suspicion {
  /** Such as `61,002 of them sockets in CLOSE_WAIT to 10.0.0.7:5432`; empty where nothing stands out. */
  readonly most: string;
  /** What that means; empty where it is plain. */
  readonly meaning: string;
  readonly advice: string;
}

/** From this share on something is called scarce; alerting rules begin at 70 % as well. */
export const scarce = 0.7;
/** From this share on, one kind is what it is about. */
const dominant = 0.5;

/** The host reads no more descriptors of one process, and counts the others without a look. */
const mostRead = 200_000;

/** What people call a process. */
export function nameOf({ program, pid }: DescriptorHolder): string {
  return `process ${program} (pid ${pid})`;
}

/** Names what most of the descriptors of a process are, by the first rule that fits. */
export function suspicionOf(holder: DescriptorHolder): Suspicion {
  const { kinds, descriptors, files, folders } = holder;
  const [first] = kinds;
  const read = Math.min(descriptors, mostRead);
  if (!first || first.count < dominant * read) return plainly('');
  const most = `${grouped(first.count)} of them`;
  if (first.label === 'socket') return suspicionOfSockets(holder.sockets, first);
  if (first.label === 'deleted file') {
    const [file] = files;
    const which = file && file.count >= dominant * first.count ? ` (${file.label})` : '';
    return {
      most: `${most} files that are deleted already${which}`,
      meaning: 'it keeps files open that others have removed or rotated',
      advice: 'have it open its logs anew after a rotation',
    };
  }
  if (first.label === 'file') return suspicionOfFiles(most, first, files, folders);
  const known = rules[first.label];
  return known
    ? { most: `${most} ${known.words}`, meaning: known.meaning, advice: known.advice }
    : plainly(`${most} of the kind ${first.label}`);
}

/** How fast a process takes descriptors, where that leads to its limit within an hour; else nothing. */
export function growthOf({ descriptors, before, limit }: DescriptorHolder, secondsBetween: number): string {
  const perSecond = secondsBetween > 0 ? (descriptors - before) / secondsBetween : 0;
  if (perSecond <= 0 || limit <= descriptors) return '';
  const left = (limit - descriptors) / perSecond;
  if (left > 3_600) return '';
  return `it takes ${grouped(Math.round(perSecond * 60))} more a minute and has none left in ${durationInWords(left * 1_000)}`;
}

const closing = 'let it close its connections, with timeouts and a bounded pool';

function suspicionOfSockets(sockets: readonly SocketTally[], { count }: Tally): Suspicion {
  const [top] = sockets.toSorted((one, other) => other.count - one.count);
  if (!top || top.count < dominant * count) return { ...plainly(`${grouped(count)} of them sockets`), advice: closing };
  if (top.state === 'unix' || top.state === 'other')
    return {
      ...plainly(
        `${grouped(top.count)} of them ${top.state === 'unix' ? 'unix sockets' : 'sockets without a connection'}`,
      ),
      advice: closing,
    };
  const most = `${grouped(top.count)} of them sockets in ${top.state} ${placeOf(top)}`;
  return { most, meaning: meaningOf(top), advice: closing };
}

function placeOf({ side, place }: SocketTally): string {
  return side === 'to' ? `to ${place}` : `at its port ${place}`;
}

function meaningOf({ state, side, place }: SocketTally): string {
  const whom = side === 'to' ? `connections to ${place}` : `connections of clients at port ${place}`;
  switch (state) {
    case 'CLOSE_WAIT':
      return `it does not close ${whom}, which the other side has closed already`;
    case 'ESTABLISHED':
      return side === 'to' ? `it opens ${whom} without a bound` : 'its clients hold more connections than it may have';
    case 'SYN_SENT':
      return `${place} does not answer its connections`;
    default:
      return '';
  }
}

function suspicionOfFiles(most: string, first: Tally, files: readonly Tally[], folders: readonly Tally[]): Suspicion {
  const [file, folder] = [files[0], folders[0]];
  const advice = 'let it close files after use';
  if (file && file.count > 1 && file.count >= dominant * first.count)
    return {
      most: `${most} files, ${grouped(file.count)} times the same (${file.label})`,
      meaning: 'it opens one file again and again',
      advice,
    };
  if (folder && folder.count >= dominant * first.count)
    return { most: `${most} files, most of them in ${folder.label}`, meaning: '', advice };
  return { ...plainly(`${most} files`), advice };
}

const rules: Readonly<Record<string, { readonly words: string; readonly meaning: string; readonly advice: string }>> = {
  pipe: {
    words: 'pipes',
    meaning: 'it starts programs and does not close their pipes',
    advice: 'let it close the pipes of its children',
  },
  inotify: {
    words: 'inotify instances',
    meaning: 'it watches files without an end',
    advice: 'let it share one inotify instance',
  },
  eventfd: {
    words: 'eventfds',
    meaning: 'it makes event loops or threads and does not end them',
    advice: 'let it end its event loops',
  },
  eventpoll: {
    words: 'epoll instances',
    meaning: 'it makes event loops and does not end them',
    advice: 'let it end its event loops',
  },
  timerfd: { words: 'timers', meaning: 'it makes timers and does not close them', advice: 'let it close its timers' },
};

function plainly(most: string): Suspicion {
  return { most, meaning: '', advice: 'see what it opens and does not close' };
}
