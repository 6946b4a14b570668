// What an entry of the quarantine says, in words: whose work it was, what went wrong, and how much it is.
import type { QuarantineEntry } from '../../../../core/quarantine/quarantine-list.ts'
import { countOf } from '../../format/count.ts'

const KINDS: Record<QuarantineEntry['kind'], { label: string; color: string }> = {
  unreadable: { label: 'Could not be read', color: 'orange' },
  'given-up': { label: 'Given up', color: 'red' },
}

export const kindOf = ({ kind }: Pick<QuarantineEntry, 'kind'>) => KINDS[kind]

/** Kilobytes as a reader of a file list expects them. */
export const sizeOf = (bytes: number): string =>
  bytes < 1_000 ? countOf(bytes, 'byte') : `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`

export const amountOf = ({ records, bytes }: Pick<QuarantineEntry, 'records' | 'bytes'>): string =>
  `${countOf(records, 'record')}, ${sizeOf(bytes)}`
