import { describe, expect, test } from 'vitest';
import { metricRegex } from '../../src/contract/metric-line';
import { regexProblem } from '../../src/rules/request/metric-regex';

describe('the regex of a metric', () => {
  test.each([
    'auc=([0-9.]+);', '(?:took|used) ([0-9]+)', '\\(([0-9]+)\\)', '[(?<=]([0-9]+)', '[\\]\\1(?=]([0-9])', '([0-9]{1,3})\\\\', 'x\\?(y)', '(a|)', metricRegex('f1|macro (x)'),
  ])('may be %s', (regex) => {
    expect(regexProblem(regex)).toBeUndefined();
  });

  test.each([
    ['(?=x)(y)', 'uses (?='], ['(?!x)(y)', 'uses (?!'], ['(?<=x)(y)', 'uses (?<='], ['(?<!x)(y)', 'uses (?<!'], ['(?<auc>y)', 'uses (?<auc>'],
    ['(?P<auc>y)', 'uses (?P<auc>'], ['(?i)(y)', 'uses (?i'], ['(?i:(y))', 'uses (?i:'], ['(a)\\1', 'uses \\1'], ['(a)\\k<x>', 'uses \\k<x>'],
    ['x', 'has no capturing group'], ['((a))', 'has 2 capturing groups'], ['(a', 'is no regular expression'], ['[', 'is no regular expression'],
    ['a\\', 'is no regular expression'], ['*(a)', 'is no regular expression'],
  ])('may not be %s, which %s', (regex, what) => {
    expect(regexProblem(regex)!.what).toContain(what);
  });
});
