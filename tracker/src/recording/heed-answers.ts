// What the recorder makes of the server's answers: a refused batch leaves a gap, and somebody may be watching.
import { isFailed, type Outcome } from '../transport/outcome.ts'
import type { Undo } from '../undo.ts'
import { LIVE_FLUSH_MS, REFUSALS_MAX } from './limits.ts'

/** What is used of the site. */
export type Answered = {
  told?(told: unknown, outcome?: Outcome): void
  flush: () => void
  who: () => { sessionId: string }
}

type Heed = {
  /** What follows has no snapshot to stand on, or somebody has begun to watch. */
  beginAnew: () => void
  /** The server wants nothing of this page's recording. */
  giveUp: () => void
}

export const heedAnswers = (site: Answered, { beginAnew, giveUp }: Heed): Undo => {
  let timer: ReturnType<typeof setInterval> | undefined
  let refusals = 0
  let isOver = false

  const beLive = (isLive: boolean) => {
    if (isLive === (timer !== undefined)) return
    clearInterval(timer)
    timer = isLive ? setInterval(site.flush, LIVE_FLUSH_MS) : undefined
    if (isLive) beginAnew()
  }

  const { told } = site
  site.told = (body, outcome) => {
    told?.(body, outcome)
    if (isOver || typeof body !== 'string' || !outcome || isFailed(outcome.status)) return
    const isAccepted = outcome.status < 400
    // What earlier visits left says nothing of this one.
    if (isAccepted && body.includes(site.who().sessionId)) beLive(outcome.said?.live === true)
    // In the text of an event its quotes would be escaped.
    if (!body.includes(',"replay":{"format"')) return
    refusals = isAccepted ? 0 : refusals + 1
    if (refusals >= REFUSALS_MAX) giveUp()
    else if (refusals > 0) beginAnew()
  }

  return () => {
    isOver = true
    clearInterval(timer)
  }
}
