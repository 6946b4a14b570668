// EventBridge schedules: rate(…), cron(…) and at(…), each calling its target until it is stopped.
import { Cron } from 'croner'
import type { Invoke } from '../lambda/invoke.ts'

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

export type ScheduleOptions = {
  expression: string
  timeZone?: string
  input: unknown
  invoke: Invoke
  log: (line: string) => void
}

/** AWS's six cron fields put the year last and number the week from Sunday = 1; croner begins with seconds and 0. */
const toCroner = (fields: string): string => {
  const [minute, hour, day, month, weekday, year] = fields.trim().split(/\s+/)
  if (year === undefined) throw new Error(`cron(${fields}) needs six fields`)
  const days = weekday?.replace(/\d+/g, (number) => String(Number(number) - 1)) ?? '*'
  return ['0', minute, hour, day, month, days, year].join(' ').replaceAll('?', '*')
}

export const startSchedule = ({
  expression,
  timeZone,
  input,
  invoke,
  log,
}: ScheduleOptions): { stop(): void } => {
  const fire = () => {
    invoke(input).catch((error: Error) => log(`schedule ${expression}: ${error.name}: ${error.message}\n`))
  }
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression)
  if (rate) {
    const every = Number(rate[1]) * UNIT_MS[rate[2] as keyof typeof UNIT_MS]
    const timer = setInterval(fire, every)
    return { stop: () => clearInterval(timer) }
  }
  const cron = /^cron\((.+)\)$/.exec(expression)
  const at = /^at\((.+)\)$/.exec(expression)
  const pattern = cron?.[1] ? toCroner(cron[1]) : at?.[1]
  if (!pattern) throw new Error(`the runner cannot read the schedule ${expression}`)
  const job = new Cron(pattern, { timezone: timeZone ?? 'UTC' }, fire)
  return { stop: () => job.stop() }
}
