// Keeps style rules in their tree: a drawn document has no shadow trees, only elements that are marked as theirs.

/** Marks: the host of a shadow tree, a tree's elements, and what is slotted into it. */
export const HOST = 'data-ph-host'
export const TREE = 'data-ph-tree'
export const SLOTTED = 'data-ph-slotted'

const PSEUDO_ELEMENT =
  /(::?(?:before|after|first-line|first-letter|marker|placeholder|selection|backdrop|file-selector-button)|::-[\w-]+)?(\s*)$/

/** At commas that part selectors, not those inside brackets. */
const splitSelectors = (list: string): string[] => {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < list.length; at++) {
    const char = list.charAt(at)
    if (char === '\\') at++
    else if ('(['.includes(char)) depth++
    else if (')]'.includes(char)) depth--
    else if (char === ',' && depth === 0) {
      parts.push(list.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, list.slice(from)]
}

/** What a tree's rules say of its host and of what is slotted, and a page's of a tree's parts. */
const lookOut = (selector: string, tree: number) =>
  selector
    .replace(/:host\(/g, `[${HOST}="${tree}"]:is(`)
    .replace(/:host-context\(/g, ':is(')
    .replace(/:host\b(?!-)/g, `[${HOST}="${tree}"]`)
    .replace(/(^|[\s>+~])::slotted\(/g, `$1[${SLOTTED}="${tree}"]:is(`)
    .replace(/::slotted\(/g, `>[${SLOTTED}="${tree}"]:is(`)
    .replace(/::part\(([\w-]+)\)/g, ' [part~="$1"]')

const OUTSIDE = new RegExp(`(?:\\[(?:${HOST}|${SLOTTED})="\\d+"\\]|\\[part~="[\\w-]+"\\])[^\\s>+~]*\\s*$`)

/** `tree` 0 is the page itself. The marks add nothing to a rule's weight. */
export const markSelector = (list: string, tree: number): string => {
  const where = tree ? `:where([${TREE}="${tree}"])` : `:where(:not([${TREE}]))`
  return splitSelectors(list)
    .map((given) => {
      const selector = lookOut(given, tree)
      return OUTSIDE.test(selector) ? selector : selector.replace(PSEUDO_ELEMENT, `${where}$1$2`)
    })
    .join()
}
