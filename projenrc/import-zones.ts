import type { cdk } from 'projen';

interface Zone {
  /** The folder the rule is about. */
  readonly target: string | string[];
  /** What it may not import. */
  readonly from: string | string[];
  readonly except?: string[];
  readonly message: string;
}

/**
 * Who may import whom: the matrix of ARCHITECTURE.md as lint, and nowhere else as code.
 * Data flows one way: definition → plan → files; the three faces meet in `contract` and `rules` only.
 */
const ZONES: Zone[] = [
  {
    target: './src/contract',
    from: './src',
    except: ['./contract'],
    message: 'contract/ states facts for every face and imports nothing; move the logic to the folder that uses the fact.',
  },
  {
    target: './src/definition',
    from: './src',
    except: ['./definition'],
    message: 'definition/ is only what the user writes; defaults and checks live in plan/ and rules/.',
  },
  {
    target: './src/rules',
    from: './src',
    except: ['./rules', './contract'],
    message: 'rules/ are pure functions over the plan, shared by synth, program and kit; take what you need as an argument.',
  },
  {
    target: './src/request',
    from: './src',
    except: ['./request', './rules', './contract'],
    message: 'request/ makes the CreateAlgorithm request from the plan, the same for synth and program; take what you need as an argument.',
  },
  {
    target: './src/plan',
    from: './src',
    except: ['./plan', './request', './rules', './contract', './definition'],
    message: 'plan/ turns a definition into a plan and knows neither projen nor files; rendering belongs to synth/.',
  },
  {
    target: './src/synth',
    from: ['./src/definition', './src/plan', './src/rules', './src/runtime', './src/cli', './src/algorithm-project.ts'],
    message: 'synth/ sees the plan only (its type is in contract/plan.ts), so that no file can depend on a raw option.',
  },
  {
    target: './src/runtime',
    from: './src',
    except: ['./runtime', './contract'],
    message: 'runtime/ ends up in the container; everything it needs to know of the product is a fact in contract/.',
  },
  {
    target: './src/runtime/training',
    from: './src/runtime/inference',
    message: 'the two halves of the runtime are bundled apart; what both need goes to runtime/shared/.',
  },
  {
    target: './src/runtime/inference',
    from: './src/runtime/training',
    message: 'the two halves of the runtime are bundled apart; what both need goes to runtime/shared/.',
  },
  {
    target: './src/cli',
    from: './src',
    except: ['./cli', './contract', './rules', './request'],
    message: 'the program reads .sm-algorithm/plan.json (contract/plan.ts) and never evaluates a definition.',
  },
  {
    target: './samples',
    from: './src',
    except: ['./runtime/training/index.ts', './runtime/inference/index.ts'],
    message: "a sample is a user's project: import sm-algorithm, sm-algorithm/training or sm-algorithm/inference.",
  },
];

const only = (name: string, home: string) => ({ name, message: `${name} is imported in ${home} only; go through it.` });

export function restrictImports(project: cdk.JsiiProject): void {
  const eslint = project.eslint!;
  eslint.addRules({
    'import/no-restricted-paths': ['error', { basePath: '.', zones: ZONES }],
    'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
    'no-restricted-imports': ['error', {
      paths: [
        only('execa', 'src/cli/exec.ts'),
        only('@aws-sdk/client-sagemaker', 'src/cli/sagemaker/client.ts, which is loaded lazily'),
        only('@aws-sdk/client-ecr', 'src/cli/registry/ecr-client.ts, which is loaded lazily'),
        only('@aws-sdk/client-sts', 'src/cli/registry/ecr-client.ts, which is loaded lazily'),
        only('handlebars', 'src/synth/template-file.ts'),
        only('child_process', 'src/cli/exec.ts (execa) or src/runtime/shared/child-process.ts'),
        only('node:child_process', 'src/cli/exec.ts (execa) or src/runtime/shared/child-process.ts'),
      ],
    }],
    '@typescript-eslint/no-restricted-imports': ['error', {
      paths: [{ name: 'projen', allowTypeImports: true, message: 'loads all of projen, which doubles the time of a synth; import values from projen/lib/<module>.' }],
    }],
    'no-console': ['error'],
    // One line for what reads as one; max-len is the limit.
    '@stylistic/object-property-newline': 'off',
    '@stylistic/object-curly-newline': 'off',
  });
  // Pure folders: what they compute depends on their arguments only.
  eslint.addOverride({
    files: ['src/contract/**', 'src/definition/**', 'src/rules/**', 'src/request/**', 'src/plan/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', {
        patterns: [{
          regex: '^[^.]',
          allowTypeImports: true,
          message: 'contract/, definition/, rules/, request/ and plan/ are pure: no disk, no projen, no package; take what you need as an argument.',
        }],
      }],
    },
  });
  eslint.addOverride({
    files: ['src/cli/exec.ts', 'src/cli/sagemaker/client.ts', 'src/cli/registry/ecr-client.ts', 'src/synth/template-file.ts', 'src/runtime/shared/child-process.ts'],
    rules: { 'no-restricted-imports': 'off' },
  });
  eslint.addOverride({ files: ['bench/**', 'test/**', 'samples/demo.mts', '.projenrc.ts', 'projenrc/**'], rules: { 'no-restricted-imports': 'off', '@typescript-eslint/no-restricted-imports': 'off', 'no-console': 'off', 'max-lines': 'off' } });
  // Seeds and file modes are what bitwise operators are for.
  eslint.addOverride({ files: ['samples/**', 'test/**'], rules: { 'no-bitwise': 'off', '@typescript-eslint/member-ordering': 'off' } });
  // Starters are formatted by Biome, as the projects are that they end up in.
  eslint.addOverride({
    files: ['samples/iris-decision-tree/**', 'samples/streaming-linear/**'],
    rules: Object.fromEntries([
      'object-curly-newline', 'object-property-newline', 'quote-props', 'array-bracket-newline', 'indent', 'quotes', 'max-len', 'comma-dangle',
      // node:test's own promises need no waiting for.
    ].map((name) => [`@stylistic/${name}`, 'off']).concat([['import/no-extraneous-dependencies', 'off'], ['import/no-unresolved', 'off'], ['import/order', 'off'], ['@typescript-eslint/no-floating-promises', 'off']])),
  });
  // Projects in tests come from one helper that always passes a fresh outdir: without it projen may delete the checkout.
  eslint.addOverride({
    files: ['test/**/*.ts'],
    excludedFiles: ['test/support/new-project.ts'],
    rules: {
      'no-restricted-syntax': ['error', {
        selector: "NewExpression[callee.name='SmAlgorithmProject']",
        message: 'make projects with test/support/new-project.ts: projen deletes the current folder when outdir is missing below the temp folder.',
      }],
    },
  });
  eslint.allowDevDeps('src/cli/**');
  eslint.allowDevDeps('src/runtime/**');
  eslint.allowDevDeps('samples/**');
  eslint.allowDevDeps('bench/**');
  eslint.addLintPattern('samples');
  eslint.addLintPattern('bench');
}
