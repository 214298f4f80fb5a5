/** What was answered to one request: a status, or why there was none. */
export type HttpAnswer =
  | { readonly status: number }
  /** `isOurs`: it says nothing of the other side. */
  | { readonly problem: string; readonly isOurs: boolean };

/** Whoever takes part of the traffic to a Service. */
export interface Member {
  /** The pod, or the address where there is none. */
  readonly name: string;
  readonly address: string;
  /** Whether it is among those whom requests are sent to. */
  readonly isInService: boolean;
  /** What it answered by itself. */
  readonly answer: HttpAnswer;
  /** What is known of it beside that. */
  readonly words: string;
}

function isWell(answer: HttpAnswer): boolean {
  return 'status' in answer && answer.status >= 200 && answer.status < 300;
}

/** Whether traffic is served: every answer has to be 2xx. */
export function judgeTraffic(answers: readonly HttpAnswer[]): {
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  readonly words: string;
} {
  const told = answers.filter((answer) => !('problem' in answer && answer.isOurs));
  if (told.length === 0) {
    const [first] = answers;
    return { health: 'unknown', words: first ? `nobody could be asked (${answerInWords(first)})` : 'nobody was asked' };
  }
  const well = told.filter(isWell).length;
  const counts = Map.groupBy(
    told.filter((answer) => !isWell(answer)),
    answerInWords,
  );
  const bad = [...counts].map(([words, those]) => `${those.length} × ${words}`).join(', ');
  const share = `${well} of ${told.length} requests were answered with 2xx`;
  return { health: bad === '' ? 'healthy' : 'unhealthy', words: bad === '' ? share : `${share}: ${bad}` };
}

/** An answer in a few words. */
export function answerInWords(answer: HttpAnswer): string {
  return 'status' in answer ? `status ${answer.status}` : answer.problem;
}

/** Who of the members does worse than others. */
interface MembersJudgement {
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  /** Those in service that answer badly while others answer well. */
  readonly sick: readonly Member[];
  readonly words: string;
}

/**
 * Says who is sick; where nobody answers well no one can be singled out. As a whole they are healthy when everyone
 * answers well, also those that were taken out of service: then they may come back.
 */
export function judgeMembers(members: readonly Member[]): MembersJudgement {
  const told = members.filter(({ answer }) => !('problem' in answer && answer.isOurs));
  const well = told.filter(({ answer }) => isWell(answer));
  const bad = told.filter(({ answer }) => !isWell(answer));
  const serving = members.filter(({ isInService }) => isInService);
  if (members.length === 0) return { health: 'unhealthy', sick: [], words: 'there are no members' };
  if (told.length === 0)
    return { health: 'unknown', sick: [], words: `the worker reaches none of ${members.length} members` };
  if (well.length === 0 && bad.every(({ answer }) => 'problem' in answer))
    return {
      health: 'unknown',
      sick: [],
      words: 'no member answers the worker, which may be the fault of the network',
    };
  const share = `${well.length} of ${told.length} members answer well`;
  const names = bad.map((member) => `${member.name} (${answerInWords(member.answer)}${placeOf(member)})`).join(', ');
  const words = names === '' ? share : `${share}, not ${names}`;
  if (serving.length === 0) return { health: 'unhealthy', sick: [], words: `${words}; none is in service` };
  const sick = well.some(({ isInService }) => isInService) ? bad.filter(({ isInService }) => isInService) : [];
  if (bad.length > 0) return { health: 'unhealthy', sick, words };
  return { health: told.length === members.length ? 'healthy' : 'unknown', sick, words };
}

function placeOf({ isInService }: Member): string {
  return isInService ? '' : ', out of service';
}

/** Why one may not be taken out of service; null where enough would be left: one, and half of all. */
export function removalObstacle(inService: number, all: number): string | null {
  const left = inService - 1;
  if (left >= 1 && left * 2 >= all) return null;
  return `only ${left} of ${all} would be left in service`;
}
