// How everything in the runner calls a function, and what it hears when the function fails.

/** Resolves to what the handler returned; throws FunctionError when it threw, died or ran out of time. */
export type Invoke = (payload: unknown) => Promise<unknown>

export class FunctionError extends Error {
  override name = 'FunctionError'
  /** The name of the error that the handler threw, or `Sandbox.Timedout`, `Runtime.ExitError`. */
  readonly errorType: string

  constructor(errorType: string, message: string) {
    super(message)
    this.errorType = errorType
  }
}
