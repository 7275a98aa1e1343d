/** A login of the engine's program that nobody else sees, and of which nothing stays. */
import { rmSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegistryLogin } from './ecr';
import { loginFailed } from './push-error';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { loginArgs } from '../docker/docker-args';
import { temporaryFolder } from '../leftovers/claim';

/** Where docker's own settings are. */
export const dockerConfigDir = (env: CliContext['env']): string => env.DOCKER_CONFIG || join(homedir(), '.docker');

/** Docker's own settings; empty where there are none, or none that can be read. */
export async function dockerConfig(env: CliContext['env']): Promise<Readonly<Record<string, unknown>>> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(dockerConfigDir(env), 'config.json'), 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed as Record<string, unknown> : {};
  } catch {
    return {};
  }
}

/** The environment with which the engine's program, and skopeo, find the login. */
export type LoginEnvironment = Readonly<Record<string, string>>;

/** Logs in, works, and removes the login, however the work ends: well, badly, by Ctrl-C or by a bug. */
export async function withPrivateLogin<T>(
  context: CliContext, host: string, login: () => Promise<RegistryLogin>, work: (env: LoginEnvironment) => Promise<T>,
): Promise<T> {
  // mkdtemp gives mode 0700.
  const dir = privateFolder();
  const remove = () => rmSync(dir, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const env = await privateEnvironment(context, dir, host);
    await logIn(context, host, await login(), env);
    return await work(env);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

/** It goes with the next run if this program is killed. */
function privateFolder(): string {
  try {
    return temporaryFolder('login');
  } catch (error) {
    throw noFolder(error);
  }
}

const noFolder = (cause: unknown): CliError => new CliError('SMA_CLI_WRITE', {
  what: `no folder for the login can be made below ${tmpdir()} (${(cause as NodeJS.ErrnoException).code ?? String(cause)}); nothing was pushed.`,
  why: "a push logs in apart from docker's own settings, and removes that login at its end",
  fix: 'make room there, or name another place in TMPDIR',
  cause,
});

async function privateEnvironment({ env }: CliContext, dir: string, host: string): Promise<LoginEnvironment> {
  const { currentContext } = await dockerConfig(env);
  // The engine stays the one of the person's context. An entry for the host, if empty, keeps docker from choosing the keychain of
  // the system, where the password would outlive the folder.
  const config = { auths: { [host]: {} }, ...(typeof currentContext === 'string' && { currentContext }) };
  await writeFile(join(dir, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  await symlink(join(dockerConfigDir(env), 'contexts'), join(dir, 'contexts'), 'junction');
  const inherited = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  // docker reads the first, podman and skopeo the second.
  return { ...inherited, DOCKER_CONFIG: dir, REGISTRY_AUTH_FILE: join(dir, 'config.json') };
}

/** Lets the engine's program in; the password goes by standard input, so that no list of processes shows it. */
export async function logIn(
  { docker, report, signal }: CliContext, host: string, { user, password }: RegistryLogin, env?: LoginEnvironment,
): Promise<void> {
  await report.step('login', host, async () => {
    const finished = await docker.try(loginArgs(host, user), { input: password, signal, ...(env && { env }) });
    if (finished.exitCode !== 0) throw loginFailed(host, finished);
  });
}
