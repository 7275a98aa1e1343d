import { cdk, javascript, typescript } from 'projen';
import { addBuildSteps } from './projenrc/bundles';
import { restrictImports } from './projenrc/import-zones';
import { addTestTiers } from './projenrc/tests';

const project = new cdk.JsiiProject({
  name: 'sm-algorithm',
  description: 'Projen project type for SageMaker algorithm products: one typed definition, two container images.',
  author: 'sm-algorithm contributors',
  authorAddress: 'sm-algorithm@users.noreply.github.com',
  repositoryUrl: 'git+https://github.com/sm-algorithm/sm-algorithm.git',
  keywords: ['projen', 'sagemaker', 'aws-marketplace', 'machine-learning', 'docker', 'ecr', 'jsii'],
  license: 'Apache-2.0',
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.19.0',
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  projenrcTs: true,
  // tsx starts in a third of ts-node's time; types are checked by `compile` and `lint:types`.
  projenrcTsOptions: { runner: typescript.TypeScriptRunner.tsx() },
  // Tests import the program, whose libraries are ES modules; jsii's own settings would call that an error.
  tsconfigDev: {
    compilerOptions: {
      module: 'esnext',
      moduleResolution: javascript.TypeScriptModuleResolution.BUNDLER,
      isolatedModules: false,
      // Tests run the samples, which import the package as a user does.
      paths: Object.fromEntries(
        ['training', 'inference', 'inference/metrics'].map((part) => [`sm-algorithm/${part}`, [`../src/runtime/${part}/index.ts`]]),
      ),
    },
  },
  excludeTypescript: ['src/runtime/**', 'src/cli/**'],

  peerDeps: ['projen@>=0.103.25 <1', 'constructs@^10.5.0'],
  peerDependencyOptions: { pinnedDevDependency: true },
  bundledDeps: ['handlebars@^4.7.8'],
  devDeps: [
    'projen@^0.103.25',
    'constructs@^10.5.0',
    '@types/node@^20.19.0',
    // Inlined into lib/cli and lib/runtime by esbuild; the last majors that run on Node 20.19.
    '@aws-sdk/client-ecr@^3.1142.0',
    '@aws-sdk/client-sagemaker@^3.1142.0',
    '@aws-sdk/client-sts@^3.1142.0',
    '@cyclonedx/cyclonedx-library@^10.3.0',
    // Frames of InvokeEndpointWithResponseStream.
    '@smithy/core@^3.41.0',
    // Plots of the reports: Plot draws them on the smallest document that it is content with.
    '@observablehq/plot@^0.6.17',
    '@xmldom/xmldom@^0.9.10',
    'commander@^14.0.0',
    'execa@^9.6.0',
    'open@^11.0.0',
    'picocolors@^1.1.1',
    'pidusage@^4.0.0',
    '@types/pidusage@^2.0.0',
    'tar@^7.5.0',
    'packageurl-js@^2.0.1',
    'papaparse@^5.5.0',
    'spdx-expression-parse@^5.0.0',
    '@types/spdx-expression-parse@^4.0.0',
    '@types/papaparse@^5.5.0',
    'eventsource-encoder@^1.0.2',
    'prom-client@^15.1.3',
    // Batch transform: JSONPath by RFC 9535 with a tree that can be looked at, JSON whose numbers stay as they are written,
    // requests at once with answers in order.
    'json-p3@^2.3.1',
    'lossless-json@^4.0.2',
    'p-map@^7.0.3',
    // What the bench of training compares with.
    'udsv@^0.7.3',
    // What the bench of inference compares with.
    'fastify@^5.6.0',
    // What a generated project has: its samples are compiled and tested here.
    'csv-parse@^7.0.0',
    'ml-cart@^2.1.1',
    'esbuild@~0.28.2',
    'tsx@^4.20.0',
    // The client that calls the address of local:serve in tests.
    '@aws-sdk/client-sagemaker-runtime@^3.1142.0',
    'vitest@^3.2.4',
    // Judges definitions by our JSON Schema in a test: the validator that most editors use.
    'ajv@^8.17.1',
  ],

  // vitest runs the tests: it starts fast, needs no compiled output and understands ESM.
  jest: false,
  eslint: true,
  eslintOptions: { dirs: ['src'], devdirs: ['test'], fileExtensions: ['.ts', '.mts'] },
  depsUpgrade: false,
  // The package's file list is an allow-list (`files` below), so no .npmignore can forget something.
  npmignoreEnabled: false,
  gitignore: ['/.sm-algorithm/', '.DS_Store', '/coverage/'],
  release: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  pullRequestTemplate: false,
  docgenFilePath: 'API.md',
});

project.package.addBin({ 'sm-algorithm': 'bin/sm-algorithm.mjs', 'projen': 'bin/projen.js' });
project.addFields({
  files: [
    '.jsii', 'API.md', 'CHANGELOG.md', 'bin', 'lib', 'samples/iris-decision-tree', 'samples/streaming-linear', 'schema', 'templates',
    '!lib/**/*.tsbuildinfo',
  ],
  exports: {
    '.': { types: './lib/index.d.ts', default: './lib/index.js' },
    './training': { types: './lib/runtime/training/index.d.ts', default: './lib/runtime/training/index.js' },
    './inference': { types: './lib/runtime/inference/index.d.ts', default: './lib/runtime/inference/index.js' },
    './inference/metrics': { types: './lib/runtime/inference/metrics/index.d.ts', default: './lib/runtime/inference/metrics/index.js' },
    './schema/definition.schema.json': './schema/definition.schema.json',
    // projen reads these two when it looks for project types.
    './.jsii': './.jsii',
    './package.json': './package.json',
  },
});
// Later releases leave out optional binaries of other platforms on some registries, and `npm ci` then refuses the lockfile.
project.package.addField('overrides', { 'unrs-resolver': '1.11.1', 'rollup': '4.53.3' });


// jsii warns of Node 20 at length on every start; it is the floor of our users.
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

addBuildSteps(project);
addTestTiers(project);
restrictImports(project);

project.synth();
