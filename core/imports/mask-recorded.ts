// Takes out of a recording that was made elsewhere what our own recorder would never have let leave the page.
import { scrubObject, scrubSecrets, scrubText, scrubUrl } from '../ingest/scrub.ts'
import type { JsonValue } from '../json/json-value.ts'
import { type Json, listOf, recordOf } from '../replay/read-json.ts'
import { EVENT, NODE, type ReplayEvent, SOURCE } from '../replay/recording-format.ts'
import { startMasking } from '../shares/mask-events.ts'
import { maskText } from '../shares/mask-values.ts'

/** As the project has it for its own pages. */
type Masking = { inputs: boolean; text: boolean }

/** Of what was typed: `plain` is no person's word, `secret` nobody may see whatever the project says. */
type Field = 'plain' | 'typed' | 'secret'

/** In the order in which the events are played: what is typed is known by its element. */
export const startMaskingRecorded = (masking: Masking): ((event: ReplayEvent) => ReplayEvent[]) => {
  if (masking.text) return startMasking()
  const fields = new Map<number, Field>()
  const raw = new Set<number>()

  const isHidden = (field: Field | undefined): boolean =>
    field === 'secret' || (masking.inputs && field !== 'plain')

  const maskedNode = (given: unknown, parent: Json | undefined): unknown => {
    const node = recordOf(given)
    if (!node) return given
    if (node['type'] === NODE.element) return maskedElement(node)
    if (node['type'] !== NODE.text && node['type'] !== NODE.document)
      return { ...node, ...scrubbedText(node) }
    if (Array.isArray(node['childNodes']))
      return { ...node, childNodes: node['childNodes'].map((child) => maskedNode(child, node)) }
    const tag = String(parent?.['tagName'] ?? '').toLowerCase()
    if (tag === 'style' || tag === 'script' || node['isStyle'] === true) {
      raw.add(Number(node['id']))
      return node
    }
    return {
      ...node,
      ...(tag === 'textarea' ? hiddenText(node, fields.get(Number(parent?.['id']))) : scrubbedText(node)),
    }
  }

  const hiddenText = (node: Json, field: Field | undefined): Json => {
    const text = String(node['textContent'] ?? '')
    fields.set(Number(node['id']), field ?? 'typed')
    return { textContent: isHidden(field) ? maskText(text) : scrubText(text) }
  }

  const maskedElement = (node: Json): Json => {
    const attributes = recordOf(node['attributes']) ?? {}
    const field = fieldOf(String(node['tagName'] ?? '').toLowerCase(), attributes)
    if (field) fields.set(Number(node['id']), field)
    return {
      ...node,
      attributes: maskedAttributes(attributes, field),
      ...(Array.isArray(node['childNodes']) && {
        childNodes: node['childNodes'].map((child) => maskedNode(child, node)),
      }),
    }
  }

  const maskedAttributes = (attributes: Json, field: Field | undefined): Json =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => {
        if (typeof value !== 'string' || LEFT.has(name.toLowerCase())) return [name, value]
        if (name === 'value' && field && isHidden(field)) return [name, maskText(value)]
        if (ADDRESSES.has(name.toLowerCase())) return [name, scrubSecrets(value)]
        return [name, scrubUrl(value)]
      }),
    )

  const maskedMutation = (data: Json): Json => ({
    ...data,
    adds: listOf(data['adds']).map((given) => {
      const add = recordOf(given)
      if (!add) return given
      const parentId = Number(add['parentId'])
      const node = recordOf(add['node'])
      if (node?.['type'] === NODE.text && fields.has(parentId))
        return { ...add, node: { ...node, ...hiddenText(node, fields.get(parentId)) } }
      return { ...add, node: maskedNode(add['node'], undefined) }
    }),
    texts: listOf(data['texts']).map((given) => {
      const text = recordOf(given)
      const id = Number(text?.['id'])
      if (!text || typeof text['value'] !== 'string' || raw.has(id)) return given
      const isTyped = fields.has(id) && isHidden(fields.get(id))
      return { ...text, value: isTyped ? maskText(text['value']) : scrubText(text['value']) }
    }),
    attributes: listOf(data['attributes']).map((given) => {
      const change = recordOf(given)
      if (!change) return given
      const field = fields.get(Number(change['id']))
      return { ...change, attributes: maskedAttributes(recordOf(change['attributes']) ?? {}, field) }
    }),
  })

  const maskedStep = (data: Json): Json => {
    if (data['source'] === SOURCE.mutation) return maskedMutation(data)
    if (data['source'] !== SOURCE.input) return data
    const text = String(data['text'] ?? '')
    // Of an element that nobody saw nothing is known, so nothing of it is shown.
    return {
      ...data,
      text: isHidden(fields.get(Number(data['id'])) ?? 'typed') ? maskText(text) : scrubText(text),
    }
  }

  return (event) => {
    const data = recordOf(event.data)
    if (!data) return [event]
    if (event.type === EVENT.fullSnapshot)
      return [{ ...event, data: { ...data, node: maskedNode(data['node'], undefined) } }]
    if (event.type === EVENT.incremental) return [{ ...event, data: maskedStep(data) }]
    return [{ ...event, data: scrubObject(data as Record<string, JsonValue>) }]
  }
}

const scrubbedText = (node: Json): Json =>
  typeof node['textContent'] === 'string' ? { textContent: scrubText(node['textContent']) } : {}

const PLAIN_INPUTS = new Set(['button', 'submit', 'reset', 'image', 'checkbox', 'radio', 'range', 'color'])

const fieldOf = (tag: string, attributes: Json): Field | undefined => {
  if (tag === 'textarea' || tag === 'select') return 'typed'
  if (tag === 'option') return 'plain'
  if (tag !== 'input') return undefined
  const type = String(attributes['type'] ?? 'text').toLowerCase()
  const asks = String(attributes['autocomplete'] ?? '').toLowerCase()
  if (type === 'password' || type === 'hidden' || /^cc-|password|one-time-code/.test(asks)) return 'secret'
  return PLAIN_INPUTS.has(type) ? 'plain' : 'typed'
}

/** How a page looks: an `@2x` in a style sheet is nobody's address. */
const LEFT = new Set([
  '_csstext',
  'style',
  'class',
  'id',
  'd',
  'rr_dataurl',
  'viewbox',
  'points',
  'transform',
])

/** Names of files, in which an `@` is common; only what opens something is taken out of them. */
const ADDRESSES = new Set(['src', 'srcset', 'poster', 'background', 'xlink:href'])
