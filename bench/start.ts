// Seconds until everything is up when all is built, and how much of it is the synthesis.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, Benchmark } from './measuring/benchmark.ts'
import { median } from './measuring/statistics.ts'
import { root, runCommand } from './system/command.ts'
import { startPlayhead } from './system/playhead.ts'
import { warmBuild } from './system/warm-build.ts'

const ROUNDS = 3

const start = async (directory: string, { onStop }: Bench): Promise<number> => {
  const { readyMs, stop } = await startPlayhead({ directory, onStop })
  await stop()
  return readyMs
}

const synthesize = (output: string, validation: boolean, { onStop }: Bench): Promise<number> => {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: object }
  return runCommand(
    {
      args: ['bin/playhead.ts'],
      environment: {
        CDK_OUTDIR: output,
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage: 'local' }),
        CDK_VALIDATION: String(validation),
      },
    },
    onStop,
  )
}

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(2)

export const benchmark: Benchmark = {
  title: 'From `npm start` to ready, warm build',
  measure: async (bench) => {
    await warmBuild(bench)
    const steps: Array<[name: string, step: (round: string) => Promise<number>]> = [
      ['first start, empty data folder', (round) => start(join(round, 'data'), bench)],
      ['second start', (round) => start(join(round, 'data'), bench)],
      ['synthesis alone', (round) => synthesize(join(round, 'plain'), false, bench)],
      ['synthesis with validation', (round) => synthesize(join(round, 'validated'), true, bench)],
    ]
    const taken = steps.map((): number[] => [])
    for (let round = 0; round < ROUNDS; round += 1) {
      bench.say(`round ${round + 1} of ${ROUNDS}`)
      for (const [index, [, step]] of steps.entries())
        taken[index]?.push(await step(join(bench.directory, String(round))))
    }
    return {
      columns: ['', 'median s', 'fastest s', 'slowest s'],
      rows: steps.map(([name], index) => {
        const times = taken[index] ?? []
        return [name, seconds(median(times)), seconds(Math.min(...times)), seconds(Math.max(...times))]
      }),
      note: `${ROUNDS} rounds.`,
    }
  },
}
