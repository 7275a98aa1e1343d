/**
 * Arguments of esbuild that make the program, for the build and for the tests alike: main.mjs, and beside it, in chunks/, what
 * only some commands load (the AWS SDK: every other command would start slower with it in the same file).
 *
 * `module` before `main`: the SDK's CommonJS files hold all of its commands, its ES modules leave out what nobody imports.
 * The banner: a CommonJS dependency of execa asks for `require`, which an ES module does not have.
 * Not bundled: what the CycloneDX library would write XML with; it tries, and we write JSON.
 */
export const cliBundleArgs = (outdir: string): string[] => [
  'src/cli/main.ts', '--bundle', '--platform=node', '--target=node20.19', '--format=esm', '--main-fields=module,main',
  '--splitting', `--outdir=${outdir}`, '--out-extension:.js=.mjs', '--chunk-names=chunks/[name]-[hash]', '--log-level=warning',
  '--external:xmlbuilder2',
  '--banner:js=import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
];
