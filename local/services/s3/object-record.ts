// What is kept about an object beside its bytes.
import type { ChecksumAlgorithm } from './checksums.ts'

export type Checksum = {
  algorithm: ChecksumAlgorithm
  /** Base64; of a multipart object by default the checksum of its parts' checksums, and their number. */
  value: string
  type: 'FULL_OBJECT' | 'COMPOSITE'
}

export type Tag = { key: string; value: string }

/** What the writer says about an object. */
export type ObjectFacts = {
  /** The HTTP headers that are given back as they came, by lower-case name. */
  headers: Record<string, string>
  /** The `x-amz-meta-` headers, without that prefix. */
  metadata: Record<string, string>
  tags: Tag[]
}

export type ObjectRecord = ObjectFacts & {
  key: string
  size: number
  /** Without its quotes. */
  etag: string
  /** Epoch milliseconds. */
  lastModified: number
  checksum?: Checksum | undefined
}
