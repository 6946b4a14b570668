// A script for a page's head that counts what is alive in it: listeners, timers, observers, databases, patches.

export const COUNT_WHAT_LIVES = `<script>
  (() => {
    const alive = new Map()
    const count = (what, by) => {
      const now = (alive.get(what) ?? 0) + by
      if (now) alive.set(what, now)
      else alive.delete(what)
    }
    const wrap = (owner, name, make) => { owner[name] = make(owner[name]) }

    const nameOf = (target) => (target === window ? 'window' : target.nodeName ?? target.constructor.name)
    const listeners = []
    const captureOf = (options) => (typeof options === 'object' ? Boolean(options?.capture) : Boolean(options))
    wrap(EventTarget.prototype, 'addEventListener', (add) => function (type, act, options) {
      const target = this ?? window
      const same = listeners.find(([t, y, a, c]) => t === target && y === type && a === act && c === captureOf(options))
      if (!same) {
        listeners.push([target, type, act, captureOf(options)])
        count('listener ' + nameOf(target) + ' ' + type, 1)
      }
      return add.call(target, type, act, options)
    })
    wrap(EventTarget.prototype, 'removeEventListener', (remove) => function (type, act, options) {
      const target = this ?? window
      const at = listeners.findIndex(([t, y, a, c]) => t === target && y === type && a === act && c === captureOf(options))
      if (at >= 0) {
        listeners.splice(at, 1)
        count('listener ' + nameOf(target) + ' ' + type, -1)
      }
      return remove.call(target, type, act, options)
    })

    for (const [set, clear, once] of [
      ['setTimeout', 'clearTimeout', true],
      ['setInterval', 'clearInterval', false],
      ['requestIdleCallback', 'cancelIdleCallback', true],
      ['requestAnimationFrame', 'cancelAnimationFrame', true],
    ]) {
      const open = new Set()
      const end = (id) => { if (open.delete(id)) count(set, -1) }
      wrap(window, set, (original) => (act, ...rest) => {
        const id = original((...args) => { if (once) end(id); act(...args) }, ...rest)
        open.add(id)
        count(set, 1)
        return id
      })
      wrap(window, clear, (original) => (id) => { end(id); original(id) })
    }

    for (const name of ['MutationObserver', 'PerformanceObserver', 'ResizeObserver', 'IntersectionObserver']) {
      const observing = new WeakSet()
      const { prototype } = window[name]
      wrap(prototype, 'observe', (observe) => function (...args) {
        if (!observing.has(this)) count(name, 1)
        observing.add(this)
        return observe.apply(this, args)
      })
      wrap(prototype, 'disconnect', (disconnect) => function () {
        if (observing.delete(this)) count(name, -1)
        return disconnect.call(this)
      })
    }

    wrap(IDBFactory.prototype, 'open', (open) => function (...args) {
      const request = open.apply(this, args)
      request.addEventListener('success', () => count('database', 1), { once: true })
      return request
    })
    wrap(IDBDatabase.prototype, 'close', (close) => function () { count('database', -1); return close.call(this) })

    const PATCHABLE = [
      [history, 'history'], [window, 'window', ['fetch', 'XMLHttpRequest', 'WebSocket', 'onerror', 'onunhandledrejection', 'open']],
      [console, 'console'], [XMLHttpRequest.prototype, 'XMLHttpRequest'], [Element.prototype, 'Element'],
      [HTMLInputElement.prototype, 'HTMLInputElement'], [HTMLCanvasElement.prototype, 'HTMLCanvasElement'],
      [CSSStyleSheet.prototype, 'CSSStyleSheet'], [Storage.prototype, 'Storage'],
    ]
    const functions = () => PATCHABLE.flatMap(([owner, name, only]) =>
      (only ?? Object.getOwnPropertyNames(owner)).map((key) => {
        const own = Object.getOwnPropertyDescriptor(owner, key)
        return [name + '.' + key, own?.value ?? own?.set ?? own?.get ?? (only ? owner[key] : undefined)]
      }))
    // What the test has asked IndexedDB for itself listens no longer once it is answered.
    const passing = (what) => /listener (IDB|Abort)/.test(what)
    window.whatLives = () => Object.fromEntries([...alive].filter(([what]) => !passing(what)).sort())
    let clean
    window.rememberFunctions = () => { clean = new Map(functions()) }
    window.patches = () => {
      const now = new Map(functions())
      return [...new Set([...clean.keys(), ...now.keys()])].filter((key) => clean.get(key) !== now.get(key)).sort()
    }
  })()
</script>`
