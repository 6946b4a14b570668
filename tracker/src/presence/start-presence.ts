// Who is here, told to the server and by it: one connection a page, whoever on the page asks for it.
import { warn } from '../guard.ts'
import type { Site } from '../site.ts'
import { type Undo, undoAll } from '../undo.ts'
import { type Frame, keepConnected, type Link, type Say } from './keep-connected.ts'
import { IDLE_AFTER_MS, PING_SECONDS, WATCHES_MAX, WATCHES_PER_FRAME } from './limits.ts'
import { createHeard, createKnown } from './newest-only.ts'
import type { Presence, PresenceMessage, PresenceOptions, PresenceStatus, PresenceUpdate } from './options.ts'
import { watchNavigation } from './stays-on-site.ts'
import { askTicket } from './ticket.ts'

/** The sub-protocol that the server speaks. */
const PROTOCOL = 'playhead.v1'

/** One who asked: the site's code, or a component of it. */
type Party = { options: PresenceOptions; wanted: Set<string> }

type Deps = Pick<Site, 'guarded' | 'listen' | 'now' | 'onLeave' | 'who'> & {
  options: Pick<Site['options'], 'apiUrl' | 'key'>
}

export const openPresence = (
  { options: { apiUrl, key }, guarded, listen, now, onLeave, who }: Deps,
  random: () => number = Math.random,
): { start: (options?: PresenceOptions) => Presence; stop: Undo } => {
  const parties = new Set<Party>()
  const known = createKnown()
  const heard = createHeard()
  const undos: Undo[] = []
  let link: Link | undefined
  /** Whose token, and whose word, the connection goes by. */
  let owner: Party | undefined
  let wanted: PresenceStatus = 'online'
  let hidden = false

  let touchedAt = now()
  const isIdle = () => now() - touchedAt >= IDLE_AFTER_MS
  const touch = () => {
    const wasIdle = isIdle()
    touchedAt = now()
    if (wasIdle) link?.wake()
  }

  const isWatched = (userId: string) => [...parties].some((party) => party.wanted.has(userId))
  const watched = () => [...new Set([...parties].flatMap((party) => [...party.wanted]))]

  /** An anonymous visitor has no state of their own, and is told nothing. */
  const isUser = () => !!owner?.options.token
  const statusNow = () => (wanted === 'online' && document.hidden ? 'away' : wanted)

  const sayStatus = (say: Say, status: PresenceStatus = statusNow()) => {
    if (isUser()) say({ event: 'update_presence', data: { status, hidden } })
  }

  const sayWatches = (say: Say, event: 'watch' | 'unwatch', userIds: string[]) => {
    for (let at = 0; isUser() && at < userIds.length; at += WATCHES_PER_FRAME)
      say({ event, data: { userIds: userIds.slice(at, at + WATCHES_PER_FRAME) } })
  }

  const tell = (party: Party, update: PresenceUpdate) => guarded(() => party.options.onUpdate?.(update))()

  const onFrame = ({ event, data }: Frame) => {
    if (event === 'error') {
      const { code, message } = data as { code: string; message: string }
      return warn(`presence: ${code}: ${message}`)
    }
    if (event === 'message') {
      const told = data as PresenceMessage
      if (heard.isNews(told.message.messageId))
        for (const { options } of parties) guarded(() => options.onMessage?.(told))()
      return
    }
    const update = data as PresenceUpdate
    if (event !== 'presence_update' || !isWatched(update.userId) || !known.isNews(update)) return
    for (const party of parties) if (party.wanted.has(update.userId)) tell(party, update)
  }

  /** `gone`: the user is offline from now on, not merely between two connections. */
  const disconnect = (gone: boolean) => {
    if (gone && link) sayStatus(link.say, 'offline')
    link?.close()
    link = undefined
  }

  const connect = () => {
    if (link || !owner) return
    const { token, pingSeconds: wish } = owner.options
    const { usual, min, max } = PING_SECONDS
    const pingSeconds = Math.round(Math.min(Math.max(Number(wish) || usual, min), max))
    link = keepConnected({
      ask: () => askTicket(fetch, { apiUrl, key, visitorId: who().visitorId, pingSeconds }, token),
      open: (ticket) => new WebSocket(`${new URL('/ws', apiUrl.replace(/^http/, 'ws'))}`, [PROTOCOL, ticket]),
      onOpen: (say) => {
        if (hidden || statusNow() !== 'online') sayStatus(say)
        sayWatches(say, 'watch', watched().slice(0, WATCHES_MAX))
      },
      onFrame,
      onRefused: () => {
        warn('presence: the server gave no ticket; is the token good?')
        disconnect(false)
      },
      pingMs: pingSeconds * 1_000,
      isIdle,
      random,
    })
  }

  /** Who came first with a token; else who came first without. Another one than before is another connection. */
  const review = () => {
    const before = owner
    const owners = [...parties].filter(({ options }) => options.token !== null)
    const next = owners.find(({ options }) => options.token) ?? owners[0]
    if (next === before) return
    disconnect(true)
    owner = next
    wanted = 'online'
    hidden = !!next?.options.hidden
    connect()
  }

  const watch = (party: Party, userIds: readonly string[]) => {
    const ids = [...new Set(userIds)].filter((id) => typeof id === 'string' && id && !party.wanted.has(id))
    const fresh: string[] = []
    for (const id of ids) {
      const news = known.of(id)
      if (!isWatched(id)) fresh.push(id)
      party.wanted.add(id)
      // Whoever asks later is told what the others know already.
      if (news) Promise.resolve().then(() => party.wanted.has(id) && tell(party, known.of(id) ?? news))
    }
    const room = WATCHES_MAX - (watched().length - fresh.length)
    if (room < fresh.length) warn(`presence: of more than ${WATCHES_MAX} users nothing is told`)
    if (link) sayWatches(link.say, 'watch', fresh.slice(0, Math.max(room, 0)))
  }

  const unwatch = (party: Party, userIds: readonly string[]) => {
    const ended = userIds.filter((id) => party.wanted.delete(id) && !isWatched(id))
    for (const id of ended) known.forget(id)
    if (link) sayWatches(link.say, 'unwatch', ended)
  }

  const stays = watchNavigation({ listen }, undos)
  const look = () => {
    touchedAt = now()
    if (link) sayStatus(link.say)
    if (!document.hidden) link?.wake()
  }
  undos.push(
    ...['keydown', 'pointerdown', 'pointermove', 'wheel'].map((type) =>
      listen(document, type, touch, { capture: true, passive: true }),
    ),
    listen(document, 'visibilitychange', look),
    listen(window, 'online', () => link?.wake()),
    onLeave(() => disconnect(!stays())),
    // Back from the browser's cache, into which a page with an open socket would not have come.
    listen<PageTransitionEvent>(window, 'pageshow', ({ persisted }) => persisted && connect()),
    () => {
      parties.clear()
      review()
    },
  )

  return {
    start: (options = {}) => {
      const party: Party = { options, wanted: new Set() }
      if (typeof WebSocket === 'undefined') warn('presence: this browser has no WebSocket')
      else {
        parties.add(party)
        guarded(() => {
          watch(party, options.watch ?? [])
          review()
        })()
      }
      const ifHere = <A extends unknown[]>(act: (...args: A) => void) =>
        guarded((...args: A) => {
          if (parties.has(party)) act(...args)
        })
      return {
        watch: ifHere((userIds) => watch(party, userIds)),
        unwatch: ifHere((userIds) => unwatch(party, userIds)),
        setStatus: ifHere((status, said) => {
          wanted = status
          hidden = said?.hidden ?? hidden
          if (link) sayStatus(link.say)
        }),
        statusOf: (userId) => known.of(userId),
        stop: ifHere(() => {
          unwatch(party, [...party.wanted])
          parties.delete(party)
          review()
        }),
      }
    },
    stop: undoAll(undos),
  }
}
