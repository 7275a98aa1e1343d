/** Kills the program at random moments of its work and looks what the next run leaves of that. */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '../../../src/cli/interruption';
import { Random } from '../../support/random';
import { tmpDir } from '../../support/tmp-dir';
import { cli, lives, startCli, type CliResult } from '../support/cli';
import { docker } from '../support/engine-state';
import { FIXTURE_PLAN, fixtureProject } from '../support/fixture-project';
import { withValidation } from '../support/validation-plan';

export type KilledEngine = 'docker' | 'process';

interface Phase {
  readonly name: string;
  readonly args: readonly string[];
  /** Written when the phase has begun; without it it begins with the program. */
  readonly sign?: RegExp;
  /** Longest time from there to the kill. Unit: ms. */
  readonly withinMs: number;
  /** Sent when the sign is seen, before the kill. */
  readonly signal?: NodeJS.Signals;
}

const set = (...pairs: string[]) => pairs.flatMap((pair) => ['--hyperparameter', pair]);

/** In an order that lets three kills meet three kinds of work. */
const PHASES: readonly Phase[] = [
  { name: 'training', args: ['local', ...set('mode=hang')], sign: /training pid/, withinMs: 300 },
  { name: 'invoking', args: ['local', ...set('serve=hang')], sign: /hanging/, withinMs: 300 },
  { name: 'copying in', args: ['local:train'], sign: /\S/, withinMs: 900 },
  { name: 'starting', args: ['local'], withinMs: 700 },
  { name: 'packing', args: ['local:train', ...set('mode=large')], sign: /✔ train/, withinMs: 500 },
  { name: 'starting the server', args: ['local', ...set('serve=never-ready')], sign: /✔ pack/, withinMs: 1_000 },
  { name: 'stopping', args: ['local', ...set('serve=linger')], sign: /draining/, withinMs: 500 },
  { name: 'serving', args: ['local:serve', '--model', 'good.tar.gz'], sign: /serving pid/, withinMs: 600 },
  { name: 'stopping the endpoint', args: ['local:serve', '--model', 'linger.tar.gz'], sign: /Ctrl-C stops/, signal: 'SIGINT', withinMs: 600 },
  { name: 'transforming', args: ['local:transform', '--model', 'hang.tar.gz'], sign: /hanging/, withinMs: 300 },
  { name: 'rehearsing', args: ['local:rehearse'], withinMs: 2_500 },
  { name: 'checking', args: ['conformance', '--only', '15-52'], sign: /T15|✔|✖/, withinMs: 3_000 },
];

export interface KillFigures {
  readonly kills: number;
  /** Of each phase. */
  readonly phases: Record<string, number>;
  /** How often the next run found something to remove. */
  swept: number;
  /** What went wrong, with what repeats it. */
  readonly problems: string[];
  /** Made for the kills; whoever asked for them removes them. */
  readonly images: readonly string[];
}

/** @param onKill told after each, for long runs */
export async function runKills(engine: KilledEngine, seed: number, kills: number, onKill?: (line: string) => void): Promise<KillFigures> {
  const random = new Random(seed);
  const place = await prepared(engine);
  const figures: KillFigures = { kills, phases: {}, swept: 0, problems: [], images: place.images };
  for (let kill = 0; kill < kills; kill += 1) {
    const phase = PHASES[kill % PHASES.length];
    const afterMs = random.below(phase.withinMs);
    await killed(place, phase, afterMs);
    const next = await cli(place.dir, ['local', '--engine', engine], { env: place.env });
    const found = [...(next.exitCode === 0 ? [] : [`the next run ends with ${next.exitCode}: ${next.stderr}`]), ...left(place)];
    const sweeping = /removed what runs left.*/.exec(next.stderr)?.[0];
    figures.phases[phase.name] = (figures.phases[phase.name] ?? 0) + 1;
    if (sweeping) figures.swept += 1;
    figures.problems.push(...found.map((what) => `seed ${seed}, kill ${kill} (${phase.name}, ${afterMs} ms): ${what}`));
    onKill?.(`${kill + 1} of ${kills}  ${phase.name} +${afterMs} ms  ${sweeping ?? 'nothing was left'}${found.length > 0 ? `  PROBLEMS ${found.join('; ')}` : ''}`);
  }
  return figures;
}

