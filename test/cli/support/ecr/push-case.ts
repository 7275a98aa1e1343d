import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { newScenario, type Scenario } from './scenario';
import { IMAGES_LOCK_FILE, type ImagesLock } from '../../../../src/contract/images-lock';
import { type AlgorithmPlan, PLAN_FILE } from '../../../../src/contract/plan';
import { startCli, type CliResult, type StartedCli } from '../cli';
import { docker } from '../engine-state';
import { FIXTURE_PLAN } from '../fixture-project';

const SECRET = 'fake-secret-that-nobody-prints';
const NAMES = ['training', 'inference'] as const;
export const localName = (name: string) => `sma-ecr-${name}`;

const git = (dir: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: dir, encoding: 'utf8' }).trim();

/** A project in git and its images, built once; each case works in a copy. */
export interface Bench {
  readonly folder: string;
  readonly sha: string;
  readonly api: string;
  remove(): void;
}

export function openBench(api: string): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'sma-ecr-'));
  const project = join(folder, 'project');
  const images = FIXTURE_PLAN.images.map((image) => ({ ...image, localName: localName(image.name) }));
  mkdirSync(join(project, dirname(PLAN_FILE)), { recursive: true });
  writeFileSync(join(project, PLAN_FILE), JSON.stringify({ ...FIXTURE_PLAN, images }));
  writeFileSync(join(project, 'source.ts'), '1\n');
  git(project, 'init', '-q');
  git(project, 'add', '.');
  git(project, 'commit', '-qm', 'all');
  const sha = git(project, 'rev-parse', 'HEAD');
  for (const name of NAMES) buildImage(folder, `${localName(name)}:latest`, sha);
  return {
    folder, sha, api,
    remove() {
      for (const name of NAMES) {
        const tags = docker('images', '--format', '{{.Repository}}:{{.Tag}}').split('\n').filter((tag) => tag.startsWith(localName(name)) || /\.dkr\.ecr\..*\/f\d+\//.test(tag));
        if (tags.length > 0) docker('rmi', '--force', ...tags);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An image of two small layers that no other image has. */
export function buildImage(folder: string, tag: string, sha: string, ...options: string[]): void {
  const context = mkdtempSync(join(folder, 'context-'));
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => Math.floor(Math.random() * 256)));
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY a /a\nCOPY b /b\nCMD ["/a"]\n');
  writeFileSync(join(context, 'a'), bytes(300_000));
  writeFileSync(join(context, 'b'), bytes(1_000));
  docker('build', '--quiet', '--label', `org.opencontainers.image.revision=${sha}`, '--tag', tag, ...options, context);
}

/** One push, with an account, a project and a machine of its own. */
export class PushCase {
  readonly scenario: Scenario;
  readonly dir: string;
  /** Where this program's temporary folders would be. */
  readonly tmp: string;
  /** docker's own settings. */
  readonly dockerConfig: string;
  readonly env: Record<string, string>;
  readonly args: string[] = [];

  constructor(readonly bench: Bench, readonly id: string) {
    this.scenario = newScenario(id);
    const home = join(bench.folder, id);
    this.dir = join(home, 'project');
    this.tmp = join(home, 'tmp');
    this.dockerConfig = join(home, 'docker');
    cpSync(join(bench.folder, 'project'), this.dir, { recursive: true });
    for (const folder of [this.tmp, this.dockerConfig]) mkdirSync(folder, { recursive: true });
    this.env = { AWS_ENDPOINT_URL: bench.api, TMPDIR: this.tmp, DOCKER_CONFIG: this.dockerConfig, HOME: home };
    this.signIn();
  }

  signIn(): void {
    Object.assign(this.env, {
      AWS_ACCESS_KEY_ID: `AKID${this.id.toUpperCase()}`, AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: `${SECRET}-too`,
    });
  }

  signOut(): void {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) delete this.env[name];
  }

  start(...more: string[]): StartedCli {
    const repositories = NAMES.flatMap((name) => [`--repository-${name}`, `${this.id}/${name}`]);
    return startCli(this.dir, ['ecr:push', ...repositories, ...this.args, ...more], { env: this.env });
  }

  push(...more: string[]): Promise<CliResult> {
    return this.start(...more).finished;
  }

  git(...args: string[]): string {
    return git(this.dir, ...args);
  }

  /** Gives the images of the plan other local names; git is told to look away, so that the sources stay those of HEAD. */
  renameImages(change: (name: string) => string): void {
    const file = join(this.dir, PLAN_FILE);
    const plan = JSON.parse(readFileSync(file, 'utf8')) as AlgorithmPlan;
    const images = plan.images.map((image) => ({ ...image, localName: change(image.localName) }));
    writeFileSync(file, JSON.stringify({ ...plan, images }));
    this.git('update-index', '--assume-unchanged', PLAN_FILE);
  }

  /** Tags that every image gets. */
  get tags(): [string, string] {
    return ['1.2.3', this.git('rev-parse', '--short', 'HEAD')];
  }

  lock(): ImagesLock | undefined {
    const file = join(this.dir, IMAGES_LOCK_FILE);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as ImagesLock : undefined;
  }

  /** Logins that a push has left. */
  logins(): string[] {
    return readdirSync(this.tmp).filter((name) => name.startsWith('sm-algorithm-login'));
  }

  /** Every word that must never be seen. */
  get secrets(): string[] {
    return [this.scenario.password, SECRET, Buffer.from(`AWS:${this.scenario.password}`).toString('base64')];
  }

  /** Bytes were on their way to the registry. */
  get sentSomething(): boolean {
    return this.scenario.requests.some((line) => /^(POST|PATCH|PUT) /.test(line));
  }

  liftFaults(): void {
    this.scenario.api.clear();
    this.scenario.registry = undefined;
  }
}
