import { wildcard } from './masking.ts';

/** What a group of lines has in common. Its tokens become wildcards as more lines join. */
export interface Template {
  readonly tokens: string[];
}

/** How templates are told apart, and how many may be kept. */
interface DrainOptions {
  /** Levels of the tree, the root and the leaves included. */
  readonly depth: number;
  /** The share of equal tokens from which a line belongs to a template. */
  readonly similarity: number;
  readonly maxChildren: number;
  readonly maxTemplates: number;
  /** Templates that one line is compared with: whoever writes random words must not make each line dearer than the last. */
  readonly maxCandidates: number;
  /** Tokens of a line behind these count as one. */
  readonly maxTokens: number;
}

/** The values of the publication; the bounds are far beyond what programs write. */
const defaults: DrainOptions = {
  depth: 4,
  similarity: 0.5,
  maxChildren: 100,
  maxTemplates: 5_000,
  maxCandidates: 200,
  maxTokens: 60,
};

interface Node {
  readonly children: Map<string, Node>;
  /** The one that was used last at the end. */
  readonly templates: Set<Template>;
}

/**
 * Groups lines into templates as they come: a tree whose first level is the number of tokens and whose next levels are
 * the first tokens leads to a few candidates, of which the most similar one takes the line. Pinjia He, Jieming Zhu, Zibin
 * Zheng, Michael R. Lyu: Drain, an online log parsing approach with fixed depth tree, ICWS 2017. Two things are added:
 * the template that was used least recently makes room when there are too many, in all or to compare a line with, and a
 * line that is its template word for word belongs to it, however much of it is masked.
 */
export class Drain {
  private readonly options: DrainOptions;
  private readonly root: Node = emptyNode();
  /** The leaf of every template, the one that was used last at the end. */
  private readonly leaves = new Map<Template, Node>();

  constructor(options: Partial<DrainOptions> = {}) {
    this.options = { ...defaults, ...options };
  }

  /** The template that a masked line belongs to, made for it where there is none. */
  add(masked: string): Template {
    const tokens = this.tokensOf(masked);
    const leaf = this.leafFor(tokens);
    const found = this.mostSimilar(leaf, tokens);
    if (found) {
      generalise(found, tokens);
      this.forget(found, leaf);
      return this.keep(found, leaf);
    }
    const [oldest] = leaf.templates;
    if (oldest && leaf.templates.size >= this.options.maxCandidates) this.forget(oldest, leaf);
    else if (this.leaves.size >= this.options.maxTemplates) this.forgetOldest();
    return this.keep({ tokens: [...tokens] }, leaf);
  }

  /** How many templates are kept. */
  get size(): number {
    return this.leaves.size;
  }

  private tokensOf(masked: string): readonly string[] {
    const tokens = masked.split(/\s+/).filter((token) => token !== '');
    return tokens.length <= this.options.maxTokens
      ? tokens
      : [...tokens.slice(0, this.options.maxTokens - 1), wildcard];
  }

  private leafFor(tokens: readonly string[]): Node {
    let node = childOf(this.root, String(tokens.length));
    for (const token of tokens.slice(0, this.options.depth - 3)) {
      const key = /\d/.test(token) ? wildcard : token;
      const isFull = !node.children.has(key) && node.children.size + 1 >= this.options.maxChildren;
      node = childOf(node, isFull ? wildcard : key);
    }
    return node;
  }

  private mostSimilar(leaf: Node, tokens: readonly string[]): Template | null {
    let [best, bestEqual, bestWildcards]: [Template | null, number, number] = [null, -1, -1];
    for (const template of leaf.templates) {
      const { equal, wildcards, isSame } = compared(
        template,
        tokens,
        Math.max(bestEqual, this.options.similarity * tokens.length),
      );
      // A line that is mostly masked would else become a template each time.
      if (isSame) return template;
      if (equal < bestEqual || (equal === bestEqual && wildcards <= bestWildcards)) continue;
      [best, bestEqual, bestWildcards] = [template, equal, wildcards];
    }
    return bestEqual >= this.options.similarity * tokens.length ? best : null;
  }

  private keep(template: Template, leaf: Node): Template {
    leaf.templates.add(template);
    this.leaves.set(template, leaf);
    return template;
  }

  private forget(template: Template, leaf: Node): void {
    leaf.templates.delete(template);
    this.leaves.delete(template);
  }

  private forgetOldest(): void {
    const oldest = this.leaves.entries().next().value;
    if (!oldest) return;
    this.forget(...oldest);
  }
}

function emptyNode(): Node {
  return { children: new Map(), templates: new Set() };
}

function childOf(node: Node, key: string): Node {
  const known = node.children.get(key);
  if (known) return known;
  const made = emptyNode();
  node.children.set(key, made);
  return made;
}

/** How much a line has of a template; the count of equal words stops where it cannot become `enough` any more. */
function compared({ tokens }: Template, line: readonly string[], enough: number) {
  let [equal, wildcards, isSame] = [0, 0, true];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token !== line[index]) isSame = false;
    if (token === wildcard) wildcards++;
    else if (token === line[index]) equal++;
    if (!isSame && equal + tokens.length - index - 1 < enough) break;
  }
  return { equal, wildcards, isSame };
}

function generalise({ tokens }: Template, line: readonly string[]): void {
  tokens.forEach((token, index) => {
    if (token !== line[index]) tokens[index] = wildcard;
  });
}
