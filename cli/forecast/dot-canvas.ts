/** Dots in a cell of a terminal: two across and four down, by their bits in the braille block. */
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const braille = 0x2800;

/** Writes a mark in the colour of its layer. */
type Paint = (text: string) => string;

interface Cell {
  dots: number;
  mark: string;
  paint: Paint;
}

/** A drawing of braille dots and marks, in cells; what is drawn later covers what was there before. */
export class DotCanvas {
  readonly columns: number;
  readonly rows: number;
  private readonly cells: Cell[];

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.cells = Array.from({ length: columns * rows }, () => ({ dots: 0, mark: ' ', paint: plain }));
  }

  /** A line between two places, in dots from the upper left. */
  line(from: readonly [x: number, y: number], to: readonly [x: number, y: number], paint: Paint): void {
    const length = Math.max(1, Math.ceil(Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]))));
    for (let step = 0; step <= length; step++) {
      const share = step / length;
      this.dot(from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1]), paint);
    }
  }

  /** A character in the cell of a place, in dots from the upper left. */
  mark(x: number, y: number, mark: string, paint: Paint): void {
    const cell = this.cellAt(x, y);
    if (cell) Object.assign(cell, { mark, paint, dots: 0 });
  }

  /** The rows as text; cells of one colour are painted together. */
  lines(): readonly string[] {
    return Array.from({ length: this.rows }, (_, row) =>
      paintedRuns(this.cells.slice(row * this.columns, (row + 1) * this.columns)),
    );
  }

  private dot(x: number, y: number, paint: Paint): void {
    const cell = this.cellAt(x, y);
    if (!cell) return;
    cell.dots |= bits[Math.round(y) % 4]?.[Math.round(x) % 2] ?? 0;
    cell.paint = paint;
  }

  private cellAt(x: number, y: number): Cell | undefined {
    const [column, row] = [Math.floor(Math.round(x) / 2), Math.floor(Math.round(y) / 4)];
    if (column < 0 || column >= this.columns || row < 0 || row >= this.rows) return undefined;
    return this.cells[row * this.columns + column];
  }
}

function paintedRuns(cells: readonly Cell[]): string {
  let painted = '';
  for (let begin = 0, end = 0; begin < cells.length; begin = end) {
    const paint = cells[begin]?.paint ?? plain;
    for (end = begin + 1; end < cells.length && cells[end]?.paint === paint; end++);
    painted += paint(cells.slice(begin, end).map(textOf).join(''));
  }
  return painted;
}

function textOf({ dots, mark }: Cell): string {
  return dots > 0 ? String.fromCharCode(braille + dots) : mark;
}

function plain(text: string): string {
  return text;
}
