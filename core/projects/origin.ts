// Origins whose pages may send events: `https://shop.example`, `https://*.shop.example`, `http://localhost:*`.
import * as z from 'zod'

const LABEL = '(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)'
const PATTERN = new RegExp(
  `^(?:\\*|https?://(?:(?:\\*|${LABEL})(?:\\.(?:\\*|${LABEL}))*|\\[[0-9a-f:]+\\])(?::(?:\\d{1,5}|\\*))?)$`,
)

/** `*` is one host label or a port; alone it is any origin, for a site that is being tried out. */
export const originPatternSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(255)
  .regex(PATTERN, 'must be an origin such as https://shop.example or https://*.shop.example')

/** `origin` as browsers send it: no path, the scheme's own port left out. */
export const originIsAllowed = (patterns: string[], origin: string): boolean =>
  patterns.some((pattern) => pattern === '*' || toExpression(pattern).test(origin.toLowerCase()))

const toExpression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.[\]]/g, '\\$&')
      .replace(/:\*$/, '(?::\\d{1,5})?')
      .replaceAll('*', LABEL)}$`,
  )
