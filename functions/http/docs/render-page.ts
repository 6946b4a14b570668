// The OpenAPI document as a page of HTML: chapters, operations, what they take and what they answer.
import type { OpenApiDocument, OpenApiOperation, OpenApiParameter } from '../../../core/api/open-api.ts'
import { outline } from './outline.ts'
import { STYLE } from './style.ts'

type Entry = { method: string; path: string; operation: OpenApiOperation }

export const renderPage = ({ info, tags, paths }: OpenApiDocument): string => {
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ method, path, operation })),
  )
  const own = entries.filter(({ operation }) => !operation['x-alias-of']).sort(byPath)
  const others = entries.filter(({ operation }) => operation['x-alias-of'])
  const chapters = tags.map(({ name }) => ({
    name,
    entries: own.filter(({ operation }) => operation.tags.includes(name)),
  }))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)} API</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${text(info.title)} API <small class="quiet">${text(info.version)}</small></h1>
<p>${prose(info.description)}</p>
<p>For programs: <a href="/api/v1/openapi.json">openapi.json</a></p>
<nav aria-label="Operations">
${chapters.map(renderContents).join('\n')}
</nav>
${chapters.map(({ name, entries }) => `<h2>${text(name)}</h2>\n${entries.map(renderOperation).join('\n')}`).join('\n')}
<h2>Other paths</h2>
<p class="quiet">The same operations under the names of older clients.</p>
${renderAliases(others)}
</main>
</body>
</html>
`
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** What is about one thing stands together, its list first. */
const byPath = (a: Entry, b: Entry): number =>
  a.path === b.path ? METHODS.indexOf(a.method) - METHODS.indexOf(b.method) : a.path < b.path ? -1 : 1

const renderContents = ({ name, entries }: { name: string; entries: Entry[] }): string => {
  const links = entries.map(
    ({ operation: { operationId } }) => `<li><a href="#${operationId}">${text(operationId)}</a></li>`,
  )
  return `<section><h3>${text(name)}</h3><ul>${links.join('')}</ul></section>`
}

/** The id is inside: a browser that is led to what is closed opens it. */
const renderOperation = ({ method, path, operation }: Entry): string => `<details>
<summary><b>${method.toUpperCase()}</b> <code>${text(path)}</code> <span>${prose(operation.summary)}</span></summary>
<div id="${operation.operationId}">
${operation.description ? `<p>${prose(operation.description)}</p>` : ''}
<p class="quiet">${whoMay(operation)}</p>
${renderParameters(operation.parameters)}
${Object.entries(operation.requestBody?.content ?? {})
  .map(([type, { schema }]) =>
    type === 'application/json'
      ? `<h3>Body</h3><pre>${text(outline(schema))}</pre>`
      : `<p>or <code>${text(type)}</code></p>`,
  )
  .join('')}
<h3>Answers</h3>
${Object.entries(operation.responses).map(renderAnswer).join('\n')}
</div>
</details>`

const whoMay = ({ security, 'x-role': role }: OpenApiOperation): string => {
  if (security.length === 0) return 'Anybody may call it.'
  const callers = security.map((scheme) => ('member' in scheme ? 'a member' : 'a holder of a key'))
  return `For ${callers.join(' or ')}${role ? `, with the role ${role} or a higher one` : ''}.`
}

const renderParameters = (parameters: OpenApiParameter[]): string => {
  if (parameters.length === 0) return ''
  const rows = parameters.map(
    ({ name, in: where, required, schema, description }) =>
      `<tr><td><code>${text(name)}</code></td><td>${where}${required ? '' : ', optional'}</td><td><code>${text(outline(schema))}</code> ${description ? text(description) : ''}</td></tr>`,
  )
  return `<h3>Parameters</h3><div class="scroll"><table><tbody>${rows.join('')}</tbody></table></div>`
}

const renderAnswer = ([status, { description, content }]: [
  string,
  OpenApiOperation['responses'][string],
]): string => {
  const json = content?.['application/json']
  const images = Object.keys(content ?? {}).filter((type) => type.startsWith('image/'))
  const also = images.length > 0 ? `: <code>${text(images.join(', '))}</code>` : ''
  return `<p><code>${status}</code> ${text(description)}${also}</p>${json ? `<pre>${text(outline(json.schema))}</pre>` : ''}`
}

const renderAliases = (entries: Entry[]): string =>
  `<div class="scroll"><table><tbody>${entries
    .map(
      ({ method, path, operation }) =>
        `<tr><td><code>${method.toUpperCase()} ${text(path)}</code></td><td>${prose(operation.description ?? '')}</td></tr>`,
    )
    .join('')}</tbody></table></div>`

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const text = (raw: string): string => raw.replace(/[&<>"']/g, (unit) => ESCAPES[unit] ?? unit)

/** What stands between backticks is code. */
const prose = (raw: string): string => text(raw).replace(/`([^`]+)`/g, '<code>$1</code>')
