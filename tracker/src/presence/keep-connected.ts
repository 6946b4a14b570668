// A connection that stays: a fresh ticket for each socket, back after each loss, and a successor before its time is up.
import { attempt, guarded } from '../guard.ts'
import { backoffMs } from '../transport/backoff.ts'
import {
  ANSWER_WITHIN_MS,
  OVERLAP_MS,
  PATIENCE,
  RARE_FACTOR,
  RENEW_AFTER_MS,
  RENEW_SPREAD_MS,
} from './limits.ts'
import type { Ticket } from './ticket.ts'

export type Frame = { event: string; data?: unknown }
export type Say = (frame: Frame) => void

type Deps = {
  ask: () => Promise<Ticket>
  open: (ticket: string) => WebSocket
  /** What a new connection is told first. */
  onOpen: (say: Say) => void
  onFrame: (frame: Frame) => void
  /** No ticket will ever be had. */
  onRefused: () => void
  pingMs: number
  /** Nobody has touched anything for a while: the server takes the user for away. */
  isIdle: () => boolean
  random: () => number
}

export type Link = {
  say: Say
  /** The page woke up, or the network came back: find out now instead of at the next ping. */
  wake: () => void
  close: () => void
}

type Timer = ReturnType<typeof setTimeout>
type Line = { say: Say; check: () => void; close: () => void }

const parse = (data: unknown): Frame | undefined => attempt(() => JSON.parse(data as string) as Frame)

export const keepConnected = (deps: Deps): Link => {
  const { ask, onOpen, onFrame, onRefused, pingMs, isIdle, random } = deps
  /** Sockets that are open: one, and for a moment its successor. */
  const open = new Set<Line>()
  let current: Line | undefined
  let next: Line | undefined
  let asking = false
  let closed = false
  let failures = 0
  let again: Timer | undefined

  const later = (ms: number) => {
    clearTimeout(again)
    again = setTimeout(dial, ms)
  }

  const retry = (askedMs = 0) => {
    if (closed) return
    failures++
    later(Math.max(askedMs, backoffMs(failures, random()) * (failures > PATIENCE ? RARE_FACTOR : 1)))
  }

  const connect = (ticket: string): Line => {
    const socket = deps.open(ticket)
    let ping: Timer | undefined
    let overdue: Timer | undefined

    const end = () => {
      clearTimeout(ping)
      clearTimeout(overdue)
      open.delete(line)
      socket.onopen = socket.onmessage = socket.onclose = null
      socket.close()
    }
    const lose = guarded(() => {
      end()
      if (line === current) current = undefined
      else if (line !== next) return
      if (line === next) next = undefined
      if (!next && !asking) retry()
    })
    const expect = () => {
      clearTimeout(overdue)
      overdue = setTimeout(lose, ANSWER_WITHIN_MS)
    }
    const check = () => {
      clearTimeout(ping)
      expect()
      line.say({ event: 'ping', data: isIdle() ? { idle: true } : {} })
      ping = setTimeout(check, pingMs)
    }
    /** The server has answered on it: from here on it is the connection, and the one before may go. */
    const prove = () => {
      const before = current
      current = line
      next = undefined
      failures = 0
      later(RENEW_AFTER_MS - random() * RENEW_SPREAD_MS)
      if (before) setTimeout(before.close, OVERLAP_MS)
    }

    const line: Line = {
      say: (frame) => attempt(() => socket.send(JSON.stringify(frame))),
      check,
      close: end,
    }
    next = line
    expect()
    socket.onopen = guarded(() => {
      open.add(line)
      onOpen(line.say)
      check()
    })
    socket.onmessage = guarded(({ data }: MessageEvent) => {
      clearTimeout(overdue)
      if (line === next) prove()
      const frame = parse(data)
      if (frame?.event) onFrame(frame)
    })
    socket.onclose = lose
    return line
  }

  const dial = guarded(async () => {
    if (closed || asking || next) return
    clearTimeout(again)
    asking = true
    const { ticket, ...refusal } = (await ask()) as { ticket?: string; askedMs?: number; final?: boolean }
    asking = false
    if (closed) return
    if (!ticket) return refusal.final ? onRefused() : retry(refusal.askedMs)
    // A page's policy may forbid the address, and some browsers say so by throwing.
    if (!attempt(() => connect(ticket))) retry()
  }) as () => void

  dial()

  return {
    say: (frame) => {
      for (const line of open) line.say(frame)
    },
    wake: () => {
      if (current) current.check()
      else {
        failures = 0
        dial()
      }
    },
    close: () => {
      closed = true
      clearTimeout(again)
      for (const line of new Set([...open, current, next])) line?.close()
      current = next = undefined
    },
  }
}
