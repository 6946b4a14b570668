// Bundles every Lambda: each file directly in functions/{http,stream,socket,schedule,task,trigger} is one. No list is kept.
import { globSync } from 'node:fs'
import { type BuildOptions, build } from 'esbuild'

// A CommonJS dependency that requires a Node module finds no `require` in an ES module, unless we bring one.
const requireForCommonJs =
  "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);"

export const functionBundles = (root: string): BuildOptions => ({
  absWorkingDir: root,
  entryPoints: globSync('functions/{http,stream,socket,schedule,task,trigger}/*.ts', { cwd: root }).sort(),
  outdir: 'dist/functions',
  outbase: 'functions',
  entryNames: '[dir]/[name]/index',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  // Native: Lambda finds it in a layer, this machine in node_modules. See lib/duckdb-layer.ts.
  external: ['@duckdb/node-bindings-*'],
  banner: { js: requireForCommonJs },
  minify: true,
  // Stack traces in the logs stay readable.
  keepNames: true,
  legalComments: 'none',
  logLevel: 'error',
})

export const buildFunctions = async (root: string): Promise<void> => {
  await build(functionBundles(root))
}
