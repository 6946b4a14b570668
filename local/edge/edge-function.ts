// Runs the code of a CloudFront function where it finds neither Node nor the network, for a bounded time.
import { createContext, Script } from 'node:vm'

export type EdgeFunctionRuntime = 'cloudfront-js-1.0' | 'cloudfront-js-2.0'

export type EdgeFunction = {
  name: string
  /** Hands the event to `handler` and gives back what it returned. Throws an EdgeFunctionError. */
  run(event: object): unknown
}

export type EdgeFunctionOptions = {
  name: string
  code: string
  runtime: EdgeFunctionRuntime
  /** CloudFront allows about a millisecond of computing; this only ends a loop. */
  timeoutMs?: number
  /** What the function writes with `console.log`. */
  log?: (line: string) => void
}

export class EdgeFunctionError extends Error {
  constructor(name: string, reason: string, options?: ErrorOptions) {
    super(`The edge function ${name} ${reason}`, options)
    this.name = 'EdgeFunctionError'
  }
}

// Node starts a watchdog thread for every guarded run, which costs forty times the function. Code that came to its
// end this often is trusted to do so again.
const GUARDED_RUNS = 50
const TIMEOUT_MS = 1_000

// The code stands in a function of its own, so that its variables are fresh at every call as they are at the
// edge. Only text crosses the border: no object of this process is within its reach.
const BEFORE = `(() => {
  const lines = []
  const write = (...parts) => { lines.push(parts.map((part) => typeof part === 'string' ? part : JSON.stringify(part)).join(' ')) }
  globalThis.console = { log: write, info: write, warn: write, error: write }
  const done = (outcome) => { globalThis.__outcome = JSON.stringify({ ...outcome, lines }) }
  const failed = (error) => done({ error: String((error && error.message) || error) })
  try {
    const answer = (function () {
`
const AFTER = `
    ;return handler(JSON.parse(globalThis.__event)) })()
    if (answer && typeof answer.then === 'function') {
      if (globalThis.__awaits) Promise.resolve(answer).then((value) => done({ value }), failed)
      else failed('an async handler needs cloudfront-js-2.0')
    } else done({ value: answer })
  } catch (error) { failed(error) }
})()`

type Outcome = { value?: unknown; error?: string; lines: string[] }

const compile = ({ name, code }: EdgeFunctionOptions): Script => {
  const missing = /\b(?:require\s*\(|import\s+[^'"]*from\s*)['"]([^'"]+)['"]/.exec(code)
  if (missing) throw new EdgeFunctionError(name, `uses the module ${missing[1]}, which the local edge lacks`)
  try {
    const lineOffset = 1 - BEFORE.split('\n').length
    return new Script(`${BEFORE}${code}${AFTER}`, { filename: `${name}.js`, lineOffset })
  } catch (cause) {
    throw new EdgeFunctionError(name, `cannot be read: ${String(cause)}`, { cause })
  }
}

export const createEdgeFunction = (options: EdgeFunctionOptions): EdgeFunction => {
  const { name, runtime, timeoutMs = TIMEOUT_MS, log } = options
  if (runtime !== 'cloudfront-js-1.0' && runtime !== 'cloudfront-js-2.0') {
    throw new EdgeFunctionError(name, `wants the runtime ${String(runtime)}, which the local edge lacks`)
  }
  const script = compile(options)
  const globals: { __event: string; __outcome?: string; __awaits: boolean } = Object.assign(
    Object.create(null),
    { __event: '', __awaits: runtime === 'cloudfront-js-2.0' },
  )
  const context = createContext(globals, {
    name,
    // As at the edge: no eval, no new Function.
    codeGeneration: { strings: false, wasm: false },
    // Promises run within the call, so its time limit holds for them too.
    microtaskMode: 'afterEvaluate',
  })
  let guardedRuns = GUARDED_RUNS
  return {
    name,
    run(event) {
      globals.__event = JSON.stringify(event)
      globals.__outcome = undefined
      try {
        script.runInContext(context, guardedRuns > 0 ? { timeout: timeoutMs } : {})
        if (guardedRuns > 0) guardedRuns -= 1
      } catch (cause) {
        throw new EdgeFunctionError(name, `was stopped: ${String(cause)}`, { cause })
      }
      if (typeof globals.__outcome !== 'string') {
        throw new EdgeFunctionError(name, 'never settled the promise that it returned')
      }
      const { value, error, lines }: Outcome = JSON.parse(globals.__outcome)
      for (const line of lines) log?.(`${name}: ${line}`)
      if (error !== undefined) throw new EdgeFunctionError(name, `failed: ${error}`)
      return value
    },
  }
}
