#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../lib/cli/main.mjs', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write(
    `sm-algorithm is not built: ${program.pathname} does not exist.\n` +
    '  why: this is a checkout of sm-algorithm itself\n' +
    '  fix: run "npx projen compile" in it\n',
  );
  process.exitCode = 1;
}
