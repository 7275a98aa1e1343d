import { expect, test } from 'vitest';
import { notebookOf } from '../../../src/synth/listing/notebook';

test('a program with cells becomes a notebook with them, without what stands before the first', () => {
  const program = '# a head\n\n# %% [markdown] title\n# # Title\n#\n# a line\n\n# %% code-1\n\nx = 1\n\n# a comment\nprint(x)\n\n';

  expect(notebookOf(program).cells).toEqual([
    { cell_type: 'markdown', id: 'title', metadata: {}, source: ['# Title\n', '\n', 'a line'] },
    { cell_type: 'code', id: 'code-1', execution_count: null, outputs: [], metadata: {}, source: ['x = 1\n', '\n', '# a comment\n', 'print(x)'] },
  ]);
});

test('a line that only looks like the start of a cell is none', () => {
  expect(notebookOf('# %% a\n# %% Not a start\n#%% b\n # %% c').cells.map(({ id }) => id)).toEqual(['a']);
});
