import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ONE_CHANNEL } from '../support/base-folder';
import { live } from '../support/live';

describe('a job', () => {
  it('fails when no model was written', async () => {
    const { exitCode, failure, base } = await live(ONE_CHANNEL, (job) => mkdirSync(`${job.model.path}/empty`));

    expect(exitCode).toBe(1);
    expect(failure).toMatch(new RegExp(`^the algorithm finished but wrote no model to ${base}/model\nfix: .*SMA_RUN_MODEL_EMPTY`));
  });

  it('fails when the model holds links or pipes, and names them', async () => {
    const { exitCode, failure } = await live(ONE_CHANNEL, async (job) => {
      await job.model.write('sub/real', '1');
      symlinkSync('real', `${job.model.path}/sub/link`);
      execFileSync('mkfifo', [`${job.model.path}/pipe`]);
    });

    expect(exitCode).toBe(1);
    expect(failure).toMatch(/^the model holds what is neither file nor folder: "pipe", "sub\/link"\nfix: .*SMA_RUN_MODEL_SPECIAL_FILE/);
  });
});
