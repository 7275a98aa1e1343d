import { describe, expect, test } from 'vitest';
import { CREATE_ALGORITHM_SHAPE } from '../../src/contract/create-algorithm-shape';
import { type RequestShape } from '../../src/contract/request-shape';
import { REQUEST_RULES, checkRequest } from '../../src/rules/check-request';
import { requestSubject } from '../../src/rules/request/request-rule';
import { FULLEST } from '../support/new-project';
import { changed, requestOf, set } from '../support/requests';

/** JSON that nobody expects. */
const ODD: readonly unknown[] = [
  null, true, 0, -1, 1.5, 1e300, '', 'x', '\u0000', [], [null], [[[]]], [5, 'x', {}], {}, { a: null }, { length: 3 },
  JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "toString": []}'), { Name: [], Type: 'Integer', Range: null },
];

const NOWHERE_RIGHT: readonly unknown[] = [null, 1.5, [[[]]]];

const VALID = requestOf(FULLEST);

/** The path of everything that a value holds. */
function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const own = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    return [own, ...pathsOf(part, own)];
  });
}

/** A generator of numbers below a limit that says the same in every run. */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A value of the right type at every place, and of any content: nothing is absent. */
function filled(shape: RequestShape, next: (limit: number) => number): unknown {
  switch (shape.type) {
    case 'string': return [shape.example ?? 'x', '', 'None', 'Integer', '1', 'File', ...(shape.values ?? [])][next(6 + (shape.values?.length ?? 0))];
    case 'integer': case 'long': return next(5);
    case 'boolean': return next(2) === 1;
    case 'list': return Array.from({ length: next(4) }, () => filled(shape.of, next));
    case 'map': return { x: filled(shape.of, next), y: filled(shape.of, next) };
    case 'structure': return Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, filled(member.shape, next)]));
  }
}

function asksAll(request: unknown) {
  const subject = requestSubject(request);
  return REQUEST_RULES.flatMap(({ check }) => check(subject));
}

describe('a request that is not what it should be', () => {
  test.each(ODD.map((value) => [JSON.stringify(value), value]))('%s is refused', (_, value) => {
    expect(checkRequest(value).errors.length).toBeGreaterThan(0);
  });

  test('is refused as nothing at all, too', () => {
    expect(checkRequest(undefined).errors.map(({ code }) => code)).toEqual(['SMA_REQ_TYPE']);
  });

  test('never stops a rule, whatever stands at whatever place', () => {
    const next = seeded(1);
    for (const path of pathsOf(VALID)) {
      for (const value of [...NOWHERE_RIGHT, ODD[next(ODD.length)]]) {
        const findings = asksAll(changed(VALID, set(path, value)));
        const isWhole = findings.every((finding) => [finding.path, finding.what, finding.why, finding.fix].every((text) => typeof text === 'string' && text !== ''));
        // No place takes null, a fraction or a list of lists; the fourth may happen to be right.
        const isRefused = findings.length > 0 || !NOWHERE_RIGHT.includes(value);
        expect([path, value, isRefused, isWhole]).toEqual([path, value, true, true]);
      }
    }
  });

  test('never stops a rule, however much of it is odd', () => {
    const next = seeded(20261124);
    const paths = pathsOf(VALID);

    for (let round = 0; round < 300; round++) {
      const request = structuredClone(VALID) as object;
      const changes = Array.from({ length: 1 + next(6) }, () => [paths[next(paths.length)], ODD[next(ODD.length)]] as const)
        // Deeper places first: what is above them may be gone afterwards.
        .sort(([a], [b]) => b.length - a.length);
      for (const [path, value] of changes) set(path, value)(request);
      expect(() => asksAll(request)).not.toThrow();
    }
  });

  test('never stops a rule, even when every member that exists is there', () => {
    const next = seeded(7);

    for (let round = 0; round < 200; round++) {
      const findings = checkRequest(filled(CREATE_ALGORITHM_SHAPE, next));
      expect(findings.errors.filter(({ code }) => ['SMA_REQ_TYPE', 'SMA_REQ_MISSING', 'SMA_REQ_UNKNOWN_MEMBER'].includes(code))).toEqual([]);
    }
  });
});
