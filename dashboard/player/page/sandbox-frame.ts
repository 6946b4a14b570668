// Where a recorded document is rebuilt: a frame in which nothing runs, whatever is in it.

/** Exactly this: our script must reach the document, and nothing in it may ever run, submit, open or lead away. */
const SANDBOX = 'allow-same-origin'

export const sandboxFrame = (): HTMLIFrameElement => {
  const frame = document.createElement('iframe')
  secureFrame(frame)
  frame.title = 'Recorded page'
  // Nobody walks into a replay with the keyboard.
  frame.tabIndex = -1
  return frame
}

/** Of frames inside the recorded page, too: they inherit it, and say it again. */
export const secureFrame = (frame: HTMLIFrameElement): void => {
  frame.setAttribute('sandbox', SANDBOX)
  frame.setAttribute('referrerpolicy', 'no-referrer')
}

const MODES: [RegExp, string][] = [
  [
    /^-\/\/w3c\/\/dtd (?:xhtml 1\.0|html 4\.01) (?:transitional|frameset)\/\//i,
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
  ],
]

/** An empty document in the mode of the recorded one; undefined where the frame is in no document. */
export const emptyDocument = (
  frame: HTMLIFrameElement,
  { quirks, publicId }: { quirks: boolean; publicId: string },
): Document | undefined => {
  const content = frame.contentDocument
  if (!content) return undefined
  content.open()
  const known = MODES.find(([pattern]) => pattern.test(publicId))?.[1]
  // Only these constants are ever written; everything recorded is made node by node.
  content.write(quirks ? '<html>' : (known ?? '<!DOCTYPE html>'))
  content.close()
  while (content.firstChild) content.firstChild.remove()
  return content
}
