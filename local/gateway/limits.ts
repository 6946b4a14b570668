// The limits of API Gateway and of Lambda behind it, each with its unit and its reason.

/** Bytes of a request body that an HTTP API takes. */
export const HTTP_BODY_MAX_BYTES = 10 * 1024 * 1024

/** Bytes of the JSON that Lambda takes in a synchronous call (6 MiB). */
export const INVOKE_REQUEST_MAX_BYTES = 6_291_456

/** Bytes of the JSON that Lambda gives back: 100 more than it takes. */
export const INVOKE_RESPONSE_MAX_BYTES = 6_291_556

/** Milliseconds that an HTTP API waits for its integration, whatever the route asks for. */
export const HTTP_INTEGRATION_MAX_MS = 30_000

/** Milliseconds that a WebSocket API waits for its integration. */
export const SOCKET_INTEGRATION_MAX_MS = 29_000

/** Bytes of one WebSocket message, in either direction. */
export const SOCKET_MESSAGE_MAX_BYTES = 128 * 1024

/** Bytes of one frame from a client: a longer message has to be cut into frames. */
export const SOCKET_FRAME_MAX_BYTES = 32 * 1024

/** Milliseconds without traffic after which a connection is closed (10 minutes). */
export const SOCKET_IDLE_MS = 10 * 60_000

/** Milliseconds that a connection may last in all (2 hours). */
export const SOCKET_MAX_MS = 2 * 60 * 60_000

/** Milliseconds that a peer has to answer a close frame before its socket is dropped. */
export const SOCKET_CLOSE_MS = 2_000

/** Messages of one connection that may wait for their handler before its socket is no longer read. */
export const SOCKET_WAITING_MAX = 100

/** Bytes that may lie unsent for a client that does not read: beyond this a post is told to slow down. */
export const SOCKET_UNSENT_MAX_BYTES = 4 * 1024 * 1024

/** Milliseconds for which the public keys of an issuer are kept (2 hours). */
export const ISSUER_KEYS_MS = 2 * 60 * 60_000
