import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ImageLayout, InputMode, Starter, UnknownHyperparameters } from '../../src';
import { DEFAULTS } from '../../src/plan/defaults';

const DEFINITION = join(__dirname, '..', '..', 'src', 'definition');
const ENUMS: Record<string, Record<string, string>> = { ImageLayout, InputMode, Starter, UnknownHyperparameters };

/** `@default` of each field, by file and field. */
function documented(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(DEFINITION)) {
    const source = readFileSync(join(DEFINITION, file), 'utf8');
    for (const [, stated, field] of source.matchAll(/@default ([^\n]*)\n(?:[^/]*?)\*\/\s+readonly (\w+)/g)) {
      found.set(`${file}:${field}`, stated.replace(/^- /, ''));
    }
  }
  return found;
}

/** The value that a documented default stands for. */
function value(text: string): unknown {
  const member = /^`?(\w+)\.(\w+)`?$/.exec(text);
  if (member) return ENUMS[member[1]][member[2]];
  return JSON.parse(text.replace(/`/g, '"').replace(/^"(\w+)"$/, '"$1"'));
}

test.each([
  ['algorithm-options.ts:imageLayout', DEFAULTS.imageLayout],
  ['algorithm-options.ts:imageNodeVersion', DEFAULTS.imageNodeVersion],
  ['algorithm-options.ts:starter', DEFAULTS.starter],
  ['channel.ts:required', DEFAULTS.channelRequired],
  ['hyperparameter.ts:required', DEFAULTS.hyperparameterRequired],
  ['hyperparameter.ts:tunable', DEFAULTS.hyperparameterTunable],
  ['training-options.ts:unknownHyperparameters', DEFAULTS.unknownHyperparameters],
  ['training-options.ts:instanceTypes', DEFAULTS.trainingInstanceTypes[0]],
  ['inference-options.ts:realtimeInstanceTypes', DEFAULTS.realtimeInstanceTypes[0]],
  ['inference-options.ts:transformInstanceTypes', DEFAULTS.transformInstanceTypes[0]],
])('the documented default of %s is the one that applies', (field, expected) => {
  expect(value(documented().get(field)!)).toEqual(expected);
});

test('the documented input modes of a channel are the ones that apply', () => {
  const modes = [...documented().get('channel.ts:inputModes')!.matchAll(/InputMode\.(\w+)/g)].map(([, member]) => InputMode[member as keyof typeof InputMode]);

  expect(modes).toEqual(DEFAULTS.channelInputModes);
});
