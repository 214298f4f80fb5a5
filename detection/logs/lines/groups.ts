import type { LogLine } from '../../../model/logs/log-line.ts';
import type { Template } from './drain.ts';
import { Drain } from './drain.ts';
import { maskVariables } from './masking.ts';
import { continuesStack } from './stack-traces.ts';

/** Everything that one service said in one template, oldest first. */
export interface Group {
  readonly template: Template;
  readonly service: string | null;
  readonly before: LogLine[];
  readonly during: LogLine[];
  /** Stack traces that came as lines of their own, by the line that they belong to. */
  readonly stacks: Map<LogLine, string>;
}

const maxStackLength = 8_192;

/** Groups lines by template and service; what continues a stack trace belongs to the line of the same service before it. */
export function groupLines(before: readonly LogLine[], during: readonly LogLine[]): readonly Group[] {
  const grouping = new Grouping();
  for (const line of inOrder(before)) grouping.groupOf(line)?.before.push(line);
  grouping.forgetLastLines();
  for (const line of inOrder(during)) grouping.groupOf(line)?.during.push(line);
  return grouping.groups;
}

/** The part of a message that its template is made of. */
export function headOf(message: string): string {
  return message.slice(0, 1_000).split('\n', 1)[0] ?? '';
}

class Grouping {
  readonly groups: Group[] = [];
  private readonly drain = new Drain();
  private readonly byTemplate = new Map<Template, Map<string | null, Group>>();
  private readonly last = new Map<string | null, { readonly line: LogLine; readonly group: Group }>();

  /** The group that a line is to be counted in; null where it is a part of the line before it. */
  groupOf(line: LogLine): Group | null {
    const last = this.last.get(line.service);
    if (last && continuesStack(line.message)) {
      const known = last.group.stacks.get(last.line) ?? last.line.message;
      if (known.length < maxStackLength) last.group.stacks.set(last.line, `${known}\n${line.message}`);
      return null;
    }
    const template = this.drain.add(maskVariables(headOf(line.message)));
    const group = this.known(template, line.service) ?? this.made(template, line.service);
    this.last.set(line.service, { line, group });
    return group;
  }

  forgetLastLines(): void {
    this.last.clear();
    for (const { stacks } of this.groups) stacks.clear();
  }

  private known(template: Template, service: string | null): Group | undefined {
    return this.byTemplate.get(template)?.get(service);
  }

  private made(template: Template, service: string | null): Group {
    const group: Group = { template, service, before: [], during: [], stacks: new Map() };
    const services = this.byTemplate.get(template) ?? new Map<string | null, Group>();
    this.byTemplate.set(template, services.set(service, group));
    this.groups.push(group);
    return group;
  }
}

/** Oldest first; lines of the same time stay as they came. */
function inOrder(lines: readonly LogLine[]): readonly LogLine[] {
  return lines.toSorted((one, other) => one.at - other.at);
}
