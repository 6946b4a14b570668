// Waits for a function no longer than the gateway would.

export const TIMED_OUT = Symbol('timed out')

export const within = async <Value>(ms: number, work: Promise<Value>): Promise<Value | typeof TIMED_OUT> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
