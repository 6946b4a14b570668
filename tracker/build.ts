// Bundles the tracker into what a site embeds: dist/tracker/tracker.js, and its parts in dist/tracker/tracker/.
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { leanRrweb } from './lean-rrweb.ts'

const ROOM = import.meta.dirname

const shared: BuildOptions = {
  bundle: true,
  minify: true,
  target: 'es2020',
  // A map beside the script, which the script does not name: only who debugs the tracker asks for it.
  sourcemap: 'external',
  legalComments: 'none',
  tsconfig: join(ROOM, 'tsconfig.json'),
}

/** Every file of the folder is a part. Its built name changes with its content, so that it may be kept for ever. */
const buildParts = async (
  folder: string,
  outdir: string,
  plugins: Plugin[],
): Promise<Record<string, string>> => {
  const parts: Record<string, string> = {}
  for (const entry of globSync(join(folder, '*.ts')).sort()) {
    const name = basename(entry, '.ts')
    const { metafile } = await build({
      ...shared,
      entryPoints: [entry],
      outdir: join(outdir, 'tracker'),
      entryNames: '[name]-[hash]',
      format: 'esm',
      metafile: true,
      plugins: [leanRrweb(join(ROOM, 'src/recording/rrweb')), ...plugins],
    })
    const built = Object.keys(metafile.outputs).find((file) => file.endsWith('.js'))
    if (built) parts[name] = basename(built)
  }
  return parts
}

/** `plugins` are a test's: one of them builds a tracker that masks nothing, to prove that the masking is needed. */
export const buildTracker = async (
  outdir: string,
  parts = join(ROOM, 'src/parts'),
  plugins: Plugin[] = [],
): Promise<void> => {
  const names = await buildParts(parts, outdir, plugins)
  await build({
    ...shared,
    entryPoints: { tracker: join(ROOM, 'src/main.ts') },
    outdir,
    format: 'iife',
    plugins,
    define: { PARTS: JSON.stringify(names) },
  })
}

if (import.meta.main) await buildTracker(join(ROOM, '../dist/tracker'))
