// rrweb's recorder behind the seam: trimmed by the build, its mutations gathered and reduced before it sees them.
import { record } from '@rrweb/record'
import type { CreateEngine, EngineOptions } from '../engine.ts'
import { EVENT, type Mutation, type Recorded, SOURCE } from '../format.ts'
import { whenIdle } from '../idle.ts'
import { IDLE_MS, WINDOW_MS } from '../limits.ts'
import { deferNodes } from './deferred.ts'
import { flushChanges, forgetChanges, gatherFor } from './gather.ts'
import { native } from './native.ts'
import { type Mirror, nodeIds } from './node-ids.ts'
import { isPassword, tie, untie } from './ties.ts'

/** Steps that tell of a node what no attribute does. */
const HOLDS = new Set<unknown>([SOURCE.scroll, SOURCE.input, SOURCE.media])

export const createRrwebEngine: CreateEngine = (options) => {
  const mirror = record.mirror as unknown as Mirror
  const held = new WeakSet<Node>()
  const ids = nodeIds(mirror, (element) => held.has(element))
  const deferred = deferNodes(ids)
  const run = runTimed(options)
  let isPaused = false
  let cancelFlush: (() => void) | undefined
  let cancelSlice: (() => void) | undefined

  const flush = () => {
    cancelFlush?.()
    cancelFlush = undefined
    run(flushChanges)
  }

  /** What went meanwhile is known no more. */
  const withId = <T extends object>(node: Node, what: T): (T & { id: number })[] => {
    const id = ids.of(node)
    return id > 0 ? [{ id, ...what }] : []
  }

  const change = (texts: Mutation['texts'], attributes: Mutation['attributes']) => {
    if (texts.length + attributes.length === 0) return
    const data = { source: SOURCE.mutation, texts, attributes, removes: [], adds: [] }
    options.emit({ type: EVENT.incremental, timestamp: Date.now(), data })
  }

  gatherFor({
    ids,
    soon: () => {
      if (cancelFlush) return
      // First wait, then ask for a quiet moment: a browser has one after nearly every frame.
      const timer = native('setTimeout')(() => {
        cancelFlush = whenIdle(flush, IDLE_MS)
      }, WINDOW_MS)
      cancelFlush = () => native('clearTimeout')(timer)
    },
    mutated: options.mutated,
    isPaused: () => isPaused,
    tell: ({ texts, attributes }) =>
      change(
        texts.flatMap(({ node, value }) => withId(node, { value })),
        attributes.flatMap(({ node, attributes }) => withId(node, { attributes })),
      ),
    restyled: (style) => {
      const css = style.sheet ? [...style.sheet.cssRules].map(({ cssText }) => cssText).join('') : ''
      change([], withId(style, { attributes: { _cssText: css } }))
    },
    run,
  })
  tie({ run, isLater: deferred.isLater })

  const emit = (event: Recorded) => {
    if (event.type === EVENT.incremental && HOLDS.has(event.data['source'])) {
      const node = mirror.getNode(event.data['id'] as number)
      if (node) held.add(node)
    }
    options.emit(event)
  }

  const slice = () => {
    cancelSlice = whenIdle(() => {
      cancelSlice = undefined
      let isMore = false
      run(() => {
        flushChanges()
        isMore = !isPaused && deferred.next()
      })
      if (isMore) slice()
    }, WINDOW_MS * 4)
  }

  const whole = (take: () => void) => {
    cancelSlice?.()
    deferred.begin()
    try {
      take()
    } finally {
      deferred.end()
    }
    slice()
  }

  let stop: (() => void) | undefined
  const start = () => {
    stop = record({
      emit: emit as never,
      blockSelector: options.ignoreSelector,
      // Never one of the page's own.
      blockClass: 'playhead-no-class',
      ignoreClass: 'playhead-no-class',
      // Masked where events leave, all by one rule.
      maskInputOptions: {},
      sampling: { mousemove: options.mouseMoveMs, scroll: 100, media: 500 },
      inlineStylesheet: true,
      recordCrossOriginIframes: false,
      errorHandler: (error) => {
        options.fault(error)
        return true
      },
    }) as (() => void) | undefined
  }

  return {
    start: () => run(() => whole(start)),
    nodeOf: (id) => mirror.getNode(id),
    idOf: (node) => mirror.getId(node),
    wasPassword: isPassword,
    snapshot: () =>
      run(() => {
        isPaused = false
        forgetChanges()
        forgetGone(mirror)
        whole(() => record.takeFullSnapshot())
      }),
    pause: () => {
      isPaused = true
      forgetChanges()
      cancelSlice?.()
    },
    flush,
    stop: () => {
      flush()
      cancelSlice?.()
      stop?.()
      untie()
      gatherFor(undefined)
    },
  }
}

/** What went while nobody looked would be held for ever. */
const forgetGone = (mirror: Mirror) => {
  for (const id of mirror.getIds()) {
    const node = mirror.getNode(id)
    if (node && !node.isConnected) mirror.removeNodeFromMap(node)
  }
}

/** Milliseconds that are told together: of most events one alone is not worth a word. */
const TOLD_MS = 1

const runTimed = ({ spent, fault }: EngineOptions) => {
  let depth = 0
  let untold = 0
  return (act: () => void) => {
    if (depth++ > 0) {
      try {
        act()
      } finally {
        depth--
      }
      return
    }
    const begun = performance.now()
    try {
      act()
    } catch (error) {
      fault(error)
    } finally {
      depth--
      untold += performance.now() - begun
      if (untold > TOLD_MS) {
        spent(untold)
        untold = 0
      }
    }
  }
}
