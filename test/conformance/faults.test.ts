import { describe, expect, test } from 'vitest';
import { FAULTS } from './faults';
import { patched } from './judge';
import { parseOnly } from '../../src/cli/conformance/only';

describe('the table of faulty images', () => {
  test('has names of its own and faults of every kind', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
    expect(FAULTS.length).toBeGreaterThanOrEqual(25);
    for (const [from, to] of [[1, 14], [15, 56], [57, 92]]) {
      expect(FAULTS.filter(({ fails: [first] }) => first >= from && first <= to).length).toBeGreaterThanOrEqual(5);
    }
  });

  test.each(FAULTS)('$name: changes the good image as it is, and says why where several checks see it', (fault) => {
    expect(() => patched(fault)).not.toThrow();
    expect(fault.patches ?? fault.dockerfile).toBeDefined();
    expect(fault.because !== undefined).toBe(fault.fails.length > 1);
    expect(typeof parseOnly(fault.beside)).toBe('object');
    expect(fault.fails).toEqual([...fault.fails].sort((a, b) => a - b));
  });
});
