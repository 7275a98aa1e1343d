/** A Jupyter notebook from a program with cells: the percent format, in which a line `# %% id` starts a cell. Pure. */

interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly id: string;
  readonly metadata: object;
  /** Lines with their ends, but for the last. */
  readonly source: readonly string[];
  readonly execution_count?: null;
  readonly outputs?: readonly never[];
}

/** Version 4.5 of the format, the first in which cells have ids.
 *  @see https://nbformat.readthedocs.io/en/latest/format_description.html */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: object;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

const CELL_START = /^# %% (?:\[(markdown)\] )?([a-z0-9-]+)$/;

/** Lines without the empty ones around them. */
const trimmed = (lines: readonly string[]): string[] => lines.join('\n').replace(/^\n+|\n+$/g, '').split('\n');

const withLineEnds = (lines: readonly string[]): string[] => lines.map((line, at) => (at < lines.length - 1 ? `${line}\n` : line));

function cellOf(markdown: boolean, id: string, lines: readonly string[]): Cell {
  const source = withLineEnds(markdown ? trimmed(lines).map((line) => line.replace(/^# ?/, '')) : trimmed(lines));
  return markdown
    ? { cell_type: 'markdown', id, metadata: {}, source }
    : { cell_type: 'code', execution_count: null, id, metadata: {}, outputs: [], source };
}

/** @param program what stands before its first cell is left out */
export function notebookOf(program: string): Notebook {
  const cells: Array<{ markdown: boolean; id: string; lines: string[] }> = [];
  for (const line of program.split('\n')) {
    const [start, kind, id] = CELL_START.exec(line) ?? [];
    if (start !== undefined) cells.push({ markdown: kind === 'markdown', id, lines: [] });
    else cells.at(-1)?.lines.push(line);
  }
  return {
    cells: cells.map(({ markdown, id, lines }) => cellOf(markdown, id, lines)),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}
