import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newProject, SMALLEST } from '../support/new-project';

const COMMANDS = join(__dirname, '../../src/cli/commands');
/** What the program calls its commands. */
const commands = readdirSync(COMMANDS).flatMap((file) => [...readFileSync(join(COMMANDS, file), 'utf8').matchAll(/\.command\('([\w:-]+)'\)/g)].map(([, name]) => name));

interface Tasks { readonly tasks: Record<string, { description?: string; steps?: Array<{ execArgs?: string[]; receiveArgs?: boolean }> }> }

describe('the tasks of a project', () => {
  const programSteps = (read: (path: string) => string) => Object.entries((JSON.parse(read('.projen/tasks.json')) as Tasks).tasks)
    .flatMap(([name, { description, steps = [] }]) => steps.filter(({ execArgs }) => execArgs?.[0] === 'sm-algorithm').map((step) => ({ name, description, step })));

  it('call commands that the program has, and hand their arguments on', () => {
    const steps = programSteps(newProject(SMALLEST).read).filter(({ name }) => name.includes(':') || name === 'local');

    expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['algorithm:spec', 'algorithm:check', 'algorithm:data', 'algorithm:create', 'algorithm:status', 'ecr:tag', 'local']));
    for (const { name, description, step } of steps) {
      expect(commands, name).toContain(step.execArgs![1]);
      expect([step.receiveArgs, description?.length], name).toEqual([true, expect.any(Number)]);
    }
  });

  it('write what git does not see', () => {
    const ignored = newProject(SMALLEST).read('.gitignore').split('\n');

    expect(ignored).toEqual(expect.arrayContaining(['/.sm-algorithm/runs/', '/.sm-algorithm/validation/', '/.sm-algorithm/endpoint.json']));
  });
});
