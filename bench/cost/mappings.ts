// Cuts the records of one lane into invocations as Lambda would: by count, by window, and by what fits a payload.

export type Mapping = {
  /** Logical id of the function in the template. */
  functionId: string
  batchSize: number
  windowSeconds: number
  lanes: number
}

export type Waiting = { index: number; at: number }

/** Lambda reads a shard about once a second, so even without a window records gather for that long. */
const POLL_SECONDS = 1

/** Bytes of one invocation's payload, records in base64: the service's limit. */
export const PAYLOAD_MAX_BYTES = 6_000_000

/** Around each record in an invocation's payload. */
export const RECORD_FRAME_BYTES = 500

/** Gathers what arrives; `take` answers the records of an invocation that is due by `until`, and when it was. */
export const gather = ({ batchSize, windowSeconds }: Pick<Mapping, 'batchSize' | 'windowSeconds'>) => {
  const waiting: Waiting[] = []
  const windowMs = Math.max(windowSeconds, POLL_SECONDS) * 1_000
  return {
    push: (record: Waiting) => void waiting.push(record),
    dueAt: (): number | undefined => {
      const [first] = waiting
      if (!first) return undefined
      const full = waiting[batchSize - 1]
      return Math.min(first.at + windowMs, full?.at ?? Number.POSITIVE_INFINITY)
    },
    take: (until: number): Waiting[] => {
      const due = waiting.findIndex(({ at }) => at > until)
      return waiting.splice(0, Math.min(batchSize, due < 0 ? waiting.length : due))
    },
  }
}

/** In order, as many in each as fit a payload; one that is too large goes alone. */
export const fitPayloads = <T>(records: T[], bytesOf: (record: T) => number): T[][] => {
  const payloads: T[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const record of records) {
    const size = Math.ceil(bytesOf(record) / 3) * 4 + RECORD_FRAME_BYTES
    if (bytes + size > PAYLOAD_MAX_BYTES) {
      payloads.push([])
      bytes = 0
    }
    bytes += size
    payloads.at(-1)?.push(record)
  }
  return payloads
}
