// A start that cannot go on, in one sentence for a person: what is wrong, and how to mend it. No stack is shown.
export class StartError extends Error {
  override name = 'StartError'
}
