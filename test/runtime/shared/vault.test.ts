import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DROPPED_VARIABLES } from '../../../src/contract/program';
import { createModelFiles } from '../../../src/runtime/inference/model-files';
import { readManifest } from '../../../src/runtime/inference/read-manifest';
import { createLog } from '../../../src/runtime/shared/log';
import { Vault, vaultFromEnvironment } from '../../../src/runtime/shared/vault';
import type { TrainingJob } from '../../../src/runtime/training';
import { baseFolder, ONE_CHANNEL, type Files } from '../support/base-folder';
import { live } from '../support/live';
import { SPEC, type Iris } from '../support/spec';

const KEYS: Files = { k1: `${'1f'.repeat(32)}\n`, k2: 'A2'.repeat(32) };
const encryption = (keyId: string, rotatedKeyIds: string[] = [], checkpoints = true) => ({ keyId, rotatedKeyIds, checkpoints });
const SECRET = 'PLANTED MARKER';

/** Trains with encryption. */
async function trained(what: ReturnType<typeof encryption>, act: (job: TrainingJob<Iris>) => unknown, keys = KEYS) {
  const folder = baseFolder(keys);
  const options = { spec: { ...SPEC, encryption: what }, env: { SM_ALGORITHM_KEYS_DIR: folder } };
  const ended = await live(ONE_CHANNEL, async (job) => void await act(job), options);
  const serving = (other = what) => {
    const vault = new Vault(other, folder);
    vault.open();
    return createModelFiles(`${ended.base}/model`, vault);
  };
  return { ...ended, folder, serving };
}
const write = async (job: TrainingJob<Iris>) => {
  await job.model.write('model.json', JSON.stringify({ [SECRET]: 1 }));
  await job.model.write('parts/1.bin', Buffer.alloc(3_000_000, SECRET));
};

describe('a job that encrypts', () => {
  it('leaves nothing of the data in model and checkpoints, and serving reads what was written', async () => {
    const { exitCode, base, serving } = await trained(encryption('k1'), async (job) => {
      await write(job);
      await job.checkpoints.save('state', SECRET);
    });

    expect(exitCode).toBe(0);
    for (const folder of ['model', 'checkpoints']) {
      const files = readdirSync(`${base}/${folder}`, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      expect(files.length).toBeGreaterThan(0);
      for (const { parentPath, name } of files) expect(readFileSync(`${parentPath}/${name}`).includes('MARKER')).toBe(false);
    }
    expect(await serving().readJson('model.json')).toEqual({ [SECRET]: 1 });
    expect((await serving().read('parts/1.bin')).equals(Buffer.alloc(3_000_000, SECRET))).toBe(true);
  });

  it('has a manifest that serving can check before it decrypts', async () => {
    const { base } = await trained(encryption('k1'), write);

    expect(readManifest(`${base}/model`, SPEC, createLog(() => {}))!.files.map(({ name }) => name)).toEqual(['model.json', 'parts/1.bin']);
  });

  it('finds its checkpoints again', async () => {
    const { base, log, folder } = await trained(encryption('k2', ['k1']), async (job) => {
      await write(job);
      await job.checkpoints.save('state', 'one');
      expect((await job.checkpoints.restore())!.data.toString()).toBe('one');
    });

    expect(log).not.toContain('WARN');
    expect(readdirSync(`${base}/checkpoints`)).toEqual(['rank0.state.1.checkpoint']);
    expect(log).not.toContain(String(KEYS.k2));
    expect(folder).not.toBe(base);
  });

  it('passes over a checkpoint that it cannot decrypt', async () => {
    const { log } = await trained(encryption('k1'), async (job) => {
      await write(job);
      await job.checkpoints.save('state', 'one');
      await job.checkpoints.save('state', 'two');
      writeFileSync(`${job.checkpoints.path}/rank0.state.3.checkpoint`, readFileSync(`${job.checkpoints.path}/rank0.state.1.checkpoint`));
      expect((await job.checkpoints.restore())!.data.toString()).toBe('two');
    });

    expect(log).toMatch(/WARN checkpoint rank0\.state\.3\.checkpoint has been changed, cut or renamed/);
  });

  it('leaves checkpoints readable when it is told to', async () => {
    const { base } = await trained(encryption('k1', [], false), async (job) => {
      await write(job);
      await job.checkpoints.save('state', SECRET);
    });

    expect(readFileSync(`${base}/checkpoints/rank0.state.1.checkpoint`).includes(SECRET)).toBe(true);
  });

  it('fails when a file got into the model past the encryption', async () => {
    const { exitCode, failure } = await trained(encryption('k1'), async (job) => {
      await write(job);
      writeFileSync(`${job.model.path}/raw.bin`, SECRET);
    });

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^the model holds files that are not encrypted: "raw\.bin"\nfix: .*SMA_RUN_MODEL_PLAIN/);
  });

  it.each<[string, Files, RegExp]>([
    ['missing', { k1: KEYS.k1 }, /^the key k2 of the encryption cannot be read in \S+ \(ENOENT\)\nfix: .*SMA_RUN_KEY/],
    ['too short', { ...KEYS, k2: 'a2a2' }, /^the key k2 of the encryption is not written as 64 hexadecimal digits\n/],
    ['a folder', { 'k1': KEYS.k1, 'k2/': '' }, /cannot be read in \S+ \(EISDIR\)/],
  ])('fails at its start when a key is %s', async (_case, keys, reason) => {
    const { exitCode, failure } = await trained(encryption('k1', ['k2']), write, keys);

    expect(exitCode).toBe(1);
    expect(failure).toMatch(reason);
    expect(failure).not.toContain('a2a2');
  });
});

describe('serving', () => {
  it('reads models of a rotated key, and not those of a key that was dropped', async () => {
    const { serving } = await trained(encryption('k1'), write);

    expect(await serving(encryption('k2', ['k1'])).readJson('model.json')).toEqual({ [SECRET]: 1 });
    await expect(serving(encryption('k2')).read('model.json')).rejects.toMatchObject({
      code: 'SMA_RUN_MODEL_FILE', message: 'model file model.json is encrypted with the key "k1", which this image does not have',
    });
  });

  it('refuses a file that is not encrypted, or stands in the place of another', async () => {
    const { base, serving } = await trained(encryption('k1'), write);
    writeFileSync(`${base}/model/model.json`, readFileSync(`${base}/model/parts/1.bin`));
    await expect(serving().read('model.json')).rejects.toMatchObject({ code: 'SMA_RUN_MODEL_FILE' });
    writeFileSync(`${base}/model/model.json`, '{}');

    await expect(serving().read('model.json')).rejects.toThrow('model file model.json is not encrypted');
  });

  it('says so when the model is encrypted and the algorithm declares no encryption', async () => {
    const { base } = await trained(encryption('k1'), write);
    const plain = createModelFiles(`${base}/model`, new Vault(undefined, ''));

    await expect(plain.read('model.json')).rejects.toThrow('is encrypted, and this algorithm declares no encryption');
  });
});

it('nobody who sets the environment of an image can name other keys', () => {
  expect(DROPPED_VARIABLES).toContain('SM_ALGORITHM_KEYS_DIR');
  expect(() => vaultFromEnvironment(encryption('k1'), {}).open()).toThrow('cannot be read in /opt/program/keys (ENOENT)');
});
