// What the page writes to the console: masked, cut short, and never so much that it drowns the rest.
import { undoAll } from '../../undo.ts'
import { CONSOLE_DEPTH, CONSOLE_MAX_CHARS, CONSOLE_MAX_KEYS, CONSOLE_PER_MINUTE } from '../limits.ts'
import { perMinute, type Side } from './side.ts'

const LEVELS = ['log', 'info', 'warn', 'error', 'debug'] as const

export const watchConsole: Side = (site, tell) => {
  const limit = perMinute(CONSOLE_PER_MINUTE)
  /** Reading a value may run code of the page, which may write to the console. */
  let isReading = false

  const note = site.guarded((level: (typeof LEVELS)[number], values: unknown[]) => {
    if (isReading || String(values[0]).startsWith('UserTracker:')) return
    isReading = true
    try {
      const told = limit.pass()
      if (told)
        tell('playhead/console', {
          level,
          text: site.privacy.plain(lineOf(values, site.privacy.isSecretName)),
          ...told,
        })
    } finally {
      isReading = false
    }
  })

  // biome-ignore lint/suspicious/noExplicitAny: whatever a page writes
  const lines = console as unknown as Record<string, (...values: any[]) => void>
  return undoAll(
    LEVELS.map((level) =>
      site.patch(
        lines,
        level,
        (original) =>
          function (this: Console, ...values: unknown[]) {
            original.apply(this, values)
            note(level, values)
          },
      ),
    ),
  )
}

type IsSecret = (name: string) => boolean

const lineOf = (values: unknown[], isSecret: IsSecret): string => {
  let line = ''
  for (const value of values) {
    if (line.length >= CONSOLE_MAX_CHARS) break
    line += `${line && ' '}${textOf(value, 0, isSecret)}`
  }
  return line.slice(0, CONSOLE_MAX_CHARS)
}

const textOf = (value: unknown, depth: number, isSecret: IsSecret): string => {
  if (typeof value === 'string') return value.slice(0, CONSOLE_MAX_CHARS)
  if (typeof value === 'function') return `${value.name || 'function'}()`
  if (value === null || typeof value !== 'object') return String(value)
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (value instanceof Node) return `<${value.nodeName.toLowerCase()}>`
  if (depth >= CONSOLE_DEPTH) return Array.isArray(value) ? '[…]' : '{…}'
  const names = Object.keys(value)
  const inner = names
    .slice(0, CONSOLE_MAX_KEYS)
    .map((name) => {
      // A getter is code of the page: it is not called for our sake.
      const own = Object.getOwnPropertyDescriptor(value, name)
      const text = own && 'value' in own ? textOf(own.value, depth + 1, isSecret) : '…'
      if (Array.isArray(value)) return text
      // What is called a password is one, whatever it looks like.
      return `${name}: ${isSecret(name) ? '***' : text}`
    })
    .concat(names.length > CONSOLE_MAX_KEYS ? ['…'] : [])
    .join(', ')
  return Array.isArray(value) ? `[${inner}]` : `{${inner}}`
}
