// Bundles the tracker into what a site embeds: dist/tracker/tracker.js, and its parts in dist/tracker/tracker/.
import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { minify } from 'vite'
import { leanRrweb } from './lean-rrweb.ts'

const ROOM = import.meta.dirname
const TARGET = 'es2020'

/**
 * Names that core and parts have between themselves, and nobody else ever sees: they are shortened, in all alike. None
 * of them may be a browser's, an option, or a field of what is sent or kept.
 */
const INTERNAL =
  'deeds selectorOf onSession onPage onLeave onSettings onDropped isTracked textMasked typedMasked ' +
  'isSecretName writeEveryMs isLive seenAt nextSeq askedMs ' +
  'guarded noticed equip privacy lane spool peek renew mint calls zip kept drop cut wipe isAttended ignored tell touch flush ' +
  'leave plain proof places release said tellForgotten take told listen patch current keep forgotten'
/** In an order that compresses well, found by trying: it makes half a percent. */
const LETTERS = 'cuGdYSVLnQPJOifHrZgpthAkCzF_$jswRemWKUBXNTIlEaDobM'
const SHORT = Object.fromEntries(INTERNAL.split(' ').map((name, at) => [name, LETTERS[at] ?? name]))

/** The part that is no module, and that a site may serve itself. */
const WORKER = 'zip-worker'

type Bundle = { code: string; map: string }

const options = (entry: string): BuildOptions => ({
  entryPoints: [entry],
  bundle: true,
  // Puts the limits in where they are used.
  minifySyntax: true,
  target: TARGET,
  mangleProps: new RegExp(`^(${Object.keys(SHORT).join('|')})$`),
  mangleCache: { ...SHORT },
  tsconfig: join(ROOM, 'tsconfig.json'),
})

const bundle = async (entry: string, special: BuildOptions): Promise<Bundle> => {
  const { outputFiles = [] } = await build({
    ...options(entry),
    ...special,
    outdir: ROOM,
    write: false,
    sourcemap: 'external',
  })
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  // A twentieth smaller than esbuild's own minifier makes it, and every visitor pays for it.
  const { code, map, errors } = await minify(basename(entry), text('.js'), {
    module: special.format === 'esm',
    compress: { target: TARGET },
    mangle: { toplevel: true },
    codegen: { legalComments: 'none' },
    sourcemap: true,
    inputMap: JSON.parse(text('.map')),
  })
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return { code, map: JSON.stringify(map) }
}

/** A map beside the script, which the script does not name: only who debugs the tracker asks for it. */
const write = async (file: string, { code, map }: Bundle) => {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, code)
  await writeFile(`${file}.map`, map)
}

/**
 * Every file of src/parts/ is a part; a file of the same name in the other folder stands in for it. Its built name
 * changes with its content, so that it may be kept for ever.
 */
const buildParts = async (outdir: string, others: string | undefined, plugins: Plugin[]): Promise<string> => {
  const lean = leanRrweb(join(ROOM, 'src/recording/rrweb'))
  const buildPart = async (part: string, entry: string, define: Record<string, string> = {}) => {
    const built = await bundle(entry, {
      // A worker that is a module would be one more thing that older browsers lack.
      format: part === WORKER ? 'iife' : 'esm',
      define,
      plugins: part === 'recorder' ? [lean, ...plugins] : plugins,
    })
    const hash = createHash('sha256').update(built.code).digest('hex').slice(0, 8)
    const name = `${part}-${hash}.js`
    await write(join(outdir, 'tracker', name), built)
    return name
  }
  const entries: Record<string, string> = {}
  for (const folder of [join(ROOM, 'src/parts'), others]) {
    for (const entry of folder ? globSync(join(folder, '*.ts')).sort() : []) {
      entries[basename(entry, '.ts')] = entry
    }
  }
  const { later = '', ...rest } = entries
  const names: Record<string, string> = {}
  for (const [part, entry] of Object.entries(rest)) names[part] = await buildPart(part, entry)
  // The core knows one part, and that one the others.
  return buildPart('later', later, { PARTS: JSON.stringify(names) })
}

/** `plugins` are a test's: one of them builds a tracker that masks nothing, to prove that the masking is needed. */
export const buildTracker = async (outdir: string, parts?: string, plugins: Plugin[] = []): Promise<void> => {
  const define = { LATER: JSON.stringify(await buildParts(outdir, parts, plugins)) }
  const core = await bundle(join(ROOM, 'src/main.ts'), { format: 'iife', define, plugins })
  await write(join(outdir, 'tracker.js'), core)
}

/** The page has one tracker: what else is in the package takes it from the file beside it. */
const BESIDE: Plugin = {
  name: 'beside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^@playhead\/tracker$/ }, () => ({ path: './index.js', external: true })),
}

/** The npm package, for bundlers, which make it small themselves: their comments must stay where they are. */
export const buildPackage = async (outdir: string): Promise<void> => {
  const parts = await mkdtemp(join(tmpdir(), 'playhead-parts-'))
  const define = { LATER: JSON.stringify(await buildParts(parts, undefined, [])) }
  // For sites to serve: a page takes a worker of its own origin only.
  const [worker = ''] = globSync(join(parts, 'tracker', `${WORKER}-*.js`))
  await mkdir(outdir, { recursive: true })
  await copyFile(worker, join(outdir, `${WORKER}.js`))
  await rm(parts, { recursive: true })
  const entry = join(ROOM, 'src/package.ts')
  await build({ ...options(entry), outfile: join(outdir, 'index.js'), format: 'esm', define })
  await build({
    entryPoints: {
      react: join(ROOM, 'package/use-presence.ts'),
      server: join(ROOM, 'package/create-server.ts'),
    },
    bundle: true,
    format: 'esm',
    target: TARGET,
    outdir,
    external: ['react'],
    plugins: [BESIDE],
    tsconfig: join(ROOM, 'tsconfig.json'),
  })
  for (const file of ['package.json', 'index.d.ts', 'react.d.ts', 'server.d.ts']) {
    await copyFile(join(ROOM, 'package', file), join(outdir, file))
  }
  await copyFile(join(ROOM, 'README.md'), join(outdir, 'README.md'))
}

if (import.meta.main) {
  await buildTracker(join(ROOM, '../dist/tracker'))
  await buildPackage(join(ROOM, '../dist/package'))
}
