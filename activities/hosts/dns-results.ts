import type { AskedServer } from '../../model/host/dns-examination.ts';
import type { HostAnswer } from '../../model/host/disk.ts';
import type { ActionResult } from '../../model/remediation/plan.ts';

/** What is known of a change of servers from how the program on the host ended. */
export function resultOfDnsTool({ status, problems }: HostAnswer<AskedServer>, done: string): ActionResult {
  const why = problems.length > 0 ? ` (${problems[0]})` : '';
  switch (status) {
    case 'done':
      return { result: 'done', summary: `${done}${why}` };
    case 'partial':
      return { result: 'failed', summary: `it was not done${why}` };
    case 'impossible':
      return { result: 'failed', summary: `the host cannot do this${why}` };
    case 'refused':
      return { result: 'failed', summary: `the host does not allow this${why}` };
    case 'broken-off':
      return { result: 'unknown', summary: `the host was not heard to its end${why}` };
  }
}
