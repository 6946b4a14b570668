// Delivers one batch of records to a function under Lambda's rules for streams: report, bisect, retry, give up.
import type { Invoke } from '../lambda/invoke.ts'

export type StreamRecord = {
  sequenceNumber: string
  partitionKey: string
  data: Buffer
  /** Seconds since 1970, with a fraction. */
  arrivedAt: number
}

/** What the rules look at. */
type Deliverable = Pick<StreamRecord, 'sequenceNumber' | 'arrivedAt'>

export type DeliveryRules = {
  bisectOnError: boolean
  reportsItemFailures: boolean
  /** -1 for ever. */
  retryAttempts: number
  /** -1 for ever. */
  maxAgeSeconds: number
}

export type GiveUpReason = 'RetryAttemptsExhausted' | 'MaximumRecordAgeExceeded'

export type DeliveryDeps<R extends Deliverable> = {
  rules: DeliveryRules
  invoke: Invoke
  toEvent: (records: R[]) => unknown
  /** Keeps the records elsewhere; resolves to false when it was stopped before it could. */
  giveUp: (records: R[], reason: GiveUpReason, attempts: number, error: string) => Promise<boolean>
  /** Called as records are behind us, so that a restart does not begin with them again. */
  passed: (records: R[]) => void
  now: () => number
  /** Waits before the nth retry; resolves to false when the mapping is being stopped. */
  pause: (attempt: number) => Promise<boolean>
}

type Attempt = { failedFrom: number; error: string }

/** Where the function says the trouble begins: 0 for the whole batch, the length for none. */
const firstFailure = (records: Deliverable[], answer: unknown): number => {
  const failures = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures
  if (failures === undefined || failures === null) return records.length
  if (!Array.isArray(failures)) return 0
  // An identifier that is empty or not of this batch means the whole batch, as the service reads it.
  const positions = failures.map((failure: { itemIdentifier?: string } | null) =>
    Math.max(
      0,
      records.findIndex((record) => record.sequenceNumber === failure?.itemIdentifier),
    ),
  )
  return Math.min(records.length, ...positions)
}

const attempt = async <R extends Deliverable>(records: R[], deps: DeliveryDeps<R>): Promise<Attempt> => {
  try {
    const answer = await deps.invoke(deps.toEvent(records))
    const failedFrom = deps.rules.reportsItemFailures ? firstFailure(records, answer) : records.length
    return { failedFrom, error: 'the function reported failed records' }
  } catch (error) {
    return {
      failedFrom: 0,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    }
  }
}

/** Resolves to false when it was stopped before the batch was through; then nothing more is passed. */
export const deliver = async <R extends Deliverable>(
  records: R[],
  deps: DeliveryDeps<R>,
  retries = 0,
): Promise<boolean> => {
  const { rules } = deps
  let rest = records
  let attempts = retries
  while (rest.length > 0) {
    const { failedFrom, error } = await attempt(rest, deps)
    if (failedFrom > 0) {
      deps.passed(rest.slice(0, failedFrom))
      rest = rest.slice(failedFrom)
      // Only the records that never moved count their retries.
      attempts = 0
      if (rest.length === 0) return true
    }
    const fresh = rest.filter((record) => !isTooOld(record, deps))
    if (fresh.length < rest.length) {
      const old = rest.filter((record) => isTooOld(record, deps))
      if (!(await deps.giveUp(old, 'MaximumRecordAgeExceeded', attempts + 1, error))) return false
      deps.passed(old)
      rest = fresh
      continue
    }
    if (rules.bisectOnError && rest.length > 1) {
      // Splitting costs no retry: the poisoned record is found in a few calls, its neighbours go through.
      const middle = Math.ceil(rest.length / 2)
      if (!(await deps.pause(attempts + 1))) return false
      if (!(await deliver(rest.slice(0, middle), deps, attempts))) return false
      rest = rest.slice(middle)
      continue
    }
    if (rules.retryAttempts >= 0 && attempts >= rules.retryAttempts) {
      if (!(await deps.giveUp(rest, 'RetryAttemptsExhausted', attempts + 1, error))) return false
      deps.passed(rest)
      return true
    }
    attempts += 1
    if (!(await deps.pause(attempts))) return false
  }
  return true
}

const isTooOld = (record: Deliverable, { rules, now }: Pick<DeliveryDeps<never>, 'rules' | 'now'>): boolean =>
  rules.maxAgeSeconds >= 0 && now() / 1_000 - record.arrivedAt > rules.maxAgeSeconds
