// A session as a Playwright test that does again what was done, as far as it was told.
import type { Session } from '../../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'
import { formatClock } from '../../format/clock.ts'
import { type Placeholders, playwrightSteps } from './playwright-steps.ts'
import { asComment, quoteForScript } from './quote-for-script.ts'

type Told = {
  session: Pick<Session, 'sessionId' | 'startedAt' | 'browser' | 'os'>
  events: readonly SessionEvent[]
  /** Where the player's clock begins; where the session does, if left out. */
  from?: number
  /** Up to here; all of it if left out. */
  until?: number
}

const positive = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 20_000 ? value : undefined

const viewportOf = (events: readonly SessionEvent[]): string[] => {
  for (const { props } of events) {
    const [width, height] = [positive(props['viewportWidth']), positive(props['viewportHeight'])]
    if (width && height) return [`await page.setViewportSize({ width: ${width}, height: ${height} })`]
  }
  return []
}

const placeholderLines = (placeholders: Placeholders): string[] => {
  if (placeholders.size === 0) return []
  const entries = [...placeholders].map(
    ([name, selector]) => `  ${name}: 'FILL-ME-IN', ${asComment(`typed into ${selector}`)}`,
  )
  return [
    '// These values were masked in the page and never left it.',
    'const values = {',
    ...entries,
    '}',
    '',
  ]
}

export const asPlaywright = ({ session, events, from = session.startedAt, until }: Told): string => {
  const chosen = until === undefined ? events : events.filter(({ ts }) => ts <= until)
  const placeholders: Placeholders = new Map()
  const steps = playwrightSteps(chosen, placeholders)
  const reach = until === undefined ? '' : `, up to ${formatClock(until - from)}`
  const body = [...viewportOf(chosen), ...steps].map((line) => `  ${line}`)
  return [
    "import { test } from '@playwright/test'",
    '',
    asComment(
      `Session ${session.sessionId} of ${new Date(session.startedAt).toISOString()}, ${session.browser} on ${session.os}${reach}.`,
    ),
    ...placeholderLines(placeholders),
    `test(${quoteForScript(`session ${session.sessionId.slice(0, 8)}`)}, async ({ page }) => {`,
    ...(body.length > 0 ? body : ['  // Nothing was done that a test could do again.']),
    '})',
    '',
  ].join('\n')
}
