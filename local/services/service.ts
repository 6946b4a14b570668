// What every embedded service gives back when it is up.

export type Service = {
  /** `http://127.0.0.1:<port>`: never `localhost`, which the SDK would turn into bucket host names. */
  url: string
  stop(): Promise<void>
}
