import { execa } from 'execa';

/** Repositories of the images that the benches build: they stay, as a builder's cache does, until `docker rmi` removes them. */
const IMAGE_PREFIX = 'sm-algorithm-bench';

/** A container that runs, removed when its engine is closed. */
export interface Container {
  readonly id: string;
  /** On docker's own bridge: through a published port the userland proxy would be measured. */
  readonly address: string;
  /** Runs a command inside and returns what it printed. */
  exec(command: readonly string[]): Promise<string>;
  /** Runs a command in a further container that shares the network of this one, and returns what it printed. */
  beside(image: string, command: readonly string[], env: Env): Promise<string>;
  /** Everything that the container's own program printed. */
  logs(): Promise<string>;
  remove(): Promise<void>;
}

export type Env = Readonly<Record<string, string>>;

export interface ContainerOptions {
  readonly env?: Env;
  readonly entrypoint?: string;
  readonly command?: readonly string[];
  /** Folders of this machine whose content is copied in before the start, by their place in the container, which has to exist. */
  readonly folders?: Readonly<Record<string, string>>;
}

async function docker(...args: string[]): Promise<string> {
  return (await execa('docker', args)).stdout;
}

const envOptions = (env: Env): string[] => Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);

/** What the benches ask of a Docker engine. */
export class Engine {
  private readonly ids = new Set<string>();

  /**
   * Builds an image and returns its name. The one that had the name before is removed when it is another.
   * @param buildArgs values of the Dockerfile's ARGs
   */
  async build(name: string, context: string, buildArgs: Readonly<Record<string, string>> = {}): Promise<string> {
    const image = `${IMAGE_PREFIX}/${name}`;
    process.stderr.write(`building ${image}\n`);
    const before = await this.imageId(image);
    await docker('build', '--tag', image, ...Object.entries(buildArgs).flatMap(([arg, value]) => ['--build-arg', `${arg}=${value}`]), context);
    if (before && before !== await this.imageId(image)) await docker('rmi', before).catch(() => {});
    return image;
  }

  async start(image: string, { env: variables = {}, entrypoint, command = [], folders = {} }: ContainerOptions = {}): Promise<Container> {
    const options = [...envOptions(variables), ...(entrypoint ? ['--entrypoint', entrypoint] : [])];
    const id = await docker('create', '--label', IMAGE_PREFIX, ...options, image, ...command);
    this.ids.add(id);
    for (const [place, folder] of Object.entries(folders)) await docker('cp', `${folder}/.`, `${id}:${place}`);
    await docker('start', id);
    return {
      id,
      address: await docker('inspect', '--format', '{{.NetworkSettings.IPAddress}}', id),
      exec: (inside) => docker('exec', id, ...inside),
      beside: (other, inside, env) => this.runBeside(id, other, inside, env),
      logs: async () => (await execa('docker', ['logs', id], { all: true })).all,
      remove: () => this.remove(id),
    };
  }

  async close(): Promise<void> {
    if (this.ids.size > 0) await docker('rm', '--force', '--volumes', ...this.ids);
    this.ids.clear();
  }

  private async runBeside(id: string, image: string, command: readonly string[], env: Env): Promise<string> {
    const beside = await docker('create', '--label', IMAGE_PREFIX, '--network', `container:${id}`, ...envOptions(env), image, ...command);
    this.ids.add(beside);
    try {
      return await docker('start', '--attach', beside);
    } finally {
      await this.remove(beside);
    }
  }

  private async remove(id: string): Promise<void> {
    await docker('rm', '--force', '--volumes', id);
    this.ids.delete(id);
  }

  private async imageId(image: string): Promise<string | undefined> {
    return docker('image', 'inspect', '--format', '{{.Id}}', image).catch(() => undefined);
  }
}

/**
 * Runs with an engine; no container is left behind, not even after Ctrl-C.
 * @throws Error when no engine answers
 */
export async function withEngine<T>(run: (engine: Engine) => Promise<T>): Promise<T> {
  await docker('info').catch((cause: unknown) => {
    throw new Error('no Docker engine answers, so what happens in containers is not measured: start one and run this again', { cause });
  });
  const engine = new Engine();
  const end = (): void => void engine.close().finally(() => process.exit(130));
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, end);
  try {
    return await run(engine);
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, end);
    await engine.close();
  }
}
