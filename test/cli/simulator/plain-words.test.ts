import { describe, expect, it } from 'vitest';
import { bytes, count, duration } from '../../../src/cli/quantities';
import { countPredictions } from '../../../src/cli/simulator/count-predictions';
import { explainEnd, type Ended } from '../../../src/cli/simulator/exit-code';

describe('explainEnd', () => {
  it.each<[Ended, string]>([
    [{ exitCode: 137 }, 'exit code 137: SIGKILL, mostly because it was out of memory'],
    [{ exitCode: 137, outOfMemory: true }, 'the memory limit ended it'],
    [{ signal: 'SIGKILL' }, 'killed from outside'],
    [{ signal: 'SIGTERM' }, 'ended by SIGTERM'],
    [{ exitCode: 2 }, 'the input is not what the algorithm declares'],
    [{ exitCode: 64 }, 'takes "train" or "serve"'],
    [{ exitCode: 126 }, 'not executable'],
    [{ exitCode: 127 }, 'no such program'],
    [{ exitCode: 134 }, 'heap is full'],
    [{ exitCode: 5 }, 'exit code 5'],
    [{ startError: 'no such file' }, 'could not be started: no such file'],
  ])('explains %j', (ended, text) => {
    expect(explainEnd(ended)).toContain(text);
  });
});

describe('countPredictions', () => {
  it.each<[string | undefined, string, number | undefined]>([
    ['text/csv; charset=utf-8', 'a\r\nb\n', 2],
    ['application/jsonlines', '{}\n{}\n{}', 3],
    ['application/json', '[1,2]', 2],
    ['application/json', '{"predictions":[1]}', 1],
    ['application/json', '{"score":1}', 1],
    ['application/json', 'broken', undefined],
    ['image/png', 'x', undefined],
    [undefined, 'x', undefined],
  ])('of %s %j are %s', (type, body, number) => {
    expect(countPredictions(type, body)).toBe(number);
  });
});

describe('quantities', () => {
  it('are written as people read them', () => {
    expect([duration(12.4), duration(1_240), duration(125_000)]).toEqual(['12 ms', '1.2 s', '2 min 5 s']);
    expect([bytes(812), bytes(4_300), bytes(999_990), bytes(1.2e9)]).toEqual(['812 B', '4.3 kB', '1.0 MB', '1.2 GB']);
    expect([count(1, 'file'), count(0, 'file')]).toEqual(['1 file', '0 files']);
  });
});
