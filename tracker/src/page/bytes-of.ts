// The bytes of a text as they travel.

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length
