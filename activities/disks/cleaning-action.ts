import { createHash } from 'node:crypto';
import type { HostTool } from '../../clients/hosts/host-tool.ts';
import { createHostTool } from '../../clients/hosts/host-tool.ts';
import type { CleaningKind, CleaningRule } from '../../model/host/cleaning.ts';
import type { CleanedItem, HostAnswer } from '../../model/host/disk.ts';
import type { ActionResult, Risk } from '../../model/remediation/plan.ts';
import type { Target } from '../../model/target.ts';
import { formatBytes } from '../../model/text/bytes.ts';
import { maskSecrets } from '../../model/text/redaction.ts';
import type { ActionDefinition, ActionDependencies } from '../contracts/action-definition.ts';
import { beginList, endList } from '../evidence-list.ts';

/** What is said of so many things that a kind of cleaning has removed. */
const deeds: Readonly<Record<CleaningKind, (count: number) => string>> = {
  temporary: (count) => `deleted ${counted(count, 'temporary file')}`,
  packages: (count) => `deleted ${counted(count, 'package')}`,
  journal: () => 'vacuumed the journal',
  logs: (count) => `rotated ${counted(count, 'log')}`,
  images: (count) => `removed ${counted(count, 'image')}`,
  backups: (count) => `deleted ${counted(count, 'backup')}`,
};

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** The action that cleans areas of one kind. What is gone is gone: nothing takes it back. */
export function cleaningAction(risk: Risk): ActionDefinition {
  return {
    risk,
    undo: null,
    expectedMs: 4 * 60_000,

    async observe(target, deps) {
      const { rule, tool } = find(target, deps);
      // Which files are old changes by the minute. People who approve the end of backups have seen just these.
      if (rule.kind !== 'backups') return {};
      return { backups: (await list(tool, rule)).digest };
    },

    async perform(target, deps) {
      const { rule, tool } = find(target, deps);
      const evidence = await beginList(deps.evidence, { target, rule }, 'nothing was cleaned');
      if ('result' in evidence) return evidence;
      const answer = await tool.clean('clean', rule, {
        onItem: ({ name, bytesOnDisk }) => evidence.add({ name: maskSecrets(name), bytesOnDisk }),
      });
      const { status, bytes, problems } = answer;
      const place = await endList(evidence, { status, bytes, problems }, 'listed');
      const { result, summary } = resultOf(rule, answer);
      return { result, summary: `${summary}; ${place}` };
    },

    async didHappen(target, before, deps) {
      const { rule, tool } = find(target, deps);
      const { answer, digest } = await list(tool, rule);
      if (answer.status !== 'done') return 'unknown';
      if (answer.bytes === 0) return 'yes';
      if (rule.kind === 'backups') return digest === before['backups'] ? 'no' : 'unknown';
      // What is left may be cleaned as well, whoever has begun.
      return 'no';
    },
  };
}

function find(target: Target, { disks, runOnHost }: ActionDependencies) {
  const { disk, area } = disks.findArea(target);
  return { rule: area.rule, tool: createHostTool(disk.host, runOnHost) };
}

/** What would be cleaned, and what tells this list from any other. */
async function list(tool: HostTool, rule: CleaningRule) {
  const names: string[] = [];
  const answer = await tool.clean('list', rule, { onItem: ({ name }) => void names.push(name) });
  const text = [answer.status, ...names.toSorted()].join('\0');
  return { answer, digest: `${names.length}, ${createHash('sha256').update(text).digest('hex').slice(0, 16)}` };
}

function resultOf(rule: CleaningRule, { status, count, bytes, problems }: HostAnswer<CleanedItem>): ActionResult {
  const why = problems.length > 0 ? ` (${problems[0]})` : '';
  const deed = `${deeds[rule.kind](count)}, freed ${formatBytes(bytes)}`;
  switch (status) {
    case 'done':
      return { result: 'done', summary: deed };
    case 'partial':
      return { result: count > 0 ? 'done' : 'failed', summary: `${deed}, but not everything${why}` };
    case 'impossible':
      return { result: 'failed', summary: `the host cannot do this${why}` };
    case 'refused':
      return { result: 'failed', summary: `the host does not allow this${why}` };
    case 'broken-off':
      return { result: 'unknown', summary: `${deed} at least, then the host was not heard any more${why}` };
  }
}
