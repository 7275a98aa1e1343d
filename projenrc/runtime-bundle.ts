/** Arguments of esbuild that make one half of the runtime, for the build and for the bench alike. The version is not among them. */
export const runtimeBundleArgs = (half: 'training' | 'inference', outfile: string): string[] => [
  `src/runtime/${half}/index.ts`, '--bundle', '--platform=node', '--target=node20', '--format=cjs', `--outfile=${outfile}`, '--log-level=warning',
];
