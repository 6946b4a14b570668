// Runs the benchmarks, one after the other, and prints a Markdown table for each.
//   node bench/run.ts [name…]
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createStops } from '../local/stops.ts'
import type { Benchmark } from './measuring/benchmark.ts'
import { toMarkdown } from './measuring/markdown.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const known = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && file !== basename(import.meta.filename))
  .map((file) => basename(file, '.ts'))
  .sort()

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exit(1)
}

const stops = createStops()
const say = (text: string) => console.error(`  ${text}`)

let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    if (interrupted) return
    interrupted = true
    await stops.run().catch(console.error)
    process.exit(1)
  })
}

console.log(`Node ${process.versions.node}, ${availableParallelism()} cores, ${new Date().toISOString()}`)
for (const name of asked.length > 0 ? asked : known) {
  const { benchmark } = (await import(`./${name}.ts`)) as { benchmark: Benchmark }
  console.error(`${name} …`)
  const directory = mkdtempSync(join(tmpdir(), `playhead-bench-${name}-`))
  stops.add(() => rmSync(directory, { recursive: true, force: true }))
  try {
    const tables = [await benchmark.measure({ directory, say, onStop: stops.add })].flat()
    console.log(`\n### ${benchmark.title} (${name})`)
    for (const table of tables)
      console.log(`\n${table.title ? `#### ${table.title}\n\n` : ''}${toMarkdown(table)}`)
  } catch (error) {
    // What was stopped under a benchmark makes it fail; that is no finding.
    if (interrupted) break
    console.error(error)
    process.exitCode = 1
  } finally {
    if (!interrupted) await stops.run()
  }
}
