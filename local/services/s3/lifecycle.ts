// The lifecycle rules of a bucket, and when they are due.
import { randomUUID } from 'node:crypto'
import type { ObjectRecord } from './object-record.ts'
import { S3Error } from './s3-error.ts'
import { childOf, childrenOf, textOf, type XmlElement } from './xml.ts'

export type LifecycleRule = {
  prefix: string
  tags: { key: string; value: string }[]
  largerThan: number
  smallerThan: number
  expireAfterDays: number | undefined
  expireOn: number | undefined
  abortAfterDays: number | undefined
}

const DAY_MS = 24 * 3600_000
const MAX_RULES = 1000

const ACTIONS = [
  'Expiration',
  'AbortIncompleteMultipartUpload',
  'Transition',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransition',
]

const positive = (text: string | undefined) => {
  if (text === undefined) return undefined
  const days = Number(text || Number.NaN)
  if (!Number.isInteger(days) || days < 1) {
    throw new S3Error('InvalidArgument', "'Days' in a lifecycle rule must be a positive integer")
  }
  return days
}

const midnight = (text: string | undefined) => {
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time) || time % DAY_MS !== 0) {
    throw new S3Error('InvalidArgument', "'Date' must be at midnight GMT")
  }
  return time
}

const readRule = (rule: XmlElement): LifecycleRule => {
  const filter = childOf(rule, 'Filter')
  const conditions = childOf(filter, 'And') ?? filter
  const expiration = childOf(rule, 'Expiration')
  return {
    prefix: textOf(conditions, 'Prefix') ?? textOf(rule, 'Prefix') ?? '',
    tags: (conditions ? childrenOf(conditions, 'Tag') : []).map((tag) => ({
      key: textOf(tag, 'Key') ?? '',
      value: textOf(tag, 'Value') ?? '',
    })),
    largerThan: Number(textOf(conditions, 'ObjectSizeGreaterThan') ?? -1),
    smallerThan: Number(textOf(conditions, 'ObjectSizeLessThan') ?? Number.POSITIVE_INFINITY),
    expireAfterDays: positive(textOf(expiration, 'Days')),
    expireOn: midnight(textOf(expiration, 'Date')),
    abortAfterDays: positive(textOf(childOf(rule, 'AbortIncompleteMultipartUpload'), 'DaysAfterInitiation')),
  }
}

/** Refuses what S3 refuses, and names the rules that came without a name. */
export const checkLifecycle = (configuration: XmlElement): XmlElement => {
  const rules = childrenOf(configuration, 'Rule')
  if (rules.length === 0 || rules.length > MAX_RULES) throw new S3Error('MalformedXML')
  for (const rule of rules) {
    const status = textOf(rule, 'Status')
    if (status !== 'Enabled' && status !== 'Disabled') throw new S3Error('MalformedXML')
    if (!ACTIONS.some((action) => childOf(rule, action))) {
      throw new S3Error('InvalidRequest', 'At least one action needs to be specified in a rule')
    }
    readRule(rule)
    if (!textOf(rule, 'ID')) {
      rule.children = rule.children.filter(({ name }) => name !== 'ID')
      rule.children.unshift({ name: 'ID', text: randomUUID(), children: [] })
    }
  }
  return configuration
}

export const enabledRules = (configuration: XmlElement | undefined) =>
  configuration === undefined
    ? []
    : childrenOf(configuration, 'Rule')
        .filter((rule) => textOf(rule, 'Status') === 'Enabled')
        .map(readRule)

/** S3 counts whole days and rounds up to the next midnight UTC. */
const dayAfter = (time: number, days: number) => Math.ceil((time + days * DAY_MS) / DAY_MS) * DAY_MS

export const isExpired = (rule: LifecycleRule, object: ObjectRecord, now: number) => {
  const isMeant =
    object.key.startsWith(rule.prefix) &&
    object.size > rule.largerThan &&
    object.size < rule.smallerThan &&
    rule.tags.every(({ key, value }) => object.tags.some((tag) => tag.key === key && tag.value === value))
  if (!isMeant) return false
  if (rule.expireOn !== undefined) return now >= rule.expireOn
  return rule.expireAfterDays !== undefined && now >= dayAfter(object.lastModified, rule.expireAfterDays)
}

export const isAbandoned = (
  { prefix, abortAfterDays }: LifecycleRule,
  upload: { key: string; initiatedAt: number },
  now: number,
) =>
  abortAfterDays !== undefined &&
  upload.key.startsWith(prefix) &&
  now >= dayAfter(upload.initiatedAt, abortAfterDays)
