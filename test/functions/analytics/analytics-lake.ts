// A lake with generated events for the tests of questions: some days compacted, some as they came. Add a question by a
// file of its own beside this one.
import { daysOf } from '../../../core/analytics/engine.ts'
import type { CommonParams } from '../../../core/analytics/question.ts'
import { questionNamed } from '../../../core/analytics/questions.ts'
import { comparedTo, resolveRange } from '../../../core/analytics/range.ts'
import { startLake } from '../lake.ts'
import { DAYS, FIRST_DAY, generate, PROJECT } from './generate.ts'
import { compact, keepRows } from './keep-rows.ts'
import { sessionsOf } from './oracle.ts'
import { tellMore } from './tell-more.ts'

const DAY_MS = 86_400_000

export const END = FIRST_DAY + DAYS * DAY_MS

export type AnalyticsLake = Awaited<ReturnType<typeof startAnalyticsLake>>

export const startAnalyticsLake = async ({
  more = false,
  ...options
}: Parameters<typeof generate>[0] & {
  /** With what the tracker tells of the page itself, too. */
  more?: boolean
} = {}) => {
  const lake = await startLake(END + DAY_MS)
  const plain = generate(options)
  const generated = more ? tellMore(plain, options.seed) : plain
  const { rows } = generated
  const half = Math.floor(rows.length / 2)
  await keepRows(lake, rows.slice(0, half))
  // What comes after it lies beside the Parquet, and repeats some of what is in it.
  await compact(lake, PROJECT, FIRST_DAY, FIRST_DAY + DAY_MS, FIRST_DAY + 2 * DAY_MS)
  await keepRows(lake, rows.slice(half), half)
  await compact(lake, PROJECT, FIRST_DAY, FIRST_DAY + 3 * DAY_MS)
  const engine = await lake.engine()

  /** The rows of the answer, as the API gives them. */
  const ask = async (
    name: string,
    params: object,
    { timeZone = 'UTC', keepDays = 90 }: { timeZone?: string; keepDays?: number } = {},
  ) => {
    const question = questionNamed(name)
    if (!question) throw new Error(`There is no question ${name}.`)
    const checked = question.params.parse(params) as CommonParams
    const range = resolveRange(checked, { now: lake.now(), timeZone, keepDays })
    const answer = async (of: typeof range) => {
      const asking = { params: checked, range: of }
      const statement = question.statement(asking)
      const { rows } = await engine.ask(daysOf(PROJECT, of, statement), statement)
      const given = question.rows ? question.rows(rows, asking) : rows
      return given.map((row) => question.row.parse(row))
    }
    const before = comparedTo(range, checked.compare ?? 'none')
    return { range, before, rows: await answer(range), compared: before ? await answer(before) : undefined }
  }

  return { lake, engine, generated, sessions: sessionsOf(generated), ask, stop: lake.stop }
}
