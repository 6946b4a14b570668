// How everything in the runner calls a function, and what it hears when the function fails.

/** Resolves to what the handler returned; throws FunctionError when it threw, died or ran out of time. */
export type Invoke = (payload: unknown) => Promise<unknown>

/** A container that is kept for one invocation: either it is invoked or it is given back. */
export type Slot = { invoke: Invoke; release(): void }

/** Waits for a free container, so that what it is to be invoked with can be gathered until then. */
export type Reserve = () => Promise<Slot>

export class FunctionError extends Error {
  override name = 'FunctionError'
  /** The name of the error that the handler threw, or `Sandbox.Timedout`, `Runtime.ExitError`. */
  readonly errorType: string

  constructor(errorType: string, message: string) {
    super(message)
    this.errorType = errorType
  }
}
