// What lies in the document as data: texts that no browser runs or shows.

const textIn = (id: string): string | undefined => document.getElementById(id)?.textContent ?? undefined

export const jsonIn = (id: string): unknown => {
  try {
    return JSON.parse(textIn(id) ?? '')
  } catch {
    return undefined
  }
}

/** Of base64; undefined where there is none. */
export const bytesIn = (id: string): ArrayBuffer | undefined => {
  const text = textIn(id)
  if (text === undefined) return undefined
  try {
    return Uint8Array.from(atob(text.trim()), (char) => char.charCodeAt(0)).buffer
  } catch {
    return undefined
  }
}
