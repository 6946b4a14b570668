// Where it is kept that a visitor wants to be erased, until the server has heard it: id and secret.

export const forgottenKeyOf = (key: string) => `playhead_forgotten_${key}`
