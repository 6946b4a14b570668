// Tells a fault of the data, which no retry mends, from one that passes.

/** What our own code and DynamoDB say of data that they cannot work with, and never of a service that is down. */
const POISON = new Set(['ZodError', 'TypeError', 'RangeError', 'SyntaxError', 'ValidationException'])

export const isPoison = (error: unknown): error is Error => error instanceof Error && POISON.has(error.name)
