// The table of rooms in ARCHITECTURE.md as data: from whom to whom an import may go.
import type { Import } from './imports.ts'

type Rule = {
  name: string
  from: RegExp
  /** Own files that may be imported. */
  own: RegExp
  /** Packages that may be imported; any, if it is left out. */
  packages?: RegExp
}

const ROOMS: Rule[] = [
  { name: 'core is pure', from: /^core\//, own: /^core\//, packages: /^zod(\/|$)/ },
  {
    name: 'a handler knows core, stores, the gate and runtime, and never the SDK, middy or another handler',
    from: /^functions\/(http|stream|socket|schedule|task|trigger)\//,
    own: /^(core|functions\/(gate|stores|runtime))\//,
    packages: /^(node:|zod$)/,
  },
  {
    name: 'the gate knows core, stores and runtime',
    from: /^functions\/gate\//,
    own: /^(core|functions\/(gate|stores|runtime))\//,
    packages: /^(node:|zod$)/,
  },
  {
    name: 'a store knows core and its client',
    from: /^functions\/stores\//,
    own: /^(core|functions\/stores)\//,
    packages: /^(node:|zod$|@aws-sdk\/|@smithy\/|@duckdb\/node-api$)/,
  },
  {
    name: 'the recipes know core and middy',
    from: /^functions\/runtime\//,
    own: /^(core|functions\/runtime)\//,
  },
  {
    name: 'the recorder behind the seam is a package',
    from: /^tracker\/src\/recording\/rrweb\/rrweb-engine\.ts$/,
    own: /^(tracker|core)\//,
    packages: /^@rrweb\/record$/,
  },
  { name: 'the tracker stands alone', from: /^tracker\/src\//, own: /^(tracker|core)\//, packages: /^$/ },
  { name: 'the dashboard knows the API by core', from: /^dashboard\//, own: /^(dashboard|core)\// },
  {
    name: 'a construct names handlers by path, and takes routes, columns and limits from core',
    from: /^lib\//,
    own: /^(lib\/|core\/(limits\.ts$|lake\/columns\.ts$|api\/|rate-limits\/policies\.ts$))/,
  },
  {
    name: 'a command composes constructs, or works on what stores keep',
    from: /^bin\//,
    own: /^(bin|lib|core|functions\/stores)\//,
  },
  {
    name: 'the runner brings any assembly up, and knows nothing of Playhead',
    from: /^local\/(?!playhead\/|start\.ts|dev\.ts)/,
    own: /^local\/(?!playhead\/)/,
  },
  { name: 'the runner knows the assembly and the emulators', from: /^local\//, own: /^local\// },
]

/** A group of routes is one function: its file and the files of its folder. */
const groupOf = (file: string): string | undefined =>
  /^functions\/(?:http|stream|socket|schedule|task|trigger)\/[\w-]+/.exec(file)?.[0]

const inOneGroup = (from: string, to: string): boolean =>
  groupOf(from) !== undefined && groupOf(from) === groupOf(to)

const isOwn = (target: string) =>
  /^(core|functions|tracker|dashboard|lib|bin|local|demo|test|bench)\//.test(target)

/** What only the package has: no page's script carries it, and a bundler leaves out what a site does not use. */
const isOfPackage = (from: string, to: string): boolean =>
  from === 'tracker/src/package.ts' && to === 'core/presence/presence-text.ts'

/** A sentence for each import that breaks a rule. */
export const brokenRules = (imports: Import[]): string[] => {
  const faults: string[] = []
  for (const { from, to, typeOnly } of imports) {
    const rule = ROOMS.find((room) => room.from.test(from))
    const allowed = isOwn(to) ? rule?.own : rule?.packages
    if (rule && allowed && !allowed.test(to) && !inOneGroup(from, to))
      faults.push(`${from} → ${to}: ${rule.name}`)
    if (from.startsWith('tracker/src/') && to.startsWith('core/') && !typeOnly && !isOfPackage(from, to)) {
      faults.push(`${from} → ${to}: the tracker takes types of core, its code costs every visitor bytes`)
    }
    if (!/^(test|bench)\//.test(from) && /^(test|bench)\//.test(to))
      faults.push(`${from} → ${to}: nobody imports tests`)
  }
  return faults
}

/** Each circle of value imports once, as the path that closes it. */
export const importCircles = (imports: Import[]): string[] => {
  const edges = new Map<string, string[]>()
  for (const { from, to, typeOnly } of imports)
    if (!typeOnly) edges.set(from, [...(edges.get(from) ?? []), to])
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (done.has(file) || path.includes(file)) return
    for (const next of edges.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of edges.keys()) visit(file, [])
  return circles
}
