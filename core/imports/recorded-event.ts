// Whether what somebody calls a recorded event is one that the pipeline takes: rrweb's own shapes, and nothing assumed.
import { recordOf } from '../replay/read-json.ts'
import { EVENT, NODE, type ReplayEvent } from '../replay/recording-format.ts'

export const REJECTIONS = {
  not_an_event: 'No object with a type and a timestamp.',
  packed: 'Packed text: unpack the recording before it is imported.',
  unknown_type: 'A type that rrweb does not know.',
  bad_time: 'No time in milliseconds since 1970.',
  bad_data: 'Data that does not fit the type.',
  outside_day: 'Outside the 24 hours of the recording.',
  too_large: 'Too large, even divided.',
} as const

export type Rejection = keyof typeof REJECTIONS

/** Thirteen digits: what start keys have room for, until the year 2286. */
const TIME_MAX = 9_999_999_999_999

/** Of `EventType`: DOM loaded, loaded, full snapshot, step, meta, custom, plug-in. */
const TYPES = new Set([0, 1, 2, 3, 4, 5, 6])
const [CUSTOM, PLUGIN] = [5, 6]
const SOURCE_MAX = 16

export const rejectionOf = (value: unknown): Rejection | undefined => {
  if (typeof value === 'string') return 'packed'
  const event = recordOf(value)
  if (!event || !('type' in event)) return 'not_an_event'
  if (!TYPES.has(event['type'] as number)) return 'unknown_type'
  const { timestamp } = event
  if (typeof timestamp !== 'number' || !(timestamp >= 0 && timestamp <= TIME_MAX)) return 'bad_time'
  return fits(event as unknown as ReplayEvent) ? undefined : 'bad_data'
}

const fits = ({ type, data: given }: ReplayEvent): boolean => {
  if (type < EVENT.fullSnapshot) return true
  const data = recordOf(given)
  if (!data) return false
  if (type === EVENT.fullSnapshot) return isDocument(data['node'])
  if (type === EVENT.incremental) return isStep(data['source'])
  if (type === EVENT.meta)
    return typeof data['href'] === 'string' && isLength(data['width']) && isLength(data['height'])
  if (type === CUSTOM) return typeof data['tag'] === 'string'
  return type === PLUGIN && typeof data['plugin'] === 'string'
}

const isDocument = (given: unknown): boolean => {
  const node = recordOf(given)
  return node?.['type'] === NODE.document && Number.isInteger(node['id']) && Array.isArray(node['childNodes'])
}

const isStep = (source: unknown): boolean =>
  Number.isInteger(source) && Number(source) >= 0 && Number(source) <= SOURCE_MAX

const isLength = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
