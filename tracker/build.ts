// Bundles the tracker into what a site embeds: dist/tracker/tracker.js.
import { join } from 'node:path'
import { build } from 'esbuild'

const ROOM = import.meta.dirname

export const buildTracker = async (outdir: string): Promise<void> => {
  await build({
    entryPoints: { tracker: join(ROOM, 'src/main.ts') },
    outdir,
    bundle: true,
    format: 'iife',
    minify: true,
    target: 'es2020',
    // A map beside the script, which the script does not name: only who debugs the tracker asks for it.
    sourcemap: 'external',
    legalComments: 'none',
    tsconfig: join(ROOM, 'tsconfig.json'),
  })
}

if (import.meta.main) await buildTracker(join(ROOM, '../dist/tracker'))
