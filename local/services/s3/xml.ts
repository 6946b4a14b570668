// Writes XML answers and reads the small XML documents that requests carry.
import { S3Error } from './s3-error.ts'

/** An element read from a request or kept in a bucket's configuration: text or children, never both. */
export type XmlElement = { name: string; text: string; children: XmlElement[] }

type Content = string | number | boolean | undefined | Content[] | { xml: string }

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

export const escapeXml = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold them, and a parser must get them back
  text.replace(/[&<>"\u0000-\u001f\u007f]/g, (found) => ESCAPES[found] ?? `&#${found.charCodeAt(0)};`)

const render = (content: Content): string => {
  if (content === undefined) return ''
  if (Array.isArray(content)) return content.map(render).join('')
  if (typeof content === 'object') return content.xml
  return escapeXml(String(content))
}

/** An element; left out altogether when its only content is undefined. */
export const element = (name: string, ...content: Content[]): { xml: string } => {
  if (content.length === 1 && content[0] === undefined) return { xml: '' }
  return { xml: `<${name}>${render(content)}</${name}>` }
}

export const document = (name: string, ...content: Content[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${NAMESPACE}">${render(content)}</${name}>`

export const plainDocument = (name: string, ...content: Content[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, ...content).xml}`

export const renderTree = ({ name, text, children }: XmlElement): { xml: string } =>
  element(name, children.length > 0 ? children.map(renderTree) : text)

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const TOKEN =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s<>/]+)(?:\s[^<>]*?)?(\/?)>|([^<]+)/y

const unescapeXml = (text: string) =>
  text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (_, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? malformed()
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return point <= 0x10ffff ? String.fromCodePoint(point) : malformed()
  })

const malformed = (): never => {
  throw new S3Error('MalformedXML')
}

export const parseXml = (source: string): XmlElement => {
  const root: XmlElement = { name: '', text: '', children: [] }
  const open = [root]
  TOKEN.lastIndex = source.startsWith('\ufeff') ? 1 : 0
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source)
    const inside = open.at(-1)
    if (!token || !inside) return malformed()
    const [, cdata, closes, tag, closesItself, text] = token
    if (cdata !== undefined) inside.text += cdata
    else if (text !== undefined) inside.text += unescapeXml(text)
    else if (tag !== undefined) {
      const name = tag.slice(tag.indexOf(':') + 1)
      if (closes) {
        if (open.pop()?.name !== name) malformed()
        continue
      }
      const child = { name, text: '', children: [] }
      inside.children.push(child)
      if (!closesItself) open.push(child)
    }
  }
  const [top] = root.children
  return open.length === 1 && top && root.children.length === 1 ? top : malformed()
}

/** Reads a document whose outermost element must have this name. */
export const parseDocument = (source: string, name: string) => {
  const top = parseXml(source)
  return top.name === name ? top : malformed()
}

export const childrenOf = ({ children }: XmlElement, name: string) =>
  children.filter((child) => child.name === name)

export const childOf = (parent: XmlElement | undefined, name: string) =>
  parent?.children.find((child) => child.name === name)

export const textOf = (parent: XmlElement | undefined, name: string) => childOf(parent, name)?.text
