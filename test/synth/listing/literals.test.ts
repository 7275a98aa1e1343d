import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { spliced, variable } from '../../../src/synth/listing/call-value';
import { heredocJson, javaScriptLiteral, pythonArguments, pythonLiteral } from '../../../src/synth/listing/literals';
import { HOSTILE_VALUES } from '../support/hostile-definition';

const VALUE = {
  Name: variable('runName'),
  Uri: spliced`s3://${'bucket'}/{x}$\`"\\/${'runName'}/`,
  Flag: true,
  Number: 5,
  Empty: {},
  None: [],
  Texts: HOSTILE_VALUES,
  Map: Object.fromEntries(HOSTILE_VALUES.map((text) => [text, text])),
};
const EXPECTED = { ...VALUE, Name: 'run', Uri: 's3://b/{x}$`"\\/run/' };

describe('parameters of a call', () => {
  test('are the same value in JavaScript', () => {
    expect(new Function('bucket', 'runName', `return ${javaScriptLiteral(VALUE)}`)('b', 'run')).toEqual(EXPECTED);
  });

  test('are the same value in a here-document', () => {
    const script = `BUCKET=b RUN_NAME=run\ncat <<JSON\n${heredocJson(VALUE)}\nJSON\n`;

    expect(JSON.parse(execFileSync('bash', ['-c', script], { encoding: 'utf8' }))).toEqual(EXPECTED);
  });

  test('are written in Python as Python writes them', () => {
    expect(pythonLiteral({ Name: variable('modelDataUrl'), Uri: spliced`s3://${'bucket'}/{x}`, Flags: [true, false], Empty: {} })).toBe(
      '{\n    "Name": model_data_url,\n    "Uri": f"s3://{bucket}/{{x}}",\n    "Flags": [\n        True,\n        False,\n    ],\n    "Empty": {},\n}');
    expect(pythonArguments({ Name: 'a"b\\', Inner: { Key: 1 } })).toBe('    Name="a\\"b\\\\",\n    Inner={\n        "Key": 1,\n    },');
  });
});
