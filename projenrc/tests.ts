import type { cdk } from 'projen';

/**
 * The tiers, by suffix of the test file:
 * `*.test.ts` needs nothing but Node; `*.integ.ts` packs the package and talks to the npm registry;
 * `*.docker.ts` needs an engine and base images, and fails without them; `*.soak.ts` runs long, by command only.
 */
export function addTestTiers(project: cdk.JsiiProject): void {
  const types = project.addTask('lint:types', {
    description: 'Type-check what jsii does not compile: runtime, program, samples, tests',
  });
  for (const folder of ['src/runtime', 'src/cli', 'samples', 'bench', 'test', 'projenrc']) {
    types.execArgs(['tsc', '--noEmit', '--project', `${folder}/tsconfig.json`]);
  }

  project.testTask.prependSpawn(types);
  project.testTask.execArgs(['vitest', 'run', '--project', 'unit'], { receiveArgs: true });

  project.addTask('test:integ', {
    description: 'Pack the package, make projects from the tarball, build and run them (needs the npm registry)',
    receiveArgs: true,
    steps: [{ execArgs: ['vitest', 'run', '--project', 'integ'], receiveArgs: true }],
  });
  project.addTask('test:docker', {
    description: 'Build images, run the walkthrough and the local SageMaker on them (needs a Docker engine)',
    receiveArgs: true,
    steps: [{ execArgs: ['vitest', 'run', '--project', 'docker'], receiveArgs: true }],
  });
  project.addTask('test:soak', {
    description: 'Long runs of seeded random faults and full load, by command only (FAULT_SEED, FAULT_RUNS, SOAK_SECONDS)',
    receiveArgs: true,
    steps: [{ execArgs: ['vitest', 'run', '--project', 'soak'], receiveArgs: true }],
  });
  project.addTask('demo', {
    description: 'Pack, create a project from the tarball, build it and run it as SageMaker would',
    receiveArgs: true,
    steps: [{ spawn: 'pre-compile' }, { spawn: 'compile' }, { spawn: 'bundle:runtime' }, { spawn: 'bundle:cli' }, { execArgs: ['tsx', 'samples/demo.mts'], receiveArgs: true }],
  });
  project.addTask('bench', {
    description: 'Paired measurements; `npm run bench -- synth|definition|training|inference|images|local`',
    receiveArgs: true,
    steps: [{ execArgs: ['tsx', 'bench/main.mts'], receiveArgs: true }],
  });
}
