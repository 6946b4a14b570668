// FNV-1a, 32 bits: spreads texts that differ in one letter. No secret is safe behind it.

export const hashOf = (text: string): number => {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
