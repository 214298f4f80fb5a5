import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** What a query is made of, as far as counters matter. */
type QueryShape =
  /** The values of one selector as they are. */
  | { readonly kind: 'selector'; readonly selector: string; readonly metric: string | null }
  /** Worked out, with the metrics whose values go into it as they are. */
  | { readonly kind: 'expression'; readonly raw: readonly string[] }
  /** Not PromQL, or a dialect of it, from this character on. */
  | { readonly kind: 'unreadable'; readonly from: number };

/** What needs the values of a counter as they are, or none of them. */
const fitForCounters = /^(?:rate|irate|increase|xrate|xincrease|resets|changes|absent|absent_over_time|timestamp)$/;
const countingAggregations = new Set(['Count', 'Group']);

/** Reads a query. */
export function shapeOf(query: string): QueryShape {
  const top = parser.parse(query).topNode;
  const broken = firstBroken(top);
  if (broken !== null) return { kind: 'unreadable', from: broken + 1 };

  const textOf = ({ from, to }: SyntaxNode): string => query.slice(from, to);
  let whole = top.firstChild;
  while (whole?.name === 'LineComment') whole = whole.nextSibling;
  while (whole?.name === 'ParenExpr' && whole.firstChild) whole = whole.firstChild;
  if (whole?.name === 'VectorSelector') {
    return { kind: 'selector', selector: textOf(whole), metric: metricOf(whole, textOf) };
  }
  const raw = selectorsIn(top)
    .filter((selector) => isTakenRaw(selector, textOf))
    .flatMap((selector) => metricOf(selector, textOf) ?? []);
  return { kind: 'expression', raw: [...new Set(raw)] };
}

function firstBroken(top: SyntaxNode): number | null {
  const cursor = top.cursor();
  do if (cursor.type.isError) return cursor.from;
  while (cursor.next());
  return null;
}

function selectorsIn(top: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const cursor = top.cursor();
  do if (cursor.name === 'VectorSelector') found.push(cursor.node);
  while (cursor.next());
  return found;
}

/** A range of it goes into a function that is named for ranges: whoever writes that knows what it is. */
function isTakenRaw(selector: SyntaxNode, textOf: (node: SyntaxNode) => string): boolean {
  if (selector.parent?.name === 'MatrixSelector') return false;
  for (let node = selector.parent; node; node = node.parent) {
    const first = node.firstChild;
    if (node.name === 'FunctionCall' && first && fitForCounters.test(textOf(first))) return false;
    if (node.name === 'AggregateExpr' && countingAggregations.has(first?.firstChild?.name ?? '')) return false;
  }
  return true;
}

function metricOf(selector: SyntaxNode, textOf: (node: SyntaxNode) => string): string | null {
  const plain = selector.getChild('Identifier');
  if (plain) return textOf(plain);
  for (const matcher of selector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []) {
    const [label, operator, value] = [matcher.firstChild, matcher.getChild('MatchOp'), matcher.lastChild];
    const isName = label && textOf(label) === '__name__' && operator && textOf(operator) === '=';
    if (isName && value) return textOf(value).slice(1, -1);
  }
  const quoted = selector.getChild('LabelMatchers')?.getChild('QuotedLabelName');
  return quoted ? textOf(quoted).slice(1, -1) : null;
}
