// A record of the stream is JSON under gzip; those of before were JSON alone. Bytes are what the stream costs, and what
// a shard takes in a second: of a batch of 50 events gzip leaves a sixth.

/** By the first bytes of gzip, with which no JSON begins. */
export const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
