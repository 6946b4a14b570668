// The one door through which recorded events leave: masks what is in them, and lets nothing of ignored nodes through.
import type { PagePrivacy } from '../privacy/page-privacy.ts'
import type { Engine } from './engine.ts'
import { EVENT, type Mutation, NODE, type NodeJson, type Recorded, SOURCE } from './format.ts'
import { VALUE_MAX_CHARS } from './limits.ts'
import { maskCss } from './mask-css.ts'
import type { QuickPrivacy } from './quick-privacy.ts'

const NEVER = /^(?:srcdoc|nonce|integrity|on.*)$/

/** Names whose values are of the page's making, and values in which no rule finds anything. */
const OF_THE_PAGE =
  /^(?:class|style|id|for|type|role|width|height|d|[cr]?[xyr][12]?|fill|points|transform|viewBox|colspan|rowspan|tabindex|dir|lang)$/
const DOUBTFUL = /[@%?#]|eyJ|\d[\d -]{11}/

export type Door = (event: Recorded) => Recorded | undefined

type Values = Record<string, unknown>

/** Sources whose data name one node by `id`, without which they say nothing. */
const OF_ONE_NODE = new Set<unknown>([
  SOURCE.mouseInteraction,
  SOURCE.scroll,
  SOURCE.input,
  SOURCE.media,
  SOURCE.canvas,
])
const POINTERS = new Set<unknown>([SOURCE.mouseMove, SOURCE.touchMove, SOURCE.drag])
const SHEETS = new Set<unknown>([SOURCE.styleSheetRule, SOURCE.styleDeclaration, SOURCE.adoptedStyleSheet])

export const openDoor = (
  privacy: QuickPrivacy,
  { nodeOf, wasPassword }: Pick<Engine, 'nodeOf' | 'wasPassword'>,
  onCut: () => void,
): Door => {
  /** A single text that no batch could hold; a style sheet is cut behind a rule. */
  const cut = (text: string, isCss = false): string => {
    if (text.length <= VALUE_MAX_CHARS) return text
    onCut()
    return isCss ? text.slice(0, text.lastIndexOf('}', VALUE_MAX_CHARS) + 1) : ''
  }

  const isIgnored = (id: number): boolean => {
    const node = nodeOf(id)
    return !node || privacy.ignored(node)
  }

  const typedIn = (field: Element, value: string): string =>
    wasPassword(field) ? '•'.repeat(value.length) : privacy.value(field, value)

  const maskAttributes = (element: Element, attributes: Values, isNew: boolean) => {
    const tag = element.localName
    if (tag === 'script') {
      for (const name of Object.keys(attributes)) delete attributes[name]
      return
    }
    for (const name of Object.keys(attributes)) {
      const value = attributes[name]
      // A frame's document is recorded by itself, and code never runs in a replay.
      if (NEVER.test(name)) delete attributes[name]
      else if (name === '_cssText') attributes[name] = maskCss(cut(String(value), true), privacy)
      else if (name === 'style' && value && typeof value === 'object') maskStyle(value as Values, privacy)
      else if (name === 'value' && isTyped(element)) attributes[name] = typedIn(element, String(value))
      else if (name === 'selected' && isHidden(element)) delete attributes[name]
      else if (typeof value === 'string' && !name.startsWith('rr_')) {
        if (OF_THE_PAGE.test(name) && !DOUBTFUL.test(value)) continue
        const masked = privacy.attribute(element, name, cut(value))
        // Null takes an attribute away; a new node simply has none.
        if (masked === null && isNew) delete attributes[name]
        else attributes[name] = masked
      }
    }
  }

  /** Which option is chosen is the value of the field. */
  const isHidden = (option: Element): boolean => {
    const select = option.closest('select')
    return select !== null && typedIn(select, 'a') !== 'a'
  }

  const maskNode = (json: NodeJson) => {
    const node = nodeOf(json.id)
    // Not asked by instanceof: elements of a frame are of another realm.
    if (json.type === NODE.element && node) {
      const element = node as Element
      const { rr_width, rr_height } = json.attributes ?? {}
      // Ignored: an empty place, without a name.
      if (rr_width !== undefined) {
        json.attributes = { rr_width, rr_height }
        json.childNodes = []
        return
      }
      maskAttributes(element, json.attributes ?? {}, true)
      if (element.localName === 'textarea') json.childNodes = []
    } else if (json.type === NODE.text && json.textContent) {
      json.textContent = node ? maskText(node, json.textContent) : ''
    }
    for (const child of json.childNodes ?? []) maskNode(child)
  }

  const maskText = (node: Node, text: string): string => {
    const parent = node.parentNode?.nodeName.toLowerCase()
    if (parent === 'style') return maskCss(cut(text, true), privacy)
    if (parent === 'script') return ''
    return /\S/.test(text) ? privacy.text(node, cut(text)) : text
  }

  const maskMutation = (data: Mutation): boolean => {
    data.adds = data.adds.filter(({ parentId, node }) => {
      const ignored = isIgnored(parentId)
      if (!ignored) maskNode(node)
      return !ignored
    })
    data.texts = data.texts.filter((text) => {
      const node = nodeOf(text.id)
      if (!node || privacy.ignored(node)) return false
      if (text.value) text.value = maskText(node, text.value)
      return true
    })
    data.attributes = data.attributes.filter(({ id, attributes }) => {
      const node = nodeOf(id)
      if (!node || privacy.ignored(node)) return false
      maskAttributes(node as Element, attributes, false)
      return Object.keys(attributes).length > 0
    })
    return data.adds.length + data.texts.length + data.attributes.length + data.removes.length > 0
  }

  const maskStep = (data: Values): boolean => {
    const source = data['source']
    if (source === SOURCE.mutation) return maskMutation(data as unknown as Mutation)
    if (POINTERS.has(source)) {
      // A place says nothing, but what was under the pointer there might.
      data['positions'] = (data['positions'] as { id: number }[]).map((at) => ({
        ...round(at),
        id: isIgnored(at.id) ? 1 : at.id,
      }))
      return true
    }
    if (SHEETS.has(source)) {
      const owner = data['id'] as number | undefined
      if (owner !== undefined && owner > 0 && isIgnored(owner)) return false
      maskSheet(data, privacy)
      return true
    }
    if (source === SOURCE.selection) {
      const ranges = data['ranges'] as { start: number; end: number }[]
      return ranges.every(({ start, end }) => !isIgnored(start) && !isIgnored(end))
    }
    if (!OF_ONE_NODE.has(source)) return true
    const node = nodeOf(data['id'] as number)
    if (!node || privacy.ignored(node)) return false
    if (source === SOURCE.input) {
      const text = String(data['text'])
      data['text'] = isTyped(node as Element)
        ? typedIn(node as Element, text)
        : (privacy.attribute(node as Element, 'value', text) ?? '')
    } else round(data)
    return true
  }

  return (event) => {
    const { type, data } = event
    privacy.forget()
    if (type === EVENT.meta) data['href'] = privacy.url(String(data['href']))
    else if (type === EVENT.fullSnapshot) maskNode(data['node'] as NodeJson)
    else if (type === EVENT.incremental && !maskStep(data)) return undefined
    return event
  }
}

/** Fields whose value is entered, not given by the page. */
const isTyped = (element: Element): boolean =>
  /^(?:select|textarea)$/.test(element.localName) ||
  (element.localName === 'input' &&
    !/^(?:checkbox|radio|button|submit|reset|image|hidden)$/.test((element as HTMLInputElement).type))

/** Half a pixel is nothing to see, and many digits. */
const round = <T extends object>(place: T): T => {
  const values = place as Record<string, unknown>
  for (const name of ['x', 'y']) if (typeof values[name] === 'number') values[name] = Math.round(values[name])
  return place
}

const maskStyle = (style: Values, privacy: PagePrivacy) => {
  for (const name of Object.keys(style)) {
    const value = style[name]
    if (typeof value === 'string') style[name] = maskCss(value, privacy)
    else if (Array.isArray(value)) style[name] = [maskCss(String(value[0]), privacy), ...value.slice(1)]
  }
}

const maskSheet = (data: Values, privacy: PagePrivacy) => {
  for (const name of ['replace', 'replaceSync']) {
    if (typeof data[name] === 'string') data[name] = maskCss(data[name], privacy)
  }
  const styles = (data['styles'] as { rules: { rule: string }[] }[] | undefined) ?? []
  for (const rules of [
    (data['adds'] as { rule: string }[] | undefined) ?? [],
    ...styles.map(({ rules }) => rules),
  ]) {
    for (const entry of rules) entry.rule = maskCss(entry.rule, privacy)
  }
  const set = data['set'] as { value?: string } | undefined
  if (typeof set?.value === 'string') set.value = maskCss(set.value, privacy)
}
