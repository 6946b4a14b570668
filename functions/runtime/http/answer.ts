// What a handler answers, before the recipe makes a response of it.

export type HttpAnswer = { status: number; body: unknown; headers?: Record<string, string> }

export const ok = (body: unknown): HttpAnswer => ({ status: 200, body })
export const created = (body: unknown): HttpAnswer => ({ status: 201, body })
export const accepted = (body: unknown): HttpAnswer => ({ status: 202, body })
