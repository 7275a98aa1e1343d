import { expect, it } from 'vitest';
import { readServerSettings } from '../../../src/runtime/inference/server-settings';

const MIB = 1024 * 1024;

it('listens on 8080 and takes 25 MiB when the environment says nothing', () => {
  expect(readServerSettings({})).toEqual({ port: 8080, bodyMaxBytes: 25 * MIB, defaultAccept: undefined, isBatch: false });
  expect(readServerSettings({ SAGEMAKER_BIND_TO_PORT: '', SAGEMAKER_MAX_PAYLOAD_IN_MB: ' ' })).toMatchObject({ port: 8080, bodyMaxBytes: 25 * MIB });
});

it('takes port, payload and response type from the environment', () => {
  expect(readServerSettings({ SAGEMAKER_BIND_TO_PORT: '9099', SAGEMAKER_MAX_PAYLOAD_IN_MB: '100', SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' }))
    .toEqual({ port: 9099, bodyMaxBytes: 100 * MIB, defaultAccept: 'text/csv', isBatch: false });
});

it.each([
  [{ SAGEMAKER_MODEL_SERVER_WORKERS: '4', MODEL_SERVER_WORKERS: '2' }, { workers: 4 }],
  [{ MODEL_SERVER_WORKERS: '2' }, { workers: 2 }],
  [{ SAGEMAKER_MODEL_SERVER_TIMEOUT: '90', MODEL_SERVER_TIMEOUT: '30' }, { timeoutSeconds: 90 }],
  [{ SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS: '100', SAGEMAKER_MODEL_SERVER_TIMEOUT: '90' }, { timeoutSeconds: 100 }],
  [{ MODEL_SERVER_TIMEOUT: '30' }, { timeoutSeconds: 30 }],
  [{ SAGEMAKER_BATCH: 'true' }, { isBatch: true }],
])('takes the names of AWS\'s toolkits and samples: %j', (env, settings) => {
  expect(readServerSettings(env)).toMatchObject(settings);
});

it('takes requests of any size when the payload is 0', () => {
  expect(readServerSettings({ SAGEMAKER_MAX_PAYLOAD_IN_MB: '0' }).bodyMaxBytes).toBe(Infinity);
});

it.each([['SAGEMAKER_BIND_TO_PORT', '65536'], ['SAGEMAKER_BIND_TO_PORT', 'http'], ['SAGEMAKER_BIND_TO_PORT', '-1'], ['SAGEMAKER_MAX_PAYLOAD_IN_MB', '1.5'],
  ['SAGEMAKER_MODEL_SERVER_WORKERS', '0'], ['MODEL_SERVER_WORKERS', 'auto'], ['SAGEMAKER_MODEL_SERVER_TIMEOUT', '60s'], ['MODEL_SERVER_TIMEOUT', '0']])(
  'refuses %s=%s', (name, value) => {
    expect(() => readServerSettings({ [name]: value })).toThrowError(expect.objectContaining({ code: 'SMA_RUN_SETTING', exitCode: 2 }));
  });
