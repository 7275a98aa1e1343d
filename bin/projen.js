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
const FLAGS = ['--git', '--synth', '--post', '--comments', '--debug', '--watch', '--help', '-h', '-w'].flatMap((flag) => [flag, flag.replace('--', '--no-')]);

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
  if (args.find((arg) => !FLAGS.includes(arg)) !== 'new' || args.some((arg) => /^(--from|-f)(=|$)/.test(arg))) return false;
  return args.some((arg, index) => {
    const before = args[index - 1] ?? '';
    return arg === PROJECT_TYPE && (!before.startsWith('-') || before.includes('=') || FLAGS.includes(before));
  });
}

function newArguments(args) {
  if (args.some((arg) => /^--outdir(=|$)/.test(arg))) {
    fail('--outdir is not supported here.', 'dependencies are installed in the current folder, and the project belongs beside them', 'make the folder, go there, and leave --outdir out');
  }
  refuseFolderInUse(process.cwd());
  const from = `${PACKAGE.name}@${packageSpec()}`;
  const rest = args.filter((arg, index) => index !== args.indexOf('new'));
  return ['new', '--from', from, ...rest, ...withoutGit(args)];
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
  try {
    return Object.keys(JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))).every((key) => ['dependencies', 'devDependencies'].includes(key));
  } catch {
    return false;
  }
}

/** Where npm finds this very package: the registry for a release, else a tarball made of the installed files. */
function packageSpec() {
  const isCheckout = fs.existsSync(path.join(PACKAGE_DIR, '.projenrc.ts'));
  if (PACKAGE.version !== '0.0.0' && !isCheckout) return `^${PACKAGE.version}`;
  refuseUncompiled();
  return `file:${packIntoCache()}`;
}

function refuseUncompiled() {
  if (!fs.existsSync(path.join(PACKAGE_DIR, '.jsii'))) {
    fail(`sm-algorithm in ${PACKAGE_DIR} is not compiled.`, 'a project is made from the compiled package', `cd ${PACKAGE_DIR} && npm ci && npm run compile && npm run post-compile`);
  }
}

/** The XDG specification says to ignore a relative path. */
const absolute = (folder) => (folder && path.isAbsolute(folder) ? folder : undefined);

/** Packs this package into a folder that lasts, since the project's lockfile will name the tarball. Equal contents share one. */
function packIntoCache() {
  const cache = path.join(absolute(process.env.XDG_CACHE_HOME) || process.env.LOCALAPPDATA || path.join(os.homedir(), '.cache'), PACKAGE.name);
  let folder;
  try {
    fs.mkdirSync(cache, { recursive: true });
    folder = fs.mkdtempSync(path.join(cache, '.pack-'));
  } catch (error) {
    fail(`The cache folder ${cache} cannot be written (${error.code}).`,
      'the project\'s lockfile names a tarball of this package, which is kept there', 'set XDG_CACHE_HOME to a folder that you may write');
  }
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
  // npm is a .cmd file on Windows, which only a shell starts; a shell takes a path with a blank for two words.
  const shell = process.platform === 'win32';
  const result = spawnSync('npm', shell ? args.map((arg) => `"${arg}"`) : args, { encoding: 'utf8', shell });
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
  refuseUncompiled();
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

/** The current folder, where it exists: a shell may stand in one that was deleted. */
function currentFolder() {
  try {
    return process.cwd();
  } catch {
    return fail('The current folder does not exist any more.', 'a project is made in it', 'cd to a folder that exists');
  }
}

try {
  currentFolder();
  main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
