// One container of a function: a worker thread that takes one invocation at a time and is thrown away when it fails.
import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { FunctionError } from './invoke.ts'
import type { FromThread, Invocation, Outcome, WorkerStart } from './worker.ts'

export type ContainerOptions = {
  start: WorkerStart
  environment: Record<string, string>
  timeoutMs: number
  /** Takes what the function prints. */
  log: (line: string) => void
}

/** As much as a system keeps of it. The stack's name, with which all names begin, would say nothing. */
const threadName = (functionName: string): string =>
  functionName.slice(functionName.lastIndexOf('-') + 1).slice(0, 15)

export class Container {
  readonly #worker: Worker
  readonly #options: ContainerOptions
  #pending: { requestId: string; settle: (outcome: Outcome | FunctionError) => void } | undefined
  /** False once the thread has ended; the pool then forgets this container. */
  alive = true

  constructor(options: ContainerOptions) {
    this.#options = options
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), {
      // Tools that show threads show what each of them runs.
      name: threadName(options.start.functionName),
      workerData: options.start,
      env: options.environment,
      stdout: true,
      stderr: true,
      // Lambda gives a function its memory and no more; a leak shows here as it would there.
      resourceLimits: { maxOldGenerationSizeMb: options.start.memoryMiB },
    })
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => options.log(chunk))
    }
    this.#worker.on('message', (said: FromThread) => {
      if (said.printed !== '') options.log(said.printed)
      if (said.kind !== 'printed' && said.requestId === this.#pending?.requestId) this.#pending.settle(said)
    })
    this.#worker.on('error', (error) => {
      options.log(`${error.stack ?? error}\n`)
      this.#end(new FunctionError('Runtime.UnhandledError', error.message))
    })
    this.#worker.on('exit', (code) =>
      this.#end(new FunctionError('Runtime.ExitError', `the function's process ended with code ${code}`)),
    )
  }

  invoke(payload: unknown): Promise<unknown> {
    const { timeoutMs } = this.#options
    const requestId = randomUUID()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(
          new FunctionError(
            'Sandbox.Timedout',
            `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds`,
          ),
        )
        void this.stop()
      }, timeoutMs)
      this.#pending = {
        requestId,
        settle: (outcome) => {
          clearTimeout(timer)
          this.#pending = undefined
          if (outcome instanceof FunctionError) reject(outcome)
          else if (outcome.kind === 'error') reject(new FunctionError(outcome.errorType, outcome.message))
          else resolve(outcome.result)
        },
      }
      const invocation: Invocation = { requestId, payload, deadline: Date.now() + timeoutMs }
      this.#worker.postMessage(invocation)
    })
  }

  async stop(): Promise<void> {
    this.alive = false
    await this.#worker.terminate()
  }

  #end(error: FunctionError): void {
    this.alive = false
    this.#pending?.settle(error)
  }
}
