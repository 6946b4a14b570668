// A recorded request as a line for a shell. What comes of a recording is a stranger's word: it is always quoted.
import type { SidePayload } from '../../../../core/replay/side-events.ts'

type Request = Pick<SidePayload<'playhead/request'>, 'method' | 'url'>

/** Nothing within single quotes means anything to a shell, but for the quote itself. */
export const quoteForShell = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Characters that would steer a terminal when the line is pasted; none is part of an address as it is sent. */
const isControl = (char: string): boolean => {
  const code = char.codePointAt(0) ?? 0
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029
}

const withoutControls = (text: string): string =>
  [...text].map((char) => (isControl(char) ? encodeURIComponent(char) : char)).join('')

/** Headers and bodies are never recorded, so that the line says only what was asked of whom. */
export const asCurl = ({ method, url }: Request): string => {
  const verb = withoutControls(method.toUpperCase())
  const how = verb === 'GET' ? '' : verb === 'HEAD' ? ' --head' : ` --request ${quoteForShell(verb)}`
  // curl reads brackets and braces of an address as lists of its own, unless it is told not to.
  return `curl --globoff${how} --url ${quoteForShell(withoutControls(url))}`
}
