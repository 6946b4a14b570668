// The fixture's authorizer: lets in who knows the word.
export const handler = async ({ headers }) => ({ isAuthorized: headers['x-word'] === 'sesame' })
