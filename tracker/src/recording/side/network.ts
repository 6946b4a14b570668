// Requests of the page: method, scrubbed address, status, time and size. Headers and bodies are never looked at.
import type { SidePayload } from '../../../../core/replay/side-events.ts'
import { undoAll } from '../../undo.ts'
import { NETWORK_PER_MINUTE } from '../limits.ts'
import { perMinute, type Side } from './side.ts'

type Request = Pick<SidePayload<'playhead/request'>, 'by' | 'method' | 'url'>

export const watchNetwork: Side = (site, tell) => {
  const limit = perMinute(NETWORK_PER_MINUTE)
  const requests = new WeakMap<XMLHttpRequest, Request>()

  const begin = ({ by, method, url }: Request) => {
    const startedAt = site.now()
    const ticks = performance.now()
    return site.guarded((status: number, length?: string | null) => {
      const absolute = new URL(url, document.baseURI).href
      // Our own batches say nothing of the page.
      if (absolute.startsWith(site.options.apiUrl)) return
      const told = limit.pass()
      if (!told) return
      const bytes = Number.parseInt(length ?? '', 10)
      tell('playhead/request', {
        by,
        method: method.toUpperCase().slice(0, 20),
        url: site.privacy.url(absolute),
        status,
        startedAt,
        durationMs: Math.round(performance.now() - ticks),
        ...(bytes >= 0 && { bytes }),
        ...told,
      })
    })
  }

  const undos = [
    site.patch(
      XMLHttpRequest.prototype,
      'open',
      (original) =>
        function (this: XMLHttpRequest, ...args: unknown[]) {
          requests.set(this, { by: 'xhr', method: String(args[0]), url: String(args[1]) })
          return (original as (...args: unknown[]) => void).apply(this, args)
        } as typeof original,
    ),
    site.patch(
      XMLHttpRequest.prototype,
      'send',
      (original) =>
        function (this: XMLHttpRequest, body) {
          const request = requests.get(this)
          if (request) {
            const end = begin(request)
            this.addEventListener('loadend', () => end(this.status, lengthOf(this)), { once: true })
          }
          return original.call(this, body)
        },
    ),
  ]
  if (typeof fetch === 'function') {
    undos.push(
      site.patch(
        window,
        'fetch',
        (original) =>
          function (this: unknown, input: RequestInfo | URL, init?: RequestInit) {
            const answer = original.call(this as typeof window, input, init)
            watchAnswer(answer, begin(requestOf(input, init)))
            return answer
          } as typeof original,
      ),
    )
  }
  return undoAll(undos)
}

const requestOf = (input: RequestInfo | URL, init: RequestInit | undefined): Request => {
  const request = input instanceof Request ? input : undefined
  return { by: 'fetch', method: init?.method ?? request?.method ?? 'GET', url: request?.url ?? String(input) }
}

/** The page's own promise is handed out untouched; a failure stays the page's to handle. */
const watchAnswer = (answer: Promise<Response>, end: (status: number, length?: string | null) => void) => {
  answer.then(
    (response) => end(response.status, response.headers.get('content-length')),
    () => end(0),
  )
}

/** Asked only where the answer is readable, or the browser would complain in the console. */
const lengthOf = (request: XMLHttpRequest): string | null => {
  const own = new URL(request.responseURL || location.href).origin === location.origin
  return own ? request.getResponseHeader('content-length') : null
}
