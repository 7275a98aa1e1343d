import { Component } from 'projen/lib/component';
import * as javascript from 'projen/lib/javascript';
import { type AlgorithmPlan } from '../contract/plan';

/** The compiler in its native form: it checks a project in a fraction of a second. */
const TYPESCRIPT_VERSION = '~7.0.2';

/** Newer releases leave out optional binaries of other platforms on some registries, and `npm ci` then refuses the lockfile. */
const BIOME_VERSION = '2.5.15';

/** Options of projen's Biome: one program that lints and formats. */
export const BIOME_OPTIONS: javascript.BiomeOptions = {
  version: BIOME_VERSION,
  biomeConfig: {
    formatter: { indentStyle: javascript.biome_config.IndentStyle.SPACE, lineWidth: 120 },
    javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
    // What tasks write is ignored through .gitignore; what synth writes is not the user's to format.
    files: { includes: ['.projenrc.ts', 'src/**', 'test/**/*.ts'] },
  },
};

/**
 * PATH of every task: the folders of installed programs, this project's first. Same as projen's default,
 * which starts npx for it, four times as slow, for each task of a build.
 */
const TASK_PATH = '$(node --print "let p=require(\'path\'),d=process.cwd(),a=[];for(;;){a.push(p.join(d,\'node_modules\',\'.bin\'));'
  + 'let u=p.dirname(d);if(u===d)break;d=u}[...a,process.env.PATH].join(p.delimiter)")';

/** Tests are the user's to delete; a pattern that finds nothing would be an error. */
const HAS_TESTS = 'node --eval "process.exit(require(\'fs\').readdirSync(\'test\', { recursive: true }).some((name) => /[.]test[.]ts$/.test(name)) ? 0 : 1)"';

/** Types, lint and tests with light tools: TypeScript's native compiler, Biome, Node's own test runner. */
export class TypeScriptTools extends Component {
  constructor(project: javascript.NodeProject, plan: AlgorithmPlan) {
    super(project);
    project.addDevDeps(`typescript@${TYPESCRIPT_VERSION}`, `@types/node@^${plan.images[0].nodeMajor}`);
    project.tasks.addEnvironment('PATH', TASK_PATH);

    new javascript.TypescriptConfig(project, {
      include: [...(project.parent ? [] : ['.projenrc.ts']), 'src/**/*.ts', 'test/**/*.ts', 'container/*/*.ts'],
      compilerOptions: {
        target: 'ES2023',
        lib: ['es2023'],
        module: 'ESNext',
        moduleResolution: javascript.TypeScriptModuleResolution.BUNDLER,
        types: ['node'],
        strict: true,
        noImplicitReturns: true,
        noUnusedLocals: true,
        noFallthroughCasesInSwitch: true,
        isolatedModules: true,
        esModuleInterop: true,
        resolveJsonModule: true,
        skipLibCheck: true,
        noEmit: true,
      },
    });
    // projen names the schema by where it finds it, which changes with the first install.
    project.biome?.file.addOverride('$schema', `https://biomejs.dev/schemas/${BIOME_VERSION}/schema.json`);
    project.npmignore?.exclude('/tsconfig.json', '/biome.jsonc', '/test/');
    project.compileTask.execArgs(['tsc', '--noEmit']);
    // exec, not execArgs: projen's shell expands the pattern, which Node 20's test runner does not.
    project.testTask.exec('node --import tsx --test --test-reporter=spec test/**/*.test.ts', { receiveArgs: true, condition: HAS_TESTS });
  }
}
