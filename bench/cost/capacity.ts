// What DynamoDB charges for: sizes of items as it counts them, and the units of a read or a write.

/** A value as DynamoDB's JSON has it: `{ S: 'text' }`. */
export type AttributeValue = Record<string, unknown>
export type Item = Record<string, AttributeValue>

export type IndexShape = {
  name: string
  /** Its partition key and its sort key: an item without one of them is not in it. */
  keys: string[]
  /** The attributes that it holds beside keys; undefined for all. */
  projected: string[] | undefined
}

const WRITE_UNIT_BYTES = 1_024
const READ_UNIT_BYTES = 4_096

const textBytes = (text: unknown): number => Buffer.byteLength(String(text))

/** About a byte for two digits, and one for the sign and the length. */
const numberBytes = (text: unknown): number =>
  Math.ceil(String(text).replace(/^[-0.]+|[-.]|0+$/g, '').length / 2) + 1

export const valueBytes = (value: AttributeValue): number => {
  const [type = '', held] = Object.entries(value)[0] ?? []
  if (type === 'S') return textBytes(held)
  if (type === 'N') return numberBytes(held)
  if (type === 'B') return Buffer.from(String(held), 'base64').length
  if (type === 'L') return 3 + (held as AttributeValue[]).reduce((sum, one) => sum + 1 + valueBytes(one), 0)
  if (type === 'M')
    return (
      3 +
      Object.entries(held as Item).reduce((sum, [key, one]) => sum + 1 + textBytes(key) + valueBytes(one), 0)
    )
  if (type === 'SS') return (held as string[]).reduce((sum, one) => sum + textBytes(one), 0)
  if (type === 'NS') return (held as string[]).reduce((sum, one) => sum + numberBytes(one), 0)
  // BOOL and NULL.
  return 1
}

export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + textBytes(name) + valueBytes(value), 0)

const unitsOf = (bytes: number, unit: number): number => Math.max(1, Math.ceil(bytes / unit))

/** The larger of the item before and after; of a condition that failed the one that is there. */
export const writeUnits = (before: Item | undefined, after: Item | undefined): number =>
  unitsOf(Math.max(before ? itemBytes(before) : 0, after ? itemBytes(after) : 0), WRITE_UNIT_BYTES)

/** What an index holds of an item; nothing of one that lacks a key of it. */
export const projectedItem = (
  item: Item | undefined,
  index: IndexShape,
  tableKeys: string[],
): Item | undefined => {
  if (!item || index.keys.some((key) => item[key] === undefined)) return undefined
  const { projected } = index
  if (!projected) return item
  const names = new Set([...index.keys, ...tableKeys, ...projected])
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)))
}

/** Nothing if what it holds does not change; two writes if a key does, since the entry moves. */
export const indexWriteUnits = (
  before: Item | undefined,
  after: Item | undefined,
  index: IndexShape,
  tableKeys: string[],
): number => {
  const held = projectedItem(before, index, tableKeys)
  const holds = projectedItem(after, index, tableKeys)
  if (!held && !holds) return 0
  if (!held || !holds) return writeUnits(held, holds)
  if (sortedText(held) === sortedText(holds)) return 0
  const moves = index.keys.some((key) => sortedText(held[key]) !== sortedText(holds[key]))
  return moves ? writeUnits(held, undefined) + writeUnits(undefined, holds) : writeUnits(held, holds)
}

const sortedText = (value: unknown): string =>
  JSON.stringify(value, (_, held) =>
    held && typeof held === 'object' && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  ) ?? ''

/** Half of it where the answer may be a moment late. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  unitsOf(bytes, READ_UNIT_BYTES) * (consistent ? 1 : 0.5)
