// How far a watcher is behind a page: from what a real page does to the frame that the watcher's socket gets.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { Tokens } from '../core/members/login.ts'
import type { SessionList } from '../core/sessions/session.ts'
import { type ServerFrame, SOCKET_PROTOCOL } from '../core/socket/frames.ts'
import { launchBrowser } from '../test/browser/browser.ts'
import type { Benchmark } from './measuring/benchmark.ts'
import { figure, percentile } from './measuring/statistics.ts'
import { startPlayhead } from './system/playhead.ts'
import { warmBuild } from './system/warm-build.ts'

const ACTS = 40
/** Watchers that come one after the other, for their first seconds. */
const JOINS = 4
/** Milliseconds between two acts, so that they fall everywhere into the page's pauses between batches. */
const REST_MS = 330
/** Milliseconds after which a page has heard that nobody watches it any more: from the answer to its next batch. */
const FORGET_MS = 8_000
const LOST_MS = 30_000

type Row = { frame: ServerFrame; at: number }

const json = async <T>(url: string, init: RequestInit = {}): Promise<T> => {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

const until = async <T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> => {
  const begun = performance.now()
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() - begun > LOST_MS) throw new Error('What was waited for never came.')
    await sleep(2)
  }
}

/** Tells an event, and changes the page, so that something is recorded. */
const act = (page: Page, name: string): Promise<void> =>
  page.evaluate(`{
    document.body.dataset.act = ${JSON.stringify(name)}
    window.UserTracker.track(${JSON.stringify(name)})
  }`)

export const benchmark: Benchmark = {
  title: 'From a page to who watches it',
  measure: async ({ directory, say, onStop }) => {
    await warmBuild({ onStop })
    const playhead = await startPlayhead({ directory: join(directory, 'data'), onStop })
    const { access, origin } = playhead
    const browser = await launchBrowser()
    onStop(() => browser.close())
    const page = await browser.newPage()
    await page.goto(access.demoUrl)
    const { accessToken } = await json<Tokens>(`${origin}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(access.member),
    })
    const headers = { authorization: `Bearer ${accessToken}` }
    const query = `projectId=${access.projectId}`
    const { sessionId } = await until(async () => {
      const list = await json<SessionList>(`${origin}/api/v1/sessions?${query}`, { headers })
      return list.sessions.find(({ hasReplay }) => hasReplay)
    })

    const watch = async () => {
      const { ticket } = await json<{ ticket: string }>(`${origin}/api/v1/socket-tickets?${query}`, {
        method: 'POST',
        headers,
      })
      const begun = performance.now()
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, [SOCKET_PROTOCOL, ticket])
      const rows: Row[] = []
      socket.onmessage = ({ data }) =>
        rows.push({ frame: JSON.parse(String(data)) as ServerFrame, at: performance.now() })
      socket.onopen = () =>
        socket.send(JSON.stringify({ event: 'watch_session', data: { sessionId, replay: true } }))
      await until(() => rows.find(({ frame }) => frame.event === 'watching'))
      return { begun, rows, close: () => socket.close() }
    }

    const stored: number[] = []
    const joined: number[] = []
    for (let join = 0; join < JOINS; join++) {
      say(`watcher ${join + 1} of ${JOINS}`)
      await sleep(FORGET_MS)
      // What a watcher sees at once: the last that is stored.
      const opened = performance.now()
      await json(`${origin}/api/v1/sessions/${sessionId}/replay?${query}`, { headers })
      stored.push(performance.now() - opened)
      const { begun, rows, close } = await watch()
      await act(page, `joined_${join}`)
      const first = await until(() => rows.find(({ frame }) => frame.event === 'session_replay'))
      joined.push(first.at - begun)
      close()
      await sleep(REST_MS)
      await act(page, `left_${join}`)
    }

    const { rows, close } = await watch()
    await act(page, 'hurry')
    await until(() => rows.find(({ frame }) => frame.event === 'session_replay'))
    say('acts')
    const behind: number[] = []
    for (let n = 0; n < ACTS; n++) {
      const name = `acted_${n}`
      await act(page, name)
      const done = performance.now()
      const seen = await until(() =>
        rows.find(
          ({ frame }) =>
            frame.event === 'session_events' && frame.data.events.some((event) => event.name === name),
        ),
      )
      behind.push(seen.at - done)
      await sleep(REST_MS)
    }
    close()
    const row = (what: string, samples: number[]) => [
      what,
      figure(percentile(samples, 0.5)),
      figure(percentile(samples, 0.95)),
      figure(Math.max(...samples)),
    ]
    return {
      columns: ['', 'p50 ms', 'p95 ms', 'slowest ms'],
      rows: [
        row('act to its event, while watched', behind),
        row('last stored state, when one joins', stored),
        row('first piece of what is recorded from then on', joined),
      ],
      note: `${ACTS} acts in a page of the demo shop that is watched, ${REST_MS} ms after the last was seen; ${JOINS} watchers that each come to a page that nobody watched. The page learns of its watcher by its next batch's answer.`,
    }
  },
}
