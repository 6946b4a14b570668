// Recorded events without a text, an image or an address: what is not known to be harmless does not pass.
import { type Json, listOf, recordOf } from '../replay/read-json.ts'
import { EVENT, NODE, type ReplayEvent, SOURCE } from '../replay/recording-format.ts'
import { maskAttributes, maskCss, maskStyle, maskText } from './mask-values.ts'
import { isPause } from './pauses.ts'
import { originOf } from './shared-replay.ts'

/** In the order in which they are played, from a snapshot on: texts of style sheets are known by their element. */
export const startMasking = (): ((event: ReplayEvent) => ReplayEvent[]) => {
  /** Style elements, and the texts in them. */
  const styles = new Set<number>()

  const maskNode = (given: unknown, inStyle: boolean): Json | undefined => {
    const node = recordOf(given)
    if (!node) return undefined
    const id = Number(node['id'])
    const type = node['type']
    if (type === NODE.comment || type === NODE.cdata) return { ...pick(node, FACTS), textContent: '' }
    if (type === NODE.text) {
      if (inStyle) styles.add(id)
      const text = String(node['textContent'] ?? '')
      return { ...pick(node, FACTS), textContent: inStyle ? maskCss(text) : maskText(text) }
    }
    const tagName = String(node['tagName'] ?? '').toLowerCase()
    const isStyle = tagName === 'style'
    if (isStyle) styles.add(id)
    const children = Array.isArray(node['childNodes']) ? node['childNodes'] : []
    return {
      ...pick(node, FACTS),
      ...(type === NODE.element && {
        tagName: node['tagName'],
        attributes: maskAttributes(tagName, recordOf(node['attributes']) ?? {}),
      }),
      ...((type === NODE.element || type === NODE.document) && {
        childNodes: children.flatMap((child) => maskNode(child, isStyle) ?? []),
      }),
    }
  }

  const maskMutation = (data: Json): Json => ({
    source: SOURCE.mutation,
    ...(data['isAttachIframe'] === true && { isAttachIframe: true }),
    removes: recordsOf(data['removes']),
    texts: recordsOf(data['texts']).map((text) => ({
      id: text['id'],
      value: typeof text['value'] !== 'string' ? null : masked(Number(text['id']), text['value']),
    })),
    attributes: recordsOf(data['attributes']).map((change) => ({
      id: change['id'],
      attributes: maskAttributes('', recordOf(change['attributes']) ?? {}),
    })),
    adds: recordsOf(data['adds']).flatMap((add) => {
      const node = maskNode(add['node'], styles.has(Number(add['parentId'])))
      return node ? [{ ...pick(add, ['parentId', 'nextId', 'previousId']), node }] : []
    }),
  })

  const masked = (id: number, text: string): string => (styles.has(id) ? maskCss(text) : maskText(text))

  const maskStep = (data: Json): Json | undefined => {
    switch (data['source']) {
      case SOURCE.mutation:
        return maskMutation(data)
      case SOURCE.input:
        return {
          ...pick(data, ['source', 'id', 'isChecked', 'userTriggered']),
          text: maskText(String(data['text'] ?? '')),
        }
      case SOURCE.styleSheetRule:
      case SOURCE.adoptedStyleSheet:
        return maskStyle(data) as Json
      case SOURCE.styleDeclaration:
        return maskStyle(data) as Json
      case SOURCE.mouseMove:
      case SOURCE.mouseInteraction:
      case SOURCE.scroll:
      case SOURCE.viewportResize:
      case SOURCE.touchMove:
      case SOURCE.drag:
      case SOURCE.media:
      case SOURCE.font:
        return data
      default:
        return undefined
    }
  }

  return (event) => {
    const { type, timestamp } = event
    const data = recordOf(event.data) ?? {}
    if (type === EVENT.meta)
      return [
        {
          type,
          timestamp,
          data: { ...pick(data, ['width', 'height']), href: originOf(String(data['href'] ?? '')) },
        },
      ]
    if (type === EVENT.fullSnapshot) {
      const node = maskNode(data['node'], false)
      return node ? [{ type, timestamp, data: { node, initialOffset: data['initialOffset'] } }] : []
    }
    if (type === EVENT.incremental) {
      const step = maskStep(data)
      return step ? [{ type, timestamp, data: step }] : []
    }
    if (type === LOADED || type === DOM_LOADED) return [{ type, timestamp, data: {} }]
    return isPause(event) ? [event] : []
  }
}

const [DOM_LOADED, LOADED] = [0, 1]

/** Of a node, beside its name, its attributes and its text. */
const FACTS = [
  'type',
  'id',
  'rootId',
  'isSVG',
  'isShadow',
  'isShadowHost',
  'isCustom',
  'isStyle',
  'name',
  'publicId',
  'systemId',
  'compatMode',
  'needBlock',
]

const pick = (from: Json, names: readonly string[]): Json =>
  Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])))

const recordsOf = (value: unknown): Json[] =>
  listOf(value).flatMap((one): Json[] => {
    const record = recordOf(one)
    return record ? [record] : []
  })
