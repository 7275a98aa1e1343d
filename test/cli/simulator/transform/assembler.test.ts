import { describe, expect, it } from 'vitest';
import { assembled, assembledRecords } from '../../../../src/cli/simulator/transform/assembler';

const one = (answer: string, ...rest: ['None' | 'Line', 'missing' | 'always']) => assembled(Buffer.from(answer), ...rest).toString();

describe('AssembleWith', () => {
  it('None leaves answers as they are', () => {
    expect([one('a\nb', 'None', 'always'), one('a\n', 'None', 'missing')]).toEqual(['a\nb', 'a\n']);
  });

  it('Line ends an answer that does not end with a line feed; the other reading always adds one', () => {
    expect([one('a', 'Line', 'missing'), one('a\n', 'Line', 'missing'), one('', 'Line', 'missing')]).toEqual(['a\n', 'a\n', '\n']);
    expect([one('a', 'Line', 'always'), one('a\n', 'Line', 'always')]).toEqual(['a\n', 'a\n\n']);
  });

  it('ends each joined record under Line', () => {
    expect(assembledRecords(['1,2', '3,4'], 'Line').toString()).toBe('1,2\n3,4\n');
    expect(assembledRecords(['{}'], 'None').toString()).toBe('{}');
  });
});
