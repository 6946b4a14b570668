// A secret that is spread over several nodes, as a card number in four spans is: each alone looks innocent.

/** Elements that run along in a line; secrets are not spread over paragraphs. */
const IN_LINE = /^(?:span|b|i|em|strong|small|wbr|bdi|bdo|tt|code|kbd|samp|font|mark|u|s|a|sub|sup|tspan)$/

/** What the core puts in the place of a secret. */
const MASKED = '***'

/** Characters that are looked at on each side, and nodes on the way there: bounds the work for one text. */
const REACH_CHARS = 80
const REACH_NODES = 12

export const isPartOfSecret = (node: Node, text: string, plain: (text: string) => string): boolean => {
  const masksIn = (words: string) => plain(words).split(MASKED).length
  let line = node.parentNode
  const alone = !node.previousSibling && !node.nextSibling
  if (!line || (alone && !IN_LINE.test((line as Element).localName))) return false
  while (line.parentNode && IN_LINE.test((line as Element).localName)) line = line.parentNode

  const walker = (node.ownerDocument as Document).createTreeWalker(line, NodeFilter.SHOW_TEXT)
  const gather = (step: 'previousNode' | 'nextNode') => {
    walker.currentNode = node
    let gathered = ''
    for (let nodes = 0; nodes < REACH_NODES && gathered.length < REACH_CHARS && walker[step](); nodes++) {
      const { data } = walker.currentNode as Text
      gathered = step === 'nextNode' ? gathered + data : data + gathered
    }
    return gathered
  }
  const before = gather('previousNode').slice(-REACH_CHARS)
  const after = gather('nextNode').slice(0, REACH_CHARS)
  const words = before + text + after
  if (plain(words) === words) return false
  // More is masked in the line than in its parts: what makes the difference runs through this text, or ends at it.
  return masksIn(words) > masksIn(before) + masksIn(text) + masksIn(after) - 2
}
