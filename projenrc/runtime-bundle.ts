/** Arguments of esbuild that make one part of the runtime, for the build and for the bench alike. The version is not among them. */
export const runtimeBundleArgs = (part: 'training' | 'inference' | 'inference/metrics', outfile: string): string[] => [
  `src/runtime/${part}/index.ts`, '--bundle', '--platform=node', '--target=node20', '--format=cjs', `--outfile=${outfile}`, '--log-level=warning',
];
