import { expect, it } from 'vitest';
import { readServerSettings } from '../../../src/runtime/inference/server-settings';

const MIB = 1024 * 1024;

it('listens on 8080 and takes 25 MiB when the environment says nothing', () => {
  expect(readServerSettings({})).toEqual({ port: 8080, bodyMaxBytes: 25 * MIB, defaultAccept: undefined });
  expect(readServerSettings({ SAGEMAKER_BIND_TO_PORT: '', SAGEMAKER_MAX_PAYLOAD_IN_MB: ' ' })).toMatchObject({ port: 8080, bodyMaxBytes: 25 * MIB });
});

it('takes port, payload and response type from the environment', () => {
  expect(readServerSettings({ SAGEMAKER_BIND_TO_PORT: '9099', SAGEMAKER_MAX_PAYLOAD_IN_MB: '100', SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' }))
    .toEqual({ port: 9099, bodyMaxBytes: 100 * MIB, defaultAccept: 'text/csv' });
});

it('takes requests of any size when the payload is 0', () => {
  expect(readServerSettings({ SAGEMAKER_MAX_PAYLOAD_IN_MB: '0' }).bodyMaxBytes).toBe(Infinity);
});

it.each([['SAGEMAKER_BIND_TO_PORT', '65536'], ['SAGEMAKER_BIND_TO_PORT', 'http'], ['SAGEMAKER_BIND_TO_PORT', '-1'], ['SAGEMAKER_MAX_PAYLOAD_IN_MB', '1.5']])(
  'refuses %s=%s', (name, value) => {
    expect(() => readServerSettings({ [name]: value })).toThrowError(expect.objectContaining({ code: 'SMA_RUN_SETTING', exitCode: 2 }));
  });
