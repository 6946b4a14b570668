// When two usernames are one: a username is another name of a user, unique in its project whatever its capitals.

/** Two usernames with one key are the same. */
export const usernameKey = (username: string): string => username.trim().normalize('NFKC').toLowerCase()
