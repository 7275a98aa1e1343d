#!/usr/bin/env node
'use strict';
/*
 * The `projen` command of this package: makes `projen new sm-algorithm` work and is projen for everything else.
 *
 * projen's own CLI lists built-in project types only, so the short form becomes
 * `new --from sm-algorithm@<spec> sm-algorithm`. Plain JavaScript, because in a checkout npx finds this file before
 * anything is compiled. See ARCHITECTURE.md, "The command people type".
 */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const PACKAGE_DIR = path.join(__dirname, '..');
const PACKAGE = JSON.parse(fs.readFileSync(path.join(PACKAGE_DIR, 'package.json'), 'utf8'));
const PROJECT_TYPE = 'sm-algorithm';

/** Switches of `projen new` that take no value. */
const FLAGS = ['--git', '--synth', '--post', '--comments', '--debug', '--help', '-h'].flatMap((flag) => [flag, flag.replace('--', '--no-')]);

/** What a folder may hold for a project to be made in it: nothing that the project's files could replace. */
const HARMLESS = ['.git', '.DS_Store', '.idea', '.vscode', 'node_modules', 'package-lock.json'];

class UserError extends Error {}

const fail = (what, why, fix) => {
  throw new UserError(`${what}\n  why: ${why}\n  fix: ${fix}`);
};

function main() {
  const args = process.argv.slice(2);
  if (asksForOurType(args)) {
    if (args.some((arg) => arg === '--help' || arg === '-h')) return printHelp();
    process.argv.splice(2, args.length, ...newArguments(args));
  }
  return runProjen();
}

/** `new … sm-algorithm …` without `--from`, where the word is the project type and not the value of a switch. */
function asksForOurType(args) {
  if (args[0] !== 'new' || args.some((arg) => /^(--from|-f)(=|$)/.test(arg))) return false;
  return args.some((arg, index) => {
    const before = args[index - 1] ?? '';
    return arg === PROJECT_TYPE && (!before.startsWith('-') || before.includes('=') || FLAGS.includes(before));
  });
}

function newArguments(args) {
  refuseFolderInUse(process.cwd());
  const from = `${PACKAGE.name}@${packageSpec()}`;
  return ['new', '--from', from, ...args.slice(1), ...withoutGit(args)];
}

function refuseFolderInUse(folder) {
  const inUse = fs.readdirSync(folder).filter((name) => !HARMLESS.includes(name) && !(name === 'package.json' && holdsDependenciesOnly(folder)));
  if (inUse.length === 0) return;
  const shown = inUse.slice(0, 5).join(', ') + (inUse.length > 5 ? ` and ${inUse.length - 5} more` : '');
  fail(`The folder ${folder} is not empty: it holds ${shown}.`,
    'a new project writes its files there, and yours must not be replaced',
    `mkdir my-algorithm && cd my-algorithm && npx projen new ${PROJECT_TYPE}`);
}

/** What `npm install sm-algorithm` leaves in an empty folder. */
function holdsDependenciesOnly(folder) {
  const text = fs.readFileSync(path.join(folder, 'package.json'), 'utf8');
  try {
    return Object.keys(JSON.parse(text)).every((key) => ['dependencies', 'devDependencies'].includes(key));
  } catch {
    return false;
  }
}

/** Where npm finds this very package: the registry for a release, else a tarball made of the installed files. */
function packageSpec() {
  const isCheckout = fs.existsSync(path.join(PACKAGE_DIR, '.projenrc.ts'));
  if (PACKAGE.version !== '0.0.0' && !isCheckout) return `^${PACKAGE.version}`;
  if (!fs.existsSync(path.join(PACKAGE_DIR, '.jsii'))) {
    fail(`sm-algorithm in ${PACKAGE_DIR} is not compiled.`, 'a project is made from the compiled package', `cd ${PACKAGE_DIR} && npm ci && npm run compile && npm run post-compile`);
  }
  return `file:${packIntoCache()}`;
}

/** Packs this package into a folder that lasts, since the project's lockfile will name the tarball. Equal contents share one. */
function packIntoCache() {
  const cache = path.join(process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || path.join(os.homedir(), '.cache'), PACKAGE.name);
  fs.mkdirSync(cache, { recursive: true });
  const folder = fs.mkdtempSync(path.join(cache, '.pack-'));
  try {
    npm(['pack', PACKAGE_DIR, '--ignore-scripts', '--silent', '--pack-destination', folder]);
    const [name] = fs.readdirSync(folder);
    const digest = createHash('sha256').update(fs.readFileSync(path.join(folder, name))).digest('hex').slice(0, 16);
    const tarball = path.join(cache, digest, name);
    fs.mkdirSync(path.dirname(tarball), { recursive: true });
    fs.renameSync(path.join(folder, name), tarball);
    return tarball;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function npm(args) {
  // npm is a .cmd file on Windows, which only a shell starts.
  const result = spawnSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' });
  if (result.error) fail(`npm cannot be started (${result.error.code ?? result.error.message}).`, 'a project is installed with it', 'install npm, or put it on PATH');
  if (result.status !== 0) fail(`npm ${args.join(' ')} ended with ${result.status}.`, (result.stderr || result.stdout).trim().split('\n').slice(-5).join('\n       '), 'repair what npm says and run the command again');
}

/** projen's CLI commits what it made and fails without an identity. */
function withoutGit(args) {
  if (args.includes('--no-git') || args.some((arg) => arg === '--git=false')) return [];
  const identified = ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'].every((name) => spawnSync('git', ['var', name], { stdio: 'ignore' }).status === 0);
  if (identified) return [];
  process.stderr.write('git is not installed or has no identity (user.name and user.email), so the project is made without a repository (--no-git).\n'
    + 'Afterwards: git config --global user.name "…" and user.email "…", then git init && git add . && git commit.\n');
  return ['--no-git'];
}

/** The switches of ours, from the package's own description of its options; projen's are too many to list. */
function printHelp() {
  const { types } = JSON.parse(fs.readFileSync(path.join(PACKAGE_DIR, '.jsii'), 'utf8'));
  const options = types[`${PACKAGE.name}.SmAlgorithmProjectOptions`].properties
    .filter(({ type }) => type.primitive || (type.fqn && types[type.fqn]?.kind === 'enum') || type.collection?.elementtype.primitive)
    .map(({ name, type, docs }) => ({
      name: `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      values: types[type.fqn]?.members?.map((member) => member.name.toLowerCase().replace(/_/g, '-')).join('|') ?? '',
      summary: docs.summary,
    }));
  const width = Math.max(...options.map(({ name, values }) => name.length + values.length)) + 3;
  process.stdout.write(`projen new ${PROJECT_TYPE} [switches]\n\n`
    + options.map(({ name, values, summary }) => `  ${`${name} ${values}`.padEnd(width)}${summary}\n`).join('')
    + '\nand every switch of projen\'s "node" type: projen new node --help\n');
}

/** Becomes the projen of the current folder, or the one beside this package where the folder has none. */
function runProjen() {
  let manifest;
  for (const from of [process.cwd(), PACKAGE_DIR]) {
    try {
      manifest = require.resolve('projen/package.json', { paths: [from] });
      break;
    } catch {
      // The next place.
    }
  }
  if (!manifest) fail('projen is not installed.', `${PACKAGE.name} is a project type of projen`, `npm install --global projen ${PACKAGE.name}, or npx projen new --from ${PACKAGE.name}`);
  const { bin } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  const script = path.join(path.dirname(manifest), typeof bin === 'string' ? bin : bin.projen);
  process.argv[1] = script;
  require(script);
}

try {
  main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
