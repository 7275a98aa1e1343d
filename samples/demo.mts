/*
 * The demo of the README: packs this package, makes a project from the tarball with projen's CLI, builds it, and runs it as
 * SageMaker would on the iris data. Uses a Docker engine when one answers; needs none. Leaves the project.
 */
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecaError, execa } from 'execa';
import colors from 'picocolors';

const REPOSITORY = join(import.meta.dirname, '..');
const TAIL_LINES = 40;

const say = (text: string) => process.stderr.write(`${text}\n`);

/** Runs one step quietly, tells how long it took, and shows the end of its output when it fails. */
async function step(title: string, command: string, args: string[], cwd: string): Promise<void> {
  const started = performance.now();
  const waiting = setInterval(() => say(colors.dim(`… ${title}, ${Math.round((performance.now() - started) / 1000)} s`)), 10_000);
  try {
    await execa(command, args, { cwd, all: true, preferLocal: true });
    say(`${colors.green('✔')} ${title}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    say(`${colors.red('✖')} ${title}\n${String(error.all).split('\n').slice(-TAIL_LINES).join('\n')}\n${error.shortMessage}`);
    process.exit(1);
  } finally {
    clearInterval(waiting);
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-demo-'));
  const project = mkdtempSync(join(folder, 'iris-decision-tree-'));

  await step('pack sm-algorithm', 'npm', ['pack', '--silent', '--pack-destination', folder], REPOSITORY);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
  const projen = join(REPOSITORY, 'node_modules', 'projen', 'bin', 'projen');
  await step('projen new --from sm-algorithm', process.execPath,
    [projen, 'new', '--from', `sm-algorithm@file:${tarball}`, 'sm-algorithm', '--name', 'iris-decision-tree', '--no-git'], project);
  await step('npx projen build', 'npx', ['projen', 'build'], project);

  say('');
  const { exitCode } = await execa('npx', ['projen', 'local', ...process.argv.slice(2)], { cwd: project, stdio: 'inherit', reject: false });
  say(`\nThe project is in ${project}\n  cd ${project} && npx projen local`);
  process.exitCode = exitCode ?? 1;
}

void main();
