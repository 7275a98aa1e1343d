import { describe, expect, test } from 'vitest';
import { newProject, SMALLEST } from '../support/new-project';

const encrypted = (part: object = {}) => newProject({ ...SMALLEST, artifactEncryption: { keyId: 'k2', rotatedKeyIds: ['k1'], ...part } });

describe('an algorithm that encrypts', () => {
  const project = () => encrypted();

  test('takes each key from a build secret, in both images', () => {
    for (const image of ['training', 'inference']) {
      const dockerfile = project().read(`container/${image}/Dockerfile`);

      for (const id of ['k1', 'k2']) {
        expect(dockerfile).toContain(`RUN --mount=type=secret,id=sm-algorithm-key-${id},required=true \\\n    install -D -m 0444 /run/secrets/sm-algorithm-key-${id} /out/opt/program/keys/${id}\n`);
      }
      expect(dockerfile).toContain('#   docker build --no-cache --secret id=sm-algorithm-key-k2,src=<file of the key k2> --secret id=sm-algorithm-key-k1,');
      expect(dockerfile).not.toMatch(/^(ENV .*KEY|LABEL .*key)/m);
    }
  });

  test('declares what changes with a key before the steps that take the keys, and in no stage that ends in the image', () => {
    for (const image of ['training', 'inference']) {
      const [program, final] = project().read(`container/${image}/Dockerfile`).split(/^FROM .*$/m).slice(1);

      expect(program.match(/^(ARG|RUN --mount).*/gm)).toEqual([
        'ARG SM_ALGORITHM_KEYS_MARK',
        expect.stringContaining('sm-algorithm-key-k2'),
        expect.stringContaining('sm-algorithm-key-k1'),
      ]);
      expect(final).not.toContain('ARG');
    }
  });

  test('tells its programs the names of the keys', () => {
    expect(project().read('src/algorithm.ts')).toMatch(/"encryption": \{\s+"keyId": "k2",\s+"rotatedKeyIds": \[\s+"k1"\s+\],\s+"checkpoints": true\s+\}/);
    expect(encrypted({ checkpoints: false }).read('src/algorithm.ts')).toContain('"checkpoints": false');
  });

  test('has its keys ignored by git and left out of packages', () => {
    expect(project().read('.gitignore')).toContain('/.sm-algorithm/keys/\n');
    expect(project().read('.npmignore')).toContain('/.sm-algorithm/\n');
  });

  test('has images whose environment cannot name other keys', () => {
    for (const script of ['container/training/train', 'container/inference/serve']) expect(project().read(script)).toMatch(/^unset.* SM_ALGORITHM_KEYS_DIR/m);
  });
});

test('an algorithm that does not encrypt needs no BuildKit', () => {
  const project = newProject(SMALLEST);

  expect(project.read('container/training/Dockerfile')).not.toMatch(/secret|--mount/);
  expect(project.read('src/algorithm.ts')).not.toContain('encryption');
  expect(project.read('.gitignore')).not.toContain('keys');
});
