import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI_ERRORS, CliError, errorDocument, type CliErrorCode } from '../../src/cli/cli-error';

const SRC = join(__dirname, '../../src/cli');
const sources = (readdirSync(SRC, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(SRC, file), 'utf8') }));
const tests = (readdirSync(__dirname, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts') && file !== 'cli-error.test.ts')
  .map((file) => readFileSync(join(__dirname, file), 'utf8'))
  .join('\n');

describe('error codes', () => {
  it.each(Object.keys(CLI_ERRORS) as CliErrorCode[])('%s is thrown somewhere and expected by a test', (code) => {
    expect(sources.filter(({ file, text }) => file !== 'cli-error.ts' && text.includes(`'${code}'`))).not.toEqual([]);
    expect(tests.includes(code)).toBe(true);
  });

  it('go into the document of --json with what belongs to the case', () => {
    const error = new CliError('SMA_CLI_PORT', { what: 'w', fix: 'f', data: { port: 1 } });

    expect(errorDocument(error)).toEqual({ ok: false, port: 1, error: { code: 'SMA_CLI_PORT', what: 'w', why: undefined, fix: 'f', details: [] } });
  });
});

describe('the laws of the folder', () => {
  it('facts of SageMaker are taken from src/contract', () => {
    const code = (text: string) => text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');

    expect(sources.filter(({ text }) => /opt\/ml|\/ping|\/invocations|\b8080\b/.test(code(text).replace(/http:\/\/127\S+/g, ''))).map(({ file }) => file)).toEqual([]);
  });

  it('execa is imported in exec.ts, the terminal written in report.ts and commander used in main.ts and commands only', () => {
    const holding = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file).filter((file) => !file.startsWith('commands/'));

    expect(holding(/from 'execa'/)).toEqual(['exec.ts']);
    expect(holding(/from 'picocolors'/)).toEqual(['report.ts']);
    expect(holding(/from 'commander'/)).toEqual(['main.ts']);
    expect(holding(/from '.*\/commands\//)).toEqual(['main.ts']);
    expect(holding(/process\.std(out|err)\.write|console\./)).toEqual([]);
  });
});
