// What the trimmed @rrweb/record (tracker/lean-rrweb.ts) calls in place of what was taken out of it.
import type { Undo } from '../../undo.ts'
import type { NodeJson } from '../format.ts'
import { flushChanges, flushFor } from './gather.ts'
import { native } from './native.ts'

export { GatheringObserver } from './gather.ts'

export type Ties = {
  /** Runs what is called by the browser: timed, and without a fault that leaves it. */
  run: (act: () => void) => void
  /** Whether the children of this parent, from this one on, are recorded later. */
  isLater: (parent: Node, child: Node) => boolean
}

let ties: Ties | undefined
const undos = new Set<Undo>()
const timers = new Set<number>()
const passwords = new WeakSet<Element>()
const looks = new Map<Element, (this: Element) => void>()

export const tie = (to: Ties) => {
  ties = to
}

/** Takes away every listener and timer that rrweb has left. */
export const untie = () => {
  for (const undo of undos) undo()
  for (const timer of timers) native('clearTimeout')(timer)
  undos.clear()
  timers.clear()
  looks.clear()
  ties = undefined
}

const run = (act: () => void) => ties?.run(act)
export const runTied = run

export const setTimeout = (act: () => void, ms?: number): number => {
  const timer = native('setTimeout')(() => {
    timers.delete(timer)
    run(() => {
      // What it is about to look at may not be recorded yet.
      flushChanges()
      act()
    })
  }, ms) as unknown as number
  timers.add(timer)
  return timer
}

export const clearTimeout = (timer: number | undefined) => {
  if (timer === undefined) return
  timers.delete(timer)
  native('clearTimeout')(timer)
}

export const requestAnimationFrame = (act: () => void): number => setTimeout(act, 16)

/** The pointer moves too often to look at what else has changed each time. */
const MOVES = /move$|^drag$/

/** Hears what the page hears, before it. */
export const whenHeard = <E>(target: EventTarget, type: string, handle: (event: E) => void): Undo => {
  const heard = (event: Event) => run(() => handle(event as E))
  const options = { capture: true, passive: true }
  target.addEventListener(type, heard, options)
  return () => target.removeEventListener(type, heard, options)
}

export const listenAfterMutations = <E>(
  type: string,
  handle: (event: E) => void,
  target: EventTarget,
): Undo =>
  whenHeard<Event>(target, type, (event) => {
    if (!MOVES.test(type)) flushFor(event.composedPath()[0] as Node)
    handle(event as E)
  })

/** A page that sets a value in a loop is looked at once. */
export const lookLater = (element: Element, look: (this: Element) => void) => {
  if (looks.size === 0) {
    const timer = native('setTimeout')(() => {
      timers.delete(timer)
      const due = [...looks]
      looks.clear()
      run(() => {
        for (const [element, look] of due) {
          flushFor(element)
          look.call(element)
        }
      })
    }, 0) as unknown as number
    timers.add(timer)
  }
  looks.set(element, look)
}

export const untilStop = (target: EventTarget, handle: () => void): Undo => {
  const heard = () => run(handle)
  target.addEventListener('load', heard)
  const undo = () => {
    target.removeEventListener('load', heard)
    undos.delete(undo)
  }
  undos.add(undo)
  return undo
}

/** Scrolling, sheets and drawings: what they change must be there as it was then. */
const AFTER = new Set<number | undefined>([3, 8, 9, 13, 15])

export const beforeEvent = ({ type, data }: { type: number; data: { source?: number } }) => {
  if (type === 3 && AFTER.has(data.source)) flushChanges()
}

export const wasPassword = (element: Element) => passwords.add(element)
export const isPassword = (element: Element) => passwords.has(element)

export const isLater = (parent: Node, child: Node): boolean => ties?.isLater(parent, child) ?? false

/** What no replay shows. Scripts in the body stay as empty elements, since styles may count them. */
export const isUnseen = (node: Node, { type, tagName, attributes = {} }: NodeJson): boolean => {
  if (type === 5) return true
  if (tagName === 'meta' || (tagName === 'script' && node.parentNode?.nodeName === 'HEAD')) return true
  return (
    tagName === 'link' &&
    attributes['_cssText'] === undefined &&
    !/stylesheet/i.test(String(attributes['rel']))
  )
}

/** Addresses that were made absolute, by what stood in the same document or style sheet. */
const addresses = new Map<string, string>()
let addressBase = ''
const ADDRESSES_MAX = 500

export const absolute = (base: string, address: string): string => {
  if (/^(?:blob|data):/.test(address)) return address
  if (base !== addressBase || addresses.size >= ADDRESSES_MAX) addresses.clear()
  addressBase = base
  let whole = addresses.get(address)
  if (whole === undefined) {
    try {
      whole = new URL(address, base).href
    } catch {
      // No address at all.
      whole = address
    }
    addresses.set(address, whole)
  }
  return whole
}

/** A form may have a field named `childNodes`, and a page may have put something else in place. */
const reader = <T extends Node, K extends keyof T>(prototype: T, name: K) => {
  const read = Object.getOwnPropertyDescriptor(prototype, name)?.get
  return (node: T | null | undefined): T[K] | null => (node ? (read ? read.call(node) : node[name]) : null)
}

const { contains, getRootNode } = Node.prototype
const shadowOf = reader(Element.prototype, 'shadowRoot')
const node = Node.prototype

export const readers = {
  childNodes: reader(node, 'childNodes'),
  parentNode: reader(node, 'parentNode'),
  parentElement: reader(node, 'parentElement'),
  textContent: reader(node, 'textContent'),
  ownerDocument: reader(node, 'ownerDocument'),
  firstChild: reader(node, 'firstChild'),
  lastChild: reader(node, 'lastChild'),
  nextSibling: reader(node, 'nextSibling'),
  previousSibling: reader(node, 'previousSibling'),
  shadowRoot: (one: Node | null) => (one?.nodeType === 1 ? shadowOf(one as Element) : null),
  host: (one: Node | null) => (one && 'host' in one && one.nodeType === 11 ? (one as ShadowRoot).host : null),
  contains: (one: Node, other: Node | null) => contains.call(one, other),
  getRootNode: (one: Node) => getRootNode.call(one),
}
