import { describe, expect, it } from 'vitest';
import { parseInputSettings } from '../../../../src/cli/simulator/input/input-settings';

describe('parseInputSettings', () => {
  it('gathers what is said of each channel, in any case of letters', () => {
    expect(parseInputSettings({
      inputMode: ['train=pipe', 'other=FastFile'],
      distribution: ['train=ShardedByS3Key'],
      contentType: ['train=text/csv;label_size=0'],
      recordWrapper: ['train=recordio'],
      compression: ['train=GZIP'],
      shuffle: ['train=-007'],
      manifest: ['other=a=b.json'],
      augmentedManifest: ['train=m.jsonl'],
      attributes: ['train=source-ref, label'],
      lateFifos: 200,
      decoys: true,
    })).toEqual({
      channels: {
        train: {
          inputMode: 'Pipe', distribution: 'ShardedByS3Key', contentType: 'text/csv;label_size=0', recordWrapper: 'RecordIO', compression: 'Gzip',
          shuffleSeed: '-7', augmentedManifest: 'm.jsonl', attributeNames: ['source-ref', 'label'],
        },
        other: { inputMode: 'FastFile', manifest: 'a=b.json' },
      },
      lateFifoMs: 200,
      hasDecoys: true,
    });
  });

  it('takes an input mode without a channel for all that do not say it themselves', () => {
    expect(parseInputSettings({ inputMode: ['Pipe', 'a=File'] })).toEqual({ inputMode: 'Pipe', channels: { a: { inputMode: 'File' } } });
  });

  it('says nothing where nothing was said', () => {
    expect(parseInputSettings({})).toEqual({ channels: {} });
  });

  it('tells all that it does not understand at once', () => {
    expect(() => parseInputSettings({
      inputMode: ['train=Pip'], recordWrapper: ['RecordIO', '=RecordIO'], shuffle: ['train=1.5', 'train=9223372036854775808', 'train='],
      manifest: ['train='], attributes: ['train=a,,b', `train=${Array.from({ length: 17 }, (_, at) => `a${at}`).join(',')}`],
    })).toThrow(expect.objectContaining({
      code: 'SMA_CLI_USAGE',
      details: [
        '--input-mode train=Pip: the value is none of File, FastFile, Pipe; did you mean Pipe?',
        '--record-wrapper RecordIO names no channel; write --record-wrapper <channel>=<value>',
        '--record-wrapper =RecordIO names no channel; write --record-wrapper <channel>=<value>',
        '--shuffle train=1.5: the value is no whole number of 64 bits',
        '--shuffle train=9223372036854775808: the value is no whole number of 64 bits',
        '--shuffle train=: the value is no whole number of 64 bits',
        '--manifest train=: the value is empty',
        '--attributes train=a,,b: the value is no list of 1 to 16 names with commas between them',
        expect.stringMatching(/^--attributes train=a0,.* is no list of 1 to 16 names/) as unknown,
      ],
    }) as Error);
  });
});
