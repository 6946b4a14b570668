// The manifest of a day: which objects a reader takes. Replaced in one step, so a reader sees a compaction or does not.
import * as z from 'zod'

/** An object as it was when it was read: an overwritten one has another etag. */
const namedSchema = z.object({ name: z.string(), etag: z.string() })

const writtenSchema = z.object({ key: z.string(), rows: z.number().int(), bytes: z.number().int() })

export const manifestSchema = z.object({
  v: z.literal(1),
  /** Counts up by one with every switch. */
  generation: z.number().int().positive(),
  /** Our clock, milliseconds since 1970: what this generation no longer needs goes a while after it. */
  switchedAt: z.number().int(),
  /** Nothing when no row is left of the day. */
  parquet: writtenSchema.nullable(),
  /** What is made of the day's events so that not all of them need be read; one object for each kind. */
  derived: z.object({ v: z.number().int(), objects: z.record(z.string(), writtenSchema) }).optional(),
  /** NDJSON objects whose rows are in the Parquet, or were to be dropped. */
  covered: z.array(namedSchema),
  /** NDJSON objects with a line that could not be read: they stay as they are, and readers take what they can. */
  unreadable: z.array(namedSchema),
})

export type NamedObject = z.infer<typeof namedSchema>
export type Manifest = z.infer<typeof manifestSchema>

const among = (named: NamedObject[]) => {
  const known = new Set(named.map(({ name, etag }) => `${name}\n${etag}`))
  return ({ name, etag }: NamedObject): boolean => known.has(`${name}\n${etag}`)
}

/** Tells the objects that the manifest covers. */
export const coveredBy = (manifest: Manifest | undefined) => among(manifest?.covered ?? [])

/** Tells the objects that a compaction has looked at: covered, or left as unreadable. */
export const knownTo = (manifest: Manifest | undefined) =>
  among([...(manifest?.covered ?? []), ...(manifest?.unreadable ?? [])])
