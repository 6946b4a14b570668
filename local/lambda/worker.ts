// Runs inside the worker thread of one function: loads its bundle as Lambda would and answers invocations.
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { gatherOutput, type Printed } from './printed.ts'

export type WorkerStart = {
  file: string
  exportName: string
  functionName: string
  functionArn: string
  memoryMiB: number
  logGroup: string
}
export type Invocation = { requestId: string; payload: unknown; deadline: number }
export type Outcome =
  | { kind: 'result'; requestId: string; result: unknown }
  | { kind: 'error'; requestId: string; errorType: string; message: string }

export type FromThread = (Outcome & { printed: string }) | Printed

type Handler = (event: unknown, context: object) => unknown

const start = workerData as WorkerStart
const port = parentPort
if (!port) throw new Error('worker.ts runs in a worker thread only')

const printed = gatherOutput(port)

const answer = (outcome: Outcome): void =>
  port.postMessage({ ...outcome, printed: printed.take() } satisfies FromThread)

const loaded: Promise<Handler> = import(pathToFileURL(start.file).href).then(
  (module: Record<string, unknown>) => {
    // A CommonJS bundle arrives as the default export.
    const handler =
      module[start.exportName] ??
      (module['default'] as Record<string, unknown> | undefined)?.[start.exportName]
    if (typeof handler !== 'function')
      throw new Error(`${start.file} exports no function named ${start.exportName}`)
    return handler as Handler
  },
)

port.on('message', async ({ requestId, payload, deadline }: Invocation) => {
  try {
    const handler = await loaded
    const result = await handler(payload, {
      functionName: start.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: start.functionArn,
      memoryLimitInMB: String(start.memoryMiB),
      awsRequestId: requestId,
      logGroupName: start.logGroup,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    })
    // What Lambda would put on the wire: JSON, and nothing that JSON cannot say.
    answer({
      kind: 'result',
      requestId,
      result: result === undefined ? null : JSON.parse(JSON.stringify(result)),
    })
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    console.error(error)
    answer({ kind: 'error', requestId, errorType: error.name, message: error.message })
  }
})

// The invocation that waits for the bundle reports why it cannot be loaded; the thread must live until then.
loaded.catch(() => undefined)