export interface KillPlace {
  readonly engine: KilledEngine;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Label of everything that its runs make in the engine. */
  readonly label: string;
  readonly images: readonly string[];
}

/** A project of its own name and images, with models whose servers misbehave, and a temporary folder of its own. */
export async function prepared(engine: KilledEngine): Promise<KillPlace> {
  const name = `kills-${process.pid}`;
  const images = FIXTURE_PLAN.images.map((image) => ({ ...image, localName: `sma-test-${name}-${image.name}` }));
  const dir = fixtureProject({ plan: { ...withValidation(), algorithm: { ...FIXTURE_PLAN.algorithm, name }, images } });
  const env = { TMPDIR: tmpDir('sma-kills-') };
  for (const serve of ['good', 'linger', 'hang']) {
    const { stdout, stderr } = await cli(dir, ['local:train', '--engine', 'process', '--json', ...set(`serve=${serve}`)], { env });
    const { model } = JSON.parse(stdout || stderr) as { model: { path: string } };
    copyFileSync(join(dir, model.path), join(dir, `${serve}.tar.gz`));
  }
  // Images are built once; no kill is meant to meet that alone.
  if (engine === 'docker') await cli(dir, ['image:build'], { env });
  return { engine, dir, env, label: `sm-algorithm.project=${name}`, images: images.map(({ localName }) => `${localName}:latest`) };
}

async function killed({ engine, dir, env }: KillPlace, { args, sign, signal }: Phase, afterMs: number): Promise<CliResult> {
  const run = startCli(dir, [...args, '--engine', engine], { env });
  if (sign) await Promise.race([said(run, sign), run.finished]);
  if (signal) run.kill(signal);
  await pause(afterMs);
  run.kill('SIGKILL');
  return run.finished;
}

function said({ child }: ReturnType<typeof startCli>, sign: RegExp): Promise<void> {
  return new Promise((resolve) => {
    let text = '';
    const look = (chunk: string) => {
      text += chunk;
      if (sign.test(text)) resolve();
    };
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', look);
  });
}

/** Everything that should not be there when no run is at work. */
export function left({ engine, dir, env: { TMPDIR }, label }: KillPlace): string[] {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const passing = entries.filter((entry) => entry.isFIFO() || entry.isSocket() || /^owner\.json|\.part$|^endpoint\.json$/.test(entry.name));
  const runs = readdirSync(join(dir, '.sm-algorithm/runs'));
  const halfWritten = runs.filter((run) => !readdirSync(join(dir, '.sm-algorithm/runs', run)).includes('model.tar.gz'));
  const isOfRun = (pid: number) => lives(pid) && [dir, TMPDIR].some((folder) => environmentOf(pid).includes(`=${folder}`));
  const programs = readdirSync('/proc').map(Number).filter(Number.isInteger).filter(isOfRun);
  return [
    ...passing.map(({ parentPath, name }) => `file ${join(parentPath, name)}`),
    ...readdirSync(TMPDIR).map((name) => `temporary ${name}`),
    ...halfWritten.map((run) => `run folder ${run}`),
    ...programs.map((pid) => `process ${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`),
    ...(engine === 'docker' ? inEngine(label) : []),
  ];
}

function inEngine(label: string): string[] {
  const filter = ['--quiet', '--filter', `label=${label}`];
  const lists = { container: ['ps', '--all'], volume: ['volume', 'ls'], network: ['network', 'ls'] };
  return Object.entries(lists).flatMap(([kind, list]) => docker(...list, ...filter).split('\n').filter(Boolean).map((name) => `${kind} ${name}`));
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
